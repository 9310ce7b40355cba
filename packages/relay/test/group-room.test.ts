import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupDeadlineOf, seatByTicket, stepGroup } from "../src/groups/room.ts";
import { type GroupEvent, type GroupRoom, type GroupStep, seatsOf } from "../src/groups/state.ts";

const DAY_MS = 86_400_000;
const GRACE_MS = 600_000;
const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

function roomOf(change: Partial<GroupRoom> = {}): GroupRoom {
  const capacity = change.capacity ?? 4;
  return {
    id: new Uint8Array(16),
    admissionHash: bytes(1),
    owner: bytes(2),
    ownerSeat: 0,
    moderators: [],
    capacity,
    locked: false,
    ownerLeaves: false,
    path: 0,
    createdMs: 0,
    expiresMs: 10 * DAY_MS,
    idleMs: 20 * DAY_MS,
    graceMs: GRACE_MS,
    knownMs: 0,
    heardMs: 0,
    newest: 0,
    change: 0,
    gathering: null,
    gatheredTo: 0,
    ticketed: { atMs: 0, newest: 0 },
    seats: Array.from({ length: capacity }, (_, seat) =>
      seat === 0 ? { hash: bytes(100), awaySinceMs: null } : null,
    ),
    ...change,
  };
}

const enter = (fill: number): GroupEvent => ({ on: "enter", token: true, fits: null, seatHash: bytes(fill) });

/** Carries on with what must not have ended. */
function living({ room }: GroupStep): GroupRoom {
  if (room === null) throw new Error("the room has ended");
  return room;
}

function effectsOf(room: GroupRoom, event: GroupEvent, nowMs = 0): readonly string[] {
  return stepGroup(room, event, nowMs).effects.map((effect) =>
    Object.entries(effect)
      .map(([, value]) => String(value))
      .join(" "),
  );
}

function filled(room: GroupRoom): GroupRoom {
  let next = room;
  for (let seat = 1; seat < room.capacity; seat += 1) next = living(stepGroup(next, enter(100 + seat), 0));
  return next;
}

describe("a room for many", () => {
  test("gives the lowest free seat, and is full at its capacity", () => {
    const full = filled(roomOf());
    expect(seatsOf(full)).toEqual({ taken: [0, 1, 2, 3], present: [0, 1, 2, 3] });
    expect(effectsOf(full, enter(9))).toEqual(["refused full"]);
    const without = living(stepGroup(full, { on: "leave", seat: 2 }, 0));
    expect(effectsOf(without, enter(9))).toEqual(["admitted 2 false", "seats"]);
    expect(effectsOf(full, { ...enter(9), token: false } as GroupEvent)).toEqual(["refused absent"]);
    expect(effectsOf({ ...without, locked: true }, enter(9))).toEqual(["refused locked"]);
    expect(effectsOf({ ...without, locked: true }, { on: "return", fits: 1, last: 0 })).toContain(
      "admitted 1 true",
    );
  });

  test("keeps an absent seat for a day, and gives it away after the grace time where it is needed, the oldest first", () => {
    const full = filled(roomOf());
    const one = living(stepGroup(full, { on: "lost", seat: 3 }, 1_000));
    const two = living(stepGroup(one, { on: "lost", seat: 1 }, 2_000));
    expect(effectsOf(two, enter(9), 1_000 + GRACE_MS - 1)).toEqual(["refused full"]);
    expect(effectsOf(two, enter(9), 2_000 + GRACE_MS)).toEqual([
      "freed 3 dormant",
      "seats",
      "admitted 3 false",
      "seats",
    ]);
    expect(seatsOf(living(stepGroup(two, { on: "time" }, 1_000 + DAY_MS - 1))).taken).toEqual([0, 1, 2, 3]);
    expect(seatsOf(living(stepGroup(two, { on: "time" }, 1_000 + DAY_MS))).taken).toEqual([0, 1, 2]);
    expect(groupDeadlineOf(two)).toBe(1_000 + DAY_MS);
    // The owner's seat gives way to nobody.
    const ownerAway = living(stepGroup(full, { on: "lost", seat: 0 }, 0));
    expect(effectsOf(ownerAway, enter(9), GRACE_MS)).toEqual(["refused full"]);
  });

  test("ends to the millisecond, by its time or by silence", () => {
    const room = roomOf({ expiresMs: 5_000 });
    expect(effectsOf(room, { on: "time" }, 4_999)).toEqual([]);
    expect(effectsOf(room, enter(9), 5_000)).toEqual(["ended expired", "refused absent"]);
    const idle = roomOf({ expiresMs: Infinity, idleMs: 1_000 });
    const spoken = living(stepGroup(idle, { on: "said", seat: 0 }, 900));
    expect(groupDeadlineOf(spoken)).toBe(1_900);
    expect(effectsOf(spoken, { on: "time" }, 1_899)).toEqual([]);
    expect(effectsOf(spoken, { on: "time" }, 1_900)).toEqual(["ended expired"]);
    expect(stepGroup(spoken, { on: "frame", seat: 0 }, 1_900).room).toBe(null);
  });

  test("ends with its owner where it was made so, and else goes on", () => {
    const bound = filled(roomOf({ ownerLeaves: true }));
    expect(effectsOf(bound, { on: "leave", seat: 0 })).toEqual(["freed 0 left", "ended gone"]);
    expect(effectsOf(bound, { on: "leave", seat: 1 })).toEqual(["freed 1 left", "seats"]);
    const away = living(stepGroup(bound, { on: "lost", seat: 0 }, 0));
    expect(effectsOf(away, { on: "time" }, GRACE_MS - 1)).toEqual([]);
    expect(effectsOf(away, { on: "time" }, GRACE_MS)).toEqual(["ended gone"]);
    const back = living(stepGroup(away, { on: "return", fits: 0, last: 0 }, GRACE_MS - 1));
    expect(effectsOf(back, { on: "time" }, GRACE_MS)).toEqual([]);
    const free = living(stepGroup(filled(roomOf()), { on: "leave", seat: 0 }, 0));
    expect([free.ownerSeat, seatsOf(free).taken]).toEqual([null, [1, 2, 3]]);
  });

  test("does what the owner orders, and of that for a moderator removal alone", () => {
    const room = filled(roomOf());
    const order = (what: object, by: "owner" | "moderator" = "owner", seat = 0): GroupEvent =>
      ({ on: "order", order: what, by, seat }) as GroupEvent;
    const done = ["commanded done", "tickets"];
    expect(effectsOf(room, order({ order: "lock", locked: true }))).toEqual(done);
    expect(effectsOf(room, order({ order: "admission", hash: bytes(7) }))).toEqual(done);
    expect(effectsOf(room, order({ order: "moderators", keys: [bytes(8)] }))).toEqual(done);
    expect(effectsOf(room, order({ order: "remove", seat: 2 }))).toEqual([
      "freed 2 removed",
      "seats",
      "commanded done",
    ]);
    expect(effectsOf(room, order({ order: "remove", seat: 2 }, "moderator", 1))).toContain("commanded done");
    const handed = living(stepGroup(room, order({ order: "owner", owner: bytes(5), seat: 3 }), 0));
    expect([handed.ownerSeat, handed.owner, handed.change]).toEqual([3, bytes(5), 1]);
    expect(effectsOf(handed, order({ order: "remove", seat: 0 }, "owner", 3))).toContain("freed 0 removed");
    const one = living(stepGroup(room, { on: "leave", seat: 3 }, 0));
    for (const [what, by, seat] of [
      [{ order: "remove", seat: 0 }, "moderator", 1],
      [{ order: "remove", seat: 1 }, "moderator", 1],
      [{ order: "remove", seat: 3 }, "owner", 0],
      [{ order: "owner", owner: bytes(5), seat: 3 }, "owner", 0],
      [{ order: "lock", locked: true }, "moderator", 1],
      [{ order: "end" }, "moderator", 1],
      [{ order: "admission", hash: bytes(7) }, "moderator", 1],
      [{ order: "moderators", keys: [] }, "moderator", 1],
    ] as const) {
      expect(effectsOf(one, order(what, by, seat)), JSON.stringify(what)).toEqual(["commanded refused"]);
      expect(stepGroup(one, order(what, by, seat), 0).room).toBe(one);
    }
    expect(effectsOf(room, order({ order: "end" }))).toEqual(["commanded done", "ended burned"]);
  });

  test("numbers nothing while it gathers, and goes on from the highest that somebody had", () => {
    const gathering = roomOf({ gathering: { untilMs: 3_000, floor: 5, told: 5, lasts: [] } });
    const a = seatByTicket(gathering, 2, bytes(9), false);
    if (a === null) throw new Error("no seat was free");
    expect(effectsOf(a, { on: "frame", seat: 0 }, 1)).toEqual(["hold"]);
    const more = living(stepGroup(a, { on: "return", fits: 2, last: 41 }, 1));
    const less = living(stepGroup(more, { on: "return", fits: 0, last: 7 }, 2));
    expect(groupDeadlineOf(less)).toBe(3_000);
    const { room, effects } = stepGroup(less, { on: "time" }, 3_000);
    // One who is not the owner has no word alone; the owner has.
    expect([room?.newest, room?.gatheredTo, effects]).toEqual([
      7,
      7,
      [{ do: "gathered" }, { do: "tickets" }],
    ]);
    expect(effectsOf(living({ room, effects }), { on: "frame", seat: 0 }, 3_001)).toEqual(["number 8"]);
    const owners = living(stepGroup(more, { on: "return", fits: 0, last: 50 }, 2));
    expect(living(stepGroup(owners, { on: "time" }, 3_000)).newest).toBe(50);
    expect(living(stepGroup(more, { on: "time" }, 3_000)).newest).toBe(41);
    const known = living(stepGroup(a, { on: "return", fits: 2, last: 1 }, 1));
    expect(living(stepGroup(known, { on: "time" }, 3_000)).newest).toBe(5);
  });

  test("renews tickets with every 4,096 numbers, and four times in an idle time", () => {
    const room = roomOf({ newest: 4_094 });
    const one = stepGroup(room, { on: "frame", seat: 0 }, 1);
    expect(one.effects.map((effect) => effect.do)).toEqual(["number"]);
    const two = stepGroup(living(one), { on: "frame", seat: 0 }, 1);
    expect(two.effects.map((effect) => effect.do)).toEqual(["number", "tickets"]);
    const quiet = stepGroup(living(two), { on: "frame", seat: 0 }, 5 * DAY_MS);
    expect(quiet.effects.map((effect) => effect.do)).toEqual(["number"]);
    expect(stepGroup(living(two), { on: "frame", seat: 0 }, 6 * DAY_MS).effects).toHaveLength(2);
  });

  test("the owner's going is told to tickets", () => {
    const { room, effects } = stepGroup(filled(roomOf()), { on: "leave", seat: 0 }, 0);
    expect([room?.change, room?.ownerSeat, effects.map((effect) => effect.do)]).toEqual([
      1,
      null,
      ["freed", "seats", "tickets"],
    ]);
  });

  test("keeps a place for an owner who has not come back, and gives a ticket's seat elsewhere where it is taken", () => {
    const empty = roomOf({ seats: [null, null, null, null] });
    expect(seatsOf(living(stepGroup(empty, enter(9), 0))).taken).toEqual([1]);
    const one = seatByTicket(empty, 1, bytes(1), false);
    const two = one === null ? null : seatByTicket(one, 1, bytes(2), false);
    expect(two === null ? null : seatsOf(two).taken).toEqual([1, 2]);
    expect(seatByTicket(filled(roomOf()), 1, bytes(3), false)).toBe(null);
  });
});

test("whatever happens: seats within the capacity, numbers without a gap, one end, and no work after it", () => {
  const seat = fc.nat({ max: 3 });
  const event = fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: 200 }).map((fill) => enter(fill)) },
    fc.constant<GroupEvent>({ on: "time" }),
    fc.record({ on: fc.constantFrom("lost", "leave", "frame", "said"), seat }),
    fc.record({ on: fc.constant("return"), fits: seat, last: fc.nat({ max: 9 }) }),
    fc.record({
      on: fc.constant("order"),
      by: fc.constantFrom("owner", "moderator"),
      seat,
      order: fc.oneof(
        fc.record({ order: fc.constant("remove"), seat }),
        fc.record({ order: fc.constant("lock"), locked: fc.boolean() }),
        fc.record({ order: fc.constant("owner"), owner: fc.constant(bytes(3)), seat }),
        fc.constant({ order: "end" }),
      ),
    }),
  ) as fc.Arbitrary<GroupEvent>;
  const step = fc.record({ event, waitMs: fc.constantFrom(0, 0, 1_000, GRACE_MS, DAY_MS) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, ownerLeaves) => {
      let room: GroupRoom | null = roomOf({ ownerLeaves });
      let [nowMs, number] = [0, 0];
      for (const { event, waitMs } of steps) {
        nowMs += waitMs;
        // The driver gives no event of a seat that nobody holds.
        const own = "seat" in event ? event.seat : event.on === "return" ? event.fits : null;
        if (own !== null && (room.seats[own] ?? null) === null) continue;
        const { room: next, effects }: GroupStep = stepGroup(room, event, nowMs);
        for (const effect of effects) if (effect.do === "number") expect(effect.number).toBe((number += 1));
        expect(effects.filter((effect) => effect.do === "ended").length).toBe(next === null ? 1 : 0);
        if (next === null) return;
        expect(next.seats.length).toBe(4);
        expect(groupDeadlineOf(next)).toBeGreaterThan(nowMs);
        expect(next.newest).toBe(number);
        if (next.ownerSeat !== null) expect(next.seats[next.ownerSeat]).not.toBe(null);
        room = next;
      }
    }),
    { numRuns: 300 },
  );
});
