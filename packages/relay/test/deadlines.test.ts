import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type Socket, connect } from "node:net";
import { encodeToRelay } from "@tacet/wire";
import { expect, test } from "vitest";
import { type RelayLimits, readConfig } from "@tacet/relay";
import { TestClock, clockPorts } from "./clock.ts";
import {
  Client,
  type TestRelay,
  admit,
  expectKind,
  makeRoom,
  pair,
  postRoom,
  startRelay,
} from "./harness.ts";
import { raw, requestText, upgradeHeaders } from "./raw.ts";

/** A relay whose time stands still until the test moves it. */
async function startFrozen(
  limits: Partial<RelayLimits> = {},
): Promise<{ readonly relay: TestRelay; readonly clock: TestClock }> {
  const clock = new TestClock();
  return { relay: await startRelay({ limits, ports: clockPorts(clock) }), clock };
}

const beatsOf = (client: Client): number => client.raw.filter((frame) => frame[0] === 4).length;

/** Proof that the relay has read everything that was sent before, and that everything it sent before has arrived. */
async function settle(from: Client, to: Client): Promise<void> {
  from.say({ kind: "pass", block: new Uint8Array(255) });
  await expectKind(to, "pass");
}

test("after 25 s without a frame there is a beat; 40 s without an answer are the end of that socket alone", async () => {
  const { relay, clock } = await startFrozen();
  const room = await makeRoom(relay);
  const first = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(first, "welcome");
  const silent = await new Client(relay, { answerBeats: false }).opened();
  silent.say({
    kind: "admit",
    mode: "enter",
    ...room,
    seatSecret: room.secrets[1],
    ticket: new Uint8Array(),
  });
  await expectKind(silent, "welcome");
  await expectKind(first, "presence");
  await expectKind(first, "ticket");
  clock.advance(24_999);
  expect([beatsOf(first), beatsOf(silent)]).toEqual([0, 0]);
  clock.advance(1);
  await expect.poll(() => [beatsOf(first), beatsOf(silent)]).toEqual([1, 1]);
  await settle(first, silent);
  clock.advance(14_999);
  expect(silent.closeCode).toBeNull();
  clock.advance(1);
  expect(await expectKind(silent, "fault")).toEqual({ kind: "fault", code: "silent" });
  expect(await expectKind(first, "presence")).toMatchObject({ other: "away" });
  expect(first.closeCode).toBeNull();
});

test("a message that has begun has arrived after 5 s, or the socket is closed within the second", async () => {
  const { relay, clock } = await startFrozen();
  const { first, second } = await pair(relay);
  await settle(second, first);
  clock.advance(300);
  second.ws.send(Buffer.alloc(100), { fin: false });
  // Whatever has been read by now: the relay has had as many turns as a piece needs to arrive.
  for (let turn = 0; turn < 20; turn += 1) await settle(first, second);
  clock.advance(4_999);
  expect(second.closeCode).toBeNull();
  clock.advance(1_000);
  expect(await expectKind(second, "fault")).toEqual({ kind: "fault", code: "silent" });
  expect(await expectKind(first, "presence")).toMatchObject({ other: "away" });
});

test("sockets wait for their deadlines in one round a second, and for none when there are none", async () => {
  const { relay, clock } = await startFrozen();
  const before = clock.waiting;
  const clients = await Promise.all(Array.from({ length: 20 }, () => new Client(relay).opened()));
  await expect.poll(() => relay.relay.inspect().sockets).toBe(20);
  expect(clock.waiting).toBe(before + 1);
  for (const client of clients) client.drop();
  await expect.poll(() => relay.relay.inspect().sockets).toBe(0);
  expect(clock.waiting).toBe(before);
});

test("no beat is sent where frames flow anyway", async () => {
  const { relay, clock } = await startFrozen();
  const { first, second } = await pair(relay);
  clock.advance(20_000);
  await settle(first, second);
  clock.advance(5_000);
  await expect.poll(() => beatsOf(first)).toBe(1);
  await settle(first, second);
  expect(beatsOf(second)).toBe(0);
});

test("who has not said admit after 5 s is closed", async () => {
  const { relay, clock } = await startFrozen();
  const client = await new Client(relay).opened();
  await expect.poll(() => relay.relay.inspect().pending.sockets).toBe(1);
  clock.advance(4_999);
  expect(relay.relay.inspect().pending.sockets).toBe(1);
  clock.advance(1);
  expect(await expectKind(client, "fault")).toEqual({ kind: "fault", code: "silent" });
  expect(relay.relay.inspect().pending).toEqual({ sockets: 0, bytes: 0 });
});

test("a seat has a burst of 2,000 frames and not one more; a new socket does not refill it, time does", async () => {
  const { relay, clock } = await startFrozen();
  const { room, first, second } = await pair(relay);
  const beat = encodeToRelay({ kind: "beat" });
  for (let count = 0; count < 1_999; count += 1) first.ws.send(beat);
  await settle(first, second);
  first.ws.send(beat);
  expect(await expectKind(first, "fault")).toEqual({ kind: "fault", code: "rate" });
  expect(await expectKind(second, "presence")).toMatchObject({ other: "away" });
  const again = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(again, "welcome");
  again.ws.send(beat);
  expect(await expectKind(again, "fault")).toEqual({ kind: "fault", code: "rate" });
  clock.advance(5);
  const later = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(later, "welcome");
  later.say({ kind: "burn" });
  expect(await expectKind(later, "ended")).toMatchObject({ reason: "burned" });
});

test("a seat has a burst of 8 MiB and not a frame more", async () => {
  const { relay } = await startFrozen({ backlogBytesMax: 64 * 1_048_576 });
  const { first, second } = await pair(relay);
  for (let count = 0; count < 129; count += 1) first.say({ kind: "pass", block: new Uint8Array(65_535) });
  expect(await expectKind(first, "fault")).toEqual({ kind: "fault", code: "rate" });
  for (let count = 0; count < 128; count += 1) await expectKind(second, "pass");
  expect(await expectKind(second, "presence")).toMatchObject({ other: "away" });
});

test("a reader that stops is dropped at 1 MiB, and the writer goes on", async () => {
  const relay = await startRelay();
  const { first, second } = await pair(relay);
  second.ws.pause();
  let sent = 0;
  // The kernel takes some megabytes before anything waits in the relay; the burst of a seat is 128 such frames.
  while (sent < 127 && first.raw.at(-1)?.[0] !== 131) {
    first.say({ kind: "pass", block: new Uint8Array(65_535) });
    sent += 1;
    await new Promise(setImmediate);
  }
  expect(await expectKind(first, "presence")).toMatchObject({ other: "away" });
  expect(sent).toBeGreaterThan(16);
  expect(first.closeCode).toBeNull();
  first.say({ kind: "burn" });
  expect(await expectKind(first, "ended")).toMatchObject({ reason: "burned" });
});

/** Sends to a reader that has stopped until something waits in the relay, at a pace that a seat's budget allows. */
async function fillLine(relay: TestRelay, clock: TestClock, from: Client): Promise<void> {
  for (let count = 0; count < 400 && relay.relay.inspect().backlogBytes === 0; count += 1) {
    clock.advance(70);
    from.say({ kind: "pass", block: new Uint8Array(65_535) });
    await new Promise(setImmediate);
  }
}

test("a reader that never reads is dropped when its line was not empty for 40 s, though it says beats", async () => {
  const { relay, clock } = await startFrozen({ messageTimeoutMs: 1_000_000 });
  const { first, second } = await pair(relay);
  second.ws.pause();
  await fillLine(relay, clock, first);
  await expect.poll(() => relay.relay.inspect().backlogBytes).toBeGreaterThan(0);
  for (let seconds = 0; seconds < 39; seconds += 1) {
    clock.advance(1_000);
    if (seconds % 10 !== 0) continue;
    await settle(second, first);
    first.say({ kind: "beat" });
  }
  await settle(second, first);
  expect(relay.relay.inspect().sockets).toBe(2);
  // The second that is over, and the round that comes within the next.
  clock.advance(2_000);
  expect(await expectKind(first, "presence")).toMatchObject({ other: "away" });
  await expect.poll(() => relay.relay.inspect().backlogBytes).toBe(0);
  expect(first.closeCode).toBeNull();
});

test("a reader that goes on reading keeps its socket, however much it was behind", async () => {
  const { relay, clock } = await startFrozen({ messageTimeoutMs: 1_000_000 });
  const { first, second } = await pair(relay);
  second.ws.pause();
  await fillLine(relay, clock, first);
  second.ws.resume();
  await expect.poll(() => relay.relay.inspect().backlogBytes).toBe(0);
  for (let seconds = 0; seconds < 41; seconds += 1) {
    clock.advance(1_000);
    if (seconds % 10 !== 0) continue;
    await settle(second, first);
    first.say({ kind: "beat" });
  }
  expect(relay.relay.inspect().sockets).toBe(2);
});

test("what waits in all is bounded: the reader for whom most waits goes, and the others go on", async () => {
  const { relay, clock } = await startFrozen({ backlogTotalBytesMax: 131_072 });
  const slow = await pair(relay);
  const others = await pair(relay);
  slow.second.ws.pause();
  for (let count = 0; count < 400 && relay.relay.inspect().sockets === 4; count += 1) {
    clock.advance(70);
    slow.first.say({ kind: "pass", block: new Uint8Array(65_535) });
    await new Promise(setImmediate);
  }
  expect(await expectKind(slow.first, "presence")).toMatchObject({ other: "away" });
  await settle(others.first, others.second);
  expect(relay.relay.inspect()).toMatchObject({ sockets: 3, backlogBytes: 0 });
});

test("one address has so many sockets and no more, admitted or not, until one has gone", async () => {
  const { relay } = await startFrozen({ socketsPerAddressMax: 3 });
  const { first } = await pair(relay);
  const stranger = await new Client(relay).opened();
  const status = async (): Promise<number> =>
    (await raw(relay.port, requestText("GET", "/relay", upgradeHeaders(relay.url)))).status;
  expect(await status()).toBe(429);
  stranger.drop();
  await expect.poll(status).toBe(101);
  expect(first.closeCode).toBeNull();
});

test("one address has so many connections and no more; those that are sockets do not count, nor does a trusted proxy", async () => {
  const limits = { connectionsPerAddressMax: 2 };
  const relay = await startRelay({ limits });
  const { first } = await pair(relay);
  const ask = (on: TestRelay): Promise<number | null> =>
    raw(on.port, requestText("GET", "/up")).then(
      ({ status }) => status,
      () => null,
    );
  const idle = (on: TestRelay): Socket => connect(on.port, "127.0.0.1").on("error", () => undefined);
  // Whatever fetch kept open after it made the room has to go first.
  await expect.poll(async () => ask(relay)).toBe(200);
  const crowd = [idle(relay), idle(relay), idle(relay)];
  await expect.poll(() => ask(relay)).toBeNull();
  for (const socket of crowd) socket.destroy();
  await expect.poll(() => ask(relay)).toBe(200);
  expect(first.closeCode).toBeNull();
  const { trustedProxies } = readConfig({ TACET_TRUSTED_PROXIES: "127.0.0.1" });
  const behind = await startRelay({ limits, config: { trustedProxies } });
  const passed = [idle(behind), idle(behind), idle(behind)];
  await Promise.all(passed.map((socket) => once(socket, "connect")));
  expect(await ask(behind)).toBe(200);
  for (const socket of passed) socket.destroy();
});

test("a connection brings 100 requests; the last answer closes it", async () => {
  const relay = await startRelay();
  const socket = connect(relay.port, "127.0.0.1", () => {
    socket.write(requestText("GET", "/up").repeat(120));
  });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => undefined);
  await once(socket, "close");
  const text = Buffer.concat(chunks).toString();
  expect(text.split("HTTP/1.1 200 OK").length - 1).toBe(100);
  expect(text.split(/connection: close/i).length - 1).toBe(1);
});

test("a fault of the relay's own ends the socket that met it, and nothing else", async () => {
  // A server's name that fits no welcome: encoding it throws in the middle of an admission.
  const stun = { kind: "list", urls: [`stun:${"a".repeat(300)}`] } as const;
  const relay = await startRelay({ config: { stun } });
  const room = await makeRoom(relay);
  const client = await admit(relay, room, "return", room.secrets[0]);
  expect(await expectKind(client, "fault")).toEqual({ kind: "fault", code: "frame" });
  expect(await client.closed).toBe(1000);
  const other = await new Client(relay).opened();
  other.say({ kind: "beat" });
  expect(await expectKind(other, "fault")).toEqual({ kind: "fault", code: "order" });
  expect(relay.relay.inspect().rooms.length).toBe(1);
});

test("rooms and sockets have their rates by address: 429 with the time to wait", async () => {
  const { relay } = await startFrozen({ roomsPerMinute: 3, socketsPerMinute: 3 });
  const hash = randomBytes(32).toString("base64url");
  const post = (): Promise<Response> => postRoom(relay, { kind: "pair", admission: hash, seat: hash });
  for (let count = 0; count < 3; count += 1) expect((await post()).status).toBe(201);
  const refused = await post();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "20"]);
  for (let count = 0; count < 3; count += 1) await new Client(relay).opened();
  const answer = await raw(relay.port, requestText("GET", "/relay", upgradeHeaders(relay.url)));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "20"]);
});

test("a wrong body makes no room and counts as none; ten times as many requests are too many", async () => {
  const { relay } = await startFrozen({ roomsPerMinute: 2 });
  const hash = randomBytes(32).toString("base64url");
  const post = async (body: unknown, from = 0): Promise<number> =>
    (await postRoom(relay, body, { "x-forwarded-for": `192.0.2.${from}` })).status;
  const right = { kind: "pair", admission: hash, seat: hash };
  for (let count = 0; count < 4; count += 1) expect(await post({})).toBe(422);
  for (const status of [201, 201, 429]) expect(await post(right)).toBe(status);
  const statuses: number[] = [];
  // A forged X-Forwarded-For makes nobody another.
  for (let count = 0; count < 15; count += 1) statuses.push(await post({}, count));
  expect(statuses).toEqual([...Array<number>(13).fill(422), 429, 429]);
});

test("a relay that is full takes nothing from anybody's allowance", async () => {
  const relay = await startRelay({ limits: { roomsPerMinute: 2, roomsMax: 1 } });
  const room = await makeRoom(relay);
  await expect(makeRoom(relay)).rejects.toThrow("503");
  const first = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(first, "welcome");
  first.say({ kind: "burn" });
  await first.closed;
  await makeRoom(relay);
});

test("strangers' sockets are bounded in all; whoever is admitted makes room for the next", async () => {
  const { relay } = await startFrozen({
    pendingSocketsPerAddressMax: 9,
    pendingSocketsMax: 2,
    socketsMax: 4,
  });
  const room = await makeRoom(relay);
  const status = async (): Promise<number> =>
    (await raw(relay.port, requestText("GET", "/relay", upgradeHeaders(relay.url)))).status;
  await new Client(relay).opened();
  const first = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(first, "welcome");
  const stranger = await new Client(relay).opened();
  expect(await status()).toBe(503);
  stranger.drop();
  await expect.poll(() => relay.relay.inspect().pending.sockets).toBe(1);
  await new Client(relay).opened();
  expect(relay.relay.inspect()).toMatchObject({ sockets: 3, pending: { sockets: 2 } });
});
