import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Room,
  type RoomEffect,
  type RoomEvent,
  type RoomStep,
  type WaitingRoom,
  addUsedSeat,
  deadlineOf,
  stepRoom,
} from "../src/rooms/room.ts";

const hash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const secondHash = hash(2);
const enter: RoomEvent = { on: "enter", token: true, fits: null, seatHash: secondHash };

const waiting: WaitingRoom = {
  phase: "waiting",
  id: new Uint8Array(16),
  admissionHash: hash(9),
  path: 1,
  createdMs: 0,
  expiresMs: 900_000,
  graceMs: 300_000,
  visit: 0,
  door: null,
  knocks: 0,
  seats: [{ hash: hash(1), awaySinceMs: 0 }],
};

/** Plays events at their times and gives the last step. */
function play(room: Room, ...events: (readonly [atMs: number, event: RoomEvent])[]): RoomStep {
  let step: RoomStep = { room, effects: [] };
  for (const [atMs, event] of events) {
    if (step.room === null) throw new Error("the room ended before its last event");
    step = stepRoom(step.room, event, atMs);
  }
  return step;
}

const ended = (reason: string): object[] => [{ do: "ended", reason }];
const back = (seat: 0 | 1): RoomEvent => ({ on: "return", fits: seat });

describe("a waiting room", () => {
  test("seats its creator on return, and says that the other never came", () => {
    const { room, effects } = play(waiting, [1, back(0)]);
    expect(effects).toEqual([
      { do: "admitted", seat: 0, other: "never" },
      { do: "presence", to: 1, other: "present" },
    ]);
    expect(room?.seats[0].awaySinceMs).toBeNull();
  });

  test("seats the first valid token and tells the creator, with a new ticket", () => {
    const { room, effects } = play(waiting, [1, back(0)], [2, enter]);
    expect(room?.phase).toBe("paired");
    expect(effects).toEqual([
      { do: "admitted", seat: 1, other: "present" },
      { do: "presence", to: 0, other: "present" },
      { do: "ticket", to: 0 },
    ]);
  });

  test("refuses a wrong token and an unknown seat secret with the same word, and stays as it was", () => {
    for (const event of [{ ...enter, token: false }, { on: "return", fits: null } as const]) {
      const { room, effects } = play(waiting, [1, event]);
      expect(room).toBe(waiting);
      expect(effects).toEqual([{ do: "refused", code: "absent" }]);
    }
  });

  test("needs no socket: absence never ends it before its time", () => {
    expect(deadlineOf(waiting)).toBe(900_000);
    expect(
      play(waiting, [1, back(0)], [2, { on: "lost", seat: 0, going: false }], [899_999, { on: "time" }]).room,
    ).not.toBeNull();
  });

  test("ends 10 s after its creator's page has gone away, unless it was a proxy and the page returns", () => {
    const lost = [2, { on: "lost", seat: 0, going: true }] as const;
    expect(play(waiting, [1, back(0)], lost, [10_001, { on: "time" }]).room).not.toBeNull();
    expect(play(waiting, [1, back(0)], lost, [10_002, { on: "time" }])).toEqual({
      room: null,
      effects: ended("left"),
    });
    expect(
      play(waiting, [1, back(0)], lost, [10_001, back(0)], [899_999, { on: "time" }]).room,
    ).not.toBeNull();
    expect(play(waiting, [1, back(0)], lost, [10_001, enter], [10_002, { on: "time" }]).effects).toEqual(
      ended("left"),
    );
  });

  test("ends by leave and by burn", () => {
    expect(play(waiting, [1, back(0)], [2, { on: "leave", seat: 0 }])).toEqual({
      room: null,
      effects: ended("left"),
    });
    expect(play(waiting, [1, back(0)], [2, { on: "burn" }])).toEqual({
      room: null,
      effects: ended("burned"),
    });
  });
});

describe("a paired room", () => {
  const paired = play(waiting, [1, back(0)], [2, enter]).room;
  if (paired === null) throw new Error("two people could not meet");

  test("says `used` to another holder of the token, and `absent` without it", () => {
    expect(play(paired, [3, { ...enter, seatHash: hash(3) }]).effects).toEqual([
      { do: "refused", code: "used" },
    ]);
    expect(play(paired, [3, { ...enter, token: false }]).effects).toEqual([
      { do: "refused", code: "absent" },
    ]);
  });

  test("takes a known seat secret back in both modes, with or without a token", () => {
    for (const event of [
      back(1),
      { ...enter, fits: 1 } as const,
      { ...enter, token: false, fits: 1 } as const,
    ]) {
      expect(play(paired, [3, event]).effects).toEqual([
        { do: "admitted", seat: 1, other: "present" },
        { do: "presence", to: 0, other: "present" },
      ]);
    }
  });

  test("tells the other of absence and of return", () => {
    const lost = play(paired, [3, { on: "lost", seat: 1, going: false }]);
    expect(lost.effects).toEqual([{ do: "presence", to: 0, other: "away" }]);
    expect(play(paired, [3, { on: "lost", seat: 1, going: false }], [4, back(1)]).effects).toEqual([
      { do: "admitted", seat: 1, other: "present" },
      { do: "presence", to: 0, other: "present" },
    ]);
    expect(play(paired, [3, { on: "lost", seat: 0, going: false }], [4, back(1)]).effects[0]).toMatchObject({
      other: "away",
    });
  });

  test("holds an absent seat for the grace time, to the millisecond", () => {
    const lost = [3, { on: "lost", seat: 1, going: false }] as const;
    expect(play(paired, lost, [300_002, { on: "time" }]).room).not.toBeNull();
    expect(play(paired, lost, [300_003, { on: "time" }])).toEqual({ room: null, effects: ended("gone") });
    const late = play(paired, lost, [300_003, back(1)]);
    expect(late).toEqual({ room: null, effects: [...ended("gone"), { do: "refused", code: "absent" }] });
  });

  test("holds a seat that is going for 10 s, says `left` then, and forgets it when the seat returns", () => {
    const lost = [3, { on: "lost", seat: 1, going: true }] as const;
    expect(play(paired, lost).effects).toEqual([{ do: "presence", to: 0, other: "going" }]);
    expect(play(paired, lost, [10_002, { on: "time" }]).room).not.toBeNull();
    expect(play(paired, lost, [10_003, { on: "time" }])).toEqual({ room: null, effects: ended("left") });
    const again = { on: "lost", seat: 1, going: false } as const;
    expect(play(paired, lost, [4, back(1)], [5, again], [300_004, { on: "time" }]).room).not.toBeNull();
    expect(play(paired, lost, [4, back(1)], [5, again], [300_005, { on: "time" }]).effects).toEqual(
      ended("gone"),
    );
  });

  test("a grace time shorter than 10 s counts for a seat that is going too", () => {
    const short = { ...paired, graceMs: 2_000 };
    expect(play(short, [3, { on: "lost", seat: 1, going: true }], [2_003, { on: "time" }]).effects).toEqual(
      ended("left"),
    );
  });

  test("lives to its time and not longer, whoever is there", () => {
    expect(play(paired, [899_999, { on: "time" }]).room).toBe(paired);
    expect(play(paired, [900_000, { on: "time" }])).toEqual({ room: null, effects: ended("expired") });
    const late = play(paired, [900_000, back(0)]);
    expect(late.effects).toEqual([...ended("expired"), { do: "refused", code: "absent" }]);
  });

  test("counts the absence of a creator who was not there from the moment of pairing", () => {
    const room = play(waiting, [500_000, enter]).room;
    expect(room === null ? 0 : deadlineOf(room)).toBe(800_000);
  });
});

test("a ticket's seat is added as used and away, and the rest stays", () => {
  const room = addUsedSeat(waiting, secondHash, 5);
  expect(room.seats).toEqual([
    { hash: hash(1), awaySinceMs: 5 },
    { hash: secondHash, awaySinceMs: 5 },
  ]);
  expect(play(room, [6, { ...enter, seatHash: hash(3) }]).effects).toEqual([{ do: "refused", code: "used" }]);
});

/*
 * The machine against a model in a few words: what anybody may see in any order of events at rising times.
 */
test("in any history a seat is taken once, nobody gets in without proof, and the end is final and on time", () => {
  const event: fc.Arbitrary<RoomEvent> = fc.oneof(
    { weight: 3, arbitrary: fc.boolean().map((token): RoomEvent => ({ ...enter, token })) },
    { weight: 3, arbitrary: fc.constantFrom<RoomEvent>(back(0), back(1), { on: "return", fits: null }) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(0, 1), fc.boolean())
        .map(([seat, going]): RoomEvent => ({ on: "lost", seat: seat === 0 ? 0 : 1, going })),
    },
    { weight: 1, arbitrary: fc.constantFrom<RoomEvent>({ on: "leave", seat: 0 }, { on: "burn" }) },
    { weight: 2, arbitrary: fc.constant<RoomEvent>({ on: "time" }) },
  );
  const history = fc.array(fc.tuple(fc.nat({ max: 120_000 }), event), { maxLength: 40 });
  fc.assert(
    fc.property(history, (steps) => {
      let room: Room | null = waiting;
      let nowMs = 0;
      let entered = 0;
      for (const [passedMs, next] of steps) {
        if (room === null) break;
        // A secret of a seat that nobody took fits nothing.
        if (next.on === "return" && next.fits === 1 && room.phase === "waiting") continue;
        nowMs += passedMs;
        const before: Room = room;
        const step: RoomStep = stepRoom(room, next, nowMs);
        const admitted = step.effects.filter((effect: RoomEffect) => effect.do === "admitted");
        if (next.on === "enter" && admitted.length > 0) entered += 1;
        expect(entered).toBeLessThanOrEqual(1);
        if (admitted.length > 0) expect(proves(next)).toBe(true);
        expect(step.room === null).toBe(step.effects.some((effect) => effect.do === "ended"));
        if (nowMs >= before.expiresMs || nowMs >= deadlineOf(before)) expect(step.room).toBeNull();
        if (step.room !== null) expect(deadlineOf(step.room)).toBeLessThanOrEqual(waiting.expiresMs);
        room = step.room;
      }
    }),
    { numRuns: 2_000 },
  );
});

function proves(event: RoomEvent): boolean {
  return (event.on === "enter" && event.token) || (event.on === "return" && event.fits !== null);
}
