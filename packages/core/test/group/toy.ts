import type { Crypto } from "../../src/primitives/crypto.ts";
import { hash } from "../../src/primitives/hash.ts";
import { seededRandom } from "../../src/primitives/random.ts";
import type { Kem } from "../../src/primitives/x-wing.ts";

/**
 * Keys of the right sizes that cost one hash and hide nothing: what a simulation of groups tries is not the KEM, and each commit makes a dozen
 * of them. Some histories run on X-Wing itself.
 */
export function toyCrypto(seed: string): Crypto {
  const random = seededRandom(seed);
  return { random, kem: toyKem((length) => random.bytes(length)) };
}

const PUBLIC_BYTES = 1216;
const CIPHERTEXT_BYTES = 1120;

function toyKem(bytes: (length: number) => Uint8Array): Kem {
  return {
    kind: "noble",
    publicKey: async (secret) => publicKeyOf(secret),
    generate: async () => {
      const secret = bytes(32);
      return { publicKey: publicKeyOf(secret), secret };
    },
    encapsulate: async (publicKey) => {
      const ciphertext = filled(CIPHERTEXT_BYTES, bytes(32));
      return { ciphertext, shared: sharedOf(publicKey, ciphertext) };
    },
    decapsulate: async (secret, ciphertext) => sharedOf(publicKeyOf(secret), ciphertext),
  };
}

/** A key as a real one looks: coefficients of zero, and a point below the prime. */
function publicKeyOf(secret: Uint8Array): Uint8Array {
  const key = new Uint8Array(PUBLIC_BYTES);
  const point = hash(secret);
  key.set(point, PUBLIC_BYTES - point.length);
  key[PUBLIC_BYTES - 1] = (point.at(-1) ?? 0) & 63;
  return key;
}

const sharedOf = (publicKey: Uint8Array, ciphertext: Uint8Array): Uint8Array =>
  hash(Uint8Array.of(...publicKey.subarray(-32), ...ciphertext.subarray(0, 32)));

function filled(length: number, start: Uint8Array): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(start);
  return whole;
}
