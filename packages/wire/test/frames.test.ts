import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  FRAME_CLASSES,
  type FromRelay,
  type ToRelay,
  WireError,
  decodeFromRelay,
  decodePass,
  decodeToRelay,
  encodeFromRelay,
  encodePass,
  pieceIndexOf,
  encodeToRelay,
} from "@tacet/wire";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const ticket = fc.uint8Array({ maxLength: 512 });
const url = fc.stringMatching(/^[\x21-\x7e]{1,60}$/);
const presence = fc.constantFrom("never", "away", "present", "left");
const block = fc
  .constantFrom(...FRAME_CLASSES.slice(0, 2))
  .chain((length) => bytes(length - 1).map((block) => ({ kind: "pass" as const, block })));

const address = fc.nat({ max: 2 ** 22 - 1 });
const uint32 = fc.nat({ max: 0xffff_ffff });
const phraseMessage = bytes(255).map((message) => ({ kind: "phrase-message" as const, message }));

const toRelay: fc.Arbitrary<ToRelay> = fc.oneof(
  block,
  phraseMessage,
  bytes(32).map((nonce): ToRelay => ({ kind: "phrase-offer", nonce })),
  fc.constant<ToRelay>({ kind: "phrase-withdraw" }),
  fc
    .record({ knock: fc.integer({ min: 1, max: 0xffff }), answer: fc.constantFrom("in", "refuse") })
    .map((answered): ToRelay => ({ kind: "door", ...answered })),
  address.map((address): ToRelay => ({ kind: "phrase-begin", address })),
  fc.constantFrom<ToRelay>({ kind: "leave" }, { kind: "burn" }, { kind: "beat" }),
  fc
    .record({ roomId: bytes(16), token: bytes(32), seatSecret: bytes(32), ticket, enter: fc.boolean() })
    .map(({ enter, token, ...rest }): ToRelay =>
      enter
        ? { kind: "admit", mode: "enter", token, ...rest }
        : { kind: "admit", mode: "return", token: new Uint8Array(32), ...rest },
    ),
);

const fromRelay: fc.Arbitrary<FromRelay> = fc.oneof(
  block,
  phraseMessage,
  fc.record({ kind: fc.constant("phrase-placed"), address, timeLeftMs: uint32 }),
  fc.record({ kind: fc.constant("phrase-begun"), nonce: bytes(32), timeLeftMs: uint32 }),
  fc.record({
    kind: fc.constant("phrase-over"),
    code: fc.constantFrom("unknown", "expired", "cut", "late", "busy", "closed"),
  }),
  fc.constant<FromRelay>({ kind: "beat" }),
  fc.record({
    kind: fc.constant("welcome"),
    seat: fc.constantFrom(0, 1),
    timeLeftMs: fc.nat({ max: 0xffff_ffff }),
    graceSeconds: fc.nat({ max: 0xffff_ffff }),
    directFileBytesMax: fc.maxSafeNat(),
    relayedFileBytesMax: fc.maxSafeNat(),
    other: presence,
    ticket,
    stun: fc.array(url, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant("refused"), code: fc.constantFrom("absent", "used", "version", "declined") }),
  fc.record({ kind: fc.constant("presence"), other: fc.oneof(presence, fc.constant("going")) }),
  fc.record({ kind: fc.constant("ended"), reason: fc.constantFrom("left", "burned", "expired", "gone") }),
  fc.record({ kind: fc.constant("knock"), knock: fc.nat({ max: 0xffff }) }),
  fc.record({ kind: fc.constant("ticket"), ticket }),
  fc.record({
    kind: fc.constant("fault"),
    code: fc.constantFrom("frame", "order", "rate", "silent", "replaced", "stopping"),
  }),
);

describe("frames", () => {
  test("decode(encode(frame)) is the frame, in both directions, and fills a class", () => {
    fc.assert(
      fc.property(toRelay, (frame) => {
        const encoded = encodeToRelay(frame);
        expect(FRAME_CLASSES).toContain(encoded.length);
        expect(decodeToRelay(encoded)).toEqual(frame);
      }),
    );
    fc.assert(
      fc.property(fromRelay, (frame) => {
        const encoded = encodeFromRelay(frame);
        expect(FRAME_CLASSES).toContain(encoded.length);
        expect(decodeFromRelay(encoded)).toEqual(frame);
      }),
    );
  });

  test("any bytes decode to a frame that encodes to them again, or are refused with a closed code", () => {
    const near = fc
      .tuple(
        fc.oneof(toRelay.map(encodeToRelay), fromRelay.map(encodeFromRelay)),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
      )
      .map(([frame, where, mask]) => flip(frame, where % Math.min(frame.length, 160), mask));
    const anything = fc.oneof(near, fc.uint8Array({ maxLength: 300 }), bytes(256), bytes(1024));
    fc.assert(
      fc.property(anything, (input) => {
        for (const again of [
          () => encodeToRelay(decodeToRelay(input)),
          () => encodeFromRelay(decodeFromRelay(input)),
        ]) {
          try {
            expect(Buffer.compare(again(), input)).toBe(0);
          } catch (error) {
            if (!(error instanceof WireError)) throw error;
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("no truncation and no extension of a frame is a frame", () => {
    const samples = [
      encodeToRelay({
        kind: "admit",
        mode: "enter",
        roomId: new Uint8Array(16).fill(1),
        token: new Uint8Array(32).fill(2),
        seatSecret: new Uint8Array(32).fill(3),
        ticket: new Uint8Array(171).fill(4),
      }),
      encodeToRelay({ kind: "leave" }),
    ];
    let refused = 0;
    for (const sample of samples) {
      const longer = new Uint8Array(sample.length + 1);
      longer.set(sample);
      for (let length = 0; length <= longer.length; length += 1) {
        if (length === sample.length) continue;
        expect(() => decodeToRelay(longer.subarray(0, length))).toThrow(WireError);
        refused += 1;
      }
    }
    expect(refused).toBe(1024 + 1 + 256 + 1);
  });

  test("padding has one spelling: each single byte after the fields is refused", () => {
    const welcome = encodeFromRelay({
      kind: "welcome",
      seat: 0,
      timeLeftMs: 1,
      graceSeconds: 2,
      directFileBytesMax: 0,
      relayedFileBytesMax: 16_777_216,
      other: "never",
      ticket: new Uint8Array(),
      stun: [],
    });
    const fieldsEnd = 1 + 1 + 4 + 4 + 8 + 8 + 1 + 2 + 1;
    for (let offset = fieldsEnd; offset < welcome.length; offset += 1) {
      expect(() => decodeFromRelay(flip(welcome, offset, 0x80))).toThrow(/padding/);
    }
  });

  test("a piece says its index in the open; nothing else does", () => {
    const piece = new Uint8Array(65_535);
    piece.set([4, ...new Uint8Array(16).fill(9), 0, 1, 2, 3, 1]);
    expect(pieceIndexOf(encodePass(piece))).toBe(0x0001_0203);
    expect(pieceIndexOf(encodePass(piece.fill(2, 0, 1)))).toBe(null);
    expect(pieceIndexOf(encodePass(new Uint8Array(16_383).fill(4)))).toBe(null);
    expect(pieceIndexOf(new Uint8Array(65_536).fill(4))).toBe(null);
  });

  test("encoders refuse what has no spelling", () => {
    const welcome = {
      kind: "welcome",
      seat: 0,
      timeLeftMs: 1,
      graceSeconds: 2,
      directFileBytesMax: 0,
      relayedFileBytesMax: 16_777_216,
      other: "never",
    } as const;
    const none = new Uint8Array();
    const long = "x".repeat(255);
    const admit = { kind: "admit", mode: "enter", ticket: none } as const;
    const sized = { roomId: new Uint8Array(16), token: new Uint8Array(32), seatSecret: new Uint8Array(32) };
    const wrong: (() => unknown)[] = [
      () => encodePass(new Uint8Array(256)),
      () => encodePass(none),
      () => encodeToRelay({ ...admit, ...sized, roomId: new Uint8Array(15) }),
      () => encodeToRelay({ ...admit, ...sized, ticket: new Uint8Array(513) }),
      () => encodeToRelay({ ...admit, ...sized, mode: "return", token: new Uint8Array(32).fill(1) }),
      () => encodeFromRelay({ ...welcome, timeLeftMs: 2 ** 32, ticket: none, stun: [] }),
      () => encodeFromRelay({ ...welcome, timeLeftMs: 0.5, ticket: none, stun: [] }),
      () => encodeFromRelay({ ...welcome, graceSeconds: -1, ticket: none, stun: [] }),
      () => encodeFromRelay({ ...welcome, directFileBytesMax: 2 ** 53, ticket: none, stun: [] }),
      () => encodeFromRelay({ ...welcome, relayedFileBytesMax: -1, ticket: none, stun: [] }),
      () => encodeFromRelay({ ...welcome, ticket: none, stun: [""] }),
      () => encodeFromRelay({ ...welcome, ticket: none, stun: ["stun:é"] }),
      () => encodeFromRelay({ ...welcome, ticket: none, stun: [`${long}y`] }),
      () => encodeFromRelay({ ...welcome, ticket: none, stun: ["a", "b", "c", "d", "e"] }),
      () => encodeFromRelay({ ...welcome, ticket: none, stun: [long, long, long, long] }),
      () => encodeFromRelay({ kind: "ticket", ticket: new Uint8Array(513) }),
      () => encodeFromRelay({ kind: "ended", reason: "toString" as "left" }),
      () => encodeToRelay({ kind: "phrase-offer", nonce: new Uint8Array(31) }),
      () => encodeToRelay({ kind: "phrase-begin", address: 2 ** 22 }),
      () => encodeToRelay({ kind: "phrase-begin", address: -1 }),
      () => encodeToRelay({ kind: "phrase-begin", address: 0.5 }),
      () => encodeToRelay({ kind: "phrase-message", message: new Uint8Array(254) }),
      () => encodeFromRelay({ kind: "phrase-placed", address: 2 ** 22, timeLeftMs: 1 }),
      () => encodeFromRelay({ kind: "phrase-begun", nonce: new Uint8Array(33), timeLeftMs: 1 }),
      () => encodeFromRelay({ kind: "phrase-over", code: "toString" as "cut" }),
      () => encodeFromRelay({ kind: "nothing" } as unknown as FromRelay),
      () => encodeToRelay({ kind: "nothing" } as unknown as { kind: "beat" }),
    ];
    for (const run of wrong) expect(run).toThrow(WireError);
  });

  test("decodePass gives the block as a view, and null for anything else", () => {
    const frame = encodePass(new Uint8Array(255).fill(9));
    expect(decodePass(frame)).toEqual(new Uint8Array(255).fill(9));
    expect(decodePass(frame)?.buffer).toBe(frame.buffer);
    for (const other of [
      new Uint8Array(),
      frame.subarray(1),
      encodeToRelay({ kind: "leave" }),
      new Uint8Array(255).fill(16),
    ]) {
      expect(decodePass(other)).toBeNull();
    }
  });
});

function flip(frame: Uint8Array, offset: number, mask: number): Uint8Array {
  const copy = frame.slice();
  copy[offset] = (copy[offset] ?? 0) ^ mask;
  return copy;
}
