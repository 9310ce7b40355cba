import { expect, test } from "vitest";
import type { GroupState } from "../../src/group/state.ts";
import { NO_EVIDENCE } from "../../src/group/evidence.ts";
import { openOuter } from "../../src/group/outer.ts";
import { takeOwn } from "../../src/group/own.ts";
import { hex } from "../bytes.ts";
import { withSmallPieces } from "./small-pieces.ts";
import { type Calls, honest, live } from "./story.ts";
import { toyCrypto } from "./toy.ts";

/*
 * Faults planted in copies of the calls, never in the code: a simulation that lets one of them pass has lost its eyes.
 */
const freely = <T extends object>(made: T): T =>
  "state" in made ? { ...made, state: { ...(made.state as GroupState), pending: null } } : made;

const isOdd = ({ self }: GroupState): boolean => self.leaf % 2 === 1;

/** What is planted, the seed that shows it, what it says, and how. */
const faults: readonly (readonly [string, number, RegExp, Partial<Calls>])[] = [
  [
    "the join rule is not kept",
    5,
    /could not join|split|takes number/,
    {
      take: async (c, state, block, nowMs) => freely(await honest.take(c, state, block, nowMs)),
      propose: async (c, state, wish) => freely(await honest.propose(c, state, wish)),
      joinGroup: async (c, p) => {
        const state = await honest.joinGroup(c, p);
        return state === null ? null : { ...state, pending: null };
      },
    },
  ],
  [
    "some let everybody remove everybody",
    2,
    /takes number|split/,
    {
      take: async (c, state, block, nowMs) => {
        if (!isOdd(state)) return honest.take(c, state, block, nowMs);
        const everybodyLeaves = { ...state.evidence, left: new Set(state.members.map(({ leaf }) => leaf)) };
        return honest.take(c, { ...state, evidence: everybodyLeaves }, block, nowMs);
      },
    },
  ],
  [
    "some forget what was said of who is absent",
    2,
    /takes number|split/,
    {
      take: async (c, state, block, nowMs) =>
        honest.take(c, isOdd(state) ? { ...state, evidence: NO_EVIDENCE } : state, block, nowMs),
    },
  ],
  [
    "a frame in seven is lost on the way to some",
    0,
    /missed|takes number|split/,
    {
      take: async (c, state, block, nowMs) => {
        const isLost = isOdd(state) && (block[0] ?? 0) % 7 === 0;
        return isLost ? { state, outcome: { kind: "unopened" } } : honest.take(c, state, block, nowMs);
      },
    },
  ],
  [
    "who was removed goes on",
    0,
    /could not join|split|missed|takes number/,
    {
      take: async (c, state, block, nowMs) => {
        const taken = await honest.take(c, state, block, nowMs);
        return taken.outcome.kind === "removed" ? { state, outcome: { kind: "dropped" } } : taken;
      },
    },
  ],
];

/** A maker that takes its commit for adopted where the last of its blocks has its place, whatever became of the others. */
function hasty(): Partial<Calls> {
  const offered = new Map<string, Uint8Array>();
  return {
    propose: async (c, state, wish) => {
      const proposed = await honest.propose(c, state, wish);
      if (proposed.kind === "refused") return proposed;
      let message = new Uint8Array(0);
      for (const block of proposed.blocks) {
        const packet = await openOuter(state.outer, block);
        const bytes =
          packet?.kind === "piece" ? packet.bytes.subarray(18) : (packet?.bytes ?? new Uint8Array(0));
        message = Uint8Array.of(...message, ...bytes);
      }
      const last = proposed.blocks.at(-1);
      if (last !== undefined) offered.set(hex(last), message);
      return proposed;
    },
    take: async (c, state, block, nowMs) => {
      const message = state.proposal === null ? undefined : offered.get(hex(block));
      const own = message === undefined ? null : await takeOwn(c, state, message, nowMs);
      return own ?? honest.take(c, state, block, nowMs);
    },
  };
}

test("a maker adopts what the others have dropped: found by seed 0", async () => {
  await withSmallPieces(3000, async () => {
    const lived = live(toyCrypto("hasty"), "hasty 0", 60, { ...honest, ...hasty() }, true);
    await expect(lived).rejects.toThrow(/takes number|split|could not join/);
  });
});

test("a sender counts its words each time they have a place: found by seed 0", async () => {
  const again = new Map<string, GroupState["sent"]>();
  const take: Calls["take"] = async (c, state, block, nowMs) => {
    const key = `${hex(state.self.tag)} ${hex(block)}`;
    const sent = again.get(key);
    if (sent === undefined) again.set(key, state.sent);
    return honest.take(c, sent === undefined ? state : { ...state, sent }, block, nowMs);
  };
  const lived = live(toyCrypto("words"), "words 0", 60, { ...honest, take }, true);
  await expect(lived).rejects.toThrow(/takes number|split|could not join/);
});

test.each(faults)("%s: found by seed %i", async (_, seed, said, planted) => {
  const name = `fault ${String(seed)}`;
  await expect(live(toyCrypto(name), name, 40, { ...honest, ...planted })).rejects.toThrow(said);
});
