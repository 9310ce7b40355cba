import { seededRandom } from "../../src/primitives/random.ts";

/** The dice of one run: the same seed throws the same numbers. */
export interface Chance {
  /** 0 to below - 1. */
  pick(below: number): number;
  /** True so many times in a hundred. */
  percent(likelihood: number): boolean;
  bytes(length: number): Uint8Array;
}

export function chanceOf(seed: string): Chance {
  const random = seededRandom(seed);
  const pick = (below: number): number => {
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    return ((a << 16) | (b << 8) | c) % below;
  };
  return { pick, percent: (likelihood) => pick(100) < likelihood, bytes: (length) => random.bytes(length) };
}
