import { randomBytes } from "node:crypto";
import { FRAME_LIMITS } from "@tacet/wire";
import { systemPorts } from "@tacet/relay";
import { describe, expect, test } from "vitest";
import { expectKind, startRelay } from "./harness.ts";
import {
  type Attempt,
  attemptOf,
  begin,
  expectLast,
  expectOver,
  inviterOf,
  offer,
  startFrozen,
} from "./phrase-harness.ts";

/* Every row of spec/phrase.md 7 that is no deadline. */
describe("limits", () => {
  test("ten offers a minute of an address, then busy, also from another room", async () => {
    const { relay, clock } = await startFrozen({ phrasesPerMinute: 10 });
    const [one, other] = [await inviterOf(relay), await inviterOf(relay)];
    for (let count = 0; count < 10; count += 1) await offer(one.client);
    other.client.say({ kind: "phrase-offer", nonce: randomBytes(32) });
    await expectOver(other.client, "busy");
    clock.advance(6_000);
    await offer(other.client);
  });

  test("ten beginnings a minute of an address, whatever is there; busy burns nothing", async () => {
    const { relay, clock } = await startFrozen({ phrasesPerMinute: 10 });
    const { client } = await inviterOf(relay);
    const { address } = await offer(client);
    const elsewhere = (address + 1) % FRAME_LIMITS.phraseAddresses;
    for (let count = 0; count < 10; count += 1) await expectLast(await begin(relay, elsewhere), "unknown");
    await expectLast(await begin(relay, address), "busy");
    await expectLast(await begin(relay, elsewhere), "busy");
    clock.advance(6_000);
    const joiner = await begin(relay, address);
    await expectKind(joiner, "phrase-begun");
  });

  test("60 offers in a room's life", async () => {
    const { relay } = await startFrozen();
    const { client } = await inviterOf(relay);
    for (let count = 0; count < 60; count += 1) await offer(client);
    client.say({ kind: "phrase-offer", nonce: randomBytes(32) });
    await expectOver(client, "busy");
    // And the sixtieth is over: its inviter has made another one.
    expect(relay.relay.inspect().phrases).toEqual([]);
  });

  test("so many open phrases in all, and each at an address of its own", async () => {
    const { relay } = await startFrozen({ phrasesOpenMax: 5 });
    const inviters = await Promise.all(Array.from({ length: 6 }, () => inviterOf(relay)));
    const addresses: number[] = [];
    for (const { client } of inviters.slice(0, 5)) addresses.push((await offer(client)).address);
    expect(new Set(addresses).size).toBe(5);
    const sixth = inviters[5]?.client;
    sixth?.say({ kind: "phrase-offer", nonce: randomBytes(32) });
    if (sixth !== undefined) await expectOver(sixth, "busy");
  });

  test("eight attempts at once of an address, and so many in all; the named address is not burnt", async () => {
    for (const limits of [{}, { phraseAttemptsPerAddressMax: 100, phraseAttemptsMax: 8 }]) {
      const { relay } = await startFrozen(limits);
      const attempts: Attempt[] = [];
      for (let count = 0; count < 8; count += 1) attempts.push(await attemptOf(relay));
      const { client } = await inviterOf(relay);
      const { address } = await offer(client);
      await expectLast(await begin(relay, address), "busy");
      attempts[0]?.joiner.drop();
      await expect.poll(() => relay.relay.inspect().phrases.length).toBe(8);
      await expectKind(await begin(relay, address), "phrase-begun");
    }
  });

  test("addresses are drawn anew where they are taken, and evenly", async () => {
    const drawn = [
      [0, 0, 5],
      [0xff, 0xff, 0xff],
      [0, 0, 5],
      [0x40, 0, 5],
      [0, 0, 6],
    ].map((bytes) => Uint8Array.from(bytes));
    const real = systemPorts();
    const random = (length: number): Uint8Array =>
      length === 3 ? (drawn.shift() ?? real.random(3)) : real.random(length);
    const relay = await startRelay({ ports: { ...real, random } });
    const clients = await Promise.all([0, 1, 2].map(() => inviterOf(relay)));
    const addresses: number[] = [];
    for (const { client } of clients) addresses.push((await offer(client)).address);
    // The third draw is taken, and so is the fourth: 0x400005 is 5 in 22 bits.
    expect(addresses).toEqual([5, 0x3f_ffff, 6]);
  });
});
