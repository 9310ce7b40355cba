import { expect, test } from "vitest";
import { absentBody, GROUP_KIND } from "../../src/group/content.ts";
import { GROUP_LIMITS } from "../../src/group/limits.ts";
import { sealContent } from "../../src/group/seal.ts";
import type { Crypto } from "../../src/primitives/crypto.ts";
import { copyOf } from "./copies.ts";
import { hand, made, room, say, type Seat } from "./room.ts";
import { withSmallPieces } from "./small-pieces.ts";
import { toyCrypto } from "./toy.ts";

/* Own frames have their place for all or for nobody, whatever the relay repeats, loses or turns around (spec/group.md 4, 6). */

let base: Promise<Seat[]> | null = null;

async function three(seed: string): Promise<{ c: Crypto; maker: Seat; other: Seat; third: Seat }> {
  base ??= room(toyCrypto("own"), 3);
  const [maker, other, third] = (await base).map(copyOf);
  if (maker === undefined || other === undefined || third === undefined) throw new Error("no room");
  return { c: toyCrypto(seed), maker, other, third };
}

/** What each of a row of frames comes to at the maker and at another, who must agree on each. */
async function both(c: Crypto, seats: readonly Seat[], blocks: readonly Uint8Array[]): Promise<string[]> {
  const kinds: string[] = [];
  for (const block of blocks) {
    const here: string[] = [];
    for (const seat of seats) here.push((await hand(c, seat, block)).kind);
    kinds.push(here.join(" "));
  }
  return kinds;
}

const orders: readonly (readonly [string, (blocks: readonly Uint8Array[]) => readonly Uint8Array[]])[] = [
  ["with its first piece twice", (blocks) => [...blocks.slice(0, 1), ...blocks]],
  ["without its first piece", (blocks) => blocks.slice(1)],
  ["with its pieces turned around", (blocks) => [...blocks].reverse()],
];

test.each(orders)("a commit %s is adopted by nobody, its maker neither", async (name, order) => {
  await withSmallPieces(2000, async () => {
    const { c, maker, other } = await three(name);
    const { blocks } = await made(c, maker, { kind: "update" });
    expect(blocks.length).toBeGreaterThan(2);
    const kinds = await both(c, [maker, other], order(blocks));
    expect(new Set(kinds)).toEqual(new Set(["piece piece"]));
    expect(maker.state.epoch).toBe(other.state.epoch);
    // The same bytes again, in order: once to drop what is left of it, once to be taken.
    expect(await both(c, [maker, other], [...blocks, ...blocks])).toContain("changed changed");
    expect(maker.state.epoch).toBe(other.state.epoch);
  });
});

test("a commit whose first piece four others have pushed out is adopted by nobody", async () => {
  await withSmallPieces(2000, async () => {
    const { c, maker, other, third } = await three("pushed out");
    const { blocks } = await made(c, maker, { kind: "update" });
    const firsts: Uint8Array[] = [];
    for (let at = 0; at < GROUP_LIMITS.assembliesMax; at += 1) {
      const [first] = (await made(c, copyOf(third), { kind: "update" })).blocks;
      if (first !== undefined) firsts.push(first);
    }
    const order = [...blocks.slice(0, 1), ...firsts, ...blocks.slice(1)];
    expect(new Set(await both(c, [maker, other], order))).toEqual(new Set(["piece piece"]));
    expect(maker.state.epoch).toBe(other.state.epoch);
  });
});

test("what one says counts at its first place alone", async () => {
  const { c, maker, other, third } = await three("twice");
  const content = { order: 1, seen: maker.chain, kind: GROUP_KIND.absent, id: new Uint8Array(16) };
  const { state, block } = await sealContent(c, maker.state, { ...content, body: absentBody(2) });
  maker.state = state;
  expect(await both(c, [maker, other], [block])).toEqual(["placed said"]);
  const word = await say(c, third, 64);
  expect(await both(c, [maker, other], [word, block])).toEqual(["said said", "dropped dropped"]);
  expect(maker.state.evidence).toEqual(other.state.evidence);
  expect(maker.state.evidence.absent.size).toBe(0);
});

test("what is too late for all others is too late for its sender", async () => {
  const { c, maker, other } = await three("late");
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < GROUP_LIMITS.keptSkippedKeys + 2; at += 1) {
    const content = { order: at + 1, seen: maker.chain, kind: 64, id: new Uint8Array(16).fill(1) };
    const { state, block } = await sealContent(c, maker.state, { ...content, body: new Uint8Array(1) });
    maker.state = state;
    blocks.push(block);
  }
  const [first = new Uint8Array(0), second = first] = blocks;
  expect(await both(c, [maker, other], [...blocks.slice(-1), first, second])).toEqual([
    "placed said",
    "dropped dropped",
    "placed said",
  ]);
});

test("a word of the epoch before has its place for its sender where others take it, once", async () => {
  const { c, maker, other, third } = await three("before");
  const content = { order: 1, seen: maker.chain, kind: 64, id: new Uint8Array(16).fill(1) };
  const { state, block } = await sealContent(c, maker.state, { ...content, body: new Uint8Array(1) });
  maker.state = state;
  const { blocks } = await made(c, third, { kind: "update" });
  expect(await both(c, [maker, other], blocks)).toEqual(["changed changed"]);
  expect(await both(c, [maker, other], [block, block])).toEqual(["placed said", "dropped dropped"]);
  expect([maker, other].map((seat) => seat.outcomes.get(seat.chain.number - 1))).toMatchObject([
    { epoch: maker.state.epoch - 1 },
    { epoch: maker.state.epoch - 1 },
  ]);
});

test("more than others would skip is not sealed", async () => {
  const { c, maker } = await three("many");
  const content = { order: 1, seen: maker.chain, kind: 64, id: new Uint8Array(16), body: new Uint8Array(1) };
  for (let at = 0; at <= GROUP_LIMITS.skippedMessagesMax; at += 1)
    maker.state = (await sealContent(c, maker.state, content)).state;
  await expect(sealContent(c, maker.state, content)).rejects.toThrow("limit");
});

test("a finding about nobody is kept by nobody", async () => {
  const { c, maker, other } = await three("nobody");
  const block = await say(c, maker, GROUP_KIND.absent, absentBody(4_000_000_000));
  expect((await hand(c, other, block)).kind).toBe("said");
  expect([maker, other].map(({ state }) => state.evidence.absent.size)).toEqual([0, 0]);
});
