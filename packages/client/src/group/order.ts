/*
 * The room's order (spec/group.md 10): every frame is taken at its number, one after the other, our own at the place that the relay gave them. A number
 * that is left out is asked for by coming again; what the relay no longer has is a gap.
 */
import type { FromGroup } from "@tacet/wire/group";
import { GROUP_LIMITS } from "./limits.ts";
import { flyAgain, landed, settleOutbox, waitingOf } from "./outbox.ts";
import { loseLink } from "./relay.ts";
import { orderLost } from "./returning.ts";
import { emptyRoom } from "./state.ts";
import type { Order } from "./order-state.ts";
import type { Room } from "./state.ts";
import { ask, chain, drop, type Step, turn } from "./turn.ts";

/** A frame of the room. Its seat is where its sender sits, and proof of nothing. */
export function onNumbered({ number, seat, block }: FromGroup & { kind: "numbered" }): Step {
  return (room) => {
    if (room.view === null) return early(room, number, seat, block.slice());
    if (number <= room.order.got) return drop(room);
    if (number !== room.order.got + 1) return breakOff(room, number);
    const found = landed(room, block);
    return takeNext(block.slice(), found.flight?.ref ?? null, seat)(found.room);
  };
}

/** Our own frame has its number. */
export function onPlaced({ counter, number }: FromGroup & { kind: "placed" }): Step {
  return (room) => {
    const found = landed(room, counter);
    // Before one is in, it was said in a stay that is over.
    if (room.view === null)
      return found.flight === null ? drop(room) : early(found.room, number, null, found.flight.block);
    if (number <= room.order.got) return drop(room);
    if (number !== room.order.got + 1 || found.flight === null) return breakOff(room, number);
    return takeNext(found.flight.block, found.flight.ref, null)(found.room);
  };
}

function takeNext(block: Uint8Array, ref: number | null, seat: number | null): Step {
  return (room) => {
    const { order } = room;
    const number = order.got + 1;
    const waitingBytes = order.waitingBytes + block.length;
    if (waitingBytes > GROUP_LIMITS.waitingTakesBytes) return loseLink(room);
    return ask({ job: "take", number, block, ref, own: waitingOf(room, ref)?.saying.kind ?? null, seat })(
      withOrder(room, { got: number, waitingBytes, gatherEndsMs: null }),
    );
  };
}

/** The relay has left something out, or says what it cannot: it is asked again for what comes next, and in the end its order is given up. */
function breakOff(room: Room, number: number): ReturnType<Step> {
  const breaks = room.order.breaks + 1;
  if (breaks > GROUP_LIMITS.gapsAgain) return orderLost(number)(withOrder(room, { breaks: 0 }));
  return loseLink(withOrder(room, { breaks }));
}

/** Before one is in, frames wait for their beginning. More than may wait are asked for again. */
function early(room: Room, number: number, seat: number | null, block: Uint8Array): ReturnType<Step> {
  const bytes = room.order.early.reduce((sum, one) => sum + one.block.length, block.length);
  if (room.order.early.length >= GROUP_LIMITS.earlyFrames || bytes > GROUP_LIMITS.earlyBytes)
    return drop(room);
  return turn(withOrder(room, { early: [...room.order.early, { number, seat, block }] }));
}

/** One is in, and begins after this number. */
export function beginAfter(number: number): Step {
  return (room) => {
    const { early } = room.order;
    const begun = withOrder(room, { got: number, taken: number, early: [] });
    return chain(begun, ...early.map(onEarly));
  };
}

function onEarly({ number, seat, block }: Order["early"][number]): Step {
  if (seat !== null) return onNumbered({ kind: "numbered", number, seat, block });
  return (room) => {
    if (number <= room.order.got) return drop(room);
    return number === room.order.got + 1 ? takeNext(block, null, null)(room) : breakOff(room, number);
  };
}

/**
 * The relay has admitted this socket, and had frames up to this number: 0 where it was started anew and has not gathered, or where there are none. What it
 * numbered before is still ahead of us, or its order is another one by now.
 */
export function catchUp(newest: number): Step {
  return (room) => {
    const { got } = room.order;
    if (newest > 0 && newest < got) return orderLost(newest + 1)(room);
    const gatherEndsMs = newest < got ? room.nowMs + GROUP_LIMITS.gatherMs : null;
    const { split } = emptyRoom.order;
    return settleCatchUp(withOrder(room, { catchUpTo: newest, caughtUp: false, gatherEndsMs, split }));
  };
}

/** Frames are missing that nobody has any more, or are not the relay's: the room's order cannot be gone on with from here. */
export function onGap(first: number): Step {
  return (room) => (room.view === null || first === room.order.got + 1 ? turn(room) : orderLost(first)(room));
}

/** One more was taken. */
export function onTaken(number: number, bytes: number): Step {
  return (room) => {
    const { order } = room;
    const waitingBytes = Math.max(0, order.waitingBytes - bytes);
    return settleCatchUp(withOrder(room, { taken: number, waitingBytes, breaks: 0 }));
  };
}

/** When all that the relay had is taken, what is ours goes again. */
export const settleCatchUp: Step = (room) => {
  const { taken, catchUpTo, caughtUp, gatherEndsMs } = room.order;
  const isOut = room.view === null || room.link.state !== "admitted";
  const isBehind = taken < catchUpTo || (gatherEndsMs !== null && room.nowMs < gatherEndsMs);
  if (caughtUp || isOut || isBehind) return turn(room);
  return chain(withOrder(room, { caughtUp: true }), flyAgain, settleOutbox);
};

function withOrder(room: Room, change: Partial<Order>): Room {
  return { ...room, order: { ...room.order, ...change } };
}
