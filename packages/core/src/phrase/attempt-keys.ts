import { ROOM_ID_BYTES, INVITE_KEY_BYTES } from "../invite/invitation.ts";
import { PHRASE_LABELS } from "./labels.ts";
import { ascii, concat, isZero, lp, padded, u32, u8 } from "../notation/bytes.ts";
import { open, seal } from "../primitives/aead.ts";
import { hash, hmac } from "../primitives/hash.ts";
import { EMPTY, expand, hkdf, info } from "../primitives/kdf.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { INVITATION_PLAINTEXT_BYTES, PHRASE_VERSION } from "./message.ts";

/** The fields of an attempt so far, each length-prefixed (spec/phrase.md 3). A value that only grows. */
export type PhraseTranscript = Uint8Array;

/** What is handed over. */
export interface Invited {
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
}

/** Up to and including Yb. */
export function transcriptOf(
  place: { readonly origin: string; readonly address: number },
  nonces: { readonly inviter: Uint8Array; readonly joiner: Uint8Array },
  points: { readonly joiner: Uint8Array; readonly inviter: Uint8Array },
): PhraseTranscript {
  const agreed = [u8(PHRASE_VERSION), ascii(place.origin), u32(place.address)];
  const roles = [ascii("joiner"), ascii("inviter")];
  const fields = [...agreed, ...roles, nonces.inviter, nonces.joiner, points.joiner, points.inviter];
  return concat(...fields.map(lp));
}

/** K. @param transcript up to Yb */
export function attemptKey(isk: Uint8Array, transcript: PhraseTranscript): Uint8Array {
  return hkdf(EMPTY, isk, info(PHRASE_LABELS.phraseKey, transcriptHash(transcript)), 32);
}

/** The two confirmations, and the transcript after each. @param transcript up to Yb */
export function confirmations(
  key: Uint8Array,
  transcript: PhraseTranscript,
): {
  readonly joiner: Uint8Array;
  readonly inviter: Uint8Array;
  /** Up to and including confirm_i. */
  readonly transcript: PhraseTranscript;
} {
  const joiner = confirm(key, PHRASE_LABELS.confirmJoiner, transcript);
  const after = concat(transcript, lp(joiner));
  const inviter = confirm(key, PHRASE_LABELS.confirmInviter, after);
  return { joiner, inviter, transcript: concat(after, lp(inviter)) };
}

/** @param transcript up to confirm_i */
export async function sealInvitation(
  key: Uint8Array,
  transcript: PhraseTranscript,
  { roomId, inviteKey }: Invited,
): Promise<Uint8Array> {
  const sealingKey = invitationKey(key, transcript);
  const fields = concat(u8(PHRASE_VERSION), roomId, inviteKey);
  const plaintext = padded(fields, INVITATION_PLAINTEXT_BYTES);
  wipe(fields);
  try {
    return await seal(sealingKey, EMPTY, plaintext);
  } finally {
    wipe(sealingKey, plaintext);
  }
}

/** What was handed over, or null when it does not open, is of another version, or is padded with anything but zeros. */
export async function openInvitation(
  key: Uint8Array,
  transcript: PhraseTranscript,
  sealed: Uint8Array,
): Promise<Invited | null> {
  const sealingKey = invitationKey(key, transcript);
  const plaintext = await open(sealingKey, EMPTY, sealed);
  wipe(sealingKey);
  if (plaintext === null) return null;
  const invited = readInvitation(plaintext);
  wipe(plaintext);
  return invited;
}

/** The key is copied last: of an invitation that is refused there is no copy. */
function readInvitation(plaintext: Uint8Array): Invited | null {
  const keyAt = 1 + ROOM_ID_BYTES;
  const padding = plaintext.subarray(keyAt + INVITE_KEY_BYTES);
  if (plaintext[0] !== PHRASE_VERSION || !isZero(padding)) return null;
  const inviteKey = copySecret(plaintext.subarray(keyAt, keyAt + INVITE_KEY_BYTES));
  return { roomId: plaintext.slice(1, keyAt), inviteKey };
}

function invitationKey(key: Uint8Array, transcript: PhraseTranscript): Uint8Array {
  return expand(key, info(PHRASE_LABELS.phraseInvitation, transcriptHash(transcript)), 32);
}

function confirm(
  key: Uint8Array,
  label: typeof PHRASE_LABELS.confirmJoiner | typeof PHRASE_LABELS.confirmInviter,
  transcript: PhraseTranscript,
): Uint8Array {
  const own = expand(key, info(label, EMPTY), 32);
  const confirmation = hmac(own, transcriptHash(transcript));
  wipe(own);
  return confirmation;
}

function transcriptHash(transcript: PhraseTranscript): Uint8Array {
  return hash(info(PHRASE_LABELS.phraseTranscript, transcript));
}
