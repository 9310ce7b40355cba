import { CoreError } from "../errors.ts";
import { concat, isZero, u32 } from "../notation/bytes.ts";
import { TAG_BYTES } from "./aead.ts";
import { plain } from "./web-crypto.ts";

const NONCE_PREFIX = new Uint8Array(8);

/**
 * The one key that seals more than one plaintext (spec/files.md 4): AES-256-GCM by WebCrypto, nonce `0^8 || index u32`, tag at the
 * end. Whoever seals must take each index once. A key is imported once, since a file has thousands of pieces.
 * @param key 32 bytes
 * @throws CoreError("state") for a key of zeros: it was wiped
 */
export async function importIndexedKey(key: Uint8Array, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  if (isZero(key)) throw new CoreError("state");
  return crypto.subtle.importKey("raw", plain(key), "AES-GCM", false, [use]);
}

export async function sealAt(
  key: CryptoKey,
  index: number,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.encrypt(parameters(index, aad), key, plain(plaintext)));
}

/** The plaintext, or null when it does not open, for whatever reason. */
export async function openAt(
  key: CryptoKey,
  index: number,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(index, aad), key, plain(sealed)));
  } catch {
    return null;
  }
}

function parameters(index: number, aad: Uint8Array): AesGcmParams {
  const iv = plain(concat(NONCE_PREFIX, u32(index)));
  return { name: "AES-GCM", iv, additionalData: plain(aad), tagLength: TAG_BYTES * 8 };
}
