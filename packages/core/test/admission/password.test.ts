import { describe, expect, test } from "vitest";
import { FRAME_KIND } from "../../src/admission/bodies.ts";
import { type Channel, openFrame, sealFrames } from "../../src/admission/channel.ts";
import { passwordGuard } from "../../src/admission/guard.ts";
import { confirmationsOf, drawShare, type Half, passwords } from "../../src/admission/password.ts";
import { stretch } from "../../src/primitives/argon2.ts";
import { hex, unhex } from "../bytes.ts";
import { ROOM_ID } from "../group/room.ts";
import { toyCrypto } from "../group/toy.ts";
import { utf8 } from "../../src/notation/utf8.ts";
import { admitterDoes, type Attempt, begun, carry, joinerDoes, three } from "./sides.ts";

/* A room's password (spec/admission.md 5): who guesses, who stands between, and what is left of a failed exchange. */

const c = toyCrypto("password");
const stretched = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const RIGHT = 7;
/** Right among others: what an attacker would try. */
const DICTIONARY = [1, 2, RIGHT, 8];

/** To the terms. */
async function offered(): Promise<Attempt> {
  const [{ state: group }] = await three(() => c);
  const it = await begun(c, { group });
  await carry(c, it);
  const settings = { ...group.settings, password: true };
  await admitterDoes(c, it, { kind: "let-in", settings, password: stretched(RIGHT) });
  await carry(c, it);
  return it;
}

describe("an exchange", () => {
  test("with the right password goes on, with a wrong one it is told on both sides", async () => {
    const right = await offered();
    await joinerDoes(c, right, { kind: "agree", password: stretched(RIGHT) });
    await carry(c, right);
    expect(right.heardByAdmitter.at(-1)?.kind).toBe("key-package");
    const wrong = await offered();
    await joinerDoes(c, wrong, { kind: "agree", password: stretched(1) });
    await carry(c, wrong);
    expect(wrong.heardByAdmitter.at(-1)).toEqual({ kind: "over", why: "failed", guessed: true });
    expect(wrong.heardByJoiner.at(-1)).toEqual({ kind: "refused", why: "password" });
    expect([wrong.admitter, wrong.joiner]).toEqual([null, null]);
  });

  test("that was begun counts, however it ends; one that was not begun does not", async () => {
    const ends = ["tick", "leave", "drop"] as const;
    for (const [at, end] of [...ends, ...ends].entries()) {
      const begins = at < ends.length;
      const it = await offered();
      await joinerDoes(c, it, { kind: "agree", password: stretched(RIGHT) });
      if (begins)
        await admitterDoes(c, it, { kind: "block", block: it.toAdmitter.shift() ?? new Uint8Array(0) });
      it.toAdmitter.length = 0;
      it.nowMs = end === "tick" ? 30_000 : 0;
      if (end === "leave") await joinerDoes(c, it, { kind: "leave" });
      // What was said before is lost, so `leaving` would be out of order: it goes by the socket that is gone.
      await admitterDoes(c, it, end === "tick" ? { kind: "tick" } : { kind: "drop" });
      expect(it.heardByAdmitter.at(-1)).toMatchObject({ kind: "over", guessed: begins });
    }
  });

  test("with no point in the place of a share ends, on either side", async () => {
    for (const point of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31)]) {
      const it = await offered();
      const { channel } = it.joiner as unknown as { channel: Channel };
      const { blocks } = await sealFrames(channel, FRAME_KIND.shareJoiner, point);
      for (const block of blocks) await admitterDoes(c, it, { kind: "block", block });
      expect(it.heardByAdmitter.at(-1)).toEqual({ kind: "over", why: "failed", guessed: false });
    }
  });

  test("through somebody between two channels confirms neither, with the right password on both sides", async () => {
    // One who has the link holds a channel to each.
    const [toRoom, toJoiner] = [await offered(), await offered()];
    const own = toRoom.joiner as unknown as { channel: Channel };
    const theirs = toJoiner.admitter as unknown as { channel: Channel };
    await joinerDoes(c, toJoiner, { kind: "agree", password: stretched(RIGHT) });
    const share = await body(theirs.channel, toJoiner.toAdmitter);
    const passed = await sealFrames(own.channel, FRAME_KIND.shareJoiner, share.body);
    for (const block of passed.blocks) await admitterDoes(c, toRoom, { kind: "block", block });
    const answer = await body(passed.channel, toRoom.toJoiner);
    const back = await sealFrames(share.channel, FRAME_KIND.shareAdmitter, answer.body);
    for (const block of back.blocks) await joinerDoes(c, toJoiner, { kind: "block", block });
    const confirmation = await body(back.channel, toJoiner.toAdmitter);
    const last = await sealFrames(answer.channel, FRAME_KIND.confirmationJoiner, confirmation.body);
    for (const block of last.blocks) await admitterDoes(c, toRoom, { kind: "block", block });
    expect(toRoom.heardByAdmitter.at(-1)).toMatchObject({ kind: "over", guessed: true });
  });
});

/** The body of the frame that is on its way. */
async function body(
  channel: Channel,
  way: Uint8Array[],
): Promise<{ readonly body: Uint8Array; readonly channel: Channel }> {
  const opened = await openFrame(channel, way.shift() ?? new Uint8Array(0));
  if (opened.kind !== "opened" || opened.frame === null) throw new Error("not opened");
  return { body: opened.frame.body, channel: opened.channel };
}

/*
 * The relay with its whole state and the link plays one side, with one guess; then it has its own scalar, both shares and all that was said. It tries
 * its dictionary on that: each guess, each way to a shared point that it can compute.
 */
describe("somebody who has the link and one guess", () => {
  test("learns at the admitter only whether that guess was right, once it has said so", async () => {
    for (const guess of DICTIONARY) {
      const it = await offered();
      const { channel, th } = it.joiner as unknown as { channel: Channel; th: Uint8Array };
      const own = await drawShare(c.random, stretched(guess), ROOM_ID, th);
      const kept = keep(own);
      const said = await sealFrames(channel, FRAME_KIND.shareJoiner, own.point);
      for (const block of said.blocks) await admitterDoes(c, it, { kind: "block", block });
      const share = await body(said.channel, it.toJoiner);
      // All that the admitter has said of the password: a point. No guess can be told from another by it.
      expect(it.toJoiner).toEqual([]);
      expect(await fitting(kept, "joiner", share.body, th, share.body)).toEqual([]);
      const mine = await confirmationsOf(keep(kept), "joiner", share.body, th);
      const proof = await sealFrames(share.channel, FRAME_KIND.confirmationJoiner, mine?.joiner ?? th);
      for (const block of proof.blocks) await admitterDoes(c, it, { kind: "block", block });
      const answer = await openFrame(proof.channel, it.toJoiner.shift() ?? new Uint8Array(0));
      if (answer.kind !== "opened" || answer.frame === null) throw new Error("no answer");
      const { kind, body: last } = answer.frame;
      expect(kind).toBe(guess === RIGHT ? FRAME_KIND.confirmationAdmitter : FRAME_KIND.refused);
      expect(await fitting(kept, "joiner", share.body, th, last)).toEqual(guess === RIGHT ? ["own"] : []);
    }
  });

  test("learns at the joiner only whether that guess was right, from its confirmation", async () => {
    for (const guess of DICTIONARY) {
      const it = await offered();
      const { channel, th } = it.admitter as unknown as { channel: Channel; th: Uint8Array };
      await joinerDoes(c, it, { kind: "agree", password: stretched(RIGHT) });
      const share = await body(channel, it.toAdmitter);
      const own = await drawShare(c.random, stretched(guess), ROOM_ID, th);
      const kept = keep(own);
      const said = await sealFrames(share.channel, FRAME_KIND.shareAdmitter, own.point);
      for (const block of said.blocks) await joinerDoes(c, it, { kind: "block", block });
      const confirmation = await body(said.channel, it.toAdmitter);
      const found = await fitting(kept, "admitter", share.body, th, confirmation.body);
      expect(found).toEqual(guess === RIGHT ? ["own"] : []);
      expect(it.toAdmitter).toEqual([]);
    }
  });

  test("would find it, if the exchange were not bound to a point that nobody knows a logarithm of", async () => {
    // The control: a joiner that multiplies a point all know in the place of the generator.
    const th = new Uint8Array(32).fill(1);
    const base = await drawShare(c.random, stretched(0), ROOM_ID, th);
    const kept = keep(base);
    const other = await drawShare(c.random, stretched(0), ROOM_ID, th);
    const theirs = keep(other);
    const said = await confirmationsOf(other, "joiner", kept.point, th);
    expect(await fitting(kept, "admitter", theirs.point, th, said?.joiner ?? th)).toEqual(["own"]);
  });
});

/** A half that is not wiped with the first. */
const keep = ({ scalar, point }: Half): Half => ({ scalar: scalar.slice(), point: point.slice() });

/** Which guesses explain what was said: of the own scalar, and of the same one on each guess's generator. */
async function fitting(
  own: Half,
  side: "joiner" | "admitter",
  received: Uint8Array,
  th: Uint8Array,
  said: Uint8Array,
): Promise<readonly string[]> {
  const found: string[] = [];
  const matches = async (half: Half, other: Uint8Array): Promise<boolean> => {
    const made = await confirmationsOf(keep(half), side, other, th);
    return made !== null && [made.joiner, made.admitter].some((one) => hex(one) === hex(said));
  };
  if (await matches(own, received)) found.push("own");
  for (const guess of DICTIONARY) {
    const random = { bytes: () => own.scalar.slice() };
    const { point } = await drawShare(random, stretched(guess), ROOM_ID, th);
    if (hex(point) === hex(said)) found.push(`share ${String(guess)}`);
    if (hex(point) !== hex(own.point) && (await matches({ ...own, point }, received)))
      found.push(`guess ${String(guess)}`);
  }
  return found;
}

describe("a password", () => {
  test("has 4 to 200 characters as everybody spells them", () => {
    const lengths = [3, 4, 200, 201].map((length) => passwords.isOne("é".repeat(length)));
    expect(lengths).toEqual([false, true, true, false]);
    expect(passwords.isOne("e\u0301".repeat(200))).toBe(true);
    expect(passwords.isOne("a".repeat(100_000))).toBe(false);
  });

  test("is stretched by Argon2id as the reference does it", async () => {
    const cost = { m: 256, t: 2, p: 1, dkLen: 32 };
    const made = await stretch(utf8("password"), utf8("somesalt"), cost);
    expect(made).toEqual(unhex("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"));
  });
});

describe("failures", () => {
  const after = (times: readonly number[]): ReturnType<typeof passwordGuard.failed> =>
    times.reduce((guard, at) => passwordGuard.failed(guard, at), passwordGuard.none);

  test("make the next try wait longer, and the fifth asks for the owner", () => {
    const waits = [1, 2, 3, 4].map((count) =>
      passwordGuard.ask(after(Array<number>(count).fill(1000)), 1000),
    );
    expect(waits).toEqual([2000, 4000, 8000, 16_000].map((waitMs) => ({ kind: "later", waitMs })));
    expect(passwordGuard.ask(after([1000]), 3000)).toEqual({ kind: "open" });
    const five = after([0, 1, 2, 3, 4]);
    expect(passwordGuard.ask(five, 5)).toEqual({ kind: "owner" });
    expect(passwordGuard.ask(five, 599_999)).toEqual({ kind: "owner" });
    expect(passwordGuard.ask(five, 600_000)).toEqual({ kind: "open" });
    expect(after(Array<number>(100).fill(1)).failedAtMs).toHaveLength(5);
  });

  test("are counted from their beginning, and no more when they have confirmed", () => {
    const two = after([1000, 1500]);
    expect(passwordGuard.confirmed(two, 1500)).toEqual(after([1000]));
    expect(passwordGuard.confirmed(after([1000, 1000]), 1000)).toEqual(after([1000]));
    expect(passwordGuard.confirmed(two, 1200)).toEqual(two);
  });

  test("that were told meanwhile: a share that is awaited may be refused, and tests nothing", async () => {
    const it = await offered();
    const refused = await admitterDoes(c, it, { kind: "refuse", why: "later", seconds: 4 });
    expect(refused).toMatchObject({ state: null, outcome: { kind: "done" } });
    await carry(c, it);
    expect(it.heardByJoiner.at(-1)).toEqual({ kind: "refused", why: "later", seconds: 4 });
  });
});
