import { GROUP_LIMITS } from "../../src/group/limits.ts";

/** Runs with pieces so short that every commit travels in several of them. */
export async function withSmallPieces<T>(pieceBytesMax: number, run: () => Promise<T>): Promise<T> {
  const limits = GROUP_LIMITS as { pieceBytesMax: number };
  const before = limits.pieceBytesMax;
  limits.pieceBytesMax = pieceBytesMax;
  try {
    return await run();
  } finally {
    limits.pieceBytesMax = before;
  }
}
