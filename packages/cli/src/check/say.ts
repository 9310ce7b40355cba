import { harmlessLine } from "../say/harmless.ts";
import type { Way } from "./compare.ts";
import type { Voucher } from "./list.ts";
import type { Found } from "./relay.ts";

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
  refers: (detail) => `refers to ${detail}, which is not part of this version`,
};

/** One difference in one line, safe to print: what a relay says is another's text. */
export function differenceText({ address, way, detail, encodings }: Found): string {
  const where = encodings.length === 0 ? "" : ` (asked for as ${encodings.join(" and ")})`;
  return harmlessLine(`${address}: ${SENTENCES[way](shortened(detail))}${where}.`);
}

/** Who vouches for the list. */
export function voucherText({ by, key }: Voucher): string {
  return by === "release"
    ? `The list is signed by the release key ${key}.`
    : "development build: not signed by the release key. Nobody vouches for this list but whoever built it.";
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
