import { FRAME_LIMITS } from "@tacet/wire";
import { describe, expect, test } from "vitest";
import { admit, contentsText, expectKind, spellings, Client } from "./harness.ts";
import {
  attemptOf,
  begin,
  expectLast,
  expectAlive,
  expectMessage,
  expectOver,
  inviterOf,
  offer,
  send,
  startFrozen,
} from "./phrase-harness.ts";

/* Every row of spec/phrase.md 6. A message is 255 bytes that say which it is. */
describe("an offer and its one attempt", () => {
  test("four messages cross unchanged, the joiner's socket is closed with the last, and nothing is kept", async () => {
    const { relay } = await startFrozen();
    const { room, client } = await inviterOf(relay);
    const { address, nonce, timeLeftMs } = await offer(client);
    expect(address).toBeLessThan(FRAME_LIMITS.phraseAddresses);
    expect(timeLeftMs).toBe(180_000);
    expect(relay.relay.inspect().phrases).toEqual([
      { address, nonce: Buffer.from(nonce).toString("hex"), phase: "open" },
    ]);
    const joiner = await begin(relay, address);
    for (const side of [joiner, client]) {
      const begun = await expectKind(side, "phrase-begun");
      expect([Buffer.from(begun.nonce), begun.timeLeftMs]).toEqual([Buffer.from(nonce), 20_000]);
    }
    expect(relay.relay.inspect()).toMatchObject({ phrases: [{ phase: "attempt" }], pending: { sockets: 1 } });
    send(joiner, 1);
    await expectMessage(client, 1);
    send(client, 2);
    await expectMessage(joiner, 2);
    send(joiner, 3);
    await expectMessage(client, 3);
    send(client, 4);
    await expectMessage(joiner, 4);
    expect(await joiner.closed).toBe(1000);
    await expect.poll(() => relay.relay.inspect().pending).toEqual({ sockets: 0, bytes: 0 });
    expect(relay.relay.inspect().phrases).toEqual([]);
    for (const spelling of spellings(nonce)) expect(contentsText(relay.relay)).not.toContain(spelling);
    // What was handed over is used like a link.
    const second = await admit(relay, room, "enter", room.secrets[1]);
    await expectKind(second, "welcome");
  });

  test("the inviter's other frames go their way beside an attempt", async () => {
    const { relay } = await startFrozen();
    const { client, joiner } = await attemptOf(relay);
    client.say({ kind: "pass", block: new Uint8Array(255) });
    client.say({ kind: "beat" });
    send(joiner, 1);
    await expectMessage(client, 1);
  });

  test("a new offer ends the one before it, and its attempt with cut", async () => {
    const { relay } = await startFrozen();
    const { client } = await inviterOf(relay);
    const first = await offer(client);
    const second = await offer(client);
    expect(relay.relay.inspect().phrases.map((one) => one.address)).toEqual([second.address]);
    await expectLast(await begin(relay, first.address), "unknown");
    const joiner = await begin(relay, second.address);
    await expectKind(client, "phrase-begun");
    await expectKind(joiner, "phrase-begun");
    await offer(client);
    await expectLast(joiner, "cut");
  });

  test("a withdrawal ends an attempt, and burns an address nobody came to", async () => {
    const { relay } = await startFrozen();
    const { client, joiner } = await attemptOf(relay);
    client.say({ kind: "phrase-withdraw" });
    await expectLast(joiner, "cut");
    const { address } = await offer(client);
    client.say({ kind: "phrase-withdraw" });
    await expect.poll(() => relay.relay.inspect().phrases).toEqual([]);
    await expectLast(await begin(relay, address), "unknown");
    client.say({ kind: "phrase-withdraw" });
    send(client, 2);
    await expectAlive(client);
  });

  test("an address that never was, was used, withdrawn or too old: the same bytes", async () => {
    const { relay, clock } = await startFrozen({}, { phraseTtlSeconds: 30 });
    const { client } = await inviterOf(relay);
    const used = await offer(client);
    (await begin(relay, used.address)).drop();
    await expectKind(client, "phrase-begun");
    await expectOver(client, "cut");
    const withdrawn = await offer(client);
    client.say({ kind: "phrase-withdraw" });
    const old = await offer(client);
    clock.advance(30_000);
    await expectOver(client, "expired");
    const { address: present } = await offer(client);
    const never = present === 77 ? 78 : 77;
    const heard: string[] = [];
    for (const address of [used, withdrawn, old].map((one) => one.address).concat(never)) {
      const joiner = await begin(relay, address);
      await expectLast(joiner, "unknown");
      heard.push(`${joiner.raw.map((frame) => frame.toString("hex")).join()} ${String(joiner.closeCode)}`);
    }
    expect(new Set(heard).size).toBe(1);
    expect(heard[0]?.startsWith("8901")).toBe(true);
  });

  test("the inviter's socket gone is the end, also when its seat comes back at once or on another socket", async () => {
    const { relay } = await startFrozen();
    const { room, client, joiner } = await attemptOf(relay);
    const again = await admit(relay, room, "return", room.secrets[0]);
    await expectKind(again, "welcome");
    await expectLast(joiner, "cut");
    expect(await expectKind(client, "fault")).toEqual({ kind: "fault", code: "replaced" });
    const { address } = await offer(again);
    again.drop();
    await expect.poll(() => relay.relay.inspect().phrases).toEqual([]);
    await expectLast(await begin(relay, address), "unknown");
  });

  test("seat 1 taken closes a phrase, and whoever may not offer is told the same", async () => {
    const { relay } = await startFrozen();
    const { room, client, joiner } = await attemptOf(relay);
    const second = await admit(relay, room, "enter", room.secrets[1]);
    await expectKind(second, "welcome");
    await expectLast(joiner, "cut");
    await expectOver(client, "closed");
    for (const seat of [second, client]) {
      seat.say({ kind: "phrase-offer", nonce: new Uint8Array(32) });
      for (let frame = await seat.next(); ; frame = await seat.next()) {
        if (frame?.kind === "presence" || frame?.kind === "ticket") continue;
        expect(frame).toEqual({ kind: "phrase-over", code: "closed" });
        break;
      }
    }
    expect(relay.relay.inspect().phrases).toEqual([]);
  });

  test("nothing is left after a room's end, by its time or by burning", async () => {
    const { relay, clock } = await startFrozen();
    const burned = await attemptOf(relay);
    burned.client.say({ kind: "burn" });
    await expectLast(burned.joiner, "cut");
    expect(await expectKind(burned.client, "ended")).toEqual({ kind: "ended", reason: "burned" });
    const short = await inviterOf(relay, { ttl_seconds: 60 });
    expect((await offer(short.client)).timeLeftMs).toBe(60_000);
    clock.advance(60_000);
    expect(relay.relay.inspect()).toMatchObject({ phrases: [], rooms: [] });
  });
});

describe("deadlines", () => {
  test("a phrase lives for TACET_PHRASE_TTL_SECONDS, to the millisecond", async () => {
    const { relay, clock } = await startFrozen({}, { phraseTtlSeconds: 30 });
    const { client } = await inviterOf(relay);
    expect((await offer(client)).timeLeftMs).toBe(30_000);
    clock.advance(29_999);
    expect(relay.relay.inspect().phrases.length).toBe(1);
    clock.advance(1);
    expect(relay.relay.inspect().phrases).toEqual([]);
    await expectOver(client, "expired");
  });

  test("an attempt has 20 s, then both hear late; silence of a joiner is no fault before", async () => {
    const { relay, clock } = await startFrozen();
    const { client, joiner } = await attemptOf(relay);
    clock.advance(19_999);
    expect(joiner.closeCode).toBeNull();
    send(joiner, 1);
    await expectMessage(client, 1);
    clock.advance(1);
    await expectLast(joiner, "late");
    await expectOver(client, "late");
    expect(relay.relay.inspect().phrases).toEqual([]);
  });

  test("a socket that begins nothing within 5 s is closed as for an admit", async () => {
    const { relay, clock } = await startFrozen();
    const joiner = await new Client(relay).opened();
    await expect.poll(() => relay.relay.inspect().sockets).toBe(1);
    clock.advance(6_000);
    expect(await expectKind(joiner, "fault")).toEqual({ kind: "fault", code: "silent" });
  });

  test("no timer is left of phrases that are over", async () => {
    const { relay, clock } = await startFrozen();
    const { client } = await inviterOf(relay);
    const before = clock.waiting;
    await offer(client);
    expect(clock.waiting).toBe(before + 1);
    for (let count = 0; count < 20; count += 1) await offer(client);
    expect(clock.waiting).toBe(before + 1);
    client.say({ kind: "phrase-withdraw" });
    await expect.poll(() => clock.waiting).toBe(before);
  });
});

test("a relay that stops forgets its phrases and waits for none", async () => {
  const { relay, clock } = await startFrozen();
  const { joiner } = await attemptOf(relay);
  await relay.relay.close();
  expect(await expectKind(joiner, "fault")).toEqual({ kind: "fault", code: "stopping" });
  expect(clock.waiting).toBe(0);
});
