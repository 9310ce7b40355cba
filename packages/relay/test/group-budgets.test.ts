import { expect, test } from "vitest";
import { group } from "@tacet/wire/group";
import { BlobBudget, Blobs } from "../src/groups/blobs.ts";
import type { HeldBudget } from "../src/groups/gathering.ts";
import { hold, release } from "../src/groups/gathering.ts";
import { Ring, RingBudget } from "../src/groups/ring.ts";
import { Stage } from "./group-stage.ts";

/* What all rooms for many share (spec/relay.md 10.8). */

const { blobBytes, waitingSeatBytesMax, waitingTotalBytesMax } = group.limits;

test("past the bound of all blobs the fullest room gives up its oldest, to one that holds less", () => {
  const budget = new BlobBudget(10 * blobBytes);
  const [large, middle, small] = [new Blobs(budget), new Blobs(budget), new Blobs(budget)];
  const block = new Uint8Array(blobBytes);
  for (let count = 0; count < 6; count += 1) large.put(1, block);
  for (let count = 0; count < 4; count += 1) middle.put(2, block);
  expect(large.put(1, block)).toBe(null);
  expect([small.put(3, block), large.get(1), large.get(2)?.length]).toEqual([1, null, blobBytes]);
  // From 5 and 4 and 1: none gives to one that would then hold more than it.
  expect([middle.put(2, block), small.put(3, block), small.put(3, block)]).toEqual([null, 2, 3]);
  expect([large.bytes, middle.bytes, small.bytes].map((bytes) => bytes / blobBytes)).toEqual([3, 4, 3]);
  expect([small.put(3, block), budget.bytes]).toEqual([null, 10 * blobBytes]);
  for (const blobs of [large, middle, small]) blobs.clear();
  expect(budget.bytes).toBe(0);
});

test("what waits in all rooms that gather is bounded together, and is given back", () => {
  const stage = new Stage();
  const [a, b] = stage.fill(stage.make(), 1);
  const [one, two] = [a?.socket.at ?? null, b?.socket.at ?? null];
  if (a === undefined || b === undefined || one === null || two === null) throw new Error("nobody");
  const others = waitingTotalBytesMax - waitingSeatBytesMax;
  const budget: HeldBudget = { bytes: others };
  const frame = Buffer.alloc(65_536);
  for (let count = 0; count < 4; count += 1) hold(one.entry, budget, { place: one, frame });
  expect([budget.bytes, a.socket.open]).toEqual([waitingTotalBytesMax, true]);
  hold(two.entry, budget, { place: two, frame: Buffer.alloc(1_024) });
  expect([budget.bytes, a.socket.open, b.socket.open]).toEqual([waitingTotalBytesMax, true, false]);
  expect(release(one.entry, budget, one.seat).length).toBe(4);
  expect([budget.bytes, one.entry.held]).toEqual([others, []]);
});

test("rings that gave up frames in every way are still asked in the order of age", () => {
  const frameBytes = 1_000;
  const budget = new RingBudget(20 * (frameBytes + 192));
  const rings = Array.from({ length: 4 }, () => new Ring(budget));
  let ages: { readonly ring: Ring; readonly number: number }[] = [];
  let seed = 7;
  for (let step = 0; step < 1_500; step += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const ring = rings[(seed >>> 16) % rings.length];
    if (ring === undefined) throw new Error("there are four");
    const what = (seed >>> 20) % 16;
    if (what === 0) ring.clear();
    else if (what === 1) ring.dropOldest();
    else {
      ages.push({ ring, number: ring.next });
      ring.push({ bytes: Buffer.alloc(frameBytes), seat: 0, counter: step });
    }
    // A ring of more than its share gives of its own; else the oldest of all went.
    const kept = ages.filter((one) => one.ring.at(one.number) !== null);
    const went = ages.filter((one) => one.ring.at(one.number) === null);
    if (what > 1 && went.length > 0) {
      expect(went.length).toBe(1);
      expect(went[0] === ages[0] || went[0]?.ring === ring).toBe(true);
    }
    ages = kept;
    expect(budget.bytes).toBe(kept.length * (frameBytes + 192));
  }
});
