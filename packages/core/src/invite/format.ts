import type { Invitation } from "./invitation.ts";
import { formatKeyField } from "./key-field.ts";
import { parseOrigin, requireOrigin, schemeOf } from "./origin.ts";
import { roomIds } from "./room-id.ts";

/** What is spelled; the relay is named beside it. */
type Named = Pick<Invitation, "roomId" | "inviteKey">;

/** The two spellings of an invitation (spec/invite.md 2). */
export const formatInvitation: {
  readonly link: typeof link;
  readonly shareCode: typeof shareCode;
} = { link, shareCode };

/**
 * `https://host/rooms/<room id>#<key field>` (spec/invite.md 2).
 * @throws CoreError("invitation", "scheme" or "host") when the origin is not one; CoreError("encoding") for wrong lengths
 */
function link(origin: string, invitation: Named): string {
  const path = `rooms/${roomIds.format(invitation.roomId)}`;
  return `${requireOrigin(origin)}/${path}#${formatKeyField(invitation.inviteKey)}`;
}

/**
 * `<room id>:<key field>`, with `host/` before it when a relay is named.
 * @throws as the link
 */
function shareCode(invitation: Named, host?: string): string {
  const code = `${roomIds.format(invitation.roomId)}:${formatKeyField(invitation.inviteKey)}`;
  if (host === undefined) return code;
  parseOrigin(schemeOf(host), host);
  return `${host}/${code}`;
}
