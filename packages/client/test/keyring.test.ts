/* The keyring alone: what it refuses, whatever the machine asks. */
import { KIND, seededCrypto } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { createJobQueue } from "../src/drivers/job-queue.ts";
import { createKeyring } from "../src/drivers/keyring.ts";
import type { Keyring } from "../src/drivers/keyring.ts";
import type { Job, JobResult } from "../src/pair/messages.ts";

type SafetyPlaces = (JobResult & { did: "safety" })["check"];

const ROOM = "BwcHBwcHBwcHBwcHBwcHBw";
const noAcks = { signal: 0, talk: 0 };
const beat = { kind: 1, order: 0, id: new Uint8Array(16), body: new Uint8Array(0) };
const route = { path: "direct", number: 1 } as const;
const seal: Job = {
  job: "seal",
  route,
  frame: { acks: noAcks, content: beat },
  tag: null,
  previousEpoch: false,
};

const blockOf = (result: JobResult): Uint8Array => {
  if (result.did === "attempt" && result.block !== null) return result.block;
  if (result.did === "seal" && result.block !== null) return result.block;
  const outcome = result.did === "handshake" ? result.outcome : null;
  if (outcome !== null && "block" in outcome && outcome.block !== null) return outcome.block;
  throw new Error(`no block in ${JSON.stringify(result)}`);
};
const safetyOf = async (keyring: Keyring): Promise<SafetyPlaces> => {
  const result = await keyring.run({ job: "safety" });
  return result.did === "safety" ? result.check : null;
};
const outcomeOf = (result: JobResult): string =>
  result.did === "handshake" || result.did === "open" ? result.outcome.kind : result.did;

/** Two keyrings with one invitation, each in its first attempt; I's m1. */
async function invited(crypto = seededCrypto("I")): Promise<{ I: Keyring; R: Keyring; m1: Uint8Array }> {
  const [I, R] = [createKeyring(crypto), createKeyring(seededCrypto("R"))];
  await I.run({ job: "create", ttlSeconds: null, path: "direct" });
  const invited = await I.run({ job: "invite", roomId: ROOM, origin: "https://relay.test" });
  await R.run({ job: "join", invitation: invited.did === "invite" ? (invited.spelled?.link ?? "") : "" });
  const m1 = blockOf(await I.run({ job: "attempt", attempt: 1, path: "direct" }));
  await R.run({ job: "attempt", attempt: 1, path: "direct" });
  return { I, R, m1 };
}

async function established(crypto = seededCrypto("I")): Promise<{
  I: Keyring;
  R: Keyring;
  m1: Uint8Array;
  m2: Uint8Array;
  m3: Uint8Array;
}> {
  const { I, R, m1 } = await invited(crypto);
  const m2 = blockOf(await R.run({ job: "handshake", attempt: 1, block: m1 }));
  const m3 = blockOf(await I.run({ job: "handshake", attempt: 1, block: m2 }));
  expect(outcomeOf(await R.run({ job: "handshake", attempt: 1, block: m3 }))).toBe("established");
  return { I, R, m1, m2, m3 };
}

describe("a keyring", () => {
  it("does one job at a time: a second one would seal two frames with one key", async () => {
    const { I, R } = await established();
    const both = await Promise.allSettled([I.run(seal), I.run(seal)]);
    expect(both.map((one) => one.status)).toEqual(["fulfilled", "rejected"]);
    const [first] = both;
    const block = blockOf(first?.status === "fulfilled" ? first.value : { did: "nothing" });
    expect(outcomeOf(await R.run({ job: "open", route, block, nowMs: 0 }))).toBe("frame");
    // The refused one has cost nothing.
    const next = blockOf(await I.run(seal));
    expect(outcomeOf(await R.run({ job: "open", route, block: next, nowMs: 0 }))).toBe("frame");
  });

  it("begins no attempt and establishes nothing once there is a session", async () => {
    const { I, R, m1, m2, m3 } = await established();
    const safety = await safetyOf(I);
    expect(await safetyOf(R)).toEqual(safety);
    for (const keyring of [I, R])
      expect(await keyring.run({ job: "attempt", attempt: 2, path: "direct" })).toEqual({
        did: "attempt",
        attempt: 2,
        block: null,
      });
    for (const attempt of [1, 2]) {
      for (const block of [m1, m3, new Uint8Array(4095).fill(1)])
        expect(outcomeOf(await R.run({ job: "handshake", attempt, block }))).toBe("dropped");
      for (const block of [m1, m3])
        expect(outcomeOf(await I.run({ job: "handshake", attempt, block }))).toBe("dropped");
      expect(blockOf(await I.run({ job: "handshake", attempt, block: m2 }))).toEqual(m3);
    }
    expect([await safetyOf(I), await safetyOf(R)]).toEqual([safety, safety]);
  });

  it("gives a block that waited for an attempt that is over to nobody", async () => {
    const { R, m1 } = await invited();
    await R.run({ job: "attempt", attempt: 2, path: "direct" });
    expect(outcomeOf(await R.run({ job: "handshake", attempt: 1, block: m1 }))).toBe("dropped");
    expect(outcomeOf(await R.run({ job: "handshake", attempt: 2, block: m1 }))).toBe("answer");
  });

  it("seals rk1 ahead for the path it is made for, and erases the secret of one that is never sent", async () => {
    const crypto = seededCrypto("I");
    const made: Uint8Array[] = [];
    const generate = async (): ReturnType<typeof crypto.kem.generate> => {
      const pair = await crypto.kem.generate();
      made.push(pair.secret);
      return pair;
    };
    const { I, R } = await established({ ...crypto, kem: { ...crypto.kem, generate } });
    const before = made.length;
    const ahead = { job: "rekey-begin", sealed: { route, acks: { signal: 0, talk: 0 } } } as const;
    await I.run(ahead);
    expect(made.at(-1)?.some((byte) => byte !== 0)).toBe(true);
    await I.run({ job: "rekey-abandon" });
    expect(made.at(-1)?.every((byte) => byte === 0)).toBe(true);
    const begun = await I.run(ahead);
    expect(made.length - before).toBe(2);
    const rk1 = begun.did === "rekey-begin" ? begun.body : new Uint8Array(0);
    const block = begun.did === "rekey-begin" ? (begun.sealed?.block ?? rk1) : rk1;
    expect(await R.run({ job: "open", route, block, nowMs: 0 })).toMatchObject({
      outcome: { kind: "frame", frame: { content: { kind: KIND.rk1, body: rk1 } } },
    });
    const answered = await R.run({ job: "rekey-answer", route, body: rk1 });
    const rk2 = answered.did === "rekey-answer" ? (answered.answer?.body ?? rk1) : rk1;
    const finished = await I.run({ job: "rekey-finish", route, body: rk2, nowMs: 0 });
    expect(finished).toMatchObject({ view: { epoch: 1 } });
    // The next rk1 has keys of its own.
    await I.run({ job: "rekey-begin", sealed: null });
    expect(made.length - before).toBe(3);
    await I.run({ job: "wipe" });
    expect(made.slice(before).every((secret) => secret.every((byte) => byte === 0))).toBe(true);
  });

  it("does nothing any more once it is wiped", async () => {
    const { I } = await established();
    await I.run({ job: "wipe" });
    for (const job of [
      seal,
      { job: "attempt", attempt: 3, path: "direct" },
      { job: "rekey-begin", sealed: null },
      { job: "safety" },
    ] as const)
      expect(await I.run(job)).toEqual({ did: "nothing" });
  });

  it("has nothing to compare before the handshake is done, and the same after every exchange of fresh keys", async () => {
    const { I: alone } = await invited();
    expect(await alone.run({ job: "safety" })).toEqual({ did: "safety", check: null });
    const { I, R } = await established();
    const before = await safetyOf(I);
    expect(before?.emoji).toHaveLength(7);
    expect(before?.words).toHaveLength(5);
    const begun = await I.run({ job: "rekey-begin", sealed: null });
    const body = begun.did === "rekey-begin" ? begun.body : new Uint8Array(0);
    const answered = await R.run({ job: "rekey-answer", route, body });
    const rk2 = answered.did === "rekey-answer" ? (answered.answer?.body ?? body) : body;
    const finished = await I.run({ job: "rekey-finish", route, body: rk2, nowMs: 0 });
    expect(finished).toMatchObject({ view: { epoch: 1 } });
    expect([await safetyOf(I), await safetyOf(R)]).toEqual([before, before]);
    // Another handshake with the same invitation has another one.
    expect(await safetyOf((await established(seededCrypto("another"))).I)).not.toEqual(before);
  });

  it("says nothing of what people compare in any result but the one that is asked for", async () => {
    const { I, R, m1 } = await invited();
    const results: JobResult[] = [await R.run({ job: "handshake", attempt: 1, block: m1 })];
    results.push(
      await I.run({ job: "handshake", attempt: 1, block: blockOf(results[0] ?? { did: "nothing" }) }),
    );
    const told = JSON.stringify(results, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
    );
    const { hex, places } = packed(await safetyOf(I));
    expect(hex).toHaveLength(24);
    for (const spelled of [hex, ...places]) expect(told).not.toContain(spelled);
  });
});

/** The first 12 of the 13 bytes that the places were cut from, and the places as a result would print them. */
function packed(check: SafetyPlaces): { readonly hex: string; readonly places: readonly string[] } {
  const { emoji = [], words = [] } = check ?? {};
  const bits = [
    ...emoji.map((place) => place.toString(2).padStart(6, "0")),
    ...words.map((place) => place.toString(2).padStart(11, "0")),
  ].join("");
  const bytes = Buffer.from(
    Array.from({ length: 12 }, (_, at) => Number.parseInt(bits.slice(8 * at, 8 * at + 8), 2)),
  );
  return { hex: bytes.toString("hex"), places: [emoji.join(","), words.join(",")] };
}

describe("the queue of jobs", () => {
  const open = (path: "relay" | "direct", number: number): Job => ({
    job: "open",
    route: { path, number },
    block: new Uint8Array(0),
    nowMs: 0,
  });
  const text: Job = { ...seal, job: "seal", tag: { stream: "talk", order: 1 } };
  const drain = (jobs: readonly Job[]): Job[] => {
    const queue = createJobQueue();
    for (const job of jobs) queue.add(job);
    const order: Job[] = [];
    for (let job = queue.next(); job !== null; job = queue.next()) order.push(job);
    return order;
  };

  it("takes own work first, then what came directly, then what came by the relay, each in its order", () => {
    const handshake: Job = { job: "handshake", attempt: 1, block: new Uint8Array(0) };
    const order = drain([
      open("relay", 1),
      handshake,
      open("direct", 1),
      open("relay", 2),
      open("direct", 2),
      seal,
      text,
    ]);
    expect(order).toEqual([
      seal,
      text,
      open("direct", 1),
      open("direct", 2),
      open("relay", 1),
      handshake,
      open("relay", 2),
    ]);
  });

  it("leaves nothing before a wipe but last words", () => {
    const order = drain([
      open("relay", 1),
      text,
      open("direct", 1),
      { job: "rekey-begin", sealed: null },
      seal,
      { job: "wipe" },
    ]);
    expect(order).toEqual([seal, { job: "wipe" }]);
  });
});
