import type { RoomEvent } from "@tacet/client";
import { words } from "@tacet/client/words";
import { createEvents } from "../chat/events.ts";
import { createTransfers } from "../chat/transfers.ts";
import type { Door } from "../room/visit.ts";
import { timeText } from "../say/amount.ts";
import { columnsOf } from "../say/columns.ts";
import type { End } from "../say/ends.ts";
import { harmlessLine, indented, jsonLine } from "../say/harmless.ts";
import { invitationText } from "../say/invitation.ts";
import { toldText } from "../say/told.ts";

/** What a command does in a room where nobody types: one task, and then it leaves. */
export interface Errand {
  /** Tells of an event, in the way that was asked for; `place` is where a finished file was saved. */
  tell(event: RoomEvent, place?: string | null): void;
  /** Tells what this machine lacks. */
  lacks(sentence: string): void;
  /** Tells of an error that no event tells. */
  complain(end: End): void;
  /** The task is done, or has failed: the first word counts, and the room is left. */
  settle(end: End): void;
  /**
   * The task has ended, and what it came to is known. A person at a page may still have to save what came, so the room stays until the
   * other side leaves; a terminal there does so when it sees the mark on this file.
   */
  conclude(end: End, file: string): void;
  /** What was settled or concluded; null while nothing is. */
  settled(): End | null;
}

/** Set on a file by a program at the other end: of one's own, that it is here; of theirs, that no other follows. */
export const MARK = "✅";

/** So long a room that may only go directly is given to find its way. */
const WAY_MS = 30_000;

const NO_WAY: End = {
  failure: "network",
  sentence:
    "There is no direct way between the two of you. Make the room with --policy any to let what is sealed go through the relay.",
};

/** Where a task is told. */
export interface Teller {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** @param out where it is told: one JSON event on each line, or sentences */
export function createErrand(
  door: Door,
  out: Teller,
  json: boolean,
  after: (ms: number, run: () => void) => () => void,
): Errand {
  let outcome: End | null = null;
  let giveUp: (() => void) | null = null;
  const settle = (end: End): void => {
    if (outcome !== null) return;
    outcome = end;
    giveUp?.();
    door.command({ do: "leave" });
  };
  /** Once there is no direct way, one must come within the time, or the errand has failed. */
  const watchWay = (event: RoomEvent): void => {
    if (event.event === "notice" && event.notice === "no-direct-path")
      giveUp ??= after(WAY_MS, () => settle(NO_WAY));
    if (event.event !== "status" || (event.value !== "secure" && event.value !== "ended")) return;
    giveUp?.();
    giveUp = null;
  };
  const show = json ? tellJson(out) : tellPeople(out);
  return {
    tell: (event, place = null) => {
      show(event, place);
      watchWay(event);
      if (event.event === "room") door.command({ do: "phrase" });
      if (event.event === "verification" && event.state === "open") door.command({ do: "safety" });
    },
    lacks: (message) =>
      void out.write(
        json
          ? jsonLine({ event: "notice", notice: "no-library", message })
          : `${indented("* ", message, columnsOf(out))}\n`,
      ),
    complain: ({ failure, sentence }) => {
      if (json && failure !== null) out.write(jsonLine({ event: "error", code: failure, message: sentence }));
    },
    settle,
    conclude: (end, file) => {
      if (outcome !== null) return;
      outcome = { ...end, concluded: true };
      giveUp?.();
      door.command({ do: "react", id: file, emoji: MARK, key: "mark" });
      if (!json)
        out.write("* Nothing is left to do. The room stays until the other side leaves; Ctrl-C leaves it.\n");
    },
    settled: () => outcome,
  };
}

type Show = (event: RoomEvent, place: string | null) => void;

function tellJson(out: Teller): Show {
  const events = createEvents(words);
  return (event, place) => {
    for (const told of events(event)) out.write(jsonLine(place === null ? told : { ...told, path: place }));
  };
}

function tellPeople(out: Teller): Show {
  const transfers = createTransfers(false);
  let name = "They";
  const say = (text: string): void => void out.write(`${indented("* ", text, columnsOf(out))}\n`);
  return (event, place) => {
    if (event.event === "room") out.write(`${invitationText(event, columnsOf(out), false)}\n`);
    else if (event.event === "phrase")
      say(`Or read these words aloud: ${event.phrase} (good for ${timeText(event.expiresInMs)})`);
    else if (event.event === "other") name = event.name === "" ? "They" : harmlessLine(event.name);
    else if (event.event === "message") {
      if (event.from === "other") out.write(`${indented(`<${name}> `, event.text, columnsOf(out))}\n`);
    } else {
      const line = event.event === "file" ? transfers.tell(event, place) : toldText(event);
      if (line !== null) say(line);
    }
  };
}
