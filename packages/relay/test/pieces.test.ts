import { describe, expect, test } from "vitest";
import { admit, expectKind, pair, startRelay } from "./harness.ts";

/** The block of a piece (spec/files.md 4), as far as a relay can tell. */
function piece(index: number): Uint8Array {
  const block = new Uint8Array(65_535);
  block[0] = 4;
  new DataView(block.buffer).setUint32(17, index);
  return block;
}

/** spec/relay.md 8: pieces that no file within the limit has. */
describe("pieces through the relay", () => {
  test("are forwarded up to the limit and not beyond it; whatever is no piece is not measured", async () => {
    const relay = await startRelay({ config: { relayedFileBytesMax: 130_000 } });
    const { first, second } = await pair(relay);
    const frame = piece(9).fill(2, 0, 1);
    for (const block of [piece(2), piece(4_000_000_000), piece(1), frame]) first.say({ kind: "pass", block });
    expect(Buffer.compare((await expectKind(second, "pass")).block, piece(1))).toBe(0);
    expect(Buffer.compare((await expectKind(second, "pass")).block, frame)).toBe(0);
  });

  test("have a limit of 130,001 bytes with one piece more, and none where it is 0", async () => {
    for (const [relayedFileBytesMax, index] of [
      [130_001, 2],
      [0, 4_000_000_000],
    ] as const) {
      const relay = await startRelay({ config: { relayedFileBytesMax } });
      const { first, second } = await pair(relay);
      first.say({ kind: "pass", block: piece(index) });
      expect(Buffer.compare((await expectKind(second, "pass")).block, piece(index))).toBe(0);
    }
  });

  test("keep their limits where the welcome says them to both seats", async () => {
    const limits = { directFileBytesMax: 5_000_000_000, relayedFileBytesMax: 1 };
    const relay = await startRelay({ config: limits });
    const { room } = await pair(relay);
    for (const secret of room.secrets) {
      const again = await admit(relay, room, "return", secret);
      expect(await expectKind(again, "welcome")).toMatchObject(limits);
    }
  });
});
