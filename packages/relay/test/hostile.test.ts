import { once } from "node:events";
import { type Socket, connect } from "node:net";
import { encodeToRelay } from "@tacet/wire";
import { expect, test, vi } from "vitest";
import { type TestPair, type TestRelay, expectKind, pair, startRelay } from "./harness.ts";
import { TestClock, clockPorts } from "./clock.ts";
import { requestText, upgradeHeaders } from "./raw.ts";

/*
 * A thousand connections (in npm run verify some hundreds) that do what no client does, while two people talk. Every one of them has to be closed by the relay
 * within its limit, and the two must hardly notice. Limits are shortened alike, so that the run is short.
 */
vi.setConfig({ testTimeout: 180_000 });

const CROWD = process.env["TACET_SHORT"] === undefined ? 1_000 : 300;
const SHORT = {
  headersTimeoutMs: 800,
  requestTimeoutMs: 1_200,
  firstFrameTimeoutMs: 800,
  messageTimeoutMs: 800,
  pendingSocketsPerAddressMax: CROWD + 10,
  pendingBytesPerAddressMax: 8_388_608,
  connectionsPerAddressMax: CROWD + 10,
};
/** The longest of them, Node's interval for looking at headers, and a busy machine; less than the 40 s of silence that nobody here is given. */
const CLOSED_WITHIN_MS = 30_000;

/** A masked frame header; the mask is zero, so that payload stays as it is. */
function header(first: number, length: number): Buffer {
  const bytes =
    length < 126
      ? [length]
      : length < 65_536
        ? [126, length >> 8, length & 255]
        : [127, 0, 0, 0, 0, 0, length >>> 16, (length >> 8) & 255, length & 255];
  return Buffer.from([first, 0x80 | (bytes[0] ?? 0), ...bytes.slice(1), 0, 0, 0, 0]);
}

const FIN_BINARY = 0x82;
const tiny = Buffer.concat([
  header(0x02, 1),
  Buffer.alloc(1),
  ...Array.from({ length: 40 }, () => Buffer.concat([header(0x00, 1), Buffer.alloc(1)])),
]);

/** What each kind of enemy says after its upgrade, at once and then at every beat of 100 ms. */
const ENEMIES: readonly { readonly name: string; readonly hello: Buffer; readonly drip?: Buffer }[] = [
  { name: "never speaks", hello: Buffer.alloc(0) },
  { name: "speaks a byte at a time", hello: header(FIN_BINARY, 1_024), drip: Buffer.alloc(1) },
  { name: "stops inside a frame header", hello: Buffer.from([FIN_BINARY]) },
  { name: "stops inside a message", hello: Buffer.concat([header(0x02, 8), Buffer.alloc(8)]) },
  { name: "sends tiny fragments", hello: tiny },
  {
    name: "drips fragments",
    hello: Buffer.concat([header(0x02, 1), Buffer.alloc(1)]),
    drip: Buffer.concat([header(0x00, 0)]),
  },
  { name: "announces a huge frame", hello: header(FIN_BINARY, 16_777_215) },
  {
    name: "sends the largest frame",
    hello: Buffer.concat([header(FIN_BINARY, 65_536), Buffer.alloc(65_536, 16)]),
  },
  { name: "speaks text", hello: Buffer.concat([header(0x81, 3), Buffer.from("hey")]) },
  { name: "speaks a reserved opcode", hello: header(0x83, 0) },
  { name: "speaks a reserved control opcode", hello: header(0x8b, 0) },
  { name: "sets a reserved bit", hello: Buffer.concat([header(0xc2, 256), Buffer.alloc(256)]) },
  { name: "does not mask", hello: Buffer.from([FIN_BINARY, 0]) },
  { name: "pings", hello: header(0x89, 0), drip: header(0x89, 0) },
  { name: "continues what has not begun", hello: header(0x80, 0) },
];

/** What enemies of HTTP say instead of a request. */
const HTTP_ENEMIES: readonly { readonly name: string; readonly hello: Buffer; readonly drip?: Buffer }[] = [
  { name: "connects and is silent", hello: Buffer.alloc(0) },
  {
    name: "drips its headers",
    hello: Buffer.from("GET / HTTP/1.1\r\nhost: a\r\nx: "),
    drip: Buffer.from("y"),
  },
  {
    name: "drips its body",
    hello: Buffer.from(
      requestText("POST", "/rooms", { "content-type": "application/json", "content-length": "9000" }),
    ),
    drip: Buffer.from(" "),
  },
  {
    name: "drips chunks",
    hello: Buffer.from(
      requestText("POST", "/rooms", { "content-type": "application/json", "transfer-encoding": "chunked" }),
    ),
    drip: Buffer.from("1\r\n \r\n"),
  },
];

/** One enemy; resolves with how long the relay let it live, or null when that was too long. */
function attack(port: number, hello: Buffer, drip: Buffer | undefined): Promise<number | null> {
  const socket = connect({ port, host: "127.0.0.1" });
  const startMs = performance.now();
  socket.on("error", () => undefined);
  socket.once("connect", () => socket.write(hello));
  socket.resume();
  const dripping = setInterval(() => drip !== undefined && socket.writable && socket.write(drip), 100);
  return new Promise((resolve) => {
    const end = (life: number | null): void => {
      clearInterval(dripping);
      clearTimeout(timer);
      socket.destroy();
      resolve(life);
    };
    const timer = setTimeout(() => end(null), CLOSED_WITHIN_MS);
    socket.once("close", () => end(performance.now() - startMs));
  });
}

/**
 * A round trip of one frame between two honest people: milliseconds by the wall, and of this process's own work, in which what other
 * processes take of the machine meanwhile does not count.
 */
interface RoundTrip {
  readonly wallMs: number;
  readonly workMs: number;
}

async function roundTrips(
  { first, second }: TestPair,
  count: number,
  until?: Promise<unknown>,
): Promise<RoundTrip[]> {
  const over = { yes: false };
  void until?.then(() => (over.yes = true));
  const times: RoundTrip[] = [];
  const block = new Uint8Array(255);
  while (times.length < count && !over.yes) {
    const [startMs, begin] = [performance.now(), process.cpuUsage()];
    first.say({ kind: "pass", block });
    await expectKind(second, "pass");
    second.say({ kind: "pass", block });
    await expectKind(first, "pass");
    const { user, system } = process.cpuUsage(begin);
    times.push({ wallMs: performance.now() - startMs, workMs: (user + system) / 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return times;
}

function percentile(times: readonly RoundTrip[], share: number, of: keyof RoundTrip = "workMs"): number {
  const sorted = times.map((time) => time[of]).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;
}

async function siege(
  relay: TestRelay,
  hellos: readonly { hello: Buffer; drip?: Buffer }[],
  prefix: Buffer,
): Promise<(number | null)[]> {
  return Promise.all(
    Array.from({ length: CROWD }, (_, index) => {
      const enemy = hellos[index % hellos.length];
      return attack(relay.port, Buffer.concat([prefix, enemy?.hello ?? Buffer.alloc(0)]), enemy?.drip);
    }),
  );
}

test.each([
  ["WebSocket", ENEMIES],
  ["HTTP", HTTP_ENEMIES],
] as const)(
  `${CROWD} hostile %s connections are all closed in time, and two people go on talking`,
  async (kind, enemies) => {
    const relay = await startRelay({ limits: SHORT });
    const people = await pair(relay);
    const quiet = await roundTrips(people, 80);
    const prefix =
      kind === "HTTP"
        ? Buffer.alloc(0)
        : Buffer.from(requestText("GET", "/relay", upgradeHeaders(relay.url)));
    const battle = siege(relay, enemies, prefix);
    const busy = await roundTrips(people, 2_000, battle);
    const lives = await battle;
    const survivors = lives.flatMap((life, index) =>
      life === null ? [enemies[index % enemies.length]?.name] : [],
    );
    expect(survivors).toEqual([]);
    expect(lives.length).toBe(CROWD);
    await expect.poll(() => relay.relay.inspect().sockets).toBe(2);
    expect(relay.relay.inspect().pending).toEqual({ sockets: 0, bytes: 0 });
    expect(busy.length).toBeGreaterThan(20);
    const [before, during] = [percentile(quiet, 0.99), percentile(busy, 0.99)];
    // The crowd runs in this same process: most of what the two notice is the crowd's own work. A relay that blocked would show seconds.
    expect(during).toBeLessThan(Math.max(400, before * 20));
    expect(percentile(busy, 0.99, "wallMs")).toBeLessThan(5_000);
    const after = await roundTrips(people, 40);
    expect(percentile(after, 0.5)).toBeLessThan(Math.max(10, percentile(quiet, 0.5) * 4));
  },
);

test("64 strangers from one address, and the next is refused until one has gone", async () => {
  const relay = await startRelay({ ports: clockPorts(new TestClock()) });
  const request = requestText("GET", "/relay", upgradeHeaders(relay.url));
  const open = async (): Promise<readonly [Socket, string]> => {
    const socket = connect(relay.port, "127.0.0.1", () => socket.write(request));
    const [answer] = (await once(socket, "data")) as [Buffer];
    return [socket, answer.toString().slice(9, 12)];
  };
  const crowd = await Promise.all(Array.from({ length: 64 }, open));
  expect(new Set(crowd.map(([, status]) => status))).toEqual(new Set(["101"]));
  const [late, status] = await open();
  expect(status).toBe("429");
  late.destroy();
  crowd[0]?.[0].destroy();
  await expect.poll(() => relay.relay.inspect().pending.sockets).toBe(63);
  const [next, admitted] = await open();
  expect(admitted).toBe("101");
  for (const socket of [next, ...crowd.map(([one]) => one)]) socket.destroy();
});

test("an admitted enemy that stops inside a message is closed after 5 s, and what it dripped meanwhile does not save it", async () => {
  const clock = new TestClock();
  const relay = await startRelay({ ports: clockPorts(clock) });
  const { room, first } = await pair(relay);
  const socket = connect(relay.port, "127.0.0.1", () => {
    socket.write(requestText("GET", "/relay", upgradeHeaders(relay.url)));
  });
  await once(socket, "data");
  const admit = encodeToRelay({
    kind: "admit",
    mode: "return",
    ...room,
    token: new Uint8Array(32),
    seatSecret: room.secrets[1],
    ticket: new Uint8Array(),
  });
  socket.write(Buffer.concat([header(FIN_BINARY, 1_024), admit, header(0x02, 256), Buffer.alloc(100)]));
  const [welcome] = (await once(socket, "data")) as [Buffer];
  expect(welcome[4]).toBe(129);
  clock.advance(4_999);
  socket.write(Buffer.alloc(10));
  await expect.poll(() => relay.relay.inspect().sockets).toBe(2);
  clock.advance(1);
  const [fault] = (await once(socket, "data")) as [Buffer];
  expect([fault[4], fault[5]]).toEqual([134, 4]);
  socket.destroy();
  for (const other of ["present", "away"])
    expect(await expectKind(first, "presence")).toMatchObject({ other });
});

test("connections that never read are gone from the relay as soon as the others", async () => {
  // The clock stands still until all of them are here, however long that takes.
  const clock = new TestClock();
  const limits = { ...SHORT, headersTimeoutMs: 60_000, requestTimeoutMs: 60_000, closeTimeoutMs: 300 };
  const relay = await startRelay({ limits, ports: clockPorts(clock) });
  const request = requestText("GET", "/relay", upgradeHeaders(relay.url));
  const sockets = Array.from({ length: 200 }, () => connect(relay.port, "127.0.0.1"));
  for (const socket of sockets)
    socket
      .on("error", () => undefined)
      .pause()
      .write(request);
  await expect.poll(() => relay.relay.inspect().sockets).toBe(200);
  clock.advance(SHORT.firstFrameTimeoutMs + 1_000);
  await expect.poll(() => relay.relay.inspect().sockets).toBe(0);
  for (const socket of sockets) socket.destroy();
});

test("a connection that asks for nothing is closed without a word; one that asks too slowly is told", async () => {
  const relay = await startRelay({ limits: SHORT });
  // A browser that opened one ahead of need would take a word for the answer to its next request.
  expect(await heard(relay.port, "")).toBe("");
  expect(await heard(relay.port, "GET / HTTP/1.1\r\nhost: a\r\n")).toMatch(
    /^HTTP\/1\.1 400 .*came too slowly/s,
  );
});

/** Everything that the relay says on a connection until it closes it. */
function heard(port: number, hello: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1" });
  let said = "";
  socket.on("data", (bytes: Buffer) => (said += bytes.toString("latin1")));
  if (hello !== "") socket.write(hello);
  return new Promise((resolve) => socket.once("close", () => resolve(said)));
}
