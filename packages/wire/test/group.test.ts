import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FRAME_CLASSES, WireError, decodeFromRelay, decodeToRelay } from "@tacet/wire";
import { type FromGroup, type ToGroup, group } from "@tacet/wire/group";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const ticket = fc.uint8Array({ maxLength: 512 });
const uint32 = fc.nat({ max: 0xffff_ffff });
const number = fc.integer({ min: 1, max: 0xffff_ffff });
const seat = fc.nat({ max: 99 });
const kind = <Kind extends string>(name: Kind) => fc.constant(name);
const short = (headerBytes: number) =>
  fc.nat({ max: 255 }).map((fill) => new Uint8Array(1024 - headerBytes).fill(fill));

const order = fc.oneof(
  fc.record({ order: kind("admission"), hash: bytes(32) }),
  fc.record({ order: kind("remove"), seat }),
  fc.record({ order: kind("lock"), locked: fc.boolean() }),
  fc.record({ order: kind("end") }),
  fc.record({ order: kind("owner"), owner: bytes(32), seat }),
  fc.record({ order: kind("moderators"), keys: fc.array(bytes(32), { maxLength: 16 }) }),
);

const toGroup: fc.Arbitrary<ToGroup> = fc.oneof(
  fc.record({ kind: kind("numbered"), counter: uint32, block: short(6) }),
  fc.record({ kind: kind("whisper"), seat: fc.oneof(seat, fc.constant(255)), block: short(2) }),
  fc.record({ kind: fc.constantFrom("fetch", "erase"), request: uint32, number }),
  fc.record({ kind: kind("command"), key: bytes(32), counter: uint32, order, signature: bytes(64) }),
  fc.constantFrom<ToGroup>({ kind: "leave" }, { kind: "beat" }),
  fc
    .record({ roomId: bytes(16), token: bytes(32), seatSecret: bytes(32), last: uint32, ticket })
    .chain(({ token, last, ...rest }) =>
      fc.constantFrom<ToGroup>(
        { kind: "group-admit", mode: "enter", token, last: 0, ...rest },
        { kind: "group-admit", mode: "return", token: new Uint8Array(32), last, ...rest },
      ),
    ),
);

/** Which seats are taken, and which of these are present. */
const seats = fc
  .uniqueArray(seat)
  .chain((all) => fc.record({ taken: fc.constant(sorted(all)), present: fc.subarray(all).map(sorted) }));

const welcome = seats.chain(({ taken, present }) =>
  fc.record({
    kind: kind("group-welcome"),
    seat: fc.constant(taken[0] ?? 0),
    newest: uint32,
    timeLeftMs: fc.oneof(fc.constant(null), fc.nat({ max: 0xffff_fffe })),
    idleSeconds: uint32,
    graceSeconds: uint32,
    directFileBytesMax: fc.maxSafeNat(),
    relayedFileBytesMax: fc.maxSafeNat(),
    capacity: fc.constant(100),
    locked: fc.boolean(),
    ownerLeaves: fc.boolean(),
    nonce: bytes(32),
    taken: fc.constant(taken.length === 0 ? [0] : taken),
    present: fc.constant(sorted([...new Set([taken[0] ?? 0, ...present])])),
    ticket: fc.uint8Array({ maxLength: 300 }),
    stun: fc.array(fc.stringMatching(/^[\x21-\x7e]{1,60}$/), { maxLength: 4 }),
  }),
);

const fromGroup: fc.Arbitrary<FromGroup> = fc.oneof(
  welcome,
  seats.map((both): FromGroup => ({ kind: "seats", ...both })),
  fc.record({ kind: kind("numbered"), number, seat, block: short(6) }),
  fc.record({ kind: kind("whisper"), seat, block: short(2) }),
  fc.record({ kind: kind("placed"), counter: uint32, number }),
  fc.record({ kind: kind("commanded"), counter: uint32, outcome: fc.constantFrom("done", "refused") }),
  fc.record({ kind: kind("gap"), first: number }),
  fc.record({
    kind: kind("blob-answer"),
    request: uint32,
    code: fc.constantFrom("stored", "absent", "erased"),
    number,
  }),
  fc.record({ kind: kind("blob-answer"), request: uint32, code: kind("full"), number: fc.constant(0) }),
  fc.constant<FromGroup>({ kind: "beat" }),
  fc.record({ kind: kind("ticket"), ticket }),
  fc.record({
    kind: kind("refused"),
    code: fc.constantFrom("absent", "used", "version", "declined", "full", "locked"),
  }),
  fc.record({
    kind: kind("ended"),
    reason: fc.constantFrom("left", "burned", "expired", "gone", "removed"),
  }),
  fc.record({
    kind: kind("fault"),
    code: fc.constantFrom("frame", "order", "rate", "silent", "replaced", "stopping"),
  }),
);

describe("frames of rooms for many", () => {
  test("decode(encode(frame)) is the frame, in both directions, and fills a class", () => {
    fc.assert(
      fc.property(toGroup, (frame) => {
        const encoded = group.encodeTo(frame);
        expect(FRAME_CLASSES).toContain(encoded.length);
        expect(group.decodeTo(encoded)).toEqual(frame);
      }),
    );
    fc.assert(
      fc.property(fromGroup, (frame) => {
        const encoded = group.encodeFrom(frame);
        expect(FRAME_CLASSES).toContain(encoded.length);
        expect(group.decodeFrom(encoded)).toEqual(frame);
      }),
    );
  });

  test("a blob fills the largest frame, both ways", () => {
    const blob = { kind: "blob", request: 0xfedc_ba98, block: new Uint8Array(65_531).fill(7) } as const;
    const frame = group.encodeTo(blob);
    expect(Buffer.compare(frame, group.encodeFrom(blob))).toBe(0);
    expect(frame.length).toBe(65_536);
    for (const decoded of [group.decodeTo(frame), group.decodeFrom(frame)]) {
      expect(decoded.kind === "blob" && decoded.request).toBe(blob.request);
      expect(decoded.kind === "blob" && Buffer.compare(decoded.block, blob.block)).toBe(0);
    }
  });

  test("any bytes decode to a frame that encodes to them again, or are refused with a closed code", () => {
    const near = fc
      .tuple(
        fc.oneof(toGroup.map(group.encodeTo), fromGroup.map(group.encodeFrom)),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
      )
      .map(([frame, where, mask]) => flip(frame, where % Math.min(frame.length, 160), mask));
    const anything = fc.oneof(near, fc.uint8Array({ maxLength: 300 }), bytes(256), bytes(1024));
    fc.assert(
      fc.property(anything, (input) => {
        for (const again of [
          () => group.encodeTo(group.decodeTo(input)),
          () => group.encodeFrom(group.decodeFrom(input)),
        ]) {
          try {
            expect(Buffer.compare(again(), input)).toBe(0);
          } catch (error) {
            if (!(error instanceof WireError)) throw error;
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test("rooms for two know none of it", () => {
    const shared = new Set(["leave", "beat", "ticket", "fault", "refused", "ended"]);
    fc.assert(
      fc.property(toGroup, fromGroup, (to, from) => {
        if (!shared.has(to.kind)) expect(() => decodeToRelay(group.encodeTo(to))).toThrow(WireError);
        if (!shared.has(from.kind)) expect(() => decodeFromRelay(group.encodeFrom(from))).toThrow(WireError);
      }),
      { numRuns: 40 },
    );
    for (const frame of [
      group.encodeFrom({ kind: "refused", code: "full" }),
      group.encodeFrom({ kind: "refused", code: "locked" }),
      group.encodeFrom({ kind: "ended", reason: "removed" }),
    ])
      expect(() => decodeFromRelay(frame)).toThrow(WireError);
  });

  test("the relay makes of a frame to it the one from it, by six bytes, and sees nothing of its block", () => {
    const block = new Uint8Array(1018).fill(9);
    const frame = group.encodeTo({ kind: "numbered", counter: 7, block });
    group.stampNumbered(frame, 0xfedc_ba98, 99);
    expect(group.decodeFrom(frame)).toEqual({ kind: "numbered", number: 0xfedc_ba98, seat: 99, block });
    expect(() => group.stampNumbered(frame, 0, 1)).toThrow(WireError);
    expect(() => group.stampNumbered(frame, 1, 100)).toThrow(WireError);
  });

  test("what is signed differs wherever the host, room, nonce, key, counter or order differs", () => {
    const part = fc.record({
      host: fc.stringMatching(/^[a-z.:0-9]{1,9}$/),
      roomId: bytes(16),
      nonce: bytes(32),
      key: bytes(32),
      counter: uint32,
      order,
    });
    const signed = ({
      key,
      counter,
      order,
      ...place
    }: typeof part extends fc.Arbitrary<infer One> ? One : never) =>
      Buffer.from(group.commandBytes(place, { key, counter, order })).toString("hex");
    fc.assert(
      fc.property(part, part, (a, b) => {
        for (const field of ["host", "roomId", "nonce", "key", "counter", "order"] as const) {
          const changed = { ...a, [field]: b[field] };
          const same = Buffer.compare(hexOf(a[field]), hexOf(b[field])) === 0;
          expect(signed(changed) === signed(a)).toBe(same);
        }
      }),
      { numRuns: 50 },
    );
    const place = { host: "a.example", roomId: new Uint8Array(16), nonce: new Uint8Array(32) };
    const text = group.commandBytes(place, {
      key: new Uint8Array(32),
      counter: 258,
      order: { order: "end" },
    });
    expect(Buffer.from(text).toString("hex")).toBe(
      `${Buffer.from("tacet/v1/relay/command").toString("hex")}0000000009${Buffer.from("a.example").toString("hex")}${"00".repeat(80)}0000010204`,
    );
  });
});

describe("encoders", () => {
  test("refuse what has no spelling", () => {
    const block = new Uint8Array(1018);
    const none = new Uint8Array();
    const admit = { kind: "group-admit", roomId: new Uint8Array(16), ticket: none } as const;
    const secrets = { token: new Uint8Array(32), seatSecret: new Uint8Array(32) };
    const command = {
      kind: "command",
      key: new Uint8Array(32),
      counter: 1,
      signature: new Uint8Array(64),
    } as const;
    const wrong: (() => unknown)[] = [
      () => group.encodeTo({ kind: "numbered", counter: 2 ** 32, block }),
      () => group.encodeTo({ kind: "numbered", counter: 1, block: new Uint8Array(1019) }),
      () => group.encodeTo({ kind: "numbered", counter: 1, block: new Uint8Array(250) }),
      () => group.encodeTo({ kind: "whisper", seat: 100, block: new Uint8Array(1022) }),
      () => group.encodeTo({ kind: "whisper", seat: 0, block }),
      () => group.encodeTo({ kind: "blob", request: 1, block: new Uint8Array(65_530) }),
      () => group.encodeTo({ kind: "fetch", request: 1, number: 0 }),
      () => group.encodeTo({ ...admit, ...secrets, mode: "enter", last: 1 }),
      () =>
        group.encodeTo({
          ...admit,
          ...secrets,
          mode: "return",
          last: 1,
          token: secrets.token.slice().fill(1),
        }),
      () => group.encodeTo({ ...admit, ...secrets, mode: "enter", last: 0, ticket: new Uint8Array(513) }),
      () => group.encodeTo({ ...command, order: { order: "remove", seat: 100 } }),
      () => group.encodeTo({ ...command, order: { order: "admission", hash: new Uint8Array(31) } }),
      () =>
        group.encodeTo({
          ...command,
          order: { order: "moderators", keys: Array(17).fill(command.key) as [] },
        }),
      () => group.encodeTo({ ...command, signature: new Uint8Array(63), order: { order: "end" } }),
      () => group.encodeTo({ ...command, order: { order: "nothing" } as unknown as { order: "end" } }),
      () => group.encodeTo({ kind: "burn" } as unknown as { kind: "leave" }),
      () => group.encodeFrom({ kind: "numbered", number: 0, seat: 0, block }),
      () => group.encodeFrom({ kind: "numbered", number: 1, seat: 100, block }),
      () => group.encodeFrom({ kind: "whisper", seat: 255, block: new Uint8Array(1022) }),
      () => group.encodeFrom({ kind: "placed", counter: 1, number: 0 }),
      () => group.encodeFrom({ kind: "gap", first: 0 }),
      () => group.encodeFrom({ kind: "blob-answer", request: 1, code: "full", number: 1 }),
      () => group.encodeFrom({ kind: "blob-answer", request: 1, code: "stored", number: 0 }),
      () => group.encodeFrom({ kind: "seats", taken: [1], present: [2] }),
      () => group.encodeFrom({ kind: "seats", taken: [100], present: [] }),
      () => group.encodeFrom({ kind: "seats", taken: [-1], present: [] }),
      () => group.encodeFrom({ kind: "refused", code: "toString" as "full" }),
      () => group.encodeFrom({ kind: "nothing" } as unknown as { kind: "beat" }),
    ];
    for (const run of wrong) expect(run).toThrow(WireError);
  });
});

function sorted(seats: readonly number[]): readonly number[] {
  return [...seats].sort((a, b) => a - b);
}

function hexOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function flip(frame: Uint8Array, offset: number, mask: number): Uint8Array {
  const copy = frame.slice();
  copy[offset] = (copy[offset] ?? 0) ^ mask;
  return copy;
}
