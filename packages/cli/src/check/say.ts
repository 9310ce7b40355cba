import { silenceText } from "../doctor/silence.ts";
import { harmlessLine } from "../say/harmless.ts";
import type { Way } from "./compare.ts";
import type { Voucher } from "./list.ts";
import type { Found, Result } from "./relay.ts";

const SENTENCES: Readonly<Record<Way, (detail: string) => string>> = {
  version: (detail) => `this relay says that it serves ${detail === "" ? "no version" : `version ${detail}`}`,
  told: () => "/version.json names another hash for it, or none",
  unlisted: () => "is served, and is not part of this version",
  missing: () => "is missing",
  status: (detail) => `is answered with status ${detail}`,
  bytes: () => "is not what was released: its bytes differ",
  broken: () => "does not arrive whole: its encoding is broken, or it is far too long",
  type: (detail) => `has another ${detail}`,
  header: (detail) => `the header ${detail} is missing or changed`,
  "foreign-header": (detail) => `has the header ${detail}, which no released page has`,
  room: (detail) => `no room could be made (${detail}), so the page of one that lives was not looked at`,
  silent: (detail) => `is not answered (${detail})`,
  refers: (detail) => `refers to ${detail}, which is not part of this version`,
};

/** One difference in one line, safe to print: what a relay says is another's text. */
export function differenceText({ address, way, detail, encodings }: Found): string {
  const where = encodings.length === 0 ? "" : ` (asked for as ${encodings.join(" and ")})`;
  return harmlessLine(`${address}: ${SENTENCES[way](detail)}${where}.`);
}

/** Who vouches for the list. */
export function voucherText({ by, key }: Voucher): string {
  return by === "release"
    ? `The list is signed by the release key ${key}.`
    : "development build: not signed by the release key. Nobody vouches for this list but whoever built it.";
}

/** A difference as it is told: an address and a detail may be another's text, of any length. */
export function shortly(difference: Found): Found {
  const { address, detail } = difference;
  return { ...difference, address: shortened(address), detail: shortened(detail) };
}

/** What to say and to do where a check came to nothing. */
export function nothingText(
  result: Exclude<Result, { readonly kind: "checked" }>,
  origin: string,
): { readonly failure: "network" | "failed"; readonly message: string } {
  if (result.kind === "silent") {
    const [saw, advice] = silenceText(result.code, new URL(origin).host);
    return { failure: "network", message: `${origin}${result.address} (${result.code}): ${saw} ${advice}` };
  }
  const { status } = result;
  if (status >= 300 && status < 400)
    return {
      failure: "failed",
      message: `${origin} leads elsewhere (status ${status}). Check the address that it leads to.`,
    };
  if ([429, 502, 503, 504].includes(status))
    return {
      failure: "network",
      message: `${origin} cannot answer now (status ${status}). Try again in a minute.`,
    };
  return {
    failure: "failed",
    message: `What answers at ${origin} is no relay of Tacet: /version.json has status ${status}, or is none. Look at the address.`,
  };
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
