import { shake256 } from "@noble/hashes/sha3.js";
import { ascii, concat, u16 } from "../notation/bytes.ts";
import { base64url } from "../notation/base64url.ts";
import { encapsulationCrypto, plain } from "./web-crypto.ts";
import { wipe } from "./wipe.ts";
import { type Kem, X_WING } from "./x-wing.ts";

const NAME = "MLKEM768-X25519";
const LABEL = ascii("DeriveKeyPair");

/**
 * X-Wing's key pair from keying material (draft-ietf-hpke-pq: SHAKE256, labelled). The nodes of a group's tree are made so.
 * @param ikm at least 32 bytes; stays the caller's
 */
export function deriveSeed(ikm: Uint8Array): Uint8Array {
  const suite = concat(ascii("HPKE-v1KEM"), u16(0x647a));
  const input = concat(ikm, suite, u16(LABEL.length), LABEL, u16(X_WING.secretBytes));
  const seed = shake256(input, { dkLen: X_WING.secretBytes });
  wipe(input);
  return seed;
}

/**
 * The public key of a seed, by the runtime where it can, else by noble: 1,216 bytes.
 * @param kem what this side has found to work
 */
export async function publicKeyOf(kem: Kem, seed: Uint8Array): Promise<Uint8Array> {
  if (kem.publicKey !== undefined) return kem.publicKey(seed);
  const known = kem.kind === "native" ? await nativePublicKey(seed) : null;
  return known ?? (await import("./kem-noble.ts")).noblePublicKey(seed);
}

async function nativePublicKey(seed: Uint8Array): Promise<Uint8Array | null> {
  try {
    const subtle = encapsulationCrypto();
    const key = await subtle.importKey("raw-seed", plain(seed), NAME, true, ["decapsulateBits"]);
    const { pub } = await subtle.exportKey("jwk", key);
    const publicKey = typeof pub === "string" ? base64url.decode(pub) : null;
    return publicKey?.length === X_WING.publicKeyBytes ? publicKey : null;
  } catch {
    return null;
  }
}
