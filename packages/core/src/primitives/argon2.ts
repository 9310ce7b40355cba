import { argon2idAsync } from "@noble/hashes/argon2.js";

/** What a password is stretched with (spec/admission.md 5), in the words of RFC 9106: m in KiB. */
const ARGON2ID = { m: 65_536, t: 3, p: 1, dkLen: 32 } as const;

/** Lets others run in between: it takes a second or more. */
const SLICE_MS = 20;

/**
 * Argon2id, version 0x13, by noble's hashes: WebCrypto has none. Its 64 MiB are overwritten by the library when it is done; what it copies of the
 * password is overwritten too.
 * @param password of any length, the caller's to wipe; @param salt 16 bytes
 */
export async function stretch(
  password: Uint8Array,
  salt: Uint8Array,
  cost: Readonly<Record<"m" | "t" | "p" | "dkLen", number>> = ARGON2ID,
): Promise<Uint8Array> {
  return argon2idAsync(password, salt, { ...cost, asyncTick: SLICE_MS });
}
