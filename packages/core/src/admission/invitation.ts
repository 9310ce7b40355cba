import { CoreError, requireLength } from "../errors.ts";
import { TAG_BYTES } from "../group/member.ts";
import { formatInvitation } from "../invite/format.ts";
import type { Invitation } from "../invite/invitation.ts";
import { parseInvitation } from "../invite/parse.ts";
import { type Tolerance, tolerate } from "../invite/tolerance.ts";
import { base64url } from "../notation/base64url.ts";

/** What lets another person into a room for many (spec/invite.md 1). */
export interface GroupInvitation extends Invitation {
  /** 16 bytes: the owner's member tag. A room by another owner is not entered. */
  readonly owner: Uint8Array;
}

const FIELD = /^(.*)\.([^.]*)$/;

/** The spellings of a group's invitation: those of a pair's with a dot and the owner tag behind it (spec/invite.md 2). */
export const groupInvitations: {
  readonly link: typeof link;
  readonly shareCode: typeof shareCode;
  readonly parse: typeof parse;
} = { link, shareCode, parse };

type Named = Pick<GroupInvitation, "roomId" | "inviteKey" | "owner">;

/** @throws CoreError("invitation", "scheme" or "host") when the origin is not one; CoreError("encoding") for wrong lengths */
function link(origin: string, invitation: Named): string {
  return `${formatInvitation.link(origin, invitation)}.${formatTag(invitation.owner)}`;
}

/** @throws as the link */
function shareCode(invitation: Named, host?: string): string {
  return `${formatInvitation.shareCode(invitation, host)}.${formatTag(invitation.owner)}`;
}

/**
 * Parses a group's invitation from untrusted text.
 * @throws CoreError("invitation", fault), in the order of spec/invite.md 2; `pair-invitation` for one of two people
 */
function parse(text: string): {
  readonly invitation: GroupInvitation;
  readonly tolerated: readonly Tolerance[];
} {
  // Also looks at the length, before anything else does.
  const pair = pairOf(text);
  if (pair !== null) throw new CoreError("invitation", "pair-invitation");
  const { text: bare, tolerated } = tolerate(text);
  const [, field = "", tag = ""] = FIELD.exec(bare) ?? [];
  const parsed = parseInvitation(field);
  // What was cut off may have stood behind a blemish of its own.
  if (parsed.tolerated.length > 0) throw new CoreError("invitation", "key");
  const owner = base64url.decode(tag);
  if (owner?.length !== TAG_BYTES) throw new CoreError("invitation", "owner-tag");
  return { invitation: { ...parsed.invitation, owner }, tolerated };
}

/** The invitation of two people that this is, or null for one with an owner tag. @throws for what is neither */
function pairOf(text: string): Invitation | null {
  try {
    return parseInvitation(text).invitation;
  } catch (error) {
    if (error instanceof CoreError && error.detail === "owner-tag") return null;
    throw error;
  }
}

function formatTag(owner: Uint8Array): string {
  requireLength(owner, TAG_BYTES);
  return base64url.encode(owner);
}
