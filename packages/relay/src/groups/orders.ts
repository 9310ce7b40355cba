import { type GroupEffect, type GroupEvent, type GroupRoom, type GroupStep, freeSeat } from "./state.ts";

const DONE: GroupEffect = { do: "commanded", outcome: "done" };
const REFUSED: GroupEffect = { do: "commanded", outcome: "refused" };

/** Carries out an order whose signature, key and counter are right. A refused one changes nothing. */
export function carryOut(room: GroupRoom, { order, by, seat }: GroupEvent & { on: "order" }): GroupStep {
  if (by === "moderator" && order.order !== "remove") return refused(room);
  switch (order.order) {
    case "admission":
      return changed(room, { admissionHash: Uint8Array.from(order.hash) });
    case "lock":
      return changed(room, { locked: order.locked });
    case "moderators":
      return changed(room, { moderators: order.keys.map((key) => Uint8Array.from(key)) });
    case "owner":
      if (!isTaken(room, order.seat)) return refused(room);
      return changed(room, { owner: Uint8Array.from(order.owner), ownerSeat: order.seat });
    case "remove":
      return remove(room, order.seat, seat);
    case "end":
      return { room: null, effects: [DONE, { do: "ended", reason: "burned" }] };
    default:
      return order satisfies never;
  }
}

/** Nobody removes the owner, or itself: who wants to go leaves. */
function remove(room: GroupRoom, seat: number, own: number): GroupStep {
  if (!isTaken(room, seat) || seat === room.ownerSeat || seat === own) return refused(room);
  const { room: next, effects } = freeSeat(room, seat, "removed");
  return { room: next, effects: [...effects, DONE] };
}

/** Tickets say it too, so that it holds after a restart. */
function changed(room: GroupRoom, what: Partial<GroupRoom>): GroupStep {
  return { room: { ...room, ...what, change: room.change + 1 }, effects: [DONE, { do: "tickets" }] };
}

function isTaken({ seats }: GroupRoom, seat: number): boolean {
  return (seats[seat] ?? null) !== null;
}

function refused(room: GroupRoom): GroupStep {
  return { room, effects: [REFUSED] };
}
