import { afterEach, describe, expect, test, vi } from "vitest";
import { CoreError } from "../src/index.ts";
import { importIndexedKey } from "../src/primitives/indexed-aead.ts";
import { nodeCiphers, nodeIndexedKey } from "../src/primitives/node-aead.ts";
import type { NodeCiphers } from "../src/primitives/node-aead.ts";
import type { IndexedKey } from "../src/primitives/indexed-key.ts";

const secret = new Uint8Array(32).fill(7);
const header = Uint8Array.from({ length: 22 }, (_, at) => at);
const lengths = [0, 1, 15, 16, 17, 4096, 65_497];
const platforms = ["node", "web"] as const;

async function keyOf(platform: "node" | "web", use: "encrypt" | "decrypt"): Promise<IndexedKey> {
  const hidden = platform === "web" ? vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined) : null;
  const web = vi.spyOn(crypto.subtle, "importKey");
  const key = await importIndexedKey(secret, use);
  expect(web).toHaveBeenCalledTimes(platform === "web" ? 1 : 0);
  hidden?.mockRestore();
  web.mockRestore();
  return key;
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** spec/files.md 4, by Node's own ciphers and by WebCrypto: the same bytes, and the same refusals. */
describe("an indexed key", () => {
  test("seals the same bytes either way, and each opens what the other has sealed", async () => {
    const [node, web] = [await keyOf("node", "encrypt"), await keyOf("web", "encrypt")];
    const opens = [await keyOf("node", "decrypt"), await keyOf("web", "decrypt")];
    for (const [index, length] of [...lengths.entries(), [2 ** 32 - 2, 5] as const]) {
      const plaintext = new Uint8Array(length).fill(index + 1);
      const block = await node.seal(index, header, plaintext);
      expect(Buffer.compare(block, await web.seal(index, header, plaintext))).toBe(0);
      expect(block.length).toBe(header.length + length + 16);
      for (const one of opens)
        expect(Buffer.compare((await one.open(index, block, header.length)) ?? secret, plaintext)).toBe(0);
    }
  });

  test.each(platforms)("by %s opens nothing that was changed, cut or moved", async (platform) => {
    const [seals, opens] = [await keyOf(platform, "encrypt"), await keyOf(platform, "decrypt")];
    const block = await seals.seal(3, header, new Uint8Array(40).fill(9));
    for (let at = 0; at < block.length; at += 1) {
      const changed = block.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await opens.open(3, changed, header.length)).toBeNull();
      expect(await opens.open(3, block.subarray(0, at), Math.min(at, header.length))).toBeNull();
    }
    expect(await opens.open(2, block, header.length)).toBeNull();
    expect(await opens.open(3, block, header.length - 1)).toBeNull();
    expect(await opens.open(3, block, header.length)).not.toBeNull();
  });

  test.each(platforms)(
    "by %s takes its copy before it answers, and gives bytes of its own",
    async (platform) => {
      const [seals, opens] = [await keyOf(platform, "encrypt"), await keyOf(platform, "decrypt")];
      const plaintext = new Uint8Array(100).fill(9);
      const sealing = seals.seal(0, header, plaintext);
      plaintext.fill(0);
      const block = await sealing;
      const opened = (await opens.open(0, block, header.length)) ?? new Uint8Array(0);
      expect([...new Set(opened)]).toEqual([9]);
      block.fill(0);
      expect([...new Set(opened)]).toEqual([9]);
    },
  );

  test("leaves alone what shares a buffer with others, should Node take a sealed piece from its pool", async () => {
    const ciphers = nodeCiphers();
    if (ciphers === null) throw new Error("this is no Node");
    const pool = new Uint8Array(100).fill(5);
    const own: Uint8Array[] = [];
    const pooled = (isShared: boolean): NodeCiphers => ({
      ...ciphers,
      createSecretKey: (key) => ciphers.createSecretKey(key),
      createCipheriv(...given) {
        const cipher = ciphers.createCipheriv(...given);
        const update = (bytes: Uint8Array): Uint8Array => {
          const sealed = cipher.update(bytes);
          const at = isShared ? pool.subarray(10, 10 + sealed.length) : new Uint8Array(sealed.length);
          at.set(sealed);
          own.push(at);
          return at;
        };
        return {
          update,
          final: () => cipher.final(),
          setAAD: (aad) => cipher.setAAD(aad),
          getAuthTag: () => cipher.getAuthTag(),
        };
      },
    });
    const nonceOf = (): Uint8Array => new Uint8Array(12);
    const shared = await nodeIndexedKey(pooled(true), secret, nonceOf).seal(0, header, new Uint8Array(40));
    const alone = await nodeIndexedKey(pooled(false), secret, nonceOf).seal(0, header, new Uint8Array(40));
    expect(Buffer.compare(shared, alone)).toBe(0);
    expect(own.map((it) => it.length)).toEqual([40, 0]);
    expect([pool.length, pool[9], pool[50]]).toEqual([100, 5, 5]);
  });

  test.each(platforms)("is not made of zeros, by %s", async (platform) => {
    if (platform === "web") vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    await expect(importIndexedKey(new Uint8Array(32), "encrypt")).rejects.toThrow(new CoreError("state"));
  });
});
