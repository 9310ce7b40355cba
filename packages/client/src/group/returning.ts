/*
 * Coming back to a room whose order is lost (spec/group.md 10, spec/admission.md 6): frames are missing that nobody has, the room may be split, or nobody heard us for so long
 * that we were removed. A member does so with its old key, without link or password, as a newcomer; what it wanted to say is said in the new stay.
 */
import { emptyRoom, selfOf } from "./state.ts";
import type { Outbox } from "./order-state.ts";
import type { Room } from "./state.ts";
import { ask, chain, stay, type Step, tell } from "./turn.ts";

export const comeBack: Step = (room) => {
  const { taken } = room.order;
  const backFrom = room.asking.backFrom ?? taken;
  const { outbox, mine } = renumbered(room);
  const { said, typing, ownTyping, reading } = room.talk;
  const back: Room = {
    ...room,
    phase: "asking",
    view: null,
    ownTag: selfOf(room),
    seats: { ...room.seats, of: new Map() },
    order: emptyRoom.order,
    outbox,
    commits: emptyRoom.commits,
    talk: { ...emptyRoom.talk, said, typing, ownTyping, reading, mine },
    admitting: { ...emptyRoom.admitting, nextRequest: room.admitting.nextRequest },
    asking: { ...emptyRoom.asking, backFrom, dueMs: room.nowMs, endsMs: null },
    shown: { ...room.shown, farewellEpoch: -1 },
  };
  return chain(back, ask({ job: "admission", does: { side: "joiner", act: "come-back" } }));
};

/**
 * The relay's order is not ours any more. Whoever is alone goes on from there, since nobody would let it in; all others come in anew.
 * @param first the number that comes next
 */
export function orderLost(first: number): Step {
  return (room) => {
    const { got } = room.order;
    if (room.view === null || room.view.members.length > 1) return comeBack(room);
    const order = { ...room.order, got: first - 1 };
    const isMissing = first > got + 1;
    return chain(
      { ...room, order },
      isMissing ? tell({ event: "gap", first: got + 1, last: first - 1 }) : stay,
      ask({ job: "skip", number: first - 1 }),
    );
  };
}

/** What has no place yet, under the orders of a new stay. */
function renumbered({ outbox, talk }: Room): {
  readonly outbox: Outbox;
  readonly mine: Room["talk"]["mine"];
} {
  const orders = new Map(outbox.waiting.map(({ saying }, at) => [saying.order, at + 1]));
  const waiting = outbox.waiting.map((one) => ({
    ...one,
    state: "queued" as const,
    saying: { ...one.saying, order: orders.get(one.saying.order) ?? one.saying.order },
  }));
  // Those that had their place belong to the stay that is over.
  const mine = talk.mine.map((one) =>
    one.number === null ? { ...one, order: orders.get(one.order) ?? 0 } : { ...one, order: 0 },
  );
  // The relay may number what was on its way: then its block is a link of the chain, and nothing else.
  const flights = outbox.flights.map((one) => ({ ...one, ref: null, isVoid: true }));
  return { outbox: { ...outbox, nextOrder: waiting.length + 1, waiting, flights, fullEpoch: null }, mine };
}
