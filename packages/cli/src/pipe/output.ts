import type { Writable } from "node:stream";
import type { SinkCommand, SinkEvent } from "../room/open.ts";

/**
 * Standard output as the place of one stream. Bytes count as written when the system has taken them, so a slow reader slows the sender. What
 * went out cannot be taken back: that it is not whole is said by the exit code.
 */
export function createOutput(
  output: Writable,
  answer: (event: SinkEvent) => void,
): (command: SinkCommand) => void {
  return (command) => {
    const { id } = command;
    if (command.do === "open") answer({ on: "opened", id });
    else if (command.do === "close") output.write("", settle(id, "closed"));
    else if (command.do === "write") output.write(command.bytes, settle(id, "written"));
  };
  function settle(id: string, on: "written" | "closed"): (error?: Error | null) => void {
    return (error) => answer({ on: error === null || error === undefined ? on : "failed", id });
  }
}
