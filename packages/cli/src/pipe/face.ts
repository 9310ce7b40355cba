/*
 * A pipe: standard input to the other side's standard output, and the other way, each as a stream (spec/files.md 4).
 *
 *     own:   none ──files may be sent──> offered ──...──> done (the other side has every byte, and the same root)
 *     other: none ──offer──> accepted, once the own one is offered ──...──> done here ──a mark on it arrives──> confirmed
 *
 * Both done, and the mark arrived: then the other side knows that its bytes are here, and the room can be left. A side whose own stream is done
 * and that was offered none has nothing more to do, because whoever pipes offers before it accepts; but a page may be there, whose person has to
 * save what came, so the room is not left.
 */
import type { RoomCommand, RoomEvent } from "@tacet/client";
import { MARK } from "../errand/errand.ts";
import type { Errand } from "../errand/errand.ts";
import type { SinkCommand } from "../room/open.ts";
import type { Face } from "../room/visit.ts";
import type { End } from "../say/ends.ts";
import { reasonText, refusalText } from "../say/files.ts";
import type { FileEvent } from "../say/files.ts";
import type { ByteStream } from "./input.ts";

const KEY = "pipe";
const MARK_KEY = "mark";
const NAME = "pipe";
const TYPE = "application/octet-stream";

const DONE: End = { failure: null, sentence: "" };

interface State {
  /** `none` where nothing is sent from here. */
  own: "none" | "waiting" | "offered" | "done";
  other: "none" | "offered" | "accepted" | "done" | "confirmed";
  ownId: string;
  otherId: string;
}

/** @param source what is sent from here; null where standard input is a terminal, from which nothing is sent */
export function createPipe(
  errand: Errand,
  command: (command: RoomCommand) => void,
  source: ByteStream | null,
  sink: (command: SinkCommand) => void,
): Face {
  const state: State = { own: source === null ? "none" : "waiting", other: "none", ownId: "", otherId: "" };
  const advance = (): void => {
    if (state.other === "offered" && state.own !== "waiting") {
      state.other = "accepted";
      command({ do: "accept", id: state.otherId, save: "sink" });
    }
    if (state.own === "done" && state.other === "none") errand.conclude(DONE, state.ownId);
    else if (isOver(state)) errand.settle(DONE);
  };
  /** The one stream that is taken. What was judged whole takes nothing more: its end would say so of a part as well. */
  const isTheirs = (event: FileEvent): boolean =>
    event.from === "other" &&
    event.state === "offered" &&
    state.other === "none" &&
    errand.settled() === null;
  const onFile = (event: FileEvent): void => {
    if (isTheirs(event)) {
      state.otherId = event.id;
      state.other = "offered";
    } else if (event.from === "other" && event.id !== state.otherId) {
      if (event.state === "offered") command({ do: "decline", id: event.id });
    } else if (event.state === "failed" || event.state === "cancelled") errand.settle(failed(event));
    else if (event.state === "done" && event.from === "self") {
      state.own = "done";
      state.ownId = event.id;
    } else if (event.state === "done") {
      state.other = "done";
      command({ do: "react", id: event.id, emoji: MARK, key: MARK_KEY });
    }
    advance();
  };
  const offer = (): void => {
    if (state.own !== "waiting" || source === null) return;
    state.own = "offered";
    command({ do: "file", key: KEY, name: NAME, type: TYPE, source });
    advance();
  };
  const hear = (event: RoomEvent): void => {
    if (event.event === "file") onFile(event);
    else if (event.event === "files" && event.open) offer();
    else if (event.event === "refused" && event.key === KEY)
      errand.settle({ failure: "failed", sentence: refusalText(event.reason) });
    else if (isMarked(event)) {
      state.other = "confirmed";
      advance();
    }
  };
  return {
    take: (event) => {
      // The marks are between the two programs.
      if (event.event !== "reaction") errand.tell(event);
      hear(event);
    },
    sink,
    lacks: (sentence) => errand.lacks(sentence),
    result: (end, ending) => {
      source?.close();
      const result = errand.settled() ?? (isWhole(state) ? DONE : cutShort(end));
      if (ending === null || result !== end) errand.complain(result);
      return Promise.resolve(result);
    },
  };
}

function isMarked(event: RoomEvent): boolean {
  if (event.event === "reaction") return event.from === "self" && event.state === "delivered";
  return event.event === "refused" && event.key === MARK_KEY;
}

/** Nothing is left to be done or known. */
function isOver({ own, other }: State): boolean {
  return other === "confirmed" && (own === "done" || own === "none");
}

/** Every byte is where it should be, though this side was not told all: the other side has left, and it does so when it knows. */
function isWhole({ own, other }: State): boolean {
  const sent = own === "none" || own === "done";
  const came = other === "done" || other === "confirmed";
  return sent && (came || (other === "none" && own === "done"));
}

function failed({ from, reason }: FileEvent): End {
  const what = from === "self" ? "Not every byte arrived there" : "Not every byte came from there";
  return { failure: "failed", sentence: `${what}: ${reasonText(reason)}.` };
}

function cutShort({ failure, sentence }: End): End {
  return { failure: failure ?? "failed", sentence: `Not every byte arrived. ${sentence}` };
}
