import { describe, expect, test } from "vitest";
import { handshakes, type Crypto, openBlock, rekeying, sealFrame, seededCrypto } from "../src/index.ts";
import { FieldReader } from "../src/notation/bytes.ts";
import { commit, conclude, hybridKey } from "../src/pair/handshake-keys.ts";
import { M1, M2, M3, openMessage, sealMessage } from "../src/pair/handshake-block.ts";
import { decodeM1, encodeM1 } from "../src/pair/m1.ts";
import { decodeM2, encodeM2 } from "../src/pair/m2.ts";
import { decodeM3, encodeM3 } from "../src/pair/m3.ts";
import { confirm } from "../src/pair/handshake-keys.ts";
import { createSession, type PairSession } from "../src/pair/session.ts";
import { append, appendChoice, beginTranscript } from "../src/pair/transcript.ts";
import { hash } from "../src/primitives/hash.ts";
import { hex } from "./bytes.ts";
import { pair, type Pairing, saying } from "./pairing.ts";

const NONE = new Uint8Array(0);

/** Some frames each way in epoch 0, an exchange, and some more; all blocks in order. */
async function conversation(it: Pairing) {
  let [initiator, responder] = [structuredClone(it.initiator), structuredClone(it.responder)];
  const blocks: {
    readonly from: "initiator" | "responder";
    readonly epoch: number;
    readonly block: Uint8Array;
  }[] = [];
  const say = async (text: string): Promise<void> => {
    const [i, r] = [await sealFrame(initiator, saying(text)), await sealFrame(responder, saying(text))];
    [initiator, responder] = [i.session, r.session];
    blocks.push({ from: "initiator", epoch: initiator.epoch, block: i.block });
    blocks.push({ from: "responder", epoch: responder.epoch, block: r.block });
  };
  for (const text of ["one", "two", "three"]) await say(text);
  const begun = await rekeying.begin(it.c, initiator);
  const answered = await rekeying.answer(it.c, responder, begun.body);
  if (answered === null) throw new Error("no answer");
  const finished = await rekeying.finish(it.c, begun.session, answered.body, 0);
  if (finished === null) throw new Error("not finished");
  [initiator, responder] = [finished.session, answered.session];
  for (const text of ["four", "five"]) await say(text);
  return blocks;
}

/** What somebody can derive who holds these parts and recorded everything: the sessions of epoch 0, as both sides had them. */
async function derived(it: Pairing, inviteKey: Uint8Array, shared: Uint8Array) {
  // Taken from the true sides, so that a lack of the invite key does not stop at the first sealed message.
  const secrets = { roomId: it.roomId, inviteKey: it.inviteKey };
  const m1 = decodeM1((await openMessage(secrets, M1, NONE, it.m1)) ?? new Uint8Array(4046));
  const m2 = decodeM2((await openMessage(secrets, M2, hash(it.m1), it.m2)) ?? new Uint8Array(4046));
  const m3 = decodeM3((await openMessage(secrets, M3, hash(it.m2), it.m3)) ?? new Uint8Array(206));
  if (m1 === null || m2 === null || m3 === null) throw new Error("the recording does not open");
  const begun = beginTranscript(it.roomId, m1.policy, m1.publicKey);
  const mixed = append(begun, m1.commitment, m2.ciphertext, m2.nonce);
  const whole = append(appendChoice(mixed, m2.choice), m2.confirmation, m3.nonce, m3.confirmation);
  const outcome = () => conclude(hybridKey(inviteKey, shared, mixed), whole);
  return {
    initiator: await createSession("initiator", outcome()),
    responder: await createSession("responder", outcome()),
  };
}

async function opened(
  sides: { initiator: PairSession; responder: PairSession },
  blocks: Awaited<ReturnType<typeof conversation>>,
) {
  let { initiator, responder } = sides;
  const epochs: number[] = [];
  for (const one of blocks) {
    const to = one.from === "initiator" ? responder : initiator;
    const result = await openBlock(to, one.block, 0);
    if (result.kind !== "frame") continue;
    epochs.push(one.epoch);
    if (one.from === "initiator") responder = result.session;
    else initiator = result.session;
  }
  return epochs;
}

async function sharedOf(it: Pairing): Promise<Uint8Array> {
  const m2 = await openMessage(it, M2, hash(it.m1), it.m2);
  const fields = m2 === null ? null : decodeM2(m2);
  return it.c.kem.decapsulate(it.waitingI.kemSecret, fields?.ciphertext ?? new Uint8Array(0));
}

describe("a thief with a full recording", () => {
  test("with the invite key and the KEM secret reads epoch 0, and nothing after the rekeying", async () => {
    const it = await pair("both halves");
    const blocks = await conversation(it);
    const epochs = await opened(await derived(it, it.inviteKey, await sharedOf(it)), blocks);
    // Six frames of epoch 0: this is what the next two tests would find if a half sufficed.
    expect(epochs).toEqual([0, 0, 0, 0, 0, 0]);
    expect(blocks.filter((one) => one.epoch === 1).length).toBe(4);
  });

  test("with the invite key alone nothing decrypts", async () => {
    const it = await pair("invite key alone");
    const blocks = await conversation(it);
    const m2 = decodeM2((await openMessage(it, M2, hash(it.m1), it.m2)) ?? new Uint8Array(4046));
    const known = m2?.ciphertext ?? new Uint8Array(0);
    const guesses = [
      new Uint8Array(32),
      it.inviteKey,
      known.slice(0, 32),
      known.slice(-32),
      it.m1.slice(1, 33),
    ];
    for (const guess of guesses)
      expect(await opened(await derived(it, it.inviteKey, guess), blocks)).toEqual([]);
    const another = await it.c.kem.generate();
    const wrong = await it.c.kem.decapsulate(another.secret, known);
    expect(await opened(await derived(it, it.inviteKey, wrong), blocks)).toEqual([]);
  });

  test("with the KEM secret alone nothing decrypts", async () => {
    const it = await pair("kem secret alone");
    const blocks = await conversation(it);
    const shared = await sharedOf(it);
    const guesses = [
      new Uint8Array(32),
      new Uint8Array(0),
      shared,
      it.inviteKey.with(0, (it.inviteKey[0] ?? 0) ^ 1),
    ];
    for (const guess of guesses) expect(await opened(await derived(it, guess, shared), blocks)).toEqual([]);
    // And without the invite key the ciphertext is not even seen.
    for (const guess of guesses) {
      const inviteKey = guess.every((byte) => byte === 0) ? new Uint8Array(32).fill(1) : guess;
      const secrets = { roomId: it.roomId, inviteKey };
      expect(await openMessage(secrets, M2, hash(it.m1), it.m2)).toBeNull();
    }
  });
});

describe("a man in the middle who holds the invitation is refused when he swaps", () => {
  const other = seededCrypto("the man in the middle");

  /** m1 with its fields changed, sealed again under the invite key; then R's honest answer to it at I. */
  async function withM1(
    change: (fields: NonNullable<ReturnType<typeof decodeM1>>) => Parameters<typeof encodeM1>[0],
  ) {
    const it = await pair("swapped m1");
    const fields = decodeM1((await openMessage(it, M1, NONE, it.m1)) ?? new Uint8Array(4046));
    if (fields === null) throw new Error("m1 does not open");
    const m1 = await sealMessage(other.random, it, M1, NONE, encodeM1(change(fields)));
    const answer = await handshakes.stepResponder(it.c, structuredClone(it.waitingR), m1);
    if (answer.kind !== "answer") throw new Error(answer.kind);
    return handshakes.stepInitiator(
      it.c,
      structuredClone(it.waitingI),
      await asAnswerTo(it, m1, answer.block),
    );
  }

  /** R's m2 to his m1, sealed again as if it answered I's own. */
  async function asAnswerTo(it: Pairing, m1: Uint8Array, m2: Uint8Array): Promise<Uint8Array> {
    const plaintext = await openMessage(it, M2, hash(m1), m2);
    if (plaintext === null) throw new Error("m2 does not open");
    return sealMessage(other.random, it, M2, hash(it.m1), plaintext);
  }

  test("the public key", async () => {
    const { publicKey } = await other.kem.generate();
    expect(await withM1((fields) => ({ ...fields, publicKey }))).toEqual({ kind: "failed" });
  });

  test("the policy", async () => {
    const swap = withM1((fields) => ({ ...fields, policy: { path: "any", rejoin: false } }));
    expect(await swap).toEqual({ kind: "failed" });
  });

  test("whether one may come back, and whether this is such a return", async () => {
    for (const rejoin of ["first", "again"] as const) {
      const swap = withM1((fields) => ({ ...fields, policy: { ...fields.policy, rejoin } }));
      expect(await swap).toEqual({ kind: "failed" });
    }
  });

  test("the commitment", async () => {
    expect(await withM1((fields) => ({ ...fields, commitment: new Uint8Array(32) }))).toEqual({
      kind: "failed",
    });
  });

  test("nothing: the same way through goes well", async () => {
    expect((await withM1((fields) => fields)).kind).toBe("established");
  });

  test("the path choice", async () => {
    const it = await pair("swapped choice");
    const fields = decodeM2((await openMessage(it, M2, hash(it.m1), it.m2)) ?? new Uint8Array(4046));
    if (fields === null) throw new Error("m2 does not open");
    const m2 = await sealMessage(other.random, it, M2, hash(it.m1), encodeM2({ ...fields, choice: "any" }));
    expect(await handshakes.stepInitiator(it.c, structuredClone(it.waitingI), m2)).toEqual({
      kind: "failed",
    });
  });

  test("the attempt: an m2 that answers another m1 does not open, so it ends nothing", async () => {
    const it = await pair("stale m2");
    const stale = await handshakes.initiate(it.c, {
      roomId: it.roomId,
      inviteKey: it.inviteKey,
      policy: { path: "direct", rejoin: false },
    });
    const answer = await handshakes.stepResponder(it.c, structuredClone(it.waitingR), stale.block);
    if (answer.kind !== "answer") throw new Error(answer.kind);
    expect(await handshakes.stepInitiator(it.c, structuredClone(it.waitingI), answer.block)).toEqual({
      kind: "dropped",
    });
  });

  test("the roles: a message sent back to its own side does not open", async () => {
    const it = await pair("swapped roles");
    expect(await handshakes.stepInitiator(it.c, structuredClone(it.waitingI), it.m1)).toEqual({
      kind: "dropped",
    });
    expect(await handshakes.stepInitiator(it.c, structuredClone(it.waitingI), it.m3)).toEqual({
      kind: "dropped",
    });
    expect(await handshakes.stepResponder(it.c, structuredClone(it.answeredR), it.m2)).toEqual({
      kind: "dropped",
    });
  });

  test("the room: m1 of one room does not open in another, even under one invite key", async () => {
    const it = await pair("swapped room");
    const elsewhere = handshakes.respond({
      roomId: new Uint8Array(16),
      inviteKey: it.inviteKey,
      path: "direct",
    });
    expect(await handshakes.stepResponder(it.c, elsewhere, it.m1)).toEqual({ kind: "dropped" });
  });

  test("the room: sealed again for the other room, its answer does not confirm", async () => {
    const it = await pair("resealed for another room");
    const there = { roomId: new Uint8Array(16).fill(9), inviteKey: it.inviteKey };
    const m1 = (await openMessage(it, M1, NONE, it.m1)) ?? new Uint8Array(0);
    const resealed = await sealMessage(other.random, there, M1, NONE, m1);
    const answer = await handshakes.stepResponder(
      it.c,
      handshakes.respond({ ...there, path: "direct" }),
      resealed,
    );
    if (answer.kind !== "answer") throw new Error(answer.kind);
    const m2 = (await openMessage(there, M2, hash(resealed), answer.block)) ?? new Uint8Array(0);
    const back = await sealMessage(other.random, it, M2, hash(it.m1), m2);
    expect(await handshakes.stepInitiator(it.c, structuredClone(it.waitingI), back)).toEqual({
      kind: "failed",
    });
  });

  test("n_i after he saw n_r: the commitment does not fit, and nothing else would have told", async () => {
    const it = await pair("late nonce");
    const { answered } = it.answeredR;
    if (answered === null) throw new Error("m1 was not answered");
    const nonce = new Uint8Array(32).fill(3);
    const confirmation = confirm(answered.hybrid, "initiator", append(answered.transcript, nonce));
    const m3 = await sealMessage(other.random, it, M3, hash(it.m2), encodeM3({ nonce, confirmation }));
    expect(await handshakes.stepResponder(it.c, structuredClone(it.answeredR), m3)).toEqual({
      kind: "failed",
    });
    // A responder that skipped the check, played by one whose commitment was made to fit, would have taken it.
    const careless = structuredClone({
      ...it.answeredR,
      answered: { ...answered, commitment: commit(answered.begun, nonce) },
    });
    expect((await handshakes.stepResponder(it.c, careless, m3)).kind).toBe("established");
  });

  test("everything, with a handshake of his own to each side: the safety check differs", async () => {
    const it = await pair("two handshakes");
    const policy = { path: "direct", rejoin: false } as const;
    const toR = await handshakes.initiate(other, { roomId: it.roomId, inviteKey: it.inviteKey, policy });
    const answer = await handshakes.stepResponder(it.c, structuredClone(it.waitingR), toR.block);
    if (answer.kind !== "answer") throw new Error(answer.kind);
    const middle = await handshakes.stepInitiator(other, toR.state, answer.block);
    if (middle.kind !== "established") throw new Error(middle.kind);
    const end = await handshakes.stepResponder(it.c, answer.state, middle.block);
    if (end.kind !== "established") throw new Error(end.kind);
    expect(hex(end.session.safety)).toBe(hex(middle.session.safety));
    expect(hex(end.session.safety)).not.toBe(hex(it.initiator.safety));
  });
});

describe("an established session", () => {
  test("refuses every further m1, m2 and m3", async () => {
    const it = await pair("established");
    const again = await pair("another attempt");
    for (const session of [it.initiator, it.responder]) {
      const before = structuredClone(session);
      for (const block of [it.m1, it.m2, it.m3, again.m1, again.m2, again.m3]) {
        const result = await openBlock(session, block, 0);
        expect(result).toEqual({ kind: "dropped", session, malformed: false });
        expect(result.session).toBe(session);
      }
      expect(session).toEqual(before);
    }
  });

  test.each(["any", "direct", "relayed"] as const)(
    "tells each side what the other asked for; whoever has no wish takes the room's path, %s",
    async (path) => {
      const c: Crypto = seededCrypto(`wishes ${path}`);
      const there = { roomId: c.random.bytes(16), inviteKey: c.random.bytes(32) };
      for (const wish of [null, "relayed"] as const) {
        const { state, block } = await handshakes.initiate(c, { ...there, policy: { path, rejoin: false } });
        const answer = await handshakes.stepResponder(c, handshakes.respond({ ...there, path: wish }), block);
        if (answer.kind !== "answer") throw new Error(answer.kind);
        const done = await handshakes.stepInitiator(c, state, answer.block);
        if (done.kind !== "established") throw new Error(done.kind);
        const end = await handshakes.stepResponder(c, answer.state, done.block);
        expect(done).toMatchObject({ path: wish ?? path, otherPath: wish ?? path });
        expect(end).toMatchObject({ kind: "established", path: wish ?? path, otherPath: path });
      }
    },
  );

  test("has wiped what the handshake knew: no key of it is left in its states", async () => {
    const c: Crypto = seededCrypto("wiped");
    const [roomId, inviteKey] = [c.random.bytes(16), c.random.bytes(32)];
    const policy = { path: "direct", rejoin: false } as const;
    const { state, block } = await handshakes.initiate(c, { roomId, inviteKey, policy });
    const answer = await handshakes.stepResponder(
      c,
      handshakes.respond({ roomId, inviteKey, path: "direct" }),
      block,
    );
    if (answer.kind !== "answer") throw new Error(answer.kind);
    const done = await handshakes.stepInitiator(c, state, answer.block);
    if (done.kind !== "established") throw new Error(done.kind);
    await handshakes.stepResponder(c, answer.state, done.block);
    const left = [
      state.inviteKey,
      state.kemSecret,
      state.nonce,
      answer.state.inviteKey,
      answer.state.answered?.hybrid,
    ];
    for (const secret of left) expect(secret).toEqual(new Uint8Array(32));
    // The caller's own copy is the caller's to erase.
    expect(inviteKey).not.toEqual(new Uint8Array(32));
  });

  test("sends R's repeated m1 nothing: only a byte-identical m2 is answered, by the caller, from hash and m3", async () => {
    const it = await pair("answered again");
    const step = await handshakes.stepResponder(it.c, structuredClone(it.answeredR), it.m1);
    expect(step.kind === "answer" && hex(step.block)).toBe(hex(it.m2));
    expect(new FieldReader(it.m2).u8()).toBe(1);
  });
});

describe("a thief in the middle of an exchange", () => {
  test("reads the epoch that it makes, and not the one after", async () => {
    const it = await pair("mid exchange");
    const begun = await rekeying.begin(it.c, structuredClone(it.initiator));
    const stolen = structuredClone(begun.session);
    const answered = await rekeying.answer(it.c, structuredClone(it.responder), begun.body);
    if (answered === null) throw new Error("no answer");
    const finished = await rekeying.finish(it.c, begun.session, answered.body, 0);
    if (finished === null) throw new Error("not finished");
    const thief = await rekeying.finish(it.c, stolen, answered.body, 0);
    if (thief === null) throw new Error("the thief could not follow");
    const first = await sealFrame(answered.session, saying("in the next epoch"));
    expect((await openBlock(thief.session, first.block, 0)).kind).toBe("frame");
    const honest = await openBlock(finished.session, first.block, 0);
    const heard = await openBlock(first.session, (await sealFrame(honest.session, saying("back"))).block, 0);
    const next = await rekeying.begin(it.c, honest.session);
    const reply = await rekeying.answer(it.c, heard.session, next.body);
    if (reply === null) throw new Error("no second answer");
    const healed = await sealFrame(reply.session, saying("healed"));
    expect((await openBlock(thief.session, healed.block, 0)).kind).toBe("dropped");
  });
});
