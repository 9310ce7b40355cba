import { CoreError, requireLength } from "../errors.ts";
import { base64url } from "../notation/base64url.ts";
import { ROOM_ID_BYTES } from "./invitation.ts";

/** The spelling of a room id: 22 characters of canonical base64url for 16 bytes (spec/invite.md 1). */
export const roomIds: {
  readonly parse: typeof parse;
  readonly format: typeof format;
} = { parse, format };

/** Throws CoreError("invitation", "room-id") for anything else. */
function parse(text: string): Uint8Array {
  const bytes = base64url.decode(text);
  if (bytes?.length !== ROOM_ID_BYTES) throw new CoreError("invitation", "room-id");
  return bytes;
}

/** Throws CoreError("encoding") when it is not 16 bytes. */
function format(roomId: Uint8Array): string {
  requireLength(roomId, ROOM_ID_BYTES);
  return base64url.encode(roomId);
}
