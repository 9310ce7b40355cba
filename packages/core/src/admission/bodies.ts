import type { Chain } from "../group/chain.ts";
import { NOTICE_BYTES } from "../group/content.ts";
import { GROUP_LIMITS } from "../group/limits.ts";
import { profileBody } from "../content/profile.ts";
import { INVITE_KEY_BYTES } from "../invite/invitation.ts";
import { concat, FieldReader, u16, u32, u8 } from "../notation/bytes.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import type { AdmissionRefusal } from "./outcome.ts";

/** Kinds of the channel's frames (spec/admission.md 3). */
export const FRAME_KIND = {
  greeting: 1,
  waiting: 2,
  terms: 3,
  shareJoiner: 4,
  shareAdmitter: 5,
  confirmationJoiner: 6,
  confirmationAdmitter: 7,
  keyPackage: 8,
  welcome: 9,
  refused: 10,
  leaving: 11,
} as const;

export interface Greeting {
  /** Cleaned; "" for none. */
  readonly name: string;
  /** At most two bodies of content kind 10. */
  readonly notices: readonly Uint8Array[];
}

const NAME_BYTES_MAX = 80;
const NOTICES_MAX = 2;

export function encodeGreeting({ name, notices }: Greeting): Uint8Array {
  const said = profileBody.encode(name);
  return concat(u8(said.length), said, u8(notices.length), ...notices);
}

/** Null for what is none. A name that is not UTF-8 is none. */
export function decodeGreeting(body: Uint8Array): Greeting | null {
  const length = body[0] ?? 255;
  if (length > NAME_BYTES_MAX || body.length < length + 2) return null;
  const reader = new FieldReader(body.subarray(1));
  const name = profileBody.decode(reader.bytes(length));
  const count = reader.u8();
  if (name === null || count > NOTICES_MAX || reader.rest() !== count * NOTICE_BYTES) return null;
  return { name, notices: Array.from({ length: count }, () => reader.bytes(NOTICE_BYTES)) };
}

export interface WelcomeBody {
  readonly chain: Chain;
  readonly inviteKey: Uint8Array;
  readonly welcome: Uint8Array;
}

const WELCOME_HEADER_BYTES = 68;

export function encodeWelcomeBody({ chain, inviteKey, welcome }: WelcomeBody): Uint8Array {
  return concat(u32(chain.number), chain.value, inviteKey, welcome);
}

/** Null for what is none. What the Welcome is, is looked at elsewhere. */
export function decodeWelcomeBody(body: Uint8Array): WelcomeBody | null {
  const most = WELCOME_HEADER_BYTES + GROUP_LIMITS.messageBytesMax;
  if (body.length <= WELCOME_HEADER_BYTES || body.length > most) return null;
  const reader = new FieldReader(body);
  const chain = { number: reader.u32(), value: reader.bytes(32) };
  const keyAt = WELCOME_HEADER_BYTES - INVITE_KEY_BYTES;
  const inviteKey = copySecret(body.subarray(keyAt, WELCOME_HEADER_BYTES));
  return { chain, inviteKey, welcome: body.slice(WELCOME_HEADER_BYTES) };
}

const REFUSALS = ["password", "declined", "full", "later"] as const;

export function encodeRefusal(refusal: AdmissionRefusal): Uint8Array {
  return concat(
    u8(REFUSALS.indexOf(refusal.why) + 1),
    u16(refusal.why === "later" ? Math.ceil(refusal.seconds) : 0),
  );
}

/** Null for what is none. */
export function decodeRefusal(body: Uint8Array): AdmissionRefusal | null {
  if (body.length !== 3) return null;
  const reader = new FieldReader(body);
  const why = REFUSALS[reader.u8() - 1];
  const seconds = reader.u16();
  if (why === undefined) return null;
  if (why === "later") return { why, seconds };
  return seconds === 0 ? { why } : null;
}
