import { expect, test } from "vitest";
import { discard } from "../../src/files/discard.ts";

test("what is discarded is gone at once, and what cannot be handed over stays", () => {
  const bytes = new Uint8Array(65_536).fill(1);
  discard(bytes.subarray(1));
  expect([bytes.length, bytes.buffer.byteLength]).toEqual([0, 0]);
  expect(() => discard(bytes)).not.toThrow();
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  discard(shared);
  const { buffer } = new WebAssembly.Memory({ initial: 1 });
  discard(new Uint8Array(buffer));
  expect([shared.length, buffer.byteLength]).toEqual([4, 65_536]);
});
