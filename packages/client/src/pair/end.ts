/*
 * The end (spec/pair.md 8). Relay and face are told at once and the machine hears nothing more; the content `burn` is sealed, the keys
 * are wiped before any other work (job-queue.ts), and then both paths close:
 *
 *     live ──end──> ending: last words, crypto wipe ──wiped──> ended: sockets closed
 *       └──the relay does not know of it yet──> leaving: until it says that it does (leaving.ts) ──^
 */
import { KIND } from "@tacet/core";
import type { EndReason, Hindrance } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { eraseOffers } from "./files.ts";
import type { Effect, Route } from "./messages.ts";
import { askFrame } from "./first-frame.ts";
import { say, sendBlock, tellRelay } from "./outbox.ts";
import { directRoute, relayRoute } from "./paths.ts";
import type { Door } from "./door-part.ts";
import { emptyRoom } from "./state.ts";
import type { Room } from "./state.ts";
import { tellReceipts } from "./talk-events.ts";
import { ask, chain, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** What the other side and the relay are told. Who was told by the relay owes it no answer. */
const LAST_WORDS: Record<EndReason, { blocks: "farewell" | "burn" | null; relay: "leave" | "burn" | null }> =
  {
    "left-here": { blocks: "farewell", relay: "leave" },
    "left-there": { blocks: null, relay: "leave" },
    "burned-here": { blocks: "burn", relay: "burn" },
    "burned-there": { blocks: null, relay: "burn" },
    expired: { blocks: null, relay: null },
    gone: { blocks: "farewell", relay: "leave" },
    "handshake-failed": { blocks: null, relay: "leave" },
    policy: { blocks: "farewell", relay: "leave" },
    absent: { blocks: null, relay: null },
    forgotten: { blocks: null, relay: null },
    used: { blocks: null, relay: null },
    relay: { blocks: "farewell", relay: "leave" },
    elsewhere: { blocks: null, relay: null },
    mismatch: { blocks: "burn", relay: "burn" },
    declined: { blocks: null, relay: null },
  };

interface Cause {
  /** The relay's own word is the reason. */
  readonly saidByRelay?: boolean;
  readonly hindrance?: Hindrance | null;
}

/** Ends a room that still lives. */
export function end(reason: EndReason, cause: Cause = {}): Step {
  return (room) => {
    if (room.phase === "leaving" || room.phase === "ending" || room.phase === "ended") return turn(room);
    const { door } = room;
    const words = LAST_WORDS[reason];
    const part = words.blocks === "farewell" ? sendFarewells : stay;
    if (door !== null && outlives(door, reason, cause)) return chain(room, part, door.part.vacate(reason));
    const word = cause.saidByRelay === true ? null : words.relay;
    const telling = word !== null && maySit(room);
    return chain(
      room,
      part,
      word === null ? stay : tellRelay(word),
      tellFace(reason, cause, telling),
      words.blocks === "burn" ? sealBurn : stay,
      (left) => turn({ ...forget(left), ending: reason }),
      telling ? beginLeaving(words.blocks !== null) : ask({ job: "wipe" }),
    );
  };
}

/** A room that one may come back to stays (spec/pair.md 9). */
function outlives(door: Door, reason: EndReason, { saidByRelay }: Cause): boolean {
  return door.open && saidByRelay !== true && (reason === "left-there" || reason === "gone");
}

/** Whether the relay may hold a seat for this side, or will as soon as it has made the room. */
function maySit({ role, requested, roomId, link }: Room): boolean {
  return role === "initiator" ? requested || roomId !== "" : link.shown;
}

/** A socket that is dead and does not know it takes the word as any other does: so its answer is waited for, and it may be said again (leaving.ts). */
function beginLeaving(spoke: boolean): Step {
  return (room) => {
    const { nowMs, link, requested } = room;
    const leaving = {
      endsMs: nowMs + (requested ? LIMITS.requestMs : LIMITS.lastWordsMs),
      pathEndsMs: spoke && directRoute(room) !== null ? nowMs + LIMITS.wordAnswerMs : 0,
      keys: requested ? "held" : "going",
      frame: null,
      otherTold: false,
    } as const;
    const openedMs = link.state === "admitted" ? nowMs : link.openedMs;
    const left: Room = { ...room, phase: "leaving", leaving, link: { ...link, openedMs } };
    return requested ? turn(left) : askFrame(left);
  };
}

/** What the relay is told of this end. */
export const tellWord: Step = (room) => {
  const word = room.ending === null ? null : LAST_WORDS[room.ending].relay;
  return word === null ? turn(room) : tellRelay(word)(room);
};

/** All keys are gone and all last frames are sealed: the paths close. */
export const closePaths: Step = (room) => turn({ ...room, phase: "ended" }, ...closing(room));

/** The newest farewells, on both paths. */
const sendFarewells: Step = (room) => {
  const farewells = room.session?.farewells ?? [];
  const steps = routesOf(room).flatMap((route) => farewells.map((farewell) => sendBlock(route, farewell)));
  return chain(room, ...steps);
};

/** The content `burn`, on both paths: a relay that does not do as it was told may still carry it. */
const sealBurn: Step = (room) =>
  room.session === null ? turn(room) : chain(room, ...routesOf(room).map((route) => say(route, KIND.burn)));

function routesOf(room: Room): Route[] {
  return [directRoute(room), relayRoute(room)].filter((route) => route !== null);
}

function tellFace(
  reason: EndReason,
  { saidByRelay = false, hindrance = null }: Cause,
  telling: boolean,
): Step {
  return (room) => {
    const met = room.session !== null;
    return chain(
      room,
      failUnsent,
      tell({ event: "status", value: "ended", path: null }),
      tell({
        event: "end",
        reason,
        unopenedBlocks: room.unopenedBlocks,
        undelivered: room.talk.pending.filter(({ content }) => content.kind === KIND.text).length,
        met,
        otherTold: met && saidByRelay,
        relayTold: saidByRelay,
        telling,
        hindrance,
      }),
    );
  };
}

/** What was not confirmed has failed, files too (spec/files.md 6). It is told before the end, and nobody has last words to say any more. */
export const failUnsent: Step = (room) => {
  const unsent = room.talk.pending.map(({ content }) => content);
  return chain(
    room,
    tellReceipts(unsent, "failed"),
    room.files.active ? (next) => turn(next, { to: "files", input: { on: "end" } }) : stay,
    eraseOffers([...unsent, ...room.talk.early]),
    tell({ event: "farewell", frames: [] }),
  );
};

/** What people said and were called leaves the machine; the routes stay until the last words are out. */
function forget(room: Room): Room {
  return {
    ...room,
    phase: "ending",
    talk: emptyRoom.talk,
    signal: emptyRoom.signal,
    early: [],
    direct: { ...room.direct, held: [] },
    other: { ...room.other, name: "" },
    talking: emptyRoom.talking,
    said: emptyRoom.said,
    files: emptyRoom.files,
    reading: emptyRoom.reading,
    shown: emptyRoom.shown,
  };
}

/** The direct path alone: the relay is still to be told. */
export const closeDirect: Step = (room) =>
  turn({ ...room, direct: { ...room.direct, state: "none", generation: 0 } }, ...closingDirect(room));

function closing(room: Room): readonly Effect[] {
  const { link } = room;
  const effects: Effect[] = [];
  if (link.state !== "off")
    effects.push({ to: "socket", command: { do: "close", connection: link.connection } });
  return [...effects, ...closingDirect(room)];
}

export function closingDirect({ direct }: Room): readonly Effect[] {
  const { generation } = direct;
  return generation > 0 ? [{ to: "peer", command: { do: "close", generation } }] : [];
}
