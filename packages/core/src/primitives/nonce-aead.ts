import { CoreError } from "../errors.ts";
import { isZero } from "../notation/bytes.ts";
import { TAG_BYTES } from "./aead.ts";
import { plain } from "./web-crypto.ts";

/*
 * AES-256-GCM under a nonce that a standard prescribes: HPKE's (RFC 9180) and that of MLS messages (RFC 9420 6.3). What is ours seals with
 * the zero nonce of aead.ts.
 */

export const NONCE_BYTES = 12;

/** @param key 32 bytes; @param nonce 12 bytes */
export async function sealWith(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  const imported = await importKey(key, "encrypt");
  return new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, aad), imported, plain(plaintext)));
}

/** The plaintext. @throws CoreError("encoding") when it does not open, for whatever reason */
export async function openWith(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const imported = await importKey(key, "decrypt");
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, aad), imported, plain(sealed)));
  } catch {
    throw new CoreError("encoding");
  }
}

/** A key of zeros was wiped: whoever comes with it has used a state twice. */
async function importKey(key: Uint8Array, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  if (isZero(key)) throw new CoreError("state");
  return crypto.subtle.importKey("raw", plain(key), "AES-GCM", false, [use]);
}

function parameters(nonce: Uint8Array, aad: Uint8Array): AesGcmParams {
  return { name: "AES-GCM", iv: plain(nonce), additionalData: plain(aad), tagLength: TAG_BYTES * 8 };
}
