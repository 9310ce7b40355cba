import { encapsulationCrypto, plain } from "./web-crypto.ts";
import type { Kem } from "./x-wing.ts";

const NAME = "MLKEM768-X25519";

/** X-Wing by the runtime's WebCrypto (Chromium, Node 26). Rejects with the runtime's own errors; kem.ts wraps it. */
export function nativeKem(): Kem {
  const subtle = encapsulationCrypto();
  return {
    kind: "native",
    async generate() {
      const pair = await subtle.generateKey(NAME, true, ["encapsulateBits", "decapsulateBits"]);
      const publicKey = new Uint8Array(await subtle.exportKey("raw-public", pair.publicKey));
      const secret = new Uint8Array(await subtle.exportKey("raw-seed", pair.privateKey));
      return { publicKey, secret };
    },
    async encapsulate(publicKey) {
      const key = await subtle.importKey("raw-public", plain(publicKey), NAME, false, ["encapsulateBits"]);
      // By name: the order of the fields differs between runtimes.
      const { ciphertext, sharedKey } = await subtle.encapsulateBits(NAME, key);
      return { ciphertext: new Uint8Array(ciphertext), shared: new Uint8Array(sharedKey) };
    },
    async decapsulate(secret, ciphertext) {
      const key = await subtle.importKey("raw-seed", plain(secret), NAME, false, ["decapsulateBits"]);
      return new Uint8Array(await subtle.decapsulateBits(NAME, key, plain(ciphertext)));
    },
  };
}
