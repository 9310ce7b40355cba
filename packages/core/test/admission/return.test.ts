import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/admission/joiner-state.ts";
import { type DormantSeat, type Returning, returns } from "../../src/admission/returning.ts";
import { absentBody, GROUP_KIND } from "../../src/group/content.ts";
import type { Outcome } from "../../src/group/outcome.ts";
import { signingKey } from "../../src/primitives/ed25519.ts";
import { copyOf } from "../group/copies.ts";
import { commit, hand, made, ROOM_ID, say, type Seat, settle } from "../group/room.ts";
import { toyCrypto } from "../group/toy.ts";
import { admitted, admitterDoes, begun, carry, INVITE_KEY, packed, three } from "./sides.ts";

/* Coming back with the old signature key (spec/admission.md 6; spec/group.md 8, 13). */

const c = toyCrypto("return");
const failed = { kind: "over", why: "failed" };
const entryOf = (returning: Returning): Entry => ({ by: "return", ...returning });

const DAY_MS = 86_400_000;

/** The third member is found absent by both others and removed; what each remembers, and what the third has kept. */
async function dormant(): Promise<{
  readonly seats: readonly [Seat, Seat];
  readonly remembered: readonly DormantSeat[];
  readonly returning: Returning;
  /** Blocks that it has missed. */
  readonly missed: readonly Uint8Array[];
  readonly third: Seat;
}> {
  const [a, b, third] = await three(() => c);
  const missed: Uint8Array[] = [];
  const take = async (by: Seat, other: Seat, block: Uint8Array): Promise<void> => {
    missed.push(block);
    await hand(c, other, block);
    by.chain = other.chain;
  };
  await take(a, b, await say(c, a, GROUP_KIND.absent, absentBody(2)));
  await take(b, a, await say(c, b, GROUP_KIND.absent, absentBody(2)));
  const { blocks } = await made(c, b, { kind: "remove", leaves: [2] });
  let outcome: Outcome | null = null;
  for (const block of blocks) {
    missed.push(block);
    outcome = await hand(c, a, block);
  }
  await settle(c, b, blocks);
  if (outcome === null) throw new Error("not removed");
  const remembered = returns.remember([], outcome, a.state, 0);
  return { seats: [a, b], remembered, returning: returns.of(third.state), missed, third };
}

describe("a member that was removed as absent", () => {
  test("comes back with its old key, and is the same member", async () => {
    const { seats, remembered, returning, third } = await dormant();
    const [a, b] = seats;
    expect(remembered.map(({ tag }) => tag)).toEqual([third.state.self.tag]);
    const it = await begun(c, { group: a.state, entry: entryOf(returning), dormant: remembered });
    const back = await admitted(c, it, a, [b]);
    expect(it.heardByAdmitter[0]).toMatchObject({ kind: "asks", returning: { tag: returning.tag } });
    await commit(c, back, [a, b], { kind: "update" });
    expect(back.state.self.tag).toEqual(third.state.self.tag);
    expect(returns.remember(remembered, { kind: "dropped" }, back.state, 0)).toEqual([]);
  });

  test("and one that sees its removal keeps what it needs for it, and nothing else", async () => {
    const { seats, remembered, missed, third } = await dormant();
    let last: Outcome | null = null;
    for (const block of missed) last = await hand(c, third, block);
    if (last?.kind !== "removed" || last.returning === null) throw new Error("nothing kept");
    expect(third.state.mls.signaturePrivateKey.every((byte) => byte === 0)).toBe(true);
    const entry = entryOf(last.returning);
    const it = await begun(c, { group: seats[0].state, entry, dormant: remembered });
    expect(await packed(c, it, seats[0].state)).not.toBeNull();
  });

  test("is not remembered where nobody found it absent, and keeps nothing", async () => {
    const [a, b, third] = await three(() => c);
    const { blocks } = await made(c, a, { kind: "remove", leaves: [2] });
    for (const block of blocks) {
      expect(returns.remember([], await hand(c, b, block), b.state, 0)).toEqual([]);
      expect(await hand(c, third, block)).toMatchObject({ kind: "removed", returning: null });
    }
  });

  test("is forgotten after a day, on the word of the owner, and as the 101st", async () => {
    const { remembered, third } = await dormant();
    const nothing: Outcome = { kind: "dropped" };
    expect(returns.remember(remembered, nothing, { members: [], pending: null }, DAY_MS - 1)).toHaveLength(1);
    expect(returns.remember(remembered, nothing, { members: [], pending: null }, DAY_MS)).toEqual([]);
    expect(returns.forget(remembered, third.state.self.tag)).toEqual([]);
    expect(returns.forget(remembered, new Uint8Array(16))).toHaveLength(1);
    const many = Array.from({ length: 100 }, (_, at) => ({
      tag: new Uint8Array(16).fill(at),
      signatureKey: new Uint8Array(32),
      untilMs: DAY_MS,
    }));
    expect(returns.remember([...remembered, ...many], nothing, { members: [], pending: null }, 0)).toEqual(
      many,
    );
  });
});

describe("a return is refused", () => {
  test("to who is not known: a member that was removed otherwise, somebody new, somebody over time", async () => {
    const { seats, returning, remembered } = await dormant();
    const { secret } = signingKey(c.random);
    const others: readonly (readonly [Returning, readonly DormantSeat[]])[] = [
      [returning, []],
      [returning, remembered.map((seat) => ({ ...seat, untilMs: 0 }))],
      [{ ...returning, tag: new Uint8Array(16) }, remembered],
      // Another's signature under its tag.
      [{ ...returning, signatureSecret: secret }, remembered],
      // The admitter's own tag.
      [{ ...returning, tag: seats[0].state.self.tag }, remembered],
    ];
    for (const [kept, seatsKept] of others) {
      const it = await begun(c, { group: seats[0].state, entry: entryOf(kept), dormant: seatsKept });
      await carry(c, it);
      expect(it.heardByAdmitter).toEqual([{ ...failed, guessed: false }]);
    }
  });

  test("by who is not known to it: a room that somebody drew with its id", async () => {
    const { seats, returning, remembered } = await dormant();
    const strangers = returning.known.map((one) => ({ ...one, tag: new Uint8Array(16) }));
    const otherKeys = returning.known.map((one) => ({ ...one, signatureKey: returning.tag }));
    for (const known of [strangers, otherKeys, []]) {
      const entry = entryOf({ ...returning, known });
      const it = await begun(c, { group: seats[0].state, entry, dormant: remembered });
      await carry(c, it);
      expect(it.heardByJoiner).toEqual([failed]);
    }
  });

  test("by who comes back to a room that was handed over meanwhile", async () => {
    const { seats, returning, remembered } = await dormant();
    const entry = entryOf({ ...returning, owner: seats[1].state.self.tag });
    const it = await begun(c, { group: seats[0].state, entry, dormant: remembered });
    expect(await packed(c, it, seats[0].state)).toBeNull();
    expect(it.heardByJoiner).toEqual([{ kind: "over", why: "owner" }]);
  });

  test("without a signature, and with an old one: what was said in another attempt", async () => {
    const { seats, returning, remembered } = await dormant();
    const p = { group: seats[0].state, entry: entryOf(returning), dormant: remembered };
    const old = await begun(c, p);
    const [first, second] = [copyOf(old), copyOf(old)];
    await carry(c, first);
    // The relay has the secret of these messages: it opens m1, and answers without the old member.
    const it = { ...second, joiner: null };
    const joiner = second.joiner;
    if (joiner?.phase !== "asking") throw new Error("not asking");
    const { secrets } = joiner.handshake;
    const bare = { ...it, joiner: { ...joiner, handshake: { secrets, identity: null } } };
    await carry(c, bare);
    expect(bare.heardByAdmitter).toEqual([{ ...failed, guessed: false }]);
    const next = await begun(c, p);
    const replayed = { ...next, joiner: copyOf(old.joiner) };
    await carry(c, replayed);
    expect(replayed.heardByAdmitter).toEqual([]);
  });

  test("to a key package under another signature key", async () => {
    const { seats, returning, remembered } = await dormant();
    const entry = entryOf(returning);
    const it = await begun(c, { group: seats[0].state, entry, dormant: remembered });
    await carry(c, it);
    if (it.joiner === null) throw new Error("no joiner");
    it.joiner = { ...it.joiner, signatureSecret: signingKey(c.random).secret };
    expect(await packed(c, it, seats[0].state)).toBeNull();
    expect(it.heardByAdmitter.at(-1)).toEqual({ ...failed, guessed: false });
  });
});

describe("a member that has lost the room's order", () => {
  test("leaves by its notice, comes back, and the notice serves nobody again", async () => {
    const [a, b, third] = await three(() => c);
    const returning = returns.of(third.state);
    const it = await begun(c, { group: a.state, entry: entryOf(returning) });
    await carry(c, it);
    const asks = it.heardByAdmitter[0];
    if (asks?.kind !== "asks" || asks.returning === null) throw new Error("does not ask");
    const [notice = new Uint8Array(0)] = asks.returning.notices;
    await told(a, [b], notice);
    await commit(c, b, [a], { kind: "remove", leaves: [2] });
    const back = await admitted(c, it, a, [b]);
    await commit(c, back, [a, b], { kind: "update" });
    expect(back.state.self).toMatchObject({ leaf: 2, tag: third.state.self.tag });
    await told(b, [a, back], notice);
    for (const seat of [a, b]) expect(seat.state.evidence.left.size).toBe(0);
    await expect(made(c, b, { kind: "remove", leaves: [2] })).rejects.toThrow("not-allowed");
  });

  test("is remembered after its notice, and until it has settled", async () => {
    const [a, b, third] = await three(() => c);
    const returning = returns.of(third.state);
    await told(a, [b], returning.notices[0] ?? new Uint8Array(0));
    const { blocks } = await made(c, b, { kind: "remove", leaves: [2] });
    let remembered: readonly DormantSeat[] = [];
    for (const block of blocks)
      remembered = returns.remember(remembered, await hand(c, a, block), a.state, 0);
    await settle(c, b, blocks);
    expect(remembered.map(({ tag }) => tag)).toEqual([returning.tag]);
    const it = await begun(c, { group: a.state, entry: entryOf(returning), dormant: remembered });
    const back = await admitted(c, it, a, [b]);
    remembered = returns.remember(remembered, { kind: "dropped" }, a.state, 0);
    expect(remembered).toHaveLength(1);
    await commit(c, back, [a, b], { kind: "update" });
    expect(returns.remember(remembered, { kind: "dropped" }, a.state, 0)).toEqual([]);
  });

  test("has one more for an update whose place it does not know", async () => {
    const [a, b, third] = await three(() => c);
    const { blocks } = await made(c, third, { kind: "update" });
    for (const seat of [a, b]) for (const block of blocks) await hand(c, seat, block);
    const [old = new Uint8Array(0), fresh = new Uint8Array(0)] = returns.of(third.state).notices;
    await told(a, [b], old);
    expect(b.state.evidence.left.size).toBe(0);
    await told(a, [b], fresh);
    expect([...b.state.evidence.left]).toEqual([2]);
  });

  test("and nobody else can write one: another's signature, leaf, room, or none", async () => {
    const [a, b, third] = await three(() => c);
    const [notice = new Uint8Array(0)] = returns.of(third.state).notices;
    const other = returns.of(b.state).notices[0] ?? notice;
    const wrong = [notice.with(3, 1), notice.with(3, 9), notice.with(67, 200), other.with(3, 2)];
    const far = notice.slice().fill(255, 0, 4);
    for (const one of [...wrong, far, new Uint8Array(68)]) await told(a, [b], one);
    for (const seat of [a, b]) expect(seat.state.evidence.left.size).toBe(0);
    await told(a, [b], notice);
    for (const seat of [a, b]) expect([...seat.state.evidence.left]).toEqual([2]);
    expect(ROOM_ID).toHaveLength(16);
  });
});

/** A notice that has its place. */
async function told(by: Seat, others: readonly Seat[], notice: Uint8Array): Promise<void> {
  const block = await say(c, by, GROUP_KIND.notice, notice);
  for (const seat of others) await hand(c, seat, block);
  const [first] = others;
  if (first !== undefined) by.chain = first.chain;
}

test("a member that was removed, with all its state and the old invitation, opens nothing and is let in by nobody", async () => {
  const [a, b, third] = await three(() => c);
  const thief = copyOf(third);
  const { blocks } = await made(c, a, { kind: "remove", leaves: [2] });
  for (const block of blocks) for (const seat of [b, third]) await hand(c, seat, block);
  await settle(c, a, blocks);
  // It goes on from before its removal: what comes later is of an epoch that it has no key of.
  const later = [await say(c, a, 64), ...(await made(c, a, { kind: "update" })).blocks];
  for (const block of later) expect((await hand(c, thief, block)).kind).toBe("unopened");
  const kept = returns.of(thief.state);
  const link: Entry = { by: "link", roomId: ROOM_ID, inviteKey: INVITE_KEY, owner: kept.owner };
  const inviteKey = new Uint8Array(32).fill(10);
  const byLink = await begun(c, { group: b.state, entry: link, inviteKey });
  await carry(c, byLink);
  expect([byLink.heardByAdmitter, byLink.joiner?.phase]).toEqual([[], "asking"]);
  const byKey = await begun(c, { group: b.state, entry: entryOf(kept), inviteKey });
  await carry(c, byKey);
  expect(byKey.heardByAdmitter).toEqual([{ ...failed, guessed: false }]);
});

test("a newcomer opens nothing of before", async () => {
  const [a, b, third] = await three(() => c);
  const before = [await say(c, a, 64), await say(c, b, 64)];
  const newcomer = await admitted(c, await begun(c, { group: b.state }), b, [a, third]);
  for (const block of before) expect((await hand(c, newcomer, block)).kind).toBe("unopened");
});

test("an admitter that is gone between says nothing more", async () => {
  const { seats, returning, remembered } = await dormant();
  const it = await begun(c, { group: seats[0].state, entry: entryOf(returning), dormant: remembered });
  await admitterDoes(c, it, { kind: "drop" });
  await carry(c, it);
  expect(it.heardByJoiner).toEqual([]);
});
