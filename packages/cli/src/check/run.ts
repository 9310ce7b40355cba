import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Call } from "../command/form.ts";
import { CliError, EXIT } from "../errors.ts";
import { relayOrigin } from "../room/invitation.ts";
import { jsonLine } from "../say/harmless.ts";
import type { Shell } from "../shell.ts";
import { type ReleaseList, type Voucher, isVouchedFor, openList } from "./list.ts";
import { checkRelay, type Found } from "./relay.ts";
import { differenceText, nothingText, shortly, voucherText } from "./say.ts";

/** In the package the list lies beside the folder of this program. */
const OWN_LIST = join(import.meta.dirname, "../release.json");

/** So many differences are told one by one: what a relay names beside the list may be anything, and any number. */
const DIFFERENCES_MAX = 100;

/** `tacet check`: 0 when all is as listed, 1 when something differs, 4 when the relay does not answer. */
export async function runCheck({ words, options }: Call, shell: Shell): Promise<number> {
  const origin = relayOrigin(words[0], "after the command");
  const { list, voucher } = listFor(options.get("list"), options.has("development"));
  const said = speaker(shell, options.has("json"));
  said.list(list, voucher);
  const result = await checkRelay(origin, list);
  if (result.kind !== "checked") {
    const { failure, message } = nothingText(result, origin);
    throw new CliError(failure, message);
  }
  const { differences, asked } = result;
  for (const difference of differences.slice(0, DIFFERENCES_MAX)) said.difference(shortly(difference));
  said.result(differences.length, asked);
  if (differences.length === 0) return EXIT.done;
  throw new CliError("failed", advice(differences, list, origin));
}

function listFor(
  named: string | undefined,
  development: boolean,
): { readonly list: ReleaseList; readonly voucher: Voucher } {
  const path = named ?? OWN_LIST;
  if (!existsSync(path) || !existsSync(`${path}.sig`)) {
    const next =
      named === undefined
        ? 'This tacet has no list, because it was not packed. "npm run pack" makes one; name it with --list.'
        : `${path} and ${path}.sig must both be there.`;
    throw new CliError("usage", next);
  }
  const opened = openList(readFileSync(path), readFileSync(`${path}.sig`, "utf8"));
  if (opened !== null && (development || isVouchedFor(opened.voucher))) return opened;
  if (opened !== null)
    throw new CliError(
      "failed",
      "Nobody vouches for this list: it is signed by the development key, which everybody has. Take a released tacet or list, or say --development for a build of your own.",
    );
  throw new CliError(
    "failed",
    "The list is not the one that was signed: it or its signature was changed, or another key signed it. Take list and tacet again from where you trust.",
  );
}

function advice(differences: readonly Found[], list: ReleaseList, origin: string): string {
  if (differences.some(({ way }) => way === "version"))
    return `This tacet knows version ${list.version} alone, so nothing is known of the page of ${origin} yet. Check with the tacet of the other version, or with its list (--list), taken from where it was released and not from that relay.`;
  if (differences.every(({ way }) => way === "room" || way === "silent"))
    return `What was looked at is as listed, and not all could be. Try again in a minute.`;
  const count = differences.length === 1 ? "1 difference" : `${differences.length} differences`;
  return `${count}: ${origin} does not serve what was released as ${list.version}. Do not open rooms with its page; ask its operator.`;
}

function untoldOf(differences: number): number {
  return Math.max(0, differences - DIFFERENCES_MAX);
}

interface Speaker {
  list(list: ReleaseList, voucher: Voucher): void;
  difference(difference: Found): void;
  result(differences: number, asked: number): void;
}

function speaker({ output }: Shell, json: boolean): Speaker {
  if (json) {
    return {
      list: ({ version, commit }, { by, key }) =>
        void output.write(jsonLine({ event: "list", version, commit, signed: by, key })),
      difference: (difference) => {
        const { address, way, detail, encodings } = difference;
        const message = differenceText(difference);
        output.write(jsonLine({ event: "difference", address, way, detail, encodings, message }));
      },
      result: (differences, asked) => {
        const untold = untoldOf(differences);
        output.write(jsonLine({ event: "result", equal: differences === 0, differences, untold, asked }));
      },
    };
  }
  return {
    list: ({ version, commit }, voucher) =>
      void output.write(`tacet ${version}, commit ${commit}. ${voucherText(voucher)}\n`),
    difference: (difference) => void output.write(`${differenceText(difference)}\n`),
    result: (differences, asked) => {
      if (untoldOf(differences) > 0) output.write(`... and ${untoldOf(differences)} more.\n`);
      if (differences === 0)
        output.write(
          `Equal: ${asked} addresses, each asked for in four ways and with its headers, are what the list says.\n`,
        );
    },
  };
}
