/*
 * The room's order (spec/group.md 10): every frame is taken at its number, one after the other, our own at the place that the relay gave them. A number
 * that is left out is asked for by coming again; what the relay no longer has is a gap.
 */
import type { FromGroup } from "@tacet/wire/group";
import { GROUP_LIMITS } from "./limits.ts";
import { flyAgain, landed, settleOutbox, waitingOf } from "./outbox.ts";
import { loseLink } from "./relay.ts";
import type { Order, Room } from "./state.ts";
import { ask, chain, drop, type Step, turn } from "./turn.ts";

/** A frame of the room. Its seat is where its sender sits, and proof of nothing. */
export function onNumbered({ number, seat, block }: FromGroup & { kind: "numbered" }): Step {
  return (room) => {
    if (room.view === null) return early(room, number, seat, block.slice());
    if (number <= room.order.got) return drop(room);
    if (number !== room.order.got + 1) return breakOff(room);
    const found = landed(room, block);
    return takeNext(block.slice(), found.flight?.ref ?? null, seat)(found.room);
  };
}

/** Our own frame has its number. */
export function onPlaced({ counter, number }: FromGroup & { kind: "placed" }): Step {
  return (room) => {
    // Before one is in again, it was said in a stay that is over.
    if (room.view === null || number <= room.order.got) return drop(room);
    const found = landed(room, counter);
    if (number !== room.order.got + 1 || found.flight === null) return breakOff(room);
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
      withOrder(room, { got: number, waitingBytes }),
    );
  };
}

/** The relay has left something out, or says what it cannot: it is asked once more for what comes next. */
function breakOff(room: Room): ReturnType<Step> {
  return loseLink(withOrder(room, { breaks: room.order.breaks + 1 }));
}

/** Before one is in, frames wait for their beginning. More than may wait are asked for again. */
function early(room: Room, number: number, seat: number, block: Uint8Array): ReturnType<Step> {
  if (room.order.early.length >= GROUP_LIMITS.earlyFrames) return drop(room);
  return turn(withOrder(room, { early: [...room.order.early, { number, seat, block }] }));
}

/** One is in, and begins after this number. */
export function beginAfter(number: number): Step {
  return (room) => {
    const { early } = room.order;
    const begun = withOrder(room, { got: number, taken: number, early: [] });
    return chain(begun, ...early.map((one) => onNumbered({ kind: "numbered", ...one })));
  };
}

/** The relay has admitted this socket, and had frames up to this number. */
export function catchUp(newest: number): Step {
  return (room) => settleCatchUp(withOrder(room, { catchUpTo: newest, caughtUp: false }));
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
const settleCatchUp: Step = (room) => {
  const { taken, catchUpTo, caughtUp } = room.order;
  if (caughtUp || room.view === null || room.link.state !== "admitted" || taken < catchUpTo)
    return turn(room);
  return chain(withOrder(room, { caughtUp: true }), flyAgain, settleOutbox);
};

function withOrder(room: Room, change: Partial<Order>): Room {
  return { ...room, order: { ...room.order, ...change } };
}
