import { concat } from "../notation/bytes.ts";
import { plain } from "./web-crypto.ts";
import { wipe } from "./wipe.ts";

/** The DER that stands before the 32 bytes of an X25519 private key (RFC 8410), which has no raw format. */
const PKCS8_PREFIX = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32);

/** The curve's base point: an exchange with it gives one's own public key (RFC 7748). */
const BASE_POINT = Uint8Array.of(9, ...new Uint8Array(31));

/**
 * X25519 (RFC 7748) by WebCrypto. Rejects when the result is all zero (a public key of low order), as WebCrypto prescribes and
 * noble does.
 */
export async function x25519(secret: Uint8Array, publicKey: Uint8Array): Promise<Uint8Array> {
  const encoded = concat(PKCS8_PREFIX, secret);
  // The three lowest bits play no part (RFC 7748 section 5). One is set, since WebKitGTK refuses a key that begins with a zero byte.
  encoded[PKCS8_PREFIX.length] = (secret[0] ?? 0) | 1;
  const own = await crypto.subtle.importKey("pkcs8", plain(encoded), "X25519", false, ["deriveBits"]);
  wipe(encoded);
  const other = await crypto.subtle.importKey("raw", plain(publicKey), "X25519", false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: other }, own, 256));
}

export async function x25519PublicKey(secret: Uint8Array): Promise<Uint8Array> {
  return x25519(secret, BASE_POINT);
}
