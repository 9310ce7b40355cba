import { createPublicKey, verify } from "node:crypto";

/** The y of the eight points whose order divides 8, without the sign of x, little end first. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/** 2^255 - 19, big end first: the y of a key is below it. */
const PRIME = `7f${"ff".repeat(30)}ed`;

/** Whether 32 bytes may be a room key: one spelling, and not of small order, for which some signature fits everything. */
export function isRoomKey(key: Uint8Array): boolean {
  const y = Buffer.from(key);
  y[31] = (y[31] ?? 0) & 0x7f;
  if (SMALL_ORDER.has(y.toString("hex"))) return false;
  return key.length === 32 && y.reverse().toString("hex") < PRIME;
}

/** Whether this key signed these bytes. OpenSSL refuses S from the order on, and compares R as bytes (spec/relay.md 10.5). */
export function isSignedBy(key: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const x = Buffer.from(key).toString("base64url");
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, bytes, publicKey, signature);
  } catch {
    return false;
  }
}
