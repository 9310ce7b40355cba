import { randomBytes } from "node:crypto";
import { encodeToRelay } from "@tacet/wire";
import { describe, expect, test } from "vitest";
import { TestClock, clockPorts } from "./clock.ts";
import {
  Client,
  type TestRelay,
  admit,
  contentsText,
  expectKind,
  makeRoom,
  pair,
  sha256,
  spellings,
  startRelay,
} from "./harness.ts";

describe("a room's life", () => {
  test("two people meet, and what one sends the other receives unchanged", async () => {
    const relay = await startRelay();
    const room = await makeRoom(relay);
    const first = await admit(relay, room, "return", room.secrets[0]);
    const welcome = await expectKind(first, "welcome");
    expect(welcome).toMatchObject({
      seat: 0,
      graceSeconds: 300,
      relayedFileBytesMax: 16_777_216,
      other: "never",
      stun: ["stun:127.0.0.1:9"],
    });
    expect(welcome.timeLeftMs).toBeGreaterThan(890_000);
    const second = await admit(relay, room, "enter", room.secrets[1]);
    expect(await expectKind(second, "welcome")).toMatchObject({ seat: 1, other: "present" });
    expect(await expectKind(first, "presence")).toMatchObject({ other: "present" });
    expect((await expectKind(first, "ticket")).ticket.length).toBe(171);
    for (const size of [256, 1024, 4096, 16_384, 65_536]) {
      // Not a piece: those have a limit of their own.
      const block = randomBytes(size - 1).fill(2, 0, 1);
      first.say({ kind: "pass", block });
      expect(Buffer.compare((await expectKind(second, "pass")).block, block)).toBe(0);
      second.say({ kind: "pass", block });
      expect(Buffer.compare((await expectKind(first, "pass")).block, block)).toBe(0);
    }
  });

  test("the answer of POST /rooms says what the room is", async () => {
    const relay = await startRelay();
    const before = Math.floor(Date.now() / 1000);
    const { answer, roomId } = await makeRoom(relay, {
      ttl_seconds: 60,
      policy: { path: "direct", rejoin: false },
    });
    expect(roomId.length).toBe(16);
    const after = Math.ceil(Date.now() / 1000);
    expect(answer.expires_at - before).toBeGreaterThanOrEqual(59);
    expect(answer.expires_at - after).toBeLessThanOrEqual(61);
    expect(answer.ice_servers).toEqual([{ urls: "stun:127.0.0.1:9" }]);
    expect(answer.limits).toEqual({ ttl_seconds: 60, grace_seconds: 300, frame_bytes: 65_536 });
    expect(Buffer.from(answer.ticket, "base64url").length).toBe(171);
  });

  test.each([
    ["any", 0],
    ["direct", 1],
    ["relayed", 2],
  ] as const)(
    "a room made with the path %s says so in its ticket, and is otherwise a room like any",
    async (path, code) => {
      const relay = await startRelay();
      const { answer } = await makeRoom(relay, { policy: { path } });
      // Behind version, boot, room id and three hashes (spec/relay.md 6).
      expect(Buffer.from(answer.ticket, "base64url")[129]).toBe(code);
    },
  );

  test.each([
    ["leave", "left"],
    ["burn", "burned"],
  ] as const)("%s ends the room for both, and nothing of it remains", async (how, reason) => {
    const relay = await startRelay();
    const { room, first, second } = await pair(relay);
    const values = [room.roomId, sha256(room.token), sha256(room.secrets[0]), sha256(room.secrets[1])];
    const found = (): readonly string[] =>
      values.flatMap(spellings).filter((text) => contentsText(relay.relay).includes(text));
    expect(found().length).toBeGreaterThanOrEqual(values.length);
    first.say({ kind: how });
    expect(await expectKind(first, "ended")).toEqual({ kind: "ended", reason });
    expect(await expectKind(second, "ended")).toEqual({ kind: "ended", reason });
    expect([await first.closed, await second.closed]).toEqual([1000, 1000]);
    expect(found()).toEqual([]);
    expect(relay.relay.inspect()).toMatchObject({ rooms: [], keys: [], reopened: [] });
    await expect.poll(() => relay.relay.inspect().sockets).toBe(0);
    const late = await admit(
      relay,
      room,
      "return",
      room.secrets[0],
      Buffer.from(room.answer.ticket, "base64url"),
    );
    expect(await expectKind(late, "refused")).toEqual({ kind: "refused", code: "absent" });
  });

  test("a room ends when its time is over, and nothing of it remains", async () => {
    const clock = new TestClock();
    const relay = await startRelay({ ports: clockPorts(clock) });
    const { room, first, second } = await pair(relay, { ttl_seconds: 30 });
    clock.advance(29_999);
    expect(relay.relay.inspect().rooms.length).toBe(1);
    clock.advance(1);
    expect(contentsText(relay.relay)).not.toContain(room.roomId.toString("hex"));
    await expectKind(first, "ended");
    expect(first.raw.at(-1)?.subarray(0, 2)).toEqual(Buffer.from([132, 3]));
    await second.closed;
    expect(second.raw.at(-1)?.subarray(0, 2)).toEqual(Buffer.from([132, 3]));
  });

  test("an absent side is away, returns with its secret, and is gone when the grace time is over", async () => {
    const clock = new TestClock();
    const relay = await startRelay({ ports: clockPorts(clock), config: { graceSeconds: 30 } });
    const { room, first, second, ticket } = await pair(relay);
    second.drop();
    expect(await expectKind(first, "presence")).toMatchObject({ other: "away" });
    const back = await admit(relay, room, "return", room.secrets[1], ticket);
    expect(await expectKind(first, "presence")).toMatchObject({ other: "present" });
    back.drop();
    expect(await expectKind(first, "presence")).toMatchObject({ other: "away" });
    clock.advance(29_999);
    expect(relay.relay.inspect().rooms.length).toBe(1);
    clock.advance(1);
    expect(await expectKind(first, "ended")).toEqual({ kind: "ended", reason: "gone" });
    expect(relay.relay.inspect().rooms).toEqual([]);
  });

  test("a second socket of a seat replaces the first, and the other side is told that it is present", async () => {
    const relay = await startRelay();
    const { room, first, second } = await pair(relay);
    const again = await admit(relay, room, "return", room.secrets[0]);
    expect(await expectKind(first, "fault")).toEqual({ kind: "fault", code: "replaced" });
    expect(await first.closed).toBe(1000);
    expect(await expectKind(second, "presence")).toMatchObject({ other: "present" });
    second.say({ kind: "pass", block: new Uint8Array(255).fill(3) });
    await expectKind(again, "welcome");
    expect(await expectKind(again, "pass")).toMatchObject({ kind: "pass" });
    again.say({ kind: "pass", block: new Uint8Array(255).fill(4) });
    expect(await expectKind(second, "pass")).toMatchObject({ kind: "pass" });
  });

  test("the room goes on after a restart, by the tickets alone", async () => {
    const relay = await startRelay();
    const { room, first, second, ticket } = await pair(relay);
    await relay.relay.close();
    expect(await expectKind(first, "fault")).toEqual({ kind: "fault", code: "stopping" });
    expect(await expectKind(second, "fault")).toEqual({ kind: "fault", code: "stopping" });
    const after = await startRelay({ dataDir: relay.dataDir });
    const back = await admit(after, room, "return", room.secrets[1], ticket);
    expect(await expectKind(back, "welcome")).toMatchObject({ seat: 1, other: "away" });
    const old = await admit(
      after,
      room,
      "return",
      room.secrets[0],
      Buffer.from(room.answer.ticket, "base64url"),
    );
    expect(await expectKind(old, "welcome")).toMatchObject({ seat: 0, other: "present" });
    expect(await expectKind(back, "presence")).toMatchObject({ other: "present" });
    old.say({ kind: "burn" });
    expect(await expectKind(back, "ended")).toMatchObject({ reason: "burned" });
    const again = await admit(after, room, "return", room.secrets[1], ticket);
    expect(await expectKind(again, "refused")).toMatchObject({ code: "absent" });
    expect(contentsText(after.relay)).not.toContain(room.roomId.toString("hex"));
  });
});

describe("refusals", () => {
  /** Everything one admission hears, byte for byte, with how the socket was closed. */
  async function heard(
    relay: TestRelay,
    roomId: Uint8Array,
    mode: "enter" | "return",
    ticket: Uint8Array,
  ): Promise<string> {
    const client = await admit(relay, { roomId, token: randomBytes(32) }, mode, randomBytes(32), ticket);
    const code = await client.closed;
    return `${Buffer.concat(client.raw).toString("hex")} ${code}`;
  }

  test("absent, wrong, full, ended and expired are the same bytes to whoever has no token and no seat secret", async () => {
    const clock = new TestClock();
    const relay = await startRelay({ ports: clockPorts(clock) });
    const expired = await pair(relay, { ttl_seconds: 1 });
    clock.advance(1_000);
    await expired.first.closed;
    const waiting = await makeRoom(relay);
    const full = await pair(relay);
    const ended = await pair(relay);
    ended.first.say({ kind: "burn" });
    await ended.second.closed;
    const answers = new Set<string>();
    for (const roomId of [
      randomBytes(16),
      waiting.roomId,
      full.room.roomId,
      ended.room.roomId,
      expired.room.roomId,
    ]) {
      answers.add(await heard(relay, roomId, "enter", new Uint8Array()));
      answers.add(await heard(relay, roomId, "return", new Uint8Array()));
      answers.add(await heard(relay, roomId, "return", randomBytes(171)));
    }
    expect([...answers]).toEqual([`8201${"00".repeat(254)} 1000`]);
  });

  test("`used` needs the token, and `version` nothing", async () => {
    const relay = await startRelay();
    const { room } = await pair(relay);
    const third = await admit(relay, room, "enter", randomBytes(32));
    expect(await expectKind(third, "refused")).toEqual({ kind: "refused", code: "used" });
    const later = await new Client(relay).opened();
    const frame = encodeToRelay({
      kind: "admit",
      mode: "enter",
      ...room,
      seatSecret: randomBytes(32),
      ticket: new Uint8Array(),
    });
    frame[1] = 2;
    later.ws.send(frame);
    expect(await expectKind(later, "refused")).toEqual({ kind: "refused", code: "version" });
  });
});

describe("order", () => {
  test("the first frame is admit, and there is only one", async () => {
    const relay = await startRelay();
    for (const kind of ["beat", "leave", "burn"] as const) {
      const client = await new Client(relay).opened();
      client.say({ kind });
      expect(await expectKind(client, "fault")).toEqual({ kind: "fault", code: "order" });
    }
    const early = await new Client(relay).opened();
    early.say({ kind: "pass", block: new Uint8Array(255) });
    expect(await expectKind(early, "fault")).toEqual({ kind: "fault", code: "order" });
    const { room, first } = await pair(relay);
    first.say({
      kind: "admit",
      mode: "return",
      ...room,
      token: new Uint8Array(32),
      seatSecret: room.secrets[0],
      ticket: new Uint8Array(),
    });
    expect(await expectKind(first, "fault")).toEqual({ kind: "fault", code: "order" });
  });

  test("a frame said together with admit is heard after it", async () => {
    const relay = await startRelay();
    const room = await makeRoom(relay);
    const first = await admit(relay, room, "return", room.secrets[0]);
    await expectKind(first, "welcome");
    const second = await new Client(relay).opened();
    second.say({
      kind: "admit",
      mode: "enter",
      ...room,
      seatSecret: room.secrets[1],
      ticket: new Uint8Array(),
    });
    second.say({ kind: "pass", block: new Uint8Array(65_535).fill(7) });
    await expectKind(first, "presence");
    await expectKind(first, "ticket");
    expect((await expectKind(first, "pass")).block.length).toBe(65_535);
  });

  test("what is no frame closes the socket and not the room", async () => {
    const relay = await startRelay();
    const { room, first, second } = await pair(relay);
    for (const bytes of [Buffer.alloc(255), Buffer.alloc(256, 0xff), Buffer.alloc(257), Buffer.alloc(0)]) {
      const again = await admit(relay, room, "return", room.secrets[0]);
      await expectKind(again, "welcome");
      again.ws.send(bytes);
      expect(await expectKind(again, "fault")).toEqual({ kind: "fault", code: "frame" });
    }
    expect(first.closeCode).not.toBeNull();
    expect(second.closeCode).toBeNull();
    expect(relay.relay.inspect().rooms.length).toBe(1);
  });

  test("what the WebSocket layer refuses has its own status and no last frame (spec/relay.md 1)", async () => {
    const relay = await startRelay();
    const { first, second } = await pair(relay);
    first.ws.send(Buffer.alloc(65_537));
    expect([await first.next(), await first.closed]).toEqual([null, 1009]);
    expect(await expectKind(second, "presence")).toMatchObject({ other: "away" });
    for (let count = 0; count < 16; count += 1) second.ws.send(Buffer.alloc(1), { fin: false });
    second.ws.send(Buffer.alloc(1), { fin: true });
    expect([await second.next(), await second.closed]).toEqual([null, 1008]);
  });

  test("text, ping and pong are no frames", async () => {
    const relay = await startRelay();
    const speak: readonly ((client: Client) => void)[] = [
      (client) => client.ws.send("hello"),
      (client) => client.ws.ping(),
      (client) => client.ws.pong(),
    ];
    for (const say of speak) {
      const client = await new Client(relay).opened();
      say(client);
      expect(await expectKind(client, "fault")).toEqual({ kind: "fault", code: "frame" });
      expect(await client.closed).toBe(1000);
    }
  });
});
