import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Call } from "../command/form.ts";
import { CliError, EXIT } from "../errors.ts";
import { relayOrigin } from "../room/invitation.ts";
import { jsonLine } from "../say/harmless.ts";
import type { Shell } from "../shell.ts";
import { type ReleaseList, type Voucher, openList } from "./list.ts";
import { checkRelay, type Found } from "./relay.ts";
import { differenceText, voucherText } from "./say.ts";

/** In the package the list lies beside the folder of this program. */
const OWN_LIST = join(import.meta.dirname, "../release.json");

/** `tacet check`: 0 when all is as listed, 1 when something differs, 4 when the relay does not answer. */
export async function runCheck({ words, options }: Call, shell: Shell): Promise<number> {
  const origin = relayOrigin(words[0]);
  const { list, voucher } = listFor(options.get("list"));
  const said = speaker(shell, options.has("json"));
  said.list(list, voucher);
  const result = await checkRelay(origin, list);
  if (result === null)
    throw new CliError("network", `${origin} does not answer. Look at the address and your network.`);
  const { differences, asked } = result;
  for (const difference of differences) said.difference(difference);
  said.result(differences.length, asked);
  if (differences.length === 0) return EXIT.done;
  throw new CliError("failed", advice(differences, list, origin));
}

function listFor(named: string | undefined): { readonly list: ReleaseList; readonly voucher: Voucher } {
  const path = named ?? OWN_LIST;
  if (!existsSync(path) || !existsSync(`${path}.sig`)) {
    const next =
      named === undefined
        ? 'This tacet has no list, because it was not packed. "npm run pack" makes one; name it with --list.'
        : `${path} and ${path}.sig must both be there.`;
    throw new CliError("usage", next);
  }
  const opened = openList(readFileSync(path), readFileSync(`${path}.sig`, "utf8"));
  if (opened !== null) return opened;
  throw new CliError(
    "failed",
    "The list is not the one that was signed: it, its signature or this package was changed. Install tacet again from where you trust.",
  );
}

function advice(differences: readonly Found[], list: ReleaseList, origin: string): string {
  if (differences.some(({ way }) => way === "version"))
    return `This tacet knows version ${list.version} alone. Check with the tacet of the other version, or with its list (--list).`;
  const count = differences.length === 1 ? "1 difference" : `${differences.length} differences`;
  return `${count}: ${origin} does not serve what was released as ${list.version}. Do not open rooms with its page; ask its operator.`;
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
      result: (differences, asked) =>
        void output.write(jsonLine({ event: "result", equal: differences === 0, differences, asked })),
    };
  }
  return {
    list: ({ version, commit }, voucher) =>
      void output.write(`tacet ${version}, commit ${commit}. ${voucherText(voucher)}\n`),
    difference: (difference) => void output.write(`${differenceText(difference)}\n`),
    result: (differences, asked) => {
      if (differences === 0)
        output.write(
          `Equal: ${asked} addresses, each in three encodings and with its headers, are what the list says.\n`,
        );
    },
  };
}
