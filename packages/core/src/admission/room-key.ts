import { CoreError } from "../errors.ts";
import { RELAY_LABELS } from "../labels.ts";
import { ascii, concat, u8 } from "../notation/bytes.ts";
import { sign, signingKey } from "../primitives/ed25519.ts";
import { equal } from "../primitives/equal.ts";

const PREFIX = concat(ascii(RELAY_LABELS.command), u8(0));

/** The key that the relay takes commands of the owner by (spec/relay.md 10.5): made for that alone, and no member's signature key. */
export const roomKeys: { readonly make: typeof signingKey; readonly sign: typeof signCommand } = {
  make: signingKey,
  sign: signCommand,
};

/**
 * The signature of a command, 64 bytes.
 * @param secret 32 bytes
 * @param bytes what wire's `commandBytes` makes of host, room, nonce and command
 * @throws CoreError("encoding") for bytes that are no command's
 */
function signCommand(secret: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (!equal(bytes.subarray(0, PREFIX.length), PREFIX)) throw new CoreError("encoding");
  return sign(secret, bytes);
}
