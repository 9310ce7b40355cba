/* The secrets of a knock (spec/pair.md 9), with real cryptography: who can prove itself, what outlives what, and what a thief would find. */
import { KIND, seededCrypto, sessions } from "@tacet/core";
import { describe, expect, it, vi } from "vitest";
import { doorWork } from "../src/door/index.ts";
import { createKeyring } from "../src/drivers/keyring.ts";
import type { Keyring } from "../src/drivers/keyring.ts";
import type { DoorJob, Job, JobResult } from "../src/pair/messages.ts";

const ROOM = "BwcHBwcHBwcHBwcHBwcHBw";
const route = { path: "direct", number: 1 } as const;
const beat = { kind: KIND.heartbeat, order: 0, id: new Uint8Array(16), body: new Uint8Array(0) };
const seal: Job = {
  job: "seal",
  route,
  frame: { acks: { signal: 0, talk: 0 }, content: beat },
  tag: null,
  previousEpoch: false,
};

/** A creator that lets people come back, its invitation, and how often somebody joined. */
async function creator(rejoin: "first" | false = "first") {
  const I = createKeyring(seededCrypto("I"));
  I.answerKnocks(doorWork);
  await I.run({ job: "create", ttlSeconds: null, path: "direct" });
  const invited = await I.run({ job: "invite", roomId: ROOM, origin: "https://relay.test" });
  const link = invited.did === "invite" ? (invited.spelled?.link ?? "") : "";
  const m1 = blockOf(await I.run({ job: "attempt", attempt: 1, path: "direct", rejoin }));
  let guests = 0;
  const guest = async (text = link): Promise<Keyring> => {
    const R = createKeyring(seededCrypto(`R ${(guests += 1)}`));
    await R.run({ job: "join", invitation: text });
    await R.run({ job: "attempt", attempt: 1, path: null });
    return R;
  };
  return { I, link, m1, guest };
}

type Made = Awaited<ReturnType<typeof creator>>;

/** The first session. */
async function met({ I, m1, guest }: Made): Promise<Keyring> {
  const R = await guest();
  const m2 = blockOf(await R.run({ job: "handshake", attempt: 1, block: m1 }));
  const m3 = blockOf(await I.run({ job: "handshake", attempt: 1, block: m2 }));
  expect(kindOf(await R.run({ job: "handshake", attempt: 1, block: m3 }))).toBe("established");
  return R;
}

type Does = DoorJob extends infer One ? (One extends DoorJob ? Omit<One, "job"> : never) : never;

async function door(I: Keyring, does: Does): Promise<JobResult & { did: "door" }> {
  const result = await I.run({ job: "door", ...does });
  if (result.did !== "door") throw new Error(`no answer to a knock: ${result.did}`);
  return result;
}

async function knock(I: Keyring, number = 1): Promise<Uint8Array> {
  return blockOf(await door(I, { does: "begin", knock: number, path: "direct" }));
}

function blockOf(result: JobResult): Uint8Array {
  if ("block" in result && result.block instanceof Uint8Array) return result.block;
  if (
    "outcome" in result &&
    result.outcome !== null &&
    "block" in result.outcome &&
    result.outcome.block !== null
  )
    return result.outcome.block;
  throw new Error(`no block in ${JSON.stringify(result)}`);
}

const kindOf = (result: JobResult): string =>
  result.did === "handshake" || result.did === "open" ? result.outcome.kind : result.did;
const open = async (keyring: Keyring, block: Uint8Array): Promise<string> =>
  kindOf(await keyring.run({ job: "open", route, block, nowMs: 0 }));

describe("a knock's secrets", () => {
  it("make a session of new keys for whoever has the link, and end the one before", async () => {
    const made = await creator();
    const { I, guest } = made;
    const before = await met(made);
    const R = await guest();
    const m2 = await R.run({ job: "handshake", attempt: 1, block: await knock(I) });
    expect(m2).toMatchObject({ outcome: { kind: "answer", rejoin: "again" } });
    expect(await door(I, { does: "offer", knock: 1, block: blockOf(m2) })).toMatchObject({ what: "proven" });
    // Until the press the session before goes on.
    expect(await open(before, blockOf(await I.run(seal)))).toBe("frame");
    const admitted = await door(I, { does: "admit", ends: true });
    expect(admitted).toMatchObject({ what: "admitted", outcome: { kind: "established", rejoin: "again" } });
    const done = await R.run({ job: "handshake", attempt: 1, block: blockOf(admitted) });
    expect(done).toMatchObject({ outcome: { kind: "established", rejoin: "again" } });
    const frame = blockOf(await I.run(seal));
    expect([await open(before, frame), await open(R, frame)]).toEqual(["dropped", "frame"]);
    expect(await open(I, blockOf(await before.run(seal)))).toBe("dropped");
    // A lost m3 is repeated for the same m2, as in a first session.
    const again = await I.run({ job: "handshake", attempt: 1, block: blockOf(m2) });
    expect(blockOf(again)).toEqual(blockOf(admitted));
  });

  it("tell nobody by themselves that they are let in: without m3 there is no session", async () => {
    const made = await creator();
    await met(made);
    const R = await made.guest();
    const m2 = await R.run({ job: "handshake", attempt: 1, block: await knock(made.I) });
    await door(made.I, { does: "offer", knock: 1, block: blockOf(m2) });
    expect((await R.run(seal)).did).toBe("nothing");
    await made.I.run({ job: "door", does: "drop" });
    expect(await door(made.I, { does: "admit", ends: true })).toEqual({
      did: "door",
      what: "admitted",
      outcome: null,
    });
  });

  it("are proved by nobody without the link, and by nothing that was recorded", async () => {
    const made = await creator();
    await met(made);
    const m1 = await knock(made.I);
    const other = await (await creator()).guest(made.link.replace(/#1./, "#1A").replace(/.$/, "A"));
    expect(kindOf(await other.run({ job: "handshake", attempt: 1, block: m1 }))).toBe("dropped");
    const R = await made.guest();
    const recorded = blockOf(await R.run({ job: "handshake", attempt: 1, block: m1 }));
    for (const block of [new Uint8Array(4095).fill(1), m1, made.m1]) {
      expect(await door(made.I, { does: "offer", knock: 1, block })).toMatchObject({ what: "nothing" });
    }
    // The same answer to the next knock: another m1, so it does not open.
    await knock(made.I, 2);
    expect(await door(made.I, { does: "offer", knock: 2, block: recorded })).toMatchObject({
      what: "nothing",
    });
    expect(await door(made.I, { does: "offer", knock: 1, block: recorded })).toMatchObject({
      what: "nothing",
    });
  });

  it("have no key to begin with in a room that is entered once: the link found later opens nothing", async () => {
    const made = await creator(false);
    await met(made);
    await expect(knock(made.I)).rejects.toThrow("state");
  });

  it("a session that is over opens and seals nothing, and the room's end erases what knocks too", async () => {
    const made = await creator();
    const R = await met(made);
    await door(made.I, { does: "vacate", ends: true });
    expect((await made.I.run(seal)).did).toBe("nothing");
    expect((await made.I.run({ job: "open", route, block: blockOf(await R.run(seal)), nowMs: 0 })).did).toBe(
      "nothing",
    );
    const knocker = await made.guest();
    const m2 = blockOf(await knocker.run({ job: "handshake", attempt: 1, block: await knock(made.I) }));
    await door(made.I, { does: "offer", knock: 1, block: m2 });
    await made.I.run({ job: "wipe" });
    expect((await made.I.run({ job: "door", does: "admit", ends: true })).did).toBe("nothing");
  });

  it("the session before is erased at the press, and when its other side has left", async () => {
    const erased = vi.spyOn(sessions, "wipe");
    for (const leaves of [false, true]) {
      const made = await creator();
      await met(made);
      const knocker = await made.guest();
      const m2 = blockOf(await knocker.run({ job: "handshake", attempt: 1, block: await knock(made.I) }));
      await door(made.I, { does: "offer", knock: 1, block: m2 });
      erased.mockClear();
      await door(made.I, { does: leaves ? "vacate" : "admit", ends: true });
      expect(erased).toHaveBeenCalledTimes(1);
    }
    erased.mockRestore();
  });

  it("a late copy of an m1 that was answered takes nobody away from the one that came after it", async () => {
    const made = await creator();
    await met(made);
    const R = await made.guest();
    const old = await knock(made.I);
    await R.run({ job: "handshake", attempt: 1, block: old });
    const next = await knock(made.I, 2);
    expect(kindOf(await R.run({ job: "handshake", attempt: 1, block: next }))).toBe("failed");
    await R.run({ job: "attempt", attempt: 2, path: null });
    const m2 = blockOf(await R.run({ job: "handshake", attempt: 2, block: next }));
    expect(kindOf(await R.run({ job: "handshake", attempt: 2, block: old }))).toBe("dropped");
    expect(await door(made.I, { does: "offer", knock: 2, block: m2 })).toMatchObject({ what: "proven" });
    const m3 = blockOf(await door(made.I, { does: "admit", ends: true }));
    expect(kindOf(await R.run({ job: "handshake", attempt: 2, block: m3 }))).toBe("established");
  });

  it("the guest keeps no invite key in any case", async () => {
    const made = await creator();
    const R = await met(made);
    const m1 = await R.run({ job: "attempt", attempt: 2, path: null });
    expect(m1).toMatchObject({ block: null });
    expect(R.invited()).toBeNull();
  });
});
