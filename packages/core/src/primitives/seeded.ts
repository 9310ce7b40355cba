import type { Crypto } from "./crypto.ts";
import { nobleKem } from "./kem-noble.ts";
import { seededRandom } from "./random.ts";

/** Randomness and a KEM that repeat themselves from a seed: for simulations and vectors, never for a conversation. */
export function seededCrypto(seed: string): Crypto {
  const random = seededRandom(seed);
  return { random, kem: nobleKem(random) };
}
