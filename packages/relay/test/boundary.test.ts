import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MessageBoundary } from "../src/sockets/boundary.ts";

interface Piece {
  readonly opcode: number;
  readonly fin: boolean;
  readonly length: number;
}

/** A masked client frame as RFC 6455 lays it out. */
function frame({ opcode, fin, length }: Piece): Buffer {
  const extended = length < 126 ? Buffer.alloc(0) : length < 65_536 ? Buffer.alloc(2) : Buffer.alloc(8);
  if (extended.length === 2) extended.writeUInt16BE(length);
  if (extended.length === 8) extended.writeBigUInt64BE(BigInt(length));
  const code = extended.length === 0 ? length : extended.length === 2 ? 126 : 127;
  return Buffer.concat([
    Buffer.from([(fin ? 0x80 : 0) | opcode, 0x80 | code]),
    extended,
    Buffer.alloc(4 + length, 0xff),
  ]);
}

const length = fc.constantFrom(0, 1, 125, 126, 1024, 65_535, 65_536);
const message = fc
  .tuple(fc.array(length, { maxLength: 4 }), length, fc.boolean())
  .map(([earlier, last, withPing]): Piece[] => {
    const pieces = earlier.map((bytes, index): Piece => ({
      opcode: index === 0 ? 2 : 0,
      fin: false,
      length: bytes,
    }));
    const ping: Piece[] = withPing && pieces.length > 0 ? [{ opcode: 9, fin: true, length: 5 }] : [];
    return [...pieces, ...ping, { opcode: pieces.length === 0 ? 2 : 0, fin: true, length: last }];
  });

test("it is inside exactly while a message is incomplete, whole, in pieces, and byte by byte", () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 70_000 }),
      (messages, cut) => {
        const boundary = new MessageBoundary();
        for (const pieces of messages) {
          const bytes = Buffer.concat(pieces.map(frame));
          for (let at = 0; at < bytes.length; at += cut) {
            boundary.walk(bytes.subarray(at, at + cut));
            // A comparison for each byte is cheaper than an expectation for each.
            if (boundary.inside === at + cut < bytes.length) continue;
            expect(boundary.inside).toBe(at + cut < bytes.length);
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("one byte at a time, at every place of a fragmented message", () => {
  const pieces: Piece[] = [
    { opcode: 2, fin: false, length: 3 },
    { opcode: 9, fin: true, length: 0 },
    { opcode: 0, fin: false, length: 0 },
    { opcode: 0, fin: true, length: 200 },
  ];
  const bytes = Buffer.concat(pieces.map(frame));
  const boundary = new MessageBoundary();
  for (const [at, byte] of bytes.entries()) {
    boundary.walk(Uint8Array.of(byte));
    expect(boundary.inside).toBe(at < bytes.length - 1);
  }
});
