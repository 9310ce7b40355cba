import { CoreError, requireLength } from "../errors.ts";
import { base64url } from "../notation/base64url.ts";
import { INVITE_KEY_BYTES } from "./invitation.ts";

/** The one version character there is (spec/README.md 2). */
const VERSION = "1";

/** The key field of spec/invite.md 1: version character, then the invite key. */
export function formatKeyField(inviteKey: Uint8Array): string {
  requireLength(inviteKey, INVITE_KEY_BYTES);
  return VERSION + base64url.encode(inviteKey);
}

/** The invite key. Throws CoreError("invitation"): `key-missing`, `version`, `owner-tag` or `key`, looked for in this order. */
export function parseKeyField(text: string): Uint8Array {
  if (text === "") throw new CoreError("invitation", "key-missing");
  if (!text.startsWith(VERSION)) throw new CoreError("invitation", "version");
  if (text.includes(".")) throw new CoreError("invitation", "owner-tag");
  const inviteKey = base64url.decode(text.slice(VERSION.length));
  if (inviteKey?.length !== INVITE_KEY_BYTES) throw new CoreError("invitation", "key");
  return inviteKey;
}
