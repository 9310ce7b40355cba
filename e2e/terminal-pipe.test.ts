/*
 * Bytes through two real programs and a real relay on loopback.
 */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Relay, startRelay } from "./harness/relay.ts";
import { stopAll, tacet } from "./harness/tacet.ts";
import { until } from "./harness/until.ts";
import type { Tacet } from "./harness/tacet.ts";

const MIB = 1_048_576;

let relay: Relay;

beforeAll(async () => {
  relay = await startRelay({ TACET_ROOM_GRACE_SECONDS: "3" });
});

afterEach(stopAll);

afterAll(async () => {
  await relay.stop();
});

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** One that makes the room, and one that joins with the invitation in the first line of its standard input. */
async function begin(...more: readonly string[]): Promise<readonly [Tacet, Tacet]> {
  const maker = tacet(["pipe", ...more], { relay: relay.origin });
  const link = await maker.untilSaid(/http:\S+#\S+/);
  const joiner = tacet(["pipe", "-"]);
  joiner.child.stdin.write(`${link}\n`);
  return [maker, joiner];
}

async function carries(there: number, back: number): Promise<void> {
  const [maker, joiner] = await begin();
  const [sent, returned] = [randomBytes(there), randomBytes(back)];
  maker.child.stdin.end(sent);
  joiner.child.stdin.end(returned);
  expect([await maker.exit, await joiner.exit]).toEqual([0, 0]);
  expect([joiner.out().length, maker.out().length]).toEqual([there, back]);
  expect(hash(joiner.out())).toBe(hash(sent));
  expect(hash(maker.out())).toBe(hash(returned));
}

describe("tacet pipe", () => {
  it("carries exactly what it is given, both ways, of any number of bytes", async () => {
    const sizes = [
      [0, 65_536],
      [1, 65_537],
      [10 * MIB, 0],
      [MIB, MIB],
    ] as const;
    await Promise.all(sizes.map(([there, back]) => carries(there, back)));
  });

  it("goes through the relay where the room says so, and slowly where it is read slowly", async () => {
    const [maker, joiner] = await begin("--policy", "relayed");
    const sent = randomBytes(150_000);
    maker.child.stdin.write(sent.subarray(0, 10));
    await joiner.untilSaid(/Secure relayed/);
    await until("ten bytes", () => joiner.out().length === 10);
    joiner.child.stdout.pause();
    maker.child.stdin.end(sent.subarray(10));
    joiner.child.stdin.end();
    joiner.child.stdout.resume();
    expect([await maker.exit, await joiner.exit]).toEqual([0, 0]);
    expect(hash(joiner.out())).toBe(hash(sent));
  });

  it("ends by a signal though nobody reads what it writes", async () => {
    const [maker, joiner] = await begin();
    maker.child.stdin.write(randomBytes(MIB));
    await until("some bytes", () => joiner.out().length > 0);
    joiner.child.stdout.pause();
    const gone = once(joiner.child, "exit");
    joiner.child.kill("SIGTERM");
    expect(await gone).toEqual([130, null]);
    expect(await maker.exit).toBe(1);
  });

  it("does not end with 0 where the other side is killed half way, nor where its reader goes", async () => {
    const [maker, joiner] = await begin();
    maker.child.stdin.write(randomBytes(MIB));
    await until("some bytes", () => joiner.out().length > 100_000);
    joiner.child.kill("SIGKILL");
    expect(await joiner.exit).toBe("SIGKILL");
    expect(await maker.exit).not.toBe(0);
    expect(maker.errors()).toContain("Not every byte arrived");

    const [writer, reader] = await begin();
    reader.child.stdin.end();
    writer.child.stdin.write(randomBytes(MIB));
    await until("some bytes", () => reader.out().length > 100_000);
    reader.child.stdout.destroy();
    writer.child.stdin.write(randomBytes(10 * MIB));
    expect([await writer.exit, await reader.exit]).toEqual([1, 1]);
  });
});
