import { EXIT } from "../errors.ts";
import { after } from "../room/timer.ts";
import type { End } from "../say/ends.ts";
import { faultText } from "../say/faults.ts";
import type { Shell } from "../shell.ts";
import { groupEnd } from "./ends.ts";
import { createGroupJson } from "./json.ts";
import type { GroupCommand, GroupEvent } from "./open.ts";
import { openGroup } from "./open.ts";
import { createGroupPlain } from "./plain.ts";

/** What hears a room for many, and is told what it has come to. */
export interface GroupHolder {
  take(event: GroupEvent): void;
  result(end: End): void;
}

type MakeHolder = (shell: Shell, command: (command: GroupCommand) => void) => GroupHolder;

/**
 * Opens a room for many, enters it by `start`, and stays until it is over. An interrupt leaves.
 * @returns the exit code; the sentence of one that is not 0 stands on standard error
 */
export async function runGroup(
  shell: Shell,
  start: GroupCommand & { do: "create" | "join" },
  options: { readonly json: boolean; readonly verbose: boolean },
): Promise<number> {
  let interrupted = false;
  let finish: (end: End) => void = () => undefined;
  const finished = new Promise<End>((resolve) => {
    finish = resolve;
  });
  const note = (sentence: string): void =>
    void (options.verbose && shell.errors.write(`tacet: ${sentence}\n`));
  const room = await openGroup((event) => {
    holder.take(event);
    const end = endOf(event);
    if (end !== null) finish(end);
  }, note);
  const make: MakeHolder = options.json ? createGroupJson : createGroupPlain;
  const holder = make(shell, (command) => room.command(command));
  shell.onInterrupt(() => {
    interrupted = true;
    room.command({ do: "leave" });
    // Before there is a room nothing ends.
    after(PATIENCE_MS, () => finish({ failure: "interrupted", sentence: "Interrupted." }));
  });
  room.command(start);
  const end = await finished;
  holder.result(end);
  await Promise.race([room.done, new Promise<void>((resolve) => void after(PATIENCE_MS, resolve))]);
  if (interrupted) return EXIT.interrupted;
  if (end.failure === null) return EXIT.done;
  shell.errors.write(`tacet: ${end.sentence}\n`);
  return EXIT[end.failure];
}

const PATIENCE_MS = 2000;

function endOf(event: GroupEvent): End | null {
  if (event.event === "end") return groupEnd(event);
  const isNone = event.event === "refused" && event.reason === "invitation";
  return isNone ? { failure: "usage", sentence: faultText("not-an-invitation") } : null;
}
