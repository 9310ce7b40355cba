import { hash } from "../../src/primitives/hash.ts";
import { seededRandom, type Random } from "../../src/primitives/random.ts";
import type { Kem } from "../../src/primitives/x-wing.ts";

/**
 * A KEM of the right sizes that costs one hash and hides its secret from nobody who knows the trick. It lets hundreds of conversations run
 * in seconds; the thief of these simulations plays by the book. Some seeds run on the real X-Wing.
 */
export function toyKem(random: Random): Kem {
  const publicKeyOf = (secret: Uint8Array): Uint8Array =>
    seededRandom(Buffer.from(secret).toString("hex")).bytes(1216);
  const sharedOf = (publicKey: Uint8Array, ciphertext: Uint8Array): Uint8Array =>
    hash(Uint8Array.of(...publicKey, ...ciphertext));
  return {
    kind: "noble",
    async generate() {
      const secret = random.bytes(32);
      return Promise.resolve({ publicKey: publicKeyOf(secret), secret });
    },
    async encapsulate(publicKey) {
      const ciphertext = random.bytes(1120);
      return Promise.resolve({ ciphertext, shared: sharedOf(publicKey, ciphertext) });
    },
    async decapsulate(secret, ciphertext) {
      return Promise.resolve(sharedOf(publicKeyOf(secret), ciphertext));
    },
  };
}
