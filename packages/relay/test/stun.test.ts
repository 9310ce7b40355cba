import { createSocket } from "node:dgram";
import { once } from "node:events";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { readConfig } from "@tacet/relay";
import { answerStun } from "../src/stun/message.ts";
import { hearDatagram } from "../src/stun/responder.ts";
import { StunAllowance } from "../src/stun/allowance.ts";
import { TestClock, clockPorts } from "./clock.ts";
import { startRelay } from "./harness.ts";

const TRANSACTION = Buffer.from("b7e7a701bc34d686fa87dfae", "hex");

/** A binding request with the given attributes, as RFC 8489 lays it out. */
function bindingRequest(attributes: Uint8Array = new Uint8Array(), type = 0x0001): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(type);
  header.writeUInt16BE(attributes.length, 2);
  header.writeUInt32BE(0x2112_a442, 4);
  return Buffer.concat([header, TRANSACTION, attributes]);
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function withFingerprint(attributes: Uint8Array = new Uint8Array()): Buffer {
  const unsigned = bindingRequest(Buffer.concat([attributes, Buffer.alloc(8)])).subarray(0, -8);
  const value = Buffer.alloc(4);
  value.writeUInt32BE((crc32(unsigned) ^ 0x5354_554e) >>> 0);
  return Buffer.concat([unsigned, attribute(0x8028, value)]);
}

test("the mapped address is that of the test vectors (RFC 5769 sections 2.2 and 2.3)", () => {
  const v4 = Buffer.from(answerStun(bindingRequest(), "192.0.2.1", 32_853) ?? []);
  expect(v4.subarray(20).toString("hex")).toBe("002000080001a147e112a643");
  expect(v4.subarray(0, 8).toString("hex")).toBe("0101000c2112a442");
  expect(v4.subarray(8, 20)).toEqual(TRANSACTION);
  const v6 = Buffer.from(answerStun(bindingRequest(), "2001:db8:1234:5678:11:2233:4455:6677", 32_853) ?? []);
  expect(v6.subarray(20).toString("hex")).toBe("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
});

test("an IPv4 visitor in IPv6 clothes is told the IPv4 address", () => {
  const answer = Buffer.from(answerStun(bindingRequest(), "::ffff:192.0.2.1", 32_853) ?? []);
  expect(answer.subarray(20).toString("hex")).toBe("002000080001a147e112a643");
});

test("a fingerprint is answered with one, and a wrong one not at all", () => {
  const answer = Buffer.from(answerStun(withFingerprint(), "192.0.2.1", 32_853) ?? []);
  expect(answer.subarray(-8, -4).toString("hex")).toBe("80280004");
  expect(answer.readUInt32BE(answer.length - 4)).toBe((crc32(answer.subarray(0, -8)) ^ 0x5354_554e) >>> 0);
  const wrong = withFingerprint();
  wrong.writeUInt8((wrong.at(-1) ?? 0) ^ 1, wrong.length - 1);
  expect(answerStun(wrong, "192.0.2.1", 1)).toBeNull();
});

test("an attribute that must be understood and is not gets error 420 with its number; an optional one is skipped", () => {
  const unknown = answerStun(bindingRequest(attribute(0x0003, Buffer.alloc(4))), "192.0.2.1", 1);
  expect(
    Buffer.from(unknown ?? [])
      .toString("hex")
      .slice(0, 8),
  ).toBe("01110010");
  expect(
    Buffer.from(unknown ?? [])
      .subarray(20)
      .toString("hex"),
  ).toBe("0009000400000414000a000200030000");
  const optional = answerStun(bindingRequest(attribute(0x8022, Buffer.from("test"))), "192.0.2.1", 1);
  expect(
    Buffer.from(optional ?? [])
      .toString("hex")
      .slice(0, 4),
  ).toBe("0101");
});

test("nothing else is answered: every truncation, other types, other cookies, responses, attributes beyond the end", () => {
  const whole = withFingerprint(attribute(0x8022, Buffer.from("abc")));
  expect(answerStun(whole, "192.0.2.1", 1)).not.toBeNull();
  for (let length = 0; length < whole.length; length += 1) {
    expect(answerStun(whole.subarray(0, length), "192.0.2.1", 1)).toBeNull();
  }
  const oldClient = bindingRequest();
  oldClient.writeUInt32BE(1, 4);
  const beyond = attribute(0x8022, Buffer.alloc(4));
  beyond.writeUInt16BE(8, 2);
  const refused = [
    bindingRequest(Buffer.alloc(0), 0x0101),
    bindingRequest(Buffer.alloc(0), 0x0011),
    bindingRequest(Buffer.alloc(0), 0x0003),
    bindingRequest(beyond),
    Buffer.concat([bindingRequest(), Buffer.alloc(4)]),
    bindingRequest(Buffer.alloc(532)),
    oldClient,
    Buffer.alloc(0),
  ];
  for (const request of refused) expect(answerStun(request, "192.0.2.1", 1)).toBeNull();
});

test("no answer is more than 1.36 times its request, headers of IP and UDP counted", () => {
  const many = (count: number): Buffer =>
    bindingRequest(Buffer.concat(Array(count).fill(attribute(0x0003, Buffer.alloc(0)))));
  const factors: number[] = [];
  const requests = [
    bindingRequest(),
    withFingerprint(),
    ...Array.from({ length: 132 }, (_, count) => many(count)),
  ];
  for (const request of requests) {
    for (const [address, headers] of [
      ["192.0.2.1", 28],
      ["2001:db8::1", 48],
    ] as const) {
      const answer = answerStun(request, address, 1);
      factors.push(((answer?.length ?? Infinity) + headers) / (request.length + headers));
    }
  }
  expect(Math.max(...factors)).toBeLessThanOrEqual(1.36);
  // The largest there is, so that the bound says what is: 92 bytes to 68, over IPv6.
  expect(Math.max(...factors)).toBeCloseTo(92 / 68, 9);
});

/** Answered datagrams out of so many from an address. */
function answered(allowance: StunAllowance, address: string, count: number, nowMs: number): number {
  return Array.from({ length: count }, () => allowance.take(address, nowMs)).filter((taken) => taken).length;
}

test("an address has 100 answers at once and 10 a second, so that nobody sends more than that to another through here", () => {
  const allowance = new StunAllowance((address) => address.charCodeAt(0), 0);
  expect(answered(allowance, "a", 500, 0)).toBe(100);
  expect(answered(allowance, "b", 500, 0)).toBe(100);
  expect(answered(allowance, "a", 50, 1_000)).toBe(10);
  let later = 0;
  for (let nowMs = 1_050; nowMs <= 61_000; nowMs += 50) later += answered(allowance, "a", 1, nowMs);
  expect(later).toBe(600);
});

test("all addresses together have 2,000 answers at once and 1,000 a second, however many are invented", () => {
  let next = 0;
  const allowance = new StunAllowance(() => (next += 7), 0);
  expect(answered(allowance, "any", 5_000, 0)).toBe(2_000);
  expect(answered(allowance, "any", 5_000, 1_000)).toBe(1_000);
});

test("what one address floods with takes nothing from another, for as long as it goes on", () => {
  const allowance = new StunAllowance((address) => address.charCodeAt(0), 0);
  let visitor = 0;
  for (let second = 0; second < 10; second += 1) {
    answered(allowance, "flooder", 5_000, second * 1_000);
    visitor += answered(allowance, "visitor", 10, second * 1_000);
  }
  expect(visitor).toBe(100);
});

test("the relay's own responder is named in ice_servers and answers over UDP", async () => {
  const { stun } = readConfig({ TACET_STUN_LISTEN: "127.0.0.1:0" });
  const relay = await startRelay({ config: { stun } });
  const port = Number(/^stun:127\.0\.0\.1:(\d+)$/.exec(relay.stun[0] ?? "")?.[1]);
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  socket.send(Buffer.from("not stun"), port, "127.0.0.1");
  socket.send(bindingRequest(), port, "127.0.0.1");
  const [answer] = (await once(socket, "message")) as [Buffer];
  const mine = socket.address().port;
  socket.close();
  expect(answer.readUInt16BE(26) ^ 0x2112).toBe(mine);
});

test("a flood from one address has a hundred answers, until time passes", async () => {
  const clock = new TestClock();
  const { stun } = readConfig({ TACET_STUN_LISTEN: "127.0.0.1:0" });
  const relay = await startRelay({ config: { stun }, ports: clockPorts(clock) });
  const port = Number(/:(\d+)$/.exec(relay.stun[0] ?? "")?.[1]);
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  let heard = 0;
  socket.on("message", () => (heard += 1));
  for (let sent = 0; sent < 150; sent += 1) {
    await new Promise((resolve) => socket.send(bindingRequest(), port, "127.0.0.1", resolve));
  }
  await expect.poll(() => heard).toBe(100);
  clock.advance(100);
  // The clock stands still: one more is due, and then none, whatever comes.
  for (let sent = 0; sent < 3; sent += 1) socket.send(bindingRequest(), port, "127.0.0.1");
  await expect.poll(() => heard).toBe(101);
  expect(JSON.stringify(relay.relay.inspect().visitors)).toBe("[]");
  socket.close();
});

test("no datagram throws, whatever port and address it claims to come from, and no failure of sending it either", async () => {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  expect(() => socket.send(bindingRequest(), 0, "192.0.2.1")).toThrow();
  for (const port of [0, -1, 65_536, Number.NaN]) {
    expect(() =>
      hearDatagram(socket, bindingRequest(), { address: "192.0.2.1", port }, () => true),
    ).not.toThrow();
  }
  expect(() => hearDatagram(socket, bindingRequest(), { address: "", port: 9 }, () => true)).not.toThrow();
  socket.close();
  expect(() =>
    hearDatagram(socket, bindingRequest(), { address: "192.0.2.1", port: 9 }, () => true),
  ).not.toThrow();
});

/** The address of a relay that began while the standard port was taken; null where nobody had it any more. */
async function startBesideAnother(): Promise<string | null> {
  const holder = createSocket("udp4");
  holder.bind({ port: 3478, address: "127.0.0.1", exclusive: true });
  const isOurs = await once(holder, "listening").then(
    () => true,
    () => false,
  );
  const relay = await startRelay({ config: { stun: readConfig({}).stun } });
  holder.close();
  const [address = ""] = relay.stun;
  if (isOurs || !address.endsWith(":3478")) return address;
  await relay.relay.close();
  return null;
}

test("a taken standard port is no error unless it was asked for", async () => {
  const taken = createSocket("udp4");
  taken.bind({ port: 0, address: "127.0.0.1", exclusive: true });
  await once(taken, "listening");
  const port = taken.address().port;
  const asked = readConfig({ TACET_STUN_LISTEN: `127.0.0.1:${port}` });
  await expect(startRelay({ config: { stun: asked.stun } })).rejects.toThrow(
    /^TACET_STUN_LISTEN: .* is in use/,
  );
  taken.close();
  // Somebody else's relay may have the standard port, and may give it back between our look and our start: then it is begun again.
  let started: string | null = null;
  while (started === null) started = await startBesideAnother();
  expect(started).toMatch(/^stun:127\.0\.0\.1:(?!3478)\d+$/);
});
