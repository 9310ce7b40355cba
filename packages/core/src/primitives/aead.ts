import { CoreError } from "../errors.ts";
import { isZero } from "../notation/bytes.ts";
import { plain } from "./web-crypto.ts";

/** What `seal` adds to a plaintext, in bytes. */
export const TAG_BYTES = 16;

const NONCE_BYTES = 12;

/**
 * `seal(key, aad, plaintext)` of spec/README.md 1: AES-256-GCM by WebCrypto, nonce zero, tag at the end. The zero nonce
 * is safe because every key that comes here seals exactly one plaintext in its life; callers derive it for that.
 * @param key 32 bytes
 */
export async function seal(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> {
  const imported = await importKey(key, "encrypt");
  return new Uint8Array(await crypto.subtle.encrypt(parameters(aad), imported, plain(plaintext)));
}

/** The plaintext, or null when it does not open, for whatever reason. */
export async function open(key: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null> {
  if (sealed.length < TAG_BYTES) return null;
  const imported = await importKey(key, "decrypt");
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(aad), imported, plain(sealed)));
  } catch {
    return null;
  }
}

/** A key of zeros is a secret that was wiped: whoever comes with it has used a state twice. */
async function importKey(key: Uint8Array, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  if (isZero(key)) throw new CoreError("state");
  return crypto.subtle.importKey("raw", plain(key), "AES-GCM", false, [use]);
}

function parameters(aad: Uint8Array): AesGcmParams {
  const iv = new Uint8Array(NONCE_BYTES);
  return { name: "AES-GCM", iv, additionalData: plain(aad), tagLength: TAG_BYTES * 8 };
}
