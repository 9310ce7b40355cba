import { ml_kem768_x25519 as xWing } from "@noble/post-quantum/hybrid.js";
import { CoreError } from "../errors.ts";
import type { Random } from "./random.ts";
import { wipe } from "./wipe.ts";
import { type Kem, X_WING } from "./x-wing.ts";

const COINS_BYTES = 64;

/**
 * X-Wing in JavaScript (@noble/post-quantum), for runtimes without ML-KEM, and with seeded randomness for simulations.
 * No JavaScript is constant-time; kem.ts prefers the runtime's own.
 */
export function nobleKem(random: Random): Kem {
  return {
    kind: "noble",
    generate: async () =>
      refusing(() => {
        const secret = random.bytes(X_WING.secretBytes);
        return { publicKey: xWing.getPublicKey(secret), secret };
      }),
    encapsulate: async (publicKey) =>
      refusing(() => {
        const coins = random.bytes(COINS_BYTES);
        const { cipherText, sharedSecret } = xWing.encapsulate(publicKey, coins);
        wipe(coins);
        return { ciphertext: cipherText, shared: sharedSecret };
      }),
    decapsulate: async (secret, ciphertext) => refusing(() => xWing.decapsulate(ciphertext, secret)),
  };
}

/** The public key of a seed of 32 bytes. */
export function noblePublicKey(seed: Uint8Array): Uint8Array {
  return refusing(() => xWing.getPublicKey(seed));
}

/** One error for every malformed key and ciphertext. */
function refusing<T>(run: () => T): T {
  try {
    return run();
  } catch {
    throw new CoreError("encoding");
  }
}
