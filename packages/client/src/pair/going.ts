/*
 * The relay says that the other page goes away (spec/pair.md 8), which is said of pages that live too. With an open direct path the other
 * side is asked itself: a question is content of the signal stream, so that whoever lives acknowledges it within 20 ms.
 *
 *     (nothing) ──going, direct path open──> asked ──acknowledged──> away ──200 ms──> asked
 *         ^                                    └── 600 ms ──> left-there <── direct path gone ──┘
 *         └── present, or any other word of the relay; 10 s
 */
import { KIND, bodies } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import { isFull, take } from "./delivery.ts";
import { end } from "./end.ts";
import type { Going, Room } from "./state.ts";
import { turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** To be asked for no more than an acknowledgement: a signal of no generation (spec/direct.md 2). */
const QUESTION = { generation: 0, type: "end", text: "" } as const;

/** Told `going`: for the relay path the other side is away. A word that is repeated asks nothing more. */
export const onGoing: Step = (room) => {
  const { other, nowMs } = room;
  const open = room.session !== null && room.direct.state === "open";
  const begun = open ? { endsMs: nowMs + LIMITS.goingMs, order: null, dueMs: nowMs } : null;
  return turn({ ...room, other: { ...other, presence: "away", going: other.going ?? begun } });
};

/** Asks, waits for the answer, asks again; taken when the direct path has been looked at. */
export const settleGoing: Step = (room) => {
  const { going } = room.other;
  if (going === null) return turn(room);
  if (room.direct.state !== "open") return end("left-there")(room);
  if (going.order === null) return room.nowMs < going.dueMs ? turn(room) : askNext(going)(room);
  if (going.order <= room.signal.acknowledged) {
    return turn(withGoing(room, { ...going, order: null, dueMs: room.nowMs + LIMITS.goingAskAgainMs }));
  }
  // What came over the direct path in time, and is not opened yet, may be the answer.
  const silent = room.nowMs >= going.dueMs && room.intake.waiting.direct === 0;
  return silent ? end("left-there")(room) : turn(room);
};

/** Where no question can go out now, none is put: silence would say nothing. */
function askNext(going: Going): Step {
  return (room) => {
    const { signal, session, nowMs } = room;
    if (nowMs >= going.endsMs) return turn(withGoing(room, null));
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
