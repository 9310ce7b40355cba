/*
 * A relay in the middle that breaks every rule (spec/threat-model.md): it crosses rooms, loses, replays, reflects, truncates and flips
 * frames, and makes up its own. It may keep two people from talking. It may not make anybody secure with another, or say a word.
 */
import { handshakes, roomIds, systemRandom, createKem } from "@tacet/core";
import { encodeFromRelay, encodePass } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import { createTestPair, endOf, heardBy, statusOf } from "./harness/pair.ts";
import type { Middle, TestPair } from "./harness/pair.ts";
import { brokenRules, unfinished } from "./harness/rules.ts";
import { createWorld } from "./harness/world.ts";

/** Seconds of virtual time pass in an instant, unless the machine is busy. */
const TIMEOUT_MS = 180_000;

const PASS = 16;
const HANDSHAKE = 1;
const isPass = (bytes: Uint8Array): boolean => bytes[0] === PASS;
const isHandshake = (bytes: Uint8Array): boolean => isPass(bytes) && bytes[1] === HANDSHAKE;
const isM3 = (bytes: Uint8Array): boolean => isHandshake(bytes) && bytes.length === 256;

const wasSecure = (pair: TestPair): boolean =>
  [pair.creator, pair.joiner].some((client) =>
    client.events.some((event) => event.event === "status" && event.value === "secure"),
  );

/** Meets under a hostile relay, talks, and lets two minutes pass. */
async function suffer(middle: Middle, seed = 1): Promise<TestPair> {
  const pair = createTestPair(seed, { middle });
  await pair.meet();
  await pair.world.run(1000);
  for (let index = 0; index < 20; index += 1) {
    pair.say("creator", `canary-c${String(index)}`);
    pair.say("joiner", `canary-j${String(index)}`);
    await pair.world.run(500);
  }
  await pair.world.run(120_000);
  return pair;
}

const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

describe(
  "a relay that spoils what it must not touch keeps people apart, and no more",
  { timeout: TIMEOUT_MS },
  () => {
    it.each([
      ["loses every m3", (bytes: Uint8Array) => (isM3(bytes) ? [] : [bytes])],
      ["truncates every frame", (bytes: Uint8Array) => (isPass(bytes) ? [bytes.slice(0, 256)] : [bytes])],
      [
        "flips a bit of every m1 and m2",
        (bytes: Uint8Array) => (isHandshake(bytes) && !isM3(bytes) ? [flipped(bytes, 100)] : [bytes]),
      ],
      ["flips a bit of every m3", (bytes: Uint8Array) => (isM3(bytes) ? [flipped(bytes, 200)] : [bytes])],
      [
        "flips the last bit of every handshake block",
        (bytes: Uint8Array) => (isHandshake(bytes) ? [flipped(bytes, bytes.length - 1)] : [bytes]),
      ],
      [
        "sends every handshake block back as another kind",
        (bytes: Uint8Array) =>
          isHandshake(bytes) ? [flipped(bytes, 1), flipped(flipped(bytes, 1), 9)] : [bytes],
      ],
    ] as const)("that %s", async (_name, spoil) => {
      const pair = await suffer((_to, bytes) => spoil(bytes));
      expect(wasSecure(pair)).toBe(false);
      expect([...heardBy(pair.creator), ...heardBy(pair.joiner)]).toEqual([]);
      expect(brokenRules(pair)).toEqual([]);
      expect([endOf(pair.creator), endOf(pair.joiner)]).toContain("handshake-failed");
    });

    it("that flips a bit of every ratchet frame: established, and never a path or a word", async () => {
      const pair = await suffer((_to, bytes) =>
        isPass(bytes) && bytes[1] === 2 ? [flipped(bytes, 30)] : [bytes],
      );
      expect(wasSecure(pair)).toBe(false);
      expect([...heardBy(pair.creator), ...heardBy(pair.joiner)]).toEqual([]);
      expect(pair.creator.room().unopenedBlocks).toBeGreaterThan(0);
    });
  },
);

describe("a relay that adds to what it forwards changes nothing", { timeout: TIMEOUT_MS }, () => {
  const seen: Uint8Array[] = [];
  it.each([
    [
      "sends everything three times",
      (bytes: Uint8Array) => (isPass(bytes) ? [bytes, bytes.slice(), bytes.slice()] : [bytes]),
    ],
    [
      "replays everything it ever saw, to both",
      (bytes: Uint8Array) => {
        if (!isPass(bytes)) return [bytes];
        seen.push(bytes.slice());
        return [bytes, ...seen.slice(-40).map((one) => one.slice())];
      },
    ],
    [
      "sends a truncated and a flipped copy ahead of every frame",
      (bytes: Uint8Array) =>
        isPass(bytes)
          ? [
              bytes.slice(0, 1),
              bytes.slice(0, 256),
              flipped(bytes, 60),
              flipped(bytes, bytes.length - 1),
              bytes,
            ]
          : [bytes],
    ],
    [
      "sends noise of every class ahead of every frame",
      (bytes: Uint8Array) =>
        isPass(bytes)
          ? [
              ...[1, 2, 3, 9].flatMap((kind) =>
                [256, 1024, 4096].map((size) => new Uint8Array(size).fill(kind).fill(PASS, 0, 1)),
              ),
              bytes,
            ]
          : [bytes],
    ],
  ] as const)("that %s", async (_name, add) => {
    const pair = await suffer((_to, bytes) => add(bytes));
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
    expect(wasSecure(pair)).toBe(true);
  });

  it("that reflects every frame to its sender as well", async () => {
    let pair: TestPair | null = null;
    const reflect: Middle = (to, bytes) => {
      const sender = to === "creator" ? pair?.joiner : pair?.creator;
      const connection = sender?.room().link.connection ?? 0;
      if (isPass(bytes))
        sender?.take({ from: "socket", event: { on: "received", connection, bytes: bytes.slice() } });
      return [bytes];
    };
    pair = createTestPair(4, { middle: reflect });
    await pair.meet();
    await pair.world.run(1000);
    pair.say("creator", "canary");
    await pair.world.run(1000);
    expect(pair.creator.room().unopenedBlocks).toBeGreaterThan(0);
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });

  it("that loses the first m3 only: the repeated m2 brings it again", async () => {
    let lost = 0;
    const pair = await suffer((_to, bytes) => {
      if (!isM3(bytes) || lost > 0) return [bytes];
      lost += 1;
      return [];
    });
    expect(lost).toBe(1);
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
  });
});

describe("a relay that puts others in a person's place", { timeout: TIMEOUT_MS }, () => {
  it("by crossing two rooms: nobody is secure with anybody", async () => {
    const world = createWorld();
    const pairs: TestPair[] = [];
    const crossTo =
      (index: number): Middle =>
      (to, bytes) => {
        if (!isPass(bytes)) return [bytes];
        const victim = pairs[1 - index]?.[to];
        const connection = victim?.room().link.connection ?? 0;
        victim?.take({ from: "socket", event: { on: "received", connection, bytes } });
        return [];
      };
    pairs.push(
      createTestPair(11, { world, middle: crossTo(0) }),
      createTestPair(12, { world, middle: crossTo(1) }),
    );
    for (const pair of pairs) await pair.meet();
    for (const pair of pairs) pair.say("creator", "canary-crossed");
    await world.run(60_000);
    for (const pair of pairs) {
      expect(wasSecure(pair)).toBe(false);
      expect([pair.creator.safety(), pair.joiner.safety()]).toEqual([null, null]);
      expect(heardBy(pair.joiner)).toEqual([]);
    }
  });

  it("by crossing two rooms after both are secure: nobody hears the other room", async () => {
    const world = createWorld();
    const pairs: TestPair[] = [];
    let crossing = false;
    const crossTo =
      (index: number): Middle =>
      (to, bytes) => {
        if (!crossing || !isPass(bytes)) return [bytes];
        const victim = pairs[1 - index]?.[to];
        const connection = victim?.room().link.connection ?? 0;
        victim?.take({ from: "socket", event: { on: "received", connection, bytes } });
        return [];
      };
    pairs.push(
      createTestPair(13, { world, middle: crossTo(0) }),
      createTestPair(14, { world, middle: crossTo(1) }),
    );
    for (const pair of pairs) await pair.meet();
    await world.run(1000);
    crossing = true;
    for (const pair of pairs) pair.peers.cut();
    for (const pair of pairs) pair.say("creator", `canary-${String(pairs.indexOf(pair))}`);
    await world.run(60_000);
    for (const pair of pairs) {
      expect(brokenRules(pair)).toEqual([]);
      expect(heardBy(pair.joiner)).toEqual([]);
      expect(statusOf(pair.joiner)).not.toBe("secure");
    }
  });

  it("by its own m1, without the invite key", async () => {
    const crypto = { random: systemRandom, kem: await createKem() };
    const roomId = roomIds.parse("BwcHBwcHBwcHBwcHBwcHBw");
    const forged = await handshakes.initiate(crypto, {
      roomId,
      inviteKey: crypto.random.bytes(32),
      policy: { path: "direct", rejoin: false },
    });
    const pair = await suffer((to, bytes) =>
      to === "joiner" && isHandshake(bytes) && !isM3(bytes) ? [encodePass(forged.block)] : [bytes],
    );
    expect(wasSecure(pair)).toBe(false);
    expect(pair.joiner.safety()).toBeNull();
    expect([endOf(pair.creator), endOf(pair.joiner)]).toContain("handshake-failed");
  });
});

describe("a relay that lies with its own frames", { timeout: TIMEOUT_MS }, () => {
  it("about presence, tickets, time and welcomes: nobody is secure by it, and nothing throws", async () => {
    const lies = [
      encodeFromRelay({ kind: "presence", other: "present" }),
      encodeFromRelay({ kind: "presence", other: "never" }),
      encodeFromRelay({ kind: "presence", other: "away" }),
      encodeFromRelay({ kind: "ticket", ticket: new Uint8Array(512) }),
      encodeFromRelay({ kind: "beat" }),
      encodeFromRelay({ kind: "refused", code: "used" }),
      encodeFromRelay({
        kind: "welcome",
        seat: 1,
        timeLeftMs: 4_000_000_000,
        graceSeconds: 0,
        directFileBytesMax: 0,
        relayedFileBytesMax: 16_777_216,
        other: "present",
        ticket: new Uint8Array(0),
        stun: ["turn:steal.test", "stun:ok.test"],
      }),
    ];
    let turn = 0;
    const pair = await suffer((_to, bytes) => {
      turn += 1;
      return isPass(bytes)
        ? [lies[turn % lies.length] ?? bytes, bytes, encodeFromRelay({ kind: "presence", other: "present" })]
        : [bytes];
    });
    expect([...brokenRules(pair), ...unfinished(pair)]).toEqual([]);
    expect(pair.creator.room().life.endsMs).toBeLessThanOrEqual(901_000);
  });

  it("that the other one came, though nobody did", async () => {
    const pair = createTestPair(3, {
      middle: (_to, bytes) =>
        isPass(bytes) ? [] : [bytes, encodeFromRelay({ kind: "presence", other: "present" })],
    });
    pair.creator.command({ do: "create", origin: "https://relay.test", name: "" });
    await pair.world.run(60_000);
    expect(wasSecure(pair)).toBe(false);
    expect(endOf(pair.creator)).toBe("handshake-failed");
  });
});
