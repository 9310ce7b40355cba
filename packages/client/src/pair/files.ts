/*
 * Where a room meets its files (spec/files.md).
 */
import type { FileCommand } from "../face-files.ts";
import { stay, tell } from "./turn.ts";
import type { Step } from "./turn.ts";

/** Offers wait for the machines of spec/files.md 7: until then nothing can be offered, and nothing is there to be accepted. */
export function onFileCommand(command: FileCommand): Step {
  return command.do === "file" ? tell({ event: "refused", key: command.key, reason: "not-yet" }) : stay;
}
