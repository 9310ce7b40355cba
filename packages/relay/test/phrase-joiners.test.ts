import { FRAME_LIMITS, type ToRelay } from "@tacet/wire";
import { describe, expect, test } from "vitest";
import { Client, expectKind } from "./harness.ts";
import {
  type Attempt,
  attemptOf,
  begin,
  expectAlive,
  expectLast,
  expectMessage,
  expectOver,
  inviterOf,
  offer,
  send,
  startFrozen,
} from "./phrase-harness.ts";

/** A crowd of them; in npm run verify a smaller one. */
const CROWD = process.env["TACET_SHORT"] === undefined ? 1_000 : 300;

/* Joiners are strangers: what they hold is bounded, and what they may say is two messages (spec/phrase.md 6 and 7). */
describe("joiners that do what no client does", () => {
  test("a message out of turn, from either side, is a fault to its sender and a cut to the other", async () => {
    const { relay } = await startFrozen();
    const early = await attemptOf(relay);
    send(early.client, 2);
    await expectLast(early.joiner, "cut");
    expect(await expectKind(early.client, "fault")).toEqual({ kind: "fault", code: "order" });
    const double = await attemptOf(relay);
    send(double.joiner, 1);
    send(double.joiner, 3);
    await expectMessage(double.client, 1);
    await expectOver(double.client, "cut");
    expect(await expectKind(double.joiner, "fault")).toEqual({ kind: "fault", code: "order" });
    expect(await double.joiner.closed).toBe(1000);
    expect(relay.relay.inspect().phrases).toEqual([]);
  });

  test("a joiner's socket is never admitted, and says nothing but messages", async () => {
    const { relay } = await startFrozen();
    const none = new Uint8Array();
    const wrong: readonly ((attempt: Attempt) => ToRelay | Uint8Array)[] = [
      ({ room }) => ({ kind: "admit", mode: "enter", ...room, seatSecret: room.secrets[1], ticket: none }),
      () => ({ kind: "beat" }),
      () => ({ kind: "pass", block: new Uint8Array(255) }),
      () => ({ kind: "burn" }),
      ({ address }) => ({ kind: "phrase-begin", address }),
      () => ({ kind: "phrase-offer", nonce: new Uint8Array(32) }),
      () => Uint8Array.from({ length: 256 }, (_, at) => (at === 0 ? 99 : 0)),
      () => Uint8Array.from({ length: 256 }, (_, at) => (at === 0 ? 7 : at === 1 ? 2 : 0)),
      () => new Uint8Array(300),
    ];
    for (const make of wrong) {
      const attempt = await attemptOf(relay);
      const said = make(attempt);
      if (said instanceof Uint8Array) attempt.joiner.ws.send(said);
      else attempt.joiner.say(said);
      const code = said instanceof Uint8Array ? "frame" : "order";
      expect(await expectKind(attempt.joiner, "fault")).toEqual({ kind: "fault", code });
      await expectOver(attempt.client, "cut");
      await expectAlive(attempt.client);
    }
    expect(relay.relay.inspect().rooms.every((room) => room.phase === "waiting")).toBe(true);
  });

  test("a version that is not known is refused as in an admit, and burns nothing", async () => {
    const { relay } = await startFrozen();
    const { client } = await inviterOf(relay);
    const { address } = await offer(client);
    const joiner = await new Client(relay).opened();
    const frame = new Uint8Array(256);
    new DataView(frame.buffer).setUint32(2, address);
    frame.set([7, 2]);
    joiner.ws.send(frame);
    expect(await expectKind(joiner, "refused")).toEqual({ kind: "refused", code: "version" });
    expect(relay.relay.inspect().phrases.length).toBe(1);
  });

  test("bytes beyond what an attempt holds are a fault before they are a frame", async () => {
    const { relay } = await startFrozen();
    const { client, joiner } = await attemptOf(relay);
    joiner.ws.send(new Uint8Array(4096), () => undefined);
    expect(await expectKind(joiner, "fault")).toEqual({ kind: "fault", code: "frame" });
    await expectOver(client, "cut");
    await expect.poll(() => relay.relay.inspect().pending).toEqual({ sockets: 0, bytes: 0 });
  });

  test(`${CROWD} of them, who come, send half a message or none and never go: all are gone in time, one phrase lives`, async () => {
    const crowd = { pendingSocketsPerAddressMax: 2_000, pendingBytesPerAddressMax: 8_388_608 };
    const { relay, clock } = await startFrozen(crowd);
    const { client } = await inviterOf(relay);
    const { address } = await offer(client);
    const joiners: Client[] = [];
    for (let count = 0; count < CROWD; count += 1) {
      const joiner = await new Client(relay).opened();
      joiners.push(joiner);
      const other = (address + 1 + count) % FRAME_LIMITS.phraseAddresses;
      if (count % 2 === 0) joiner.say({ kind: "phrase-begin", address: other });
    }
    await expect.poll(() => relay.relay.inspect().sockets).toBe(CROWD / 2 + 1);
    clock.advance(6_000);
    await expect.poll(() => relay.relay.inspect().sockets).toBe(1);
    const joiner = await begin(relay, address);
    await expectKind(client, "phrase-begun");
    await expectKind(joiner, "phrase-begun");
    expect(relay.relay.inspect().pending.sockets).toBe(1);
  });
});
