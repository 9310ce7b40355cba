import { ml_kem768 as mlkem } from "@noble/post-quantum/ml-kem.js";
import type { Mlkem } from "./mlkem.ts";
import type { Random } from "./random.ts";
import { wipe } from "./wipe.ts";

const COINS_BYTES = 32;

/** ML-KEM-768 in JavaScript (@noble/post-quantum), for runtimes that have X25519 alone. */
export function nobleMlkem(random: Random): Mlkem {
  return {
    publicKey: async (seed) => {
      const { publicKey, secretKey } = mlkem.keygen(seed);
      wipe(secretKey);
      return publicKey;
    },
    encapsulate: async (publicKey) => {
      const coins = random.bytes(COINS_BYTES);
      const { cipherText, sharedSecret } = mlkem.encapsulate(publicKey, coins);
      wipe(coins);
      return { ciphertext: cipherText, shared: sharedSecret };
    },
    decapsulate: async (seed, ciphertext) => {
      const { secretKey } = mlkem.keygen(seed);
      const shared = mlkem.decapsulate(ciphertext, secretKey);
      wipe(secretKey);
      return shared;
    },
  };
}
