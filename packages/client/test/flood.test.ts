/*
 * A relay that makes up frames of the ratchet with a far counter: none opens, and each costs a slow receiver 42 ms. Virtual time stands for
 * the processor's, and jobs are counted.
 */
import { encodeFromRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import type { Job } from "../src/pair/messages.ts";
import type { Plant, TestClient } from "./harness/client.ts";
import { createTestPair, endOf, heardBy, receiptsOf, statusOf } from "./harness/pair.ts";
import type { TestPair } from "./harness/pair.ts";
import { Script, frameBlock, sends } from "./harness/script.ts";

const FORGED_MS = 42;
/** Far enough not to open; how far makes no difference to virtual time. */
const FAR = 50;
const RELAY_BURN = 3;

const isRelayOpen = (job: Job): boolean => job.job === "open" && job.route.path === "relay";
const slow: Plant = { lastsMs: (job) => (isRelayOpen(job) ? FORGED_MS : 0) };

function forged(epoch: number): Uint8Array {
  const block = new Uint8Array(255);
  block[0] = 2;
  const view = new DataView(block.buffer);
  view.setUint32(1, epoch);
  view.setUint32(5, FAR);
  return encodeFromRelay({ kind: "pass", block });
}

function flood(victim: TestClient, count: number): void {
  const { link, session } = victim.room();
  for (let index = 0; index < count; index += 1) {
    const bytes = forged(session?.epoch ?? 0);
    victim.take({ from: "socket", event: { on: "received", connection: link.connection, bytes } });
  }
}

async function secure(seed: number): Promise<TestPair> {
  const pair = createTestPair(seed, { creator: slow, joiner: slow });
  await pair.meet();
  await pair.world.run(3000);
  expect([statusOf(pair.creator), statusOf(pair.joiner)]).toEqual(["secure", "secure"]);
  return pair;
}

describe("forged frames of the relay do not delay", { timeout: 180_000 }, () => {
  it("burning: the relay is told first, then the last words are sealed and the keys go, before any frame that waits", async () => {
    const pair = await secure(31);
    flood(pair.creator, 1000);
    await pair.world.run(1);
    const before = pair.creator.done.length;
    const crossed = pair.relay.crossed.length;
    pair.creator.command({ do: "burn" });
    await pair.world.run(10);
    expect(pair.relay.crossed.slice(crossed).map((bytes) => bytes[0])).toContain(RELAY_BURN);
    await pair.world.run(FORGED_MS);
    expect(pair.creator.done.slice(before).map((job) => job.job)).toEqual(["seal", "seal", "admit", "wipe"]);
    expect(pair.creator.room().phase).toBe("ended");
  });

  it("the other side's burning that comes directly: one frame at most is worked on before it", async () => {
    const pair = await secure(32);
    flood(pair.joiner, 1000);
    await pair.world.run(1);
    const before = pair.joiner.done.filter(isRelayOpen).length;
    // The relay is hostile: it does not say that the room was burned.
    pair.creator.take({
      from: "socket",
      event: { on: "closed", connection: pair.creator.room().link.connection },
    });
    pair.creator.command({ do: "burn" });
    await pair.world.run(2 * FORGED_MS);
    expect(endOf(pair.joiner)).toBe("burned-there");
    expect(pair.joiner.done.filter(isRelayOpen).length - before).toBeLessThanOrEqual(1);
    expect(pair.joiner.done.slice(-3).map(({ job }) => job)).toEqual(["admit", "wipe", "erase"]);
  });

  it("what people say over the direct path, either way; and the work is bounded", async () => {
    const pair = await secure(33);
    const before = pair.joiner.done.filter(isRelayOpen).length;
    for (let tenth = 0; tenth < 100; tenth += 1) {
      flood(pair.joiner, 100);
      if (tenth % 10 === 0) {
        pair.say("creator", `canary-c${String(tenth)}`);
        pair.say("joiner", `canary-j${String(tenth)}`);
      }
      await pair.world.run(100);
    }
    const { atOnce, perSecond } = LIMITS.unopenedOfRelay;
    const worked = pair.joiner.done.filter(isRelayOpen).length - before;
    expect(worked).toBeLessThanOrEqual(atOnce + 10 * perSecond);
    expect(worked).toBeGreaterThan(perSecond);
    expect(pair.joiner.room().unopenedBlocks).toBeGreaterThan(9900);
    await pair.world.run(200);
    expect([heardBy(pair.joiner), heardBy(pair.creator)]).toEqual([pair.said.creator, pair.said.joiner]);
    expect(new Set([...receiptsOf(pair.creator), ...receiptsOf(pair.joiner)])).toEqual(
      new Set(["delivered"]),
    );
    expect(pair.joiner.room().direct.generation).toBe(1);
  });

  it("a new direct path for longer than the flood lasts, since signals are said again", async () => {
    const pair = await secure(34);
    flood(pair.joiner, 1000);
    pair.peers.cut();
    await pair.world.run(20_000);
    expect([statusOf(pair.creator), statusOf(pair.joiner)]).toEqual(["secure", "secure"]);
  });
});

describe("a room's bounds", () => {
  it("are each path's own", () => {
    const script = new Script().create("present").established().secured();
    script.look();
    for (let index = 0; index < 100; index += 1) script.deliver(script.relayRoute(), frameBlock());
    expect(script.jobs().filter((job) => job.job === "open")).toHaveLength(LIMITS.unopenedOfRelay.atOnce);
    for (let index = 0; index < 1100; index += 1) script.deliver(script.directRoute(), frameBlock());
    expect(script.jobs().filter((job) => job.job === "open")).toHaveLength(LIMITS.openingBlocksOfDirect);
  });

  it("let in a relay path whose frames open, however many", () => {
    const script = new Script().create("present").established();
    script.look();
    for (let index = 0; index < 500; index += 1) script.frame(script.relayRoute(), {});
    expect(script.jobs().filter((job) => job.job === "open")).toHaveLength(500);
  });

  it("tell the relay of burning in the same step as the face, and before anything is sealed", () => {
    const script = new Script().create("present").established().secured();
    script.sealAll();
    script.command({ do: "burn" });
    const effects = script.look();
    expect(sends(effects, "socket").map((bytes) => bytes[0])).toEqual([RELAY_BURN]);
    const order = effects.map((effect) => (effect.to === "crypto" ? effect.job.job : effect.to));
    expect(order.indexOf("socket")).toBeLessThan(order.indexOf("seal"));
    expect(order.at(-1)).toBe("wipe");
  });

  it.each([
    ["a heartbeat", 1, [7]],
    ["typing", 2, []],
    ["typing", 2, [2]],
    ["typing", 2, [1, 0]],
    ["rekey-please", 5, [0]],
    ["burn", 6, [0]],
  ] as const)("leave out %s (kind %i) with the body %j, and count it", (_name, kind, body) => {
    const script = new Script().create("present").established().secured();
    script.wait(10_000).look();
    script.frame(script.directRoute(), { kind, body: Uint8Array.from(body) });
    expect([script.room.unopenedBlocks, script.room.phase, script.room.rekey.wanted]).toEqual([
      1,
      "live",
      false,
    ]);
    expect(script.events().filter((event) => event.event === "typing")).toEqual([]);
  });
});
