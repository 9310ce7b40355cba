import { describe, expect, test } from "vitest";
import { type Comparison, comparisons, type Heard } from "../../src/group/compare.ts";
import { GROUP_KIND } from "../../src/group/content.ts";
import type { GroupState } from "../../src/group/state.ts";
import { seededRandom } from "../../src/primitives/random.ts";
import { hex } from "../bytes.ts";
import { copyOf } from "./copies.ts";
import { commit, room, type Seat } from "./room.ts";
import { toyCrypto } from "./toy.ts";

/* The safety check between two members (spec/group.md 18). */

let base: Promise<Seat[]> | null = null;

async function three(): Promise<readonly [Seat, Seat, Seat]> {
  base ??= room(toyCrypto("compare"), 3);
  const [a, b, d] = (await base).map(copyOf);
  if (a === undefined || b === undefined || d === undefined) throw new Error("no room");
  return [a, b, d];
}

const heard = (kind: number, body: Uint8Array, by: GroupState, self: GroupState): Heard => ({
  kind,
  body,
  by: by.self,
  self: self.self,
});

/** What a and b come to, each in its own state. */
function compared(a: GroupState, b: GroupState): readonly [Comparison, Comparison] {
  const random = seededRandom("compare");
  const begun = comparisons.begin(random, b.self.leaf);
  const answered = comparisons.answer(random, heard(GROUP_KIND.compare, begun.body, a, b));
  if (answered === null) throw new Error("not answered");
  const answer = heard(GROUP_KIND.compareAnswer, answered.body, b, a);
  const revealed = comparisons.reveal(begun.comparison, answer);
  if (revealed === null) throw new Error("not revealed");
  const last = heard(GROUP_KIND.compareReveal, revealed.body, a, b);
  const finished = comparisons.finish(answered.comparison, last);
  if (finished === null) throw new Error("not finished");
  return [revealed.comparison, finished];
}

const shown = (state: GroupState, comparison: Comparison): string =>
  hex(comparisons.show(state, comparison) ?? new Uint8Array(0));

describe("two members compare", () => {
  test("and see the same, and in another epoch something else", async () => {
    const [a, b, d] = await three();
    const [asking, asked] = compared(a.state, b.state);
    expect(shown(a.state, asking)).toBe(shown(b.state, asked));
    expect(shown(a.state, asking)).toHaveLength(26);
    const before = shown(a.state, asking);
    await commit(toyCrypto("next"), d, [a, b], { kind: "update" });
    expect(shown(a.state, asking)).toBe(shown(b.state, asked));
    expect(shown(a.state, asking)).not.toBe(before);
  });

  test("and see different things where each has another's key between", async () => {
    const [a, b] = await three();
    const [asking, asked] = compared(a.state, b.state);
    const between = new Uint8Array(32).fill(5);
    const members = b.state.members.map((one) =>
      one.leaf === a.state.self.leaf ? { ...one, signatureKey: between } : one,
    );
    expect(shown({ ...b.state, members }, asked)).not.toBe(shown(a.state, asking));
  });

  test("and take nothing from others, for others, out of turn, or that was not committed to", async () => {
    const [a, b, d] = await three();
    const random = seededRandom("hostile");
    const begun = comparisons.begin(random, b.state.self.leaf);
    const compare = heard(GROUP_KIND.compare, begun.body, a.state, b.state);
    expect(comparisons.answer(random, { ...compare, self: d.state.self })).toBeNull();
    expect(comparisons.answer(random, { ...compare, by: b.state.self })).toBeNull();
    expect(comparisons.answer(random, { ...compare, kind: 14 })).toBeNull();
    expect(comparisons.answer(random, { ...compare, body: begun.body.slice(1) })).toBeNull();
    const answered = comparisons.answer(random, compare);
    if (answered === null) throw new Error("not answered");
    const answer = heard(GROUP_KIND.compareAnswer, answered.body, b.state, a.state);
    expect(comparisons.reveal(begun.comparison, { ...answer, by: d.state.self })).toBeNull();
    expect(comparisons.reveal(answered.comparison, answer)).toBeNull();
    const revealed = comparisons.reveal(begun.comparison, answer);
    if (revealed === null) throw new Error("not revealed");
    expect(comparisons.reveal(revealed.comparison, answer)).toBeNull();
    const last = heard(GROUP_KIND.compareReveal, revealed.body, a.state, b.state);
    const other = last.body.slice();
    other[35] = (other[35] ?? 0) ^ 1;
    expect(comparisons.finish(answered.comparison, { ...last, body: other })).toBeNull();
    expect(comparisons.finish(answered.comparison, { ...last, by: d.state.self })).toBeNull();
    expect(comparisons.finish(begun.comparison, last)).toBeNull();
    expect(comparisons.show(a.state, begun.comparison)).toBeNull();
    expect(comparisons.show(a.state, { ...revealed.comparison, leaf: 9 })).toBeNull();
  });
});
