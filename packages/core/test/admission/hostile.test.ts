import { describe, expect, test } from "vitest";
import { decodeGreeting, encodeRefusal, FRAME_KIND } from "../../src/admission/bodies.ts";
import { type Channel, sealFrames } from "../../src/admission/channel.ts";
import { M2, M3, sealMessage } from "../../src/admission/message.ts";
import { encodeSettings, type GroupSettings } from "../../src/group/settings.ts";
import { makeJoinerKeys } from "../../src/group/create.ts";
import { createInitiator } from "../../src/pair/initiator.ts";
import { createResponder, stepResponder } from "../../src/pair/responder.ts";
import { hash } from "../../src/primitives/hash.ts";
import { toyCrypto } from "../group/toy.ts";
import { ROOM_ID } from "../group/room.ts";
import { admitterDoes, type Attempt, begun, carry, INVITE_KEY, joinerDoes, packed, three } from "./sides.ts";

/* Who has the link and does not keep to the chapter, and who stands between (spec/admission.md). */

const c = toyCrypto("hostile admission");
const EMPTY = new Uint8Array(0);
const failed = { kind: "over", why: "failed" };

async function fresh(): Promise<Attempt & { readonly settings: GroupSettings }> {
  const [owner] = await three(() => toyCrypto("admission"));
  return { ...(await begun(c, { group: owner.state })), settings: owner.state.settings };
}

/** All bytes in a state that are not in the open. */
function secretsIn(value: unknown, found: Uint8Array[] = []): readonly Uint8Array[] {
  if (value instanceof Uint8Array) found.push(value);
  else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) if (!OPEN.has(key)) secretsIn(one, found);
  return found;
}

const OPEN = new Set([
  "roomId",
  "attempt",
  "transcript",
  "m1Hash",
  "m2Hash",
  "th",
  "owner",
  "point",
  "terms",
]);
for (const one of ["greeting", "made", "keyPackage", "tag"]) OPEN.add(one);

const isErased = (value: unknown): boolean =>
  secretsIn(value).every((bytes) => bytes.every((byte) => byte === 0));

const flipped = (block: Uint8Array, bit: number): Uint8Array =>
  block.with(bit >> 3, (block[bit >> 3] ?? 0) ^ (128 >> (bit & 7)));

describe("a block that is not the next one", () => {
  test("of other bits, lengths, attempts and secrets is dropped, and the attempt goes on", async () => {
    const it = await fresh();
    const [m1 = EMPTY] = it.toJoiner;
    const before = it.joiner;
    const other = await begun(c, { group: (await three(() => c))[0].state, inviteKey: hash(INVITE_KEY) });
    const wrong = [m1.slice(1), m1.slice(0, 1022), EMPTY, ...other.toJoiner];
    for (const bit of [0, 7, 8, 135, 136, 400, 32_751]) wrong.push(flipped(m1, bit));
    for (const block of wrong) await joinerDoes(c, it, { kind: "block", block });
    expect(it.joiner).toEqual({ ...before, taken: wrong.length });
    await joinerDoes(c, it, { kind: "block", block: m1 });
    const [m2 = EMPTY] = it.toAdmitter;
    for (const bit of [0, 8, 200, 32_751])
      await admitterDoes(c, it, { kind: "block", block: flipped(m2, bit) });
    await admitterDoes(c, it, { kind: "block", block: m1 });
    expect(it.admitter).toMatchObject({ phase: "proving" });
    expect(await packed(c, { ...it, toJoiner: [] }, (await three(() => c))[0].state)).not.toBeNull();
  });

  test("of another attempt under the same link is dropped too: an old m2, an old frame", async () => {
    const old = await fresh();
    await joinerDoes(c, old, { kind: "block", block: old.toJoiner[0] ?? EMPTY });
    const it = await fresh();
    await admitterDoes(c, it, { kind: "block", block: old.toAdmitter[0] ?? EMPTY });
    expect(it.admitter).toMatchObject({ phase: "proving" });
    await carry(c, it);
    const before = it.admitter;
    await carry(c, old);
    await admitterDoes(c, it, { kind: "block", block: old.toJoiner[0] ?? EMPTY });
    expect(it.admitter).toMatchObject({ phase: before?.phase });
  });

  test("64 of them end the attempt, on either side", async () => {
    const it = await fresh();
    for (let at = 0; at < 65; at += 1) {
      await joinerDoes(c, it, { kind: "block", block: EMPTY });
      await admitterDoes(c, it, { kind: "block", block: EMPTY });
    }
    expect(it.heardByJoiner).toEqual([failed]);
    expect(it.heardByAdmitter).toEqual([{ ...failed, guessed: false }]);
  });

  test("a pair room's messages are none, and these are none of a pair room", async () => {
    const it = await fresh();
    const pair = { roomId: ROOM_ID, inviteKey: INVITE_KEY };
    const policy = { path: "any", rejoin: false } as const;
    const { block } = await createInitiator(c, { ...pair, policy });
    for (const given of [block, block.slice(1)]) await joinerDoes(c, it, { kind: "block", block: given });
    expect(it.joiner).toMatchObject({ phase: "asking" });
    const [m1 = EMPTY] = it.toJoiner;
    const responder = createResponder({ ...pair, path: null });
    const filled = Uint8Array.from([1, ...m1]);
    for (const given of [m1, filled]) expect((await stepResponder(c, responder, given)).kind).toBe("dropped");
  });
});

describe("what opens and is wrong ends the attempt, and all of it is erased", () => {
  test("a confirmation that is not one, from either side", async () => {
    const it = await fresh();
    const before = it.admitter;
    if (before?.phase !== "proving") throw new Error("not proving");
    const { secrets, m1Hash } = before.handshake;
    const m2 = await sealMessage(c.random, { ...secrets }, M2, m1Hash, new Uint8Array(1152).fill(1));
    await admitterDoes(c, it, { kind: "block", block: m2 });
    expect(it.heardByAdmitter).toEqual([{ ...failed, guessed: false }]);
    expect(isErased(before)).toBe(true);

    await joinerDoes(c, it, { kind: "block", block: it.toJoiner[0] ?? EMPTY });
    const waiting = it.joiner;
    if (waiting?.phase !== "answered") throw new Error("not answered");
    const { secrets: theirs, m2Hash } = waiting.handshake;
    const m3 = await sealMessage(c.random, { ...theirs }, M3, m2Hash, new Uint8Array(32).fill(1));
    await joinerDoes(c, it, { kind: "block", block: m3 });
    expect(it.heardByJoiner).toEqual([failed]);
    expect(isErased(waiting)).toBe(true);
  });

  const outOfTurn: readonly (readonly [string, number, Uint8Array])[] = [
    ["a key package before it was let in", FRAME_KIND.keyPackage, new Uint8Array(400)],
    ["a kind that is the other side's", FRAME_KIND.terms, EMPTY],
    ["a kind that nobody has", 99, EMPTY],
    ["a greeting again", FRAME_KIND.greeting, Uint8Array.of(0, 0)],
    ["a body in pieces", FRAME_KIND.greeting, new Uint8Array(60_001)],
  ];

  test.each(outOfTurn)("%s, to the admitter", async (_, kind, body) => {
    const it = await fresh();
    await carry(c, it);
    const { channel } = it.joiner as unknown as { channel: Channel };
    for (const block of (await sealFrames(channel, kind, body)).blocks)
      if (it.admitter !== null) await admitterDoes(c, it, { kind: "block", block });
    expect(it.heardByAdmitter.at(-1)).toEqual({ ...failed, guessed: false });
  });

  test("greetings that are none, and notices of who comes by the link", async () => {
    const wrong = [EMPTY, Uint8Array.of(81), Uint8Array.of(1, 200, 0), Uint8Array.of(0, 1)];
    for (const body of [...wrong, Uint8Array.of(0, 0, 0), Uint8Array.of(0, 3)])
      expect(decodeGreeting(body)).toBeNull();
    const it = await fresh();
    if (it.joiner === null) throw new Error("no joiner");
    it.joiner = { ...it.joiner, greeting: { name: "", notices: [new Uint8Array(68)] } };
    await carry(c, it);
    expect(it.heardByAdmitter).toEqual([{ ...failed, guessed: false }]);
  });

  const toJoiner: readonly (readonly [string, number, (settings: GroupSettings) => Uint8Array])[] = [
    [
      "terms of another owner",
      FRAME_KIND.terms,
      (it) => encodeSettings({ ...it, owner: it.owner.with(0, 1) }),
    ],
    ["terms that are none", FRAME_KIND.terms, (it) => encodeSettings(it).slice(1)],
    ["a Welcome before anything", FRAME_KIND.welcome, () => new Uint8Array(200)],
    ["a share before anything", FRAME_KIND.shareAdmitter, () => new Uint8Array(32)],
    ["a refusal that is none", FRAME_KIND.refused, () => Uint8Array.of(9, 0, 0)],
    ["a refusal with a time that it has not", FRAME_KIND.refused, () => Uint8Array.of(1, 0, 1)],
  ];

  test.each(toJoiner)("%s, to the joiner", async (_, kind, body) => {
    const it = await fresh();
    await carry(c, it);
    const before = it.joiner;
    const { channel } = it.admitter as unknown as { channel: Channel };
    const { blocks } = await sealFrames(channel, kind, body(it.settings));
    for (const block of blocks) await joinerDoes(c, it, { kind: "block", block });
    expect(it.heardByJoiner).toEqual([failed]);
    expect(isErased(before)).toBe(true);
  });

  test("a Welcome that is for other keys, or of no room", async () => {
    const [owner] = await three(() => c);
    const keys = await makeJoinerKeys(c);
    for (const welcome of [keys.keyPackage, new Uint8Array(524_288), new Uint8Array(1)]) {
      const it = await begun(c, { group: owner.state });
      await packed(c, it, owner.state);
      const before = it.joiner;
      await admitterDoes(c, it, { kind: "welcome", welcome, chain: owner.chain, inviteKey: INVITE_KEY });
      await carry(c, it);
      expect(it.heardByJoiner.at(-1)).toEqual(failed);
      expect(isErased(before)).toBe(true);
    }
  });
});

describe("time and words", () => {
  test("30 s end an attempt on either side; 60 s where a person is asked, 90 s for who waits", async () => {
    const it = await fresh();
    it.nowMs = 30_000;
    await admitterDoes(c, it, { kind: "block", block: EMPTY });
    await joinerDoes(c, it, { kind: "tick" });
    expect(it.heardByAdmitter).toEqual([{ kind: "over", why: "time", guessed: false }]);
    expect(it.heardByJoiner).toEqual([{ kind: "over", why: "time" }]);
    const asked = await fresh();
    await carry(c, asked);
    await admitterDoes(c, asked, { kind: "wait" });
    await carry(c, asked);
    asked.nowMs = 60_000;
    await admitterDoes(c, asked, { kind: "tick" });
    await joinerDoes(c, asked, { kind: "tick" });
    expect([asked.admitter, asked.joiner?.phase]).toEqual([null, "waiting"]);
    asked.nowMs = 90_000;
    await joinerDoes(c, asked, { kind: "tick" });
    expect(asked.joiner).toBeNull();
  });

  test("who leaves is told apart, and who is refused hears why", async () => {
    const it = await fresh();
    await carry(c, it);
    await joinerDoes(c, it, { kind: "leave" });
    await carry(c, it);
    expect(it.heardByAdmitter.at(-1)).toEqual({ kind: "over", why: "left", guessed: false });
    const refusals = [{ why: "declined" }, { why: "full" }, { why: "later", seconds: 8 }] as const;
    for (const refusal of refusals) {
      const one = await fresh();
      await carry(c, one);
      await admitterDoes(c, one, { kind: "refuse", ...refusal });
      await carry(c, one);
      expect(one.heardByJoiner.at(-1)).toEqual({ kind: "refused", ...refusal });
      expect([one.admitter, one.joiner]).toEqual([null, null]);
    }
    expect(encodeRefusal({ why: "later", seconds: 1.2 })).toEqual(Uint8Array.of(4, 0, 2));
  });

  test("events out of turn are the caller's fault", async () => {
    const it = await fresh();
    const settings = it.settings;
    await expect(admitterDoes(c, it, { kind: "let-in", settings, password: null })).rejects.toThrow("state");
    await expect(admitterDoes(c, it, { kind: "wait" })).rejects.toThrow("state");
    await expect(joinerDoes(c, it, { kind: "agree", password: null })).rejects.toThrow("state");
    await carry(c, it);
    const password = new Uint8Array(32);
    await expect(admitterDoes(c, it, { kind: "let-in", settings, password })).rejects.toThrow("state");
  });
});
