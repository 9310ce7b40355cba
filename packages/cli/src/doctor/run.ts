import type { Call } from "../command/form.ts";
import { CliError, EXIT } from "../errors.ts";
import { pagePlace } from "../page/place.ts";
import { relayOrigin } from "../room/invitation.ts";
import { harmlessLine, jsonLine } from "../say/harmless.ts";
import type { Shell } from "../shell.ts";
import type { Finding } from "./finding.ts";
import { lookHere } from "./local.ts";
import { lookFromOutside } from "./outside.ts";

const MARKS: Readonly<Record<Finding["state"], string>> = {
  ok: "ok",
  warning: "look",
  failed: "FAIL",
  skipped: "-",
};

/** `tacet doctor`: 0 when nothing is blocked, 1 when something is. A warning is no failure. */
export async function runDoctor({ words, options }: Call, shell: Shell): Promise<number> {
  const named = words[0] === undefined ? null : relayOrigin(words[0], "after the command");
  const json = options.has("json");
  let failures = 0;
  const tell = (finding: Finding): void => {
    if (finding.state === "failed") failures += 1;
    shell.output.write(json ? jsonLine({ event: "finding", ...finding }) : textOf(finding));
  };
  const here = named === null ? await lookHere(process.env) : { findings: [], origin: named };
  for (const finding of here.findings) tell(finding);
  if (here.origin !== null)
    for await (const finding of lookFromOutside(here.origin, pagePlace(), Date.now)) tell(finding);
  else if (!json && failures === 0)
    shell.output.write(
      "No relay runs here yet. Start it and run this again, here and from elsewhere: tacet doctor https://its.address\n",
    );
  if (json) shell.output.write(jsonLine({ event: "result", origin: here.origin, failures }));
  if (failures === 0) return EXIT.done;
  throw new CliError("failed", failures === 1 ? "One thing is blocked." : `${failures} things are blocked.`);
}

function textOf({ check, state, saw, advice }: Finding): string {
  const line = `${MARKS[state].padEnd(5)}${check}: ${harmlessLine(saw)}\n`;
  return advice === "" ? line : `${line}     ${harmlessLine(advice)}\n`;
}
