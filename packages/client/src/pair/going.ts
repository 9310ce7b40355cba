/*
 * The relay says that the other page goes away (spec/pair.md 8), which is said of pages that live too. With an open direct path the other
 * side is asked itself: a question is content of the signal stream, so that whoever lives acknowledges it within 20 ms. A page that is
 * closed closes its end of the path as well, and which of the two is heard first is chance.
 *
 *     (nothing) ──going──> asked ──acknowledged──> away ──200 ms──> asked      while the direct path is open
 *                            └── 800 ms ──> left-there
 *                          awaited ── 3 s ──> left-there                       while none is
 *                                     0.4 s                                    if it was closed from there, up to 2 s before
 *
 * Any other word of the relay ends it; asking ends after 10 s, awaiting with our own socket.
 */
import { KIND, bodies } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import { isFull, take } from "./delivery.ts";
import { end } from "./end.ts";
import type { Going, Room } from "./state.ts";
import { turn } from "./turn.ts";
import type { Step } from "./turn.ts";

type Asking = Going & { readonly awaits: "answer" };

/** To be asked for no more than an acknowledgement: a signal of no generation (spec/direct.md 2). */
export const QUESTION = { generation: 0, type: "end", text: "" } as const;

/** Told `going`: for the relay path the other side is away. A word that is repeated begins nothing anew. */
export const onGoing: Step = (room) => {
  const { other, nowMs } = room;
  return turn({ ...room, other: { ...other, presence: "away", going: other.going ?? begin(room, nowMs) } });
};

function begin({ direct, nowMs }: Room, sinceMs: number): Going {
  if (direct.state === "open") return { awaits: "answer", sinceMs, order: null, dueMs: nowMs };
  const closed = direct.closedMs !== null && nowMs - direct.closedMs <= LIMITS.goingClosedBeforeMs;
  const dueMs = closed ? sinceMs + LIMITS.goingClosedMs : nowMs + LIMITS.goingReturnMs;
  return { awaits: "return", sinceMs, dueMs };
}

/** Taken when relay and direct path have been looked at. A path that opens or is lost meanwhile changes what is waited for. */
export const settleGoing: Step = (room) => {
  const { going } = room.other;
  if (going === null) return turn(room);
  const awaits = room.direct.state === "open" ? "answer" : "return";
  const now = going.awaits === awaits ? going : begin(room, going.sinceMs);
  return (now.awaits === "answer" ? settleAsked(now) : settleAwaited(now))(withGoing(room, now));
};

/** Asks, waits for the answer, asks again. */
function settleAsked(going: Asking): Step {
  return (room) => {
    if (going.order === null) return room.nowMs < going.dueMs ? turn(room) : askNext(going)(room);
    if (going.order <= room.signal.acknowledged) {
      return turn(withGoing(room, { ...going, order: null, dueMs: room.nowMs + LIMITS.goingAskAgainMs }));
    }
    // What came over the direct path in time, and is not opened yet, may be the answer.
    const silent = room.nowMs >= going.dueMs && room.intake.waiting.direct === 0;
    return silent ? judge(room) : turn(room);
  };
}

/** Whoever lives is back by then. Without a socket of our own we would not hear of it: the relay judges then. */
function settleAwaited({ dueMs }: Going): Step {
  return (room) => {
    if (room.link.state !== "admitted") return turn(withGoing(room, null));
    return room.nowMs >= dueMs ? judge(room) : turn(room);
  };
}

/** In a return room the seat is the relay's to free (spec/pair.md 9): whoever lived would find nobody who knows it. */
const judge: Step = (room) => (room.door?.open ? room.door.part.missed : end("left-there"))(room);

/** Where no question can go out now, none is put: silence would say nothing. */
function askNext(going: Asking): Step {
  return (room) => {
    const { signal, session, nowMs } = room;
    if (nowMs >= going.sinceMs + LIMITS.goingMs) return turn(withGoing(room, null));
    const idle = signal.handed === signal.acknowledged + signal.pending.length && !isFull(signal);
    const carried = session !== null && session.framesSent < LIMITS.contentFramesOfEpoch;
    if (!idle || !carried) return turn(withGoing(room, { ...going, dueMs: nowMs + LIMITS.goingAskAgainMs }));
    const asked = take(signal, KIND.signal, new Uint8Array(16), bodies.signal.encode(QUESTION));
    const order = asked.acknowledged + asked.pending.length;
    const dueMs = nowMs + LIMITS.goingSilenceMs;
    return turn(withGoing({ ...room, signal: asked }, { ...going, order, dueMs }));
  };
}

export function isQuestion({ generation, type }: { generation: number; type: string }): boolean {
  return generation === QUESTION.generation && type === QUESTION.type;
}

function withGoing(room: Room, going: Going | null): Room {
  return { ...room, other: { ...room.other, going } };
}
