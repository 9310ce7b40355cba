import { concat, u32 } from "../notation/bytes.ts";
import { utf8 } from "../notation/utf8.ts";
import { hash } from "./hash.ts";
import { secretBytes } from "./secret-bytes.ts";
import { plain } from "./web-crypto.ts";

/** Where random bytes come from. A port, so that a simulation can replay a conversation from its seed. */
export interface Random {
  /** @param length in bytes */
  bytes(length: number): Uint8Array;
}

/** WebCrypto gives at most this many bytes at once. */
const REQUEST_BYTES_MAX = 65_536;

/** The system's source. The only randomness of a real conversation. */
export const systemRandom: Random = {
  bytes(length) {
    const bytes = secretBytes(length);
    for (let at = 0; at < length; at += REQUEST_BYTES_MAX) {
      crypto.getRandomValues(plain(bytes.subarray(at, at + REQUEST_BYTES_MAX)));
    }
    return bytes;
  },
};

/** SHA-256 of seed and counter: the same bytes at every run. For simulations and vectors, never for a conversation. */
export function seededRandom(seed: string): Random {
  const key = hash(utf8(seed));
  let counter = 0;
  const block = (): Uint8Array => {
    counter += 1;
    return hash(concat(key, u32(counter)));
  };
  return {
    bytes: (length) => concat(...Array.from({ length: Math.ceil(length / 32) }, block)).slice(0, length),
  };
}
