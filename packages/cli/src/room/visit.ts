import type { RoomCommand, RoomEnding, RoomEvent } from "@tacet/client";
import { EXIT } from "../errors.ts";
import { faultText } from "../say/faults.ts";
import { endOf, phraseFailed } from "../say/ends.ts";
import type { End } from "../say/ends.ts";
import type { Shell } from "../shell.ts";
import { openRoom } from "./open.ts";
import { after } from "./timer.ts";
import type { OpenRoom, SinkCommand } from "./open.ts";

export type Door = Pick<OpenRoom, "command" | "sunk">;

/** What a command makes of a room: it hears everything, and says what came of it. */
export interface Face {
  take(event: RoomEvent): void;
  /** Where accepted files go. */
  sink(command: SinkCommand): void;
  /** This machine lacks what the direct way needs: the sentence that says so, and what to do. */
  lacks(sentence: string): void;
  /** The room is over, or was never entered (`ending` is null): what this run has come to. Everything it began has ended when it resolves. */
  result(end: End, ending: RoomEnding | null, interrupted: boolean): Promise<End>;
}

interface Finish {
  readonly end: End;
  readonly ending: RoomEnding | null;
}

/** There is one library, and no other takes its place: what was found besides was slower than the relay. */
const NO_LIBRARY =
  "This machine has no library for direct connections, so only the relay's way is open here. npm install -g node-datachannel beside tacet adds it where it has a binary for your system.";

/** A room that was never entered has nothing to tell a relay. */
const FORGET_MS = 1000;

/** Last words that take longer than this are spoken of (spec/pair.md 8: they may take 105 s). */
const PATIENCE_MS = 2000;

/**
 * Opens a room, enters it by `start` (create or join), and stays until it is over.
 * An interrupt leaves the room; one after the room is over does not wait for last words.
 * @returns the exit code; the sentence of one that is not 0 stands on standard error
 */
export async function visit(
  shell: Shell,
  start: RoomCommand & { do: "create" | "join" },
  options: { readonly verbose: boolean; face(door: Door): Face },
): Promise<number> {
  let interrupts = 0;
  let finish: (finished: Finish) => void = () => undefined;
  const finished = new Promise<Finish>((resolve) => {
    finish = resolve;
  });
  let hurry: () => void = () => undefined;
  const hurried = new Promise<void>((resolve) => {
    hurry = resolve;
  });
  const room = await openRoom({
    take: (event) => {
      face.take(event);
      const finishing = finishOf(event, start);
      if (finishing !== null) finish(finishing);
    },
    sink: (command) => face.sink(command),
    lacks: () => face.lacks(NO_LIBRARY),
    note: (sentence) => void (options.verbose && shell.errors.write(`tacet: ${sentence}\n`)),
  });
  const face = options.face(room);
  let over = false;
  shell.onInterrupt(() => {
    if (over) {
      hurry();
      return;
    }
    interrupts += 1;
    room.command({ do: "leave" });
    // While a phrase is compared there is no room yet that could end.
    finish({ end: { failure: "interrupted", sentence: "Interrupted." }, ending: null });
  });
  room.command(start);
  const { end, ending } = await finished;
  over = true;
  const result = await face.result(end, ending, interrupts > 0);
  if (ending === null) room.command({ do: "leave" });
  const calm = after(PATIENCE_MS, () => {
    shell.errors.write(
      "tacet: The room is over here. The other side and the relay are still being told; Ctrl-C does not wait.\n",
    );
  });
  await Promise.race([room.done, hurried, ...(ending === null ? [timeOut(FORGET_MS)] : [])]);
  calm();
  if (interrupts > 0 && result.concluded !== true) return EXIT.interrupted;
  if (result.failure === null) return EXIT.done;
  shell.errors.write(`tacet: ${result.sentence}\n`);
  return EXIT[result.failure];
}

function finishOf(event: RoomEvent, start: RoomCommand): Finish | null {
  if (event.event === "end") return { end: endOf(event), ending: event };
  if (event.event === "refused" && event.key === "" && event.reason === "invitation")
    return { end: { failure: "usage", sentence: faultText("not-an-invitation") }, ending: null };
  if (event.event !== "phrase-over" || start.do !== "join") return null;
  const end = phraseFailed(event.outcome);
  return end === null ? null : { end, ending: null };
}

function timeOut(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
