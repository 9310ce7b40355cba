/*
 * Coming back to a room whose order is lost (spec/group.md 10, spec/admission.md 6): frames are missing that nobody has, the room may be split, or nobody heard us for so long
 * that we were removed. A member does so with its old key, without link or password, as a newcomer; what it wanted to say is said in the new stay.
 */
import { emptyRoom, selfOf } from "./state.ts";
import type { Outbox, Room } from "./state.ts";
import { ask, chain, type Step } from "./turn.ts";

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
  return {
    outbox: { ...outbox, nextOrder: waiting.length + 1, waiting, flights: [], fullEpoch: null },
    mine,
  };
}
