import { CoreError } from "../errors.ts";
import { base64url } from "../notation/base64url.ts";
import { type Invitation, ROOM_ID_BYTES } from "./invitation.ts";
import { parseKeyField } from "./key-field.ts";
import { parseOrigin, schemeOf } from "./origin.ts";
import { roomIds } from "./room-id.ts";
import { type Tolerance, tolerate } from "./tolerance.ts";

const TEXT_UNITS_MAX = 2048;
const LINK = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#\\]*)\/rooms\/([^/?#\\]*)(?:#(.*))?$/;
const CODE = /^(?:([^/?#\\]*)\/)?([^:/?#\\]+)(?::(.*))?$/;

/**
 * Parses an invitation from untrusted text: a link or a share code (spec/invite.md 2).
 * @returns the invitation, and the names of the blemishes that were removed
 * @throws CoreError("invitation", fault), the faults looked for in the order: length, form, scheme, host, room id, key field
 */
export function parseInvitation(text: string): {
  readonly invitation: Invitation;
  readonly tolerated: readonly Tolerance[];
} {
  if (text.length > TEXT_UNITS_MAX) throw new CoreError("invitation", "too-long");
  const { text: bare, tolerated } = tolerate(text);
  if (bare === "") throw new CoreError("invitation", "empty");
  if (/\s/u.test(bare)) throw new CoreError("invitation", "not-an-invitation");
  return { invitation: bare.includes("://") ? parseLink(bare) : parseCode(bare), tolerated };
}

function parseLink(text: string): Invitation {
  const match = LINK.exec(text);
  if (match === null) throw new CoreError("invitation", "not-an-invitation");
  const [, scheme = "", host = "", roomId = "", keyField = ""] = match;
  const origin = parseOrigin(scheme, host);
  return { roomId: roomIds.parse(roomId), inviteKey: parseKeyField(keyField), origin };
}

function parseCode(text: string): Invitation {
  const match = CODE.exec(text);
  if (match === null) throw new CoreError("invitation", "not-an-invitation");
  const [, host, roomId = "", keyField] = match;
  // Without a key field only a room id tells a code that was cut short from any other word.
  if (keyField === undefined && base64url.decode(roomId)?.length !== ROOM_ID_BYTES) {
    throw new CoreError("invitation", "not-an-invitation");
  }
  const origin = host === undefined ? null : parseOrigin(schemeOf(host), host);
  return { roomId: roomIds.parse(roomId), inviteKey: parseKeyField(keyField ?? ""), origin };
}
