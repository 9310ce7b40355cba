/*
 * The deciding message comes at the last moment of an attempt, and core is still at it when the 10 s are over (spec/pair.md 4). Once, a
 * room then went on to its next attempt under an invite key of zeros, which anybody knows.
 */
import { handshakes, createKem, roomIds, systemRandom } from "@tacet/core";
import { decodePass, encodeFromRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import { createTestPair, statusOf } from "./harness/pair.ts";
import type { Middle, TestPair } from "./harness/pair.ts";
import type { Plant } from "./harness/client.ts";

const HANDSHAKE = 1;
const ATTEMPT_MS = 10_000;
/** How long core takes over a handshake block on a slow phone. */
const KEM_MS = 60;

const slow: Plant = { lastsMs: (job) => (job.job === "handshake" ? KEM_MS : 0) };
const handshakeBlock = (bytes: Uint8Array): Uint8Array | null => {
  const block = decodePass(bytes);
  return block !== null && block[0] === HANDSHAKE ? block : null;
};

const M3_BYTES = 255;
const toRoom = (block: Uint8Array): Uint8Array => encodeFromRelay({ kind: "pass", block });

/** Handshake blocks of whoever knows the room's id and not its invite key: two m1, and what an m2 and an m3 look like. */
async function forgeries(): Promise<Uint8Array[]> {
  const crypto = { random: systemRandom, kem: await createKem() };
  const roomId = roomIds.parse("BwcHBwcHBwcHBwcHBwcHBw");
  const policy = { path: "direct", rejoin: false } as const;
  const m1 = async (): Promise<Uint8Array> => {
    const inviteKey = systemRandom.bytes(32);
    return (await handshakes.initiate(crypto, { roomId, inviteKey, policy })).block;
  };
  return [await m1(), await m1(), handshakeLike(4095), handshakeLike(M3_BYTES)];
}

function handshakeLike(length: number): Uint8Array {
  return systemRandom.bytes(length).fill(HANDSHAKE, 0, 1);
}

type Side = "creator" | "joiner";

/** A relay that holds back what may decide, and says when both are there. */
function holding(holds: (to: Side, block: Uint8Array) => boolean): {
  middle: Middle;
  held: Uint8Array[];
  crossed: Record<Side, Uint8Array[]>;
  release: (pair: TestPair, to: Side, bytes: Uint8Array) => void;
} {
  const held: Uint8Array[] = [];
  const crossed: Record<Side, Uint8Array[]> = { creator: [], joiner: [] };
  return {
    held,
    crossed,
    middle: (to, bytes) => {
      const block = handshakeBlock(bytes);
      if (block === null) return [bytes];
      crossed[to].push(block.slice());
      if (!holds(to, block)) return [bytes];
      held.push(bytes.slice());
      return [];
    },
    release: (pair, to, bytes) => {
      const { connection } = pair[to].room().link;
      pair[to].take({ from: "socket", event: { on: "received", connection, bytes } });
    },
  };
}

/** Lets time pass until this side's present attempt has so many milliseconds left. */
async function runUntilLeft(pair: TestPair, side: Side, leftMs: number): Promise<void> {
  const { presentMs, presentSinceMs } = pair[side].room().handshake;
  const spentMs = presentMs + pair.world.nowMs() - (presentSinceMs ?? pair.world.nowMs());
  await pair.world.run(ATTEMPT_MS - spentMs - leftMs);
}

describe("a relay that knows only the room id, delaying the deciding message over the 10 s deadline while the KEM runs, gains nothing", () => {
  it("from I: its second attempt begins nothing, no m1 follows, and the session stays", async () => {
    const relay = holding((to) => to === "creator");
    const pair = createTestPair(21, { creator: slow, middle: relay.middle });
    await pair.meet();
    await pair.world.run(200);
    await runUntilLeft(pair, "creator", KEM_MS / 2);
    const [m2] = relay.held;
    if (m2 === undefined) throw new Error("R sent no m2");
    const before = relay.crossed.joiner.length;
    relay.release(pair, "creator", m2);
    await pair.world.run(KEM_MS);
    expect(pair.creator.room().handshake).toMatchObject({ state: "done", attempt: 2, block: null });
    const agreed = pair.creator.safety();
    await pair.world.run(4000);
    for (const block of await forgeries()) relay.release(pair, "creator", toRoom(block));
    await pair.world.run(30_000);
    expect(relay.crossed.joiner.slice(before).filter((block) => block.length !== M3_BYTES)).toEqual([]);
    expect(agreed).not.toBeNull();
    expect([pair.creator.safety(), pair.creator.room().session?.epoch]).toEqual([agreed, 0]);
  });

  it("from R: no m1 is answered between the deadline and the end of core's work, nor after it", async () => {
    const relay = holding((to, block) => to === "joiner" && block.length === M3_BYTES);
    const pair = createTestPair(22, { joiner: slow, middle: relay.middle });
    await pair.meet();
    await pair.world.run(500);
    await runUntilLeft(pair, "joiner", KEM_MS / 2);
    const [m3] = relay.held;
    if (m3 === undefined) throw new Error("I sent no m3");
    const forged = await forgeries();
    const before = relay.crossed.creator.length;
    relay.release(pair, "joiner", m3);
    await pair.world.run(KEM_MS / 2 + 5);
    // R listens in its second attempt, while the first is still being confirmed.
    expect(pair.joiner.room().handshake).toMatchObject({ state: "trying", attempt: 2 });
    for (const block of forged) relay.release(pair, "joiner", toRoom(block));
    await pair.world.run(20 * KEM_MS);
    expect(pair.joiner.room().handshake).toMatchObject({ state: "done", attempt: 2 });
    for (const block of forged) relay.release(pair, "joiner", toRoom(block));
    await pair.world.run(4000);
    expect(relay.crossed.creator.slice(before)).toEqual([]);
    expect(pair.joiner.safety()).toBe(pair.creator.safety());
    expect([statusOf(pair.creator), statusOf(pair.joiner)]).toEqual(["secure", "secure"]);
  });

  it("from an m1 that R answers too late: the answer of an attempt that is over is not sent", async () => {
    const relay = holding((to) => to === "joiner");
    const pair = createTestPair(23, { joiner: slow, middle: relay.middle });
    await pair.meet();
    await pair.world.run(200);
    await runUntilLeft(pair, "joiner", KEM_MS / 2);
    const [m1] = relay.held;
    if (m1 === undefined) throw new Error("I sent no m1");
    relay.release(pair, "joiner", m1);
    await pair.world.run(KEM_MS);
    expect(pair.joiner.room().handshake).toMatchObject({ attempt: 2, block: null });
    expect(relay.crossed.creator).toEqual([]);
  });
});
