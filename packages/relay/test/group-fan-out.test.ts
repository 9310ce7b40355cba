import { describe, expect, test } from "vitest";
import { group } from "@tacet/wire/group";
import { Ring, RingBudget } from "../src/groups/ring.ts";
import { blockOf } from "./group-harness.ts";
import { Stage } from "./group-stage.ts";

const numbered = (value: number, counter = value) =>
  ({ kind: "numbered", counter, block: blockOf(value) }) as const;

describe("fan-out", () => {
  test("one write of the same memory for each receiver and tick, and a frame's bytes are there once", () => {
    const stage = new Stage();
    const [a, b, c, d] = stage.fill(stage.make(), 3);
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    const before = c.socket.writes.length;
    for (const value of [1, 2, 3]) stage.say(a, numbered(value));
    expect(c.socket.writes.length).toBe(before);
    stage.tick();
    expect([c.socket.writes.length, d.socket.writes.length]).toEqual([before + 1, before + 1]);
    expect(c.socket.writes.at(-1)?.length).toBe(1);
    expect(c.socket.writes.at(-1)?.[0]).toBe(d.socket.writes.at(-1)?.[0]);
    // One frame in a tick is not even put together: it is the ring's own memory, also for a sender's other frames.
    stage.say(b, numbered(4));
    stage.tick();
    expect(c.socket.writes.at(-1)?.[0]).toBe(a.socket.writes.at(-1)?.[0]);
    for (const one of [a, b]) stage.say(one, numbered(9));
    stage.tick();
    expect(a.socket.writes.at(-1)?.length).toBe(2);
    expect(c.socket.take()).toEqual(["1:0=1", "2:0=2", "3:0=3", "4:1=4", "5:0=9", "6:1=9"]);
    expect(a.socket.take()).toEqual(["1[1]", "2[2]", "3[3]", "4:1=4", "5[9]", "6:1=9"]);
  });

  test("a quiet room says at once what comes, and a busy one once in 2 ms what came in them", () => {
    const stage = new Stage(undefined, { tickMsMin: 2 });
    const [a, b] = stage.fill(stage.make(), 1);
    if (a === undefined || b === undefined) return;
    stage.clock.advance(2);
    const before = b.socket.writes.length;
    stage.say(a, numbered(1));
    stage.tick();
    expect(b.socket.writes.length).toBe(before + 1);
    stage.say(a, numbered(2));
    stage.tick();
    stage.clock.advance(1);
    stage.say(a, numbered(3));
    stage.tick();
    expect(b.socket.writes.length).toBe(before + 1);
    stage.clock.advance(1);
    expect(b.socket.writes.length).toBe(before + 2);
    expect(b.socket.take()).toEqual(["1:0=1", "2:0=2", "3:0=3"]);
  });

  test("presence is told once for all that a tick brought", () => {
    const stage = new Stage();
    const room = stage.make();
    const [a] = stage.fill(room, 0);
    a?.socket.heard.splice(0);
    const others = [1, 2, 3].map(() => stage.seat(room, { mode: "enter", secret: stage.secret() }));
    if (others[0] !== undefined) stage.lose(others[0]);
    stage.tick();
    expect(a?.socket.heard).toEqual([{ kind: "seats", taken: [0, 1, 2, 3], present: [0, 2, 3] }]);
  });

  test("who reads slowly costs nothing but its place in the ring, and gets all of it in order", () => {
    const stage = new Stage();
    const [a, slow] = stage.fill(stage.make(), 1);
    if (a === undefined || slow === undefined) return;
    slow.socket.waitingBytes = 300_000;
    for (let value = 1; value <= 400; value += 1) {
      stage.say(a, numbered(value));
      stage.tick();
    }
    expect(slow.socket.take()).toEqual([]);
    slow.socket.waitingBytes = 0;
    const place = slow.socket.at;
    if (place !== null) stage.registry.drained(place);
    // A part at a time: what fits its line.
    const first = slow.socket.take();
    expect(first.length).toBeGreaterThan(200);
    expect(first.length).toBeLessThan(300);
    if (place !== null) stage.registry.drained(place);
    expect([...first, ...slow.socket.take()]).toEqual(
      Array.from({ length: 400 }, (_, index) => `${index + 1}:0=${index + 1}`),
    );
  });

  test("whispers reach who is there, and nobody keeps them", () => {
    const stage = new Stage();
    const room = stage.make();
    const [a, b, c] = stage.fill(room, 2);
    if (a === undefined || b === undefined || c === undefined) return;
    for (const one of [a, b, c]) one.socket.take();
    const block = new Uint8Array(1022);
    stage.lose(c);
    for (const seat of [2, 4, 99, group.everybody, 1]) stage.say(a, { kind: "whisper", seat, block });
    stage.tick();
    expect(b.socket.take()).toEqual(["whisper", "whisper"]);
    expect(a.socket.take()).toEqual([]);
    expect(stage.seat(room, { mode: "return", secret: c.secret }).socket.take()).toEqual([]);
    expect(stage.registry.contents().ringBytes).toBe(0);
  });
});

describe("the ring", () => {
  const kept = (length: number, counter = 0) => ({ bytes: Buffer.alloc(length), seat: 0, counter });

  test("keeps the newest within its bytes, by number", () => {
    const ring = new Ring(new RingBudget(), 10 * (1_000 + 192));
    for (let counter = 1; counter <= 200; counter += 1) ring.push(kept(1_000, counter));
    expect([ring.first, ring.next, ring.bytes]).toEqual([191, 201, 11_920]);
    expect([ring.at(190), ring.at(191)?.counter, ring.at(200)?.counter, ring.at(201)]).toEqual([
      null,
      191,
      200,
      null,
    ]);
    ring.restart(500);
    expect([ring.first, ring.next, ring.bytes, ring.at(499)]).toEqual([500, 500, 0, null]);
    ring.push(kept(1, 7));
    expect(ring.at(500)?.counter).toBe(7);
  });

  test("at the bound of all rooms what was just said is kept, and the oldest of all gives way", () => {
    const budget = new RingBudget(1_000 * (65_536 + 192));
    const rings = Array.from({ length: 1_000 }, () => new Ring(budget));
    for (const ring of rings) ring.push(kept(65_536));
    const [first, second, last] = [rings[0], rings[1], rings[999]];
    for (let count = 1; count <= 9; count += 1) last?.push(kept(65_536, count));
    expect([last?.first, last?.next, first?.bytes, second?.bytes]).toEqual([1, 11, 0, 0]);
    for (let round = 0; round < 5; round += 1)
      for (const ring of rings) {
        ring.push(kept(10));
        expect(ring.at(ring.next - 1)).not.toBe(null);
      }
    expect(budget.bytes).toBeLessThanOrEqual(1_000 * (65_536 + 192));
    for (const ring of rings) ring.clear();
    expect(budget.bytes).toBe(0);
  });

  test("of all rooms the largest gives way, and small ones keep theirs", () => {
    const budget = new RingBudget(100_000);
    const [small, large] = [new Ring(budget), new Ring(budget)];
    for (let count = 0; count < 5; count += 1) small.push(kept(1_000));
    for (let count = 0; count < 500; count += 1) large.push(kept(1_000));
    expect(budget.bytes).toBeLessThanOrEqual(100_000);
    expect([small.first, small.next]).toEqual([1, 6]);
    expect(large.bytes).toBeGreaterThan(70_000);
    small.clear();
    large.clear();
    expect(budget.bytes).toBe(0);
  });

  test("a gap is told to who comes back too late, and numbers go on", () => {
    const stage = new Stage();
    const room = stage.make();
    const [a, b] = stage.fill(room, 1);
    if (a === undefined || b === undefined) return;
    stage.lose(b);
    const block = new Uint8Array(65_530);
    for (let value = 1; value <= 520; value += 1) {
      // As fast as a seat may: its bytes come back with time.
      stage.clock.advance(100);
      expect(stage.say(a, { kind: "numbered", counter: value, block })).toBe(null);
    }
    stage.tick();
    const again = stage.seat(room, { mode: "return", secret: b.secret, last: 0 });
    stage.tick();
    const [gap, first] = again.socket.take();
    const kept = Number(/^gap (?<first>\d+)$/.exec(gap ?? "")?.groups?.["first"]);
    expect(kept).toBeGreaterThan(1);
    expect(first).toBe(`${kept}:0=0`);
    expect(stage.registry.contents().ringBytes).toBeLessThanOrEqual(group.limits.ringRoomBytesMax);
  });
});
