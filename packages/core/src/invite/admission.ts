import { requireLength } from "../errors.ts";
import { LABELS } from "../labels.ts";
import { hash } from "../primitives/hash.ts";
import { EMPTY, hkdf, info } from "../primitives/kdf.ts";
import { INVITE_KEY_BYTES } from "./invitation.ts";

const SECRET_BYTES = 32;

/** What the relay is shown, and what it keeps (spec/invite.md 3). All values are 32 bytes. */
export const admission: {
  readonly token: typeof token;
  readonly hash: typeof hashOf;
  readonly seatHash: typeof hashOf;
} = { token, hash: hashOf, seatHash: hashOf };

/** The admission token: takes a seat, and says nothing of the invite key it comes from. */
function token(inviteKey: Uint8Array): Uint8Array {
  requireLength(inviteKey, INVITE_KEY_BYTES);
  return hkdf(EMPTY, inviteKey, info(LABELS.admission, EMPTY), SECRET_BYTES);
}

/** Of an admission token or of a seat secret: the relay compares hashes and keeps neither. */
function hashOf(secret: Uint8Array): Uint8Array {
  requireLength(secret, SECRET_BYTES);
  return hash(secret);
}
