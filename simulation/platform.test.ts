import { afterEach, describe, expect, test } from "vitest";
import { importIndexedKey } from "../packages/core/src/primitives/indexed-aead.ts";
import { installPlatform } from "./platform.ts";
import type { KeyUse } from "./platform.ts";

const real = Object.getOwnPropertyDescriptor(process, "getBuiltinModule");
const header = Uint8Array.of(1, 2, 3);
const secret = new Uint8Array(32).fill(7);

function watch() {
  const uses: { readonly sealed: KeyUse[]; readonly opened: KeyUse[] } = { sealed: [], opened: [] };
  const restore = installPlatform({
    sealed: (use) => void uses.sealed.push(use),
    opened: (use) => void uses.opened.push(use),
  });
  return { uses, restore };
}

afterEach(() => {
  if (real !== undefined) Object.defineProperty(process, "getBuiltinModule", real);
});

describe("a simulation's platform", () => {
  test("tells of each key and nonce with which pieces of files are sealed and opened", async () => {
    const { uses, restore } = watch();
    try {
      const seals = await importIndexedKey(secret.slice(), "encrypt");
      const blocks = [
        await seals.seal(5, header, Uint8Array.of(9)),
        await seals.seal(5, header, Uint8Array.of(8)),
      ];
      expect(uses.sealed.map(({ key, aad }) => [key, aad])).toEqual([
        [secret, header],
        [secret, header],
      ]);
      expect(uses.sealed[0]?.nonce).toEqual(uses.sealed[1]?.nonce);
      const opens = await importIndexedKey(secret.slice(), "decrypt");
      const [block = header] = blocks;
      expect(await opens.open(6, block, header.length)).toBeNull();
      expect(uses.opened).toEqual([]);
      expect(await opens.open(5, block, header.length)).toEqual(Uint8Array.of(9));
      expect(uses.opened).toEqual([uses.sealed[0]]);
    } finally {
      restore();
    }
  });

  test("leaves nothing of itself behind, wherever the real thing is found", () => {
    watch().restore();
    expect(Object.getOwnPropertyDescriptor(process, "getBuiltinModule")).toEqual(real);
    Reflect.deleteProperty(process, "getBuiltinModule");
    watch().restore();
    expect(Object.getOwnPropertyDescriptor(process, "getBuiltinModule")).toBeUndefined();
  });
});
