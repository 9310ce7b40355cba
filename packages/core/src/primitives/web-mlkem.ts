import { CoreError, requireLength } from "../errors.ts";
import { base64url } from "../notation/base64url.ts";
import type { Mlkem } from "./mlkem.ts";
import { encapsulationCrypto, plain } from "./web-crypto.ts";
import { X_WING } from "./x-wing.ts";

const NAME = "ML-KEM-768";

/** ML-KEM-768 by WebCrypto, where it has it. */
export const webMlkem: Mlkem = {
  publicKey: mlkemPublicKey,
  encapsulate: mlkemEncapsulate,
  decapsulate: mlkemDecapsulate,
};

async function mlkemPublicKey(seed: Uint8Array): Promise<Uint8Array> {
  const subtle = encapsulationCrypto();
  const key = await subtle.importKey("raw-seed", plain(seed), NAME, true, ["decapsulateBits"]);
  // JWK is the way from a secret key to its public key that every runtime with ML-KEM has.
  const { pub } = await subtle.exportKey("jwk", key);
  const publicKey = typeof pub === "string" ? base64url.decode(pub) : null;
  if (publicKey === null) throw new CoreError("encoding");
  requireLength(publicKey, X_WING.mlkemPublicKeyBytes);
  return publicKey;
}

async function mlkemEncapsulate(
  publicKey: Uint8Array,
): Promise<{ readonly ciphertext: Uint8Array; readonly shared: Uint8Array }> {
  const subtle = encapsulationCrypto();
  const key = await subtle.importKey("raw-public", plain(publicKey), NAME, false, ["encapsulateBits"]);
  const { ciphertext, sharedKey } = await subtle.encapsulateBits(NAME, key);
  return { ciphertext: new Uint8Array(ciphertext), shared: new Uint8Array(sharedKey) };
}

async function mlkemDecapsulate(seed: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array> {
  const subtle = encapsulationCrypto();
  const key = await subtle.importKey("raw-seed", plain(seed), NAME, false, ["decapsulateBits"]);
  return new Uint8Array(await subtle.decapsulateBits(NAME, key, plain(ciphertext)));
}
