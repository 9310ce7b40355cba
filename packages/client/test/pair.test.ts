import { describe, expect, it } from "vitest";
import { NAMES, createTestPair, endOf, heardBy, receiptsOf, statusOf } from "./harness/pair.ts";
import type { TestPair } from "./harness/pair.ts";
import { brokenRules, unfinished } from "./harness/rules.ts";

/** Seconds of virtual time pass in an instant, unless the machine is busy. */
const TIMEOUT_MS = 180_000;

const meet = async (seed = 1): Promise<TestPair> => {
  const pair = createTestPair(seed);
  await pair.meet();
  await pair.world.run(1000);
  return pair;
};

describe("two clients in fair weather", { timeout: TIMEOUT_MS }, () => {
  it("are secure within the journeys that the handshake and the path need, without a tick of waiting", async () => {
    const pair = createTestPair(2);
    await pair.meet();
    const pressedMs = pair.world.nowMs();
    while (statusOf(pair.creator) !== "secure" || statusOf(pair.joiner) !== "secure") {
      if (pair.world.nowMs() > pressedMs + 5000) break;
      await pair.world.run(1);
    }
    // Socket 5, admit and welcome 10, m1 10, m2 10, m3 and offer 12, answer 12, connection 11, rk1 5, rk2 5, first frame 5.
    expect(pair.world.nowMs() - pressedMs).toBeLessThanOrEqual(90);
    expect([statusOf(pair.creator), statusOf(pair.joiner)]).toEqual(["secure", "secure"]);
  });

  it("tell each other their names, texts and typing; typing falls by itself after 6 s", async () => {
    const pair = await meet();
    pair.say("creator", "hello");
    pair.joiner.command({ do: "typing", active: true });
    await pair.world.run(100);
    expect(heardBy(pair.joiner)).toEqual(["hello"]);
    expect(receiptsOf(pair.creator)).toEqual(["delivered"]);
    expect(pair.creator.events).toContainEqual({ event: "other", presence: "present", name: NAMES.joiner });
    expect(pair.creator.events.findLast((event) => event.event === "typing")).toEqual({
      event: "typing",
      active: true,
    });
    await pair.world.run(6000);
    expect(pair.creator.events.findLast((event) => event.event === "typing")).toEqual({
      event: "typing",
      active: false,
    });
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });

  it("deliver a burst of 600 texts each way, in order", async () => {
    const pair = await meet();
    for (let index = 0; index < 600; index += 1) {
      pair.say("creator", `canary-c${String(index)}`);
      pair.say("joiner", `canary-j${String(index)}`);
    }
    await pair.world.run(5000);
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });

  it("deliver large texts through the channel's queue of 1 MiB", async () => {
    const pair = await meet();
    for (let index = 0; index < 60; index += 1)
      pair.say("creator", `${String(index)} `.padEnd(15_000, "\u20ac"));
    await pair.world.run(5000);
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });

  it("hold no talk back once the path is back, and lose none", async () => {
    const pair = await meet();
    pair.peers.cut();
    await pair.world.run(10);
    for (let index = 0; index < 20; index += 1) pair.say("joiner", `canary-${String(index)}`);
    expect(receiptsOf(pair.joiner)).toContain("sending");
    await pair.world.run(5000);
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
    expect(pair.creator.room().direct.generation).toBeGreaterThan(1);
  });

  it("live on while the relay restarts, and keep their seats", async () => {
    const pair = await meet();
    pair.relay.restart();
    pair.say("creator", "over the direct path");
    await pair.world.run(100);
    expect(heardBy(pair.joiner)).toEqual(["over the direct path"]);
    await pair.world.run(10_000);
    expect(pair.relay.alive()).toBe(true);
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });

  it("stay secure for an hour of silence, on heartbeats alone", async () => {
    const pair = createTestPair(5);
    await pair.meet({ ttlSeconds: 7200 });
    await pair.world.run(3_600_000);
    expect([statusOf(pair.creator), statusOf(pair.joiner)]).toEqual(["secure", "secure"]);
    expect(pair.creator.room().direct.generation).toBe(1);
  });

  it("change keys as they talk, without anybody noticing", async () => {
    const pair = await meet();
    for (let round = 0; round < 10; round += 1) {
      pair.say("creator", `canary-${String(round)}`);
      await pair.world.run(30_000);
    }
    expect(pair.creator.room().session?.epoch).toBeGreaterThanOrEqual(3);
    expect(pair.joiner.room().session?.epoch).toBe(pair.creator.room().session?.epoch);
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });
});

describe("the end", { timeout: TIMEOUT_MS }, () => {
  it.each([
    ["leave", "left-here", "left-there"],
    ["burn", "burned-here", "burned-there"],
  ] as const)("by %s is known on both sides within a second, and at the relay", async (word, here, there) => {
    const pair = await meet();
    pair.joiner.command({ do: word });
    await pair.world.run(1000);
    expect([endOf(pair.joiner), endOf(pair.creator)]).toEqual([here, there]);
    expect(pair.relay.alive()).toBe(false);
  });

  it("by burning reaches the other side though the relay is cut off", async () => {
    const pair = await meet();
    pair.relay.cut();
    pair.creator.command({ do: "burn" });
    await pair.world.run(100);
    expect(endOf(pair.joiner)).toBe("burned-there");
  });

  it("by both at once is one end", async () => {
    const pair = await meet();
    pair.creator.command({ do: "burn" });
    pair.joiner.command({ do: "burn" });
    await pair.world.run(1000);
    expect([endOf(pair.creator), endOf(pair.joiner)]).toEqual(["burned-here", "burned-here"]);
  });

  it("fails what was not delivered, and takes nothing afterwards", async () => {
    const pair = await meet();
    pair.peers.blocked = true;
    pair.peers.cut();
    await pair.world.run(200);
    pair.say("creator", "never arrives");
    pair.creator.command({ do: "leave" });
    await pair.world.run(1000);
    expect(receiptsOf(pair.creator)).toEqual(["failed"]);
    expect(pair.creator.events.slice(-2).map(({ event }) => event)).toEqual(["end", "told"]);
    pair.say("creator", "nobody");
    expect(pair.creator.events.at(-1)).toMatchObject({ event: "refused", reason: "no-room" });
  });

  it("comes by the monotonic clock", async () => {
    const pair = createTestPair(7);
    await pair.meet({ ttlSeconds: 30 });
    await pair.world.run(31_000);
    expect([endOf(pair.creator), endOf(pair.joiner)]).toEqual(["expired", "expired"]);
  });

  it("comes by the wall clock when a device slept", async () => {
    const pair = await meet();
    pair.world.jumpWall(900_000);
    await pair.world.run(30_000);
    expect(endOf(pair.creator)).toBe("expired");
  });

  it("comes when nothing of the other side opens for the grace time, though the relay says it is there", async () => {
    const pair = createTestPair(8, {
      middle: (to, bytes) => (silent && to === "creator" && bytes[0] === 16 ? [] : [bytes]),
    });
    let silent = false;
    await pair.meet();
    await pair.world.run(1000);
    silent = true;
    pair.peers.blocked = true;
    pair.peers.cut();
    await pair.world.run(299_000);
    expect([statusOf(pair.creator), endOf(pair.creator)]).toEqual(["reconnecting", null]);
    await pair.world.run(2000);
    expect(endOf(pair.creator)).toBe("gone");
    expect(endOf(pair.joiner)).toBe("left-there");
  });

  it("hands farewells out when they change, and the other side takes them as leaving", async () => {
    const pair = await meet();
    const farewells = pair.joiner.events.filter((event) => event.event === "farewell");
    expect(farewells.length).toBeGreaterThanOrEqual(2);
    const last = farewells.at(-1);
    const frame = last?.event === "farewell" ? last.frames.at(-1) : undefined;
    expect(frame).toHaveLength(256);
    const { generation } = pair.creator.room().direct;
    pair.creator.take({
      from: "peer",
      event: { on: "received", generation, bytes: frame ?? new Uint8Array(0) },
    });
    await pair.world.run(10);
    expect(endOf(pair.creator)).toBe("left-there");
  });
});
