import { nodeCiphers } from "../src/primitives/node-aead.ts";

/** What files can be sealed and opened by (primitives/indexed-aead.ts): in Node its own ciphers, and WebCrypto; in a page WebCrypto alone. */
export const PLATFORMS: readonly ("node" | "web")[] = nodeCiphers() === null ? ["web"] : ["node", "web"];
export type Platform = (typeof PLATFORMS)[number];

/** A test's body, which finds no other ciphers than these. */
export function by<Row extends readonly unknown[]>(
  platform: Platform,
  body: (...row: Row) => Promise<void>,
): (...row: Row) => Promise<void> {
  return async (...row) => {
    const node = Object.getOwnPropertyDescriptor(process, "getBuiltinModule");
    if (platform === "node" || node === undefined) return body(...row);
    Object.defineProperty(process, "getBuiltinModule", { ...node, value: () => undefined });
    try {
      if (nodeCiphers() !== null) throw new Error("Node's own ciphers are still found.");
      await body(...row);
    } finally {
      Object.defineProperty(process, "getBuiltinModule", node);
    }
  };
}

/** All of the runs by the first, and a fifth of them by another: what the platform does is the same in each. */
export function shareOf(platform: Platform, runs: number): number {
  return platform === PLATFORMS[0] ? runs : Math.ceil(runs / 5);
}
