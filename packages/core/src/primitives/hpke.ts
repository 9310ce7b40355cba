import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { ascii, concat, u16 } from "../notation/bytes.ts";
import { EMPTY } from "./kdf.ts";
import { NONCE_BYTES, openWith, sealWith } from "./nonce-aead.ts";
import { wipe } from "./wipe.ts";
import type { Kem } from "./x-wing.ts";

/*
 * HPKE (RFC 9180) in base mode, one message to a key, with X-Wing as its KEM (draft-ietf-hpke-pq): what MLS encrypts to leaves and parents.
 * The KEM's shared secret goes into the key schedule as it is.
 */

/** Numbers of the registry: X-Wing, HKDF-SHA-512, AES-256-GCM. */
const X_WING_ID = 0x647a;
const SUITE: HpkeSuite = { kdf: 3, aead: 2, keyBytes: 32 };

/** The two hashes that a key schedule is made with: ours is 3, published vectors use 1. */
const HASHES = { 1: sha256, 3: sha512 } as const;

export interface HpkeSuite {
  readonly kdf: 1 | 3;
  readonly aead: number;
  readonly keyBytes: number;
}

export interface Sealed {
  readonly encapsulated: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** Seals to a public key of 1,216 bytes. Each call encapsulates anew, so each key seals once. */
export async function hpkeSeal(
  kem: Kem,
  publicKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Sealed> {
  const { ciphertext: encapsulated, shared } = await kem.encapsulate(publicKey);
  const { key, nonce } = hpkeKeys(SUITE, shared, info);
  const ciphertext = await sealWith(key, nonce, aad, plaintext).finally(() => wipe(shared, key));
  return { encapsulated, ciphertext };
}

/** @throws CoreError("encoding") when it does not open, for whatever reason */
export async function hpkeOpen(
  kem: Kem,
  secret: Uint8Array,
  sealed: Sealed,
  info: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const shared = await kem.decapsulate(secret, sealed.encapsulated);
  const { key, nonce } = hpkeKeys(SUITE, shared, info);
  return openWith(key, nonce, aad, sealed.ciphertext).finally(() => wipe(shared, key));
}

/** Key and first nonce (RFC 9180 5.1, mode 0). Wipes what is between; `shared` stays the caller's. */
export function hpkeKeys(
  suite: HpkeSuite,
  shared: Uint8Array,
  info: Uint8Array,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const hash = HASHES[suite.kdf];
  const prefix = concat(ascii("HPKE-v1HPKE"), u16(X_WING_ID), u16(suite.kdf), u16(suite.aead));
  const labeled = (label: string, ikm: Uint8Array): Uint8Array => concat(prefix, ascii(label), ikm);
  const derive = (prk: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array =>
    expand(hash, prk, concat(u16(length), prefix, ascii(label), context), length);
  const context = concat(
    new Uint8Array(1),
    extract(hash, labeled("psk_id_hash", EMPTY), EMPTY),
    extract(hash, labeled("info_hash", info), EMPTY),
  );
  const secret = extract(hash, labeled("secret", EMPTY), shared);
  const key = derive(secret, "key", context, suite.keyBytes);
  const nonce = derive(secret, "base_nonce", context, NONCE_BYTES);
  wipe(secret);
  return { key, nonce };
}
