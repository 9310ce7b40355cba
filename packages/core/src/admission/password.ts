import { CoreError, requireLength } from "../errors.ts";
import { INVITE_KEY_BYTES, ROOM_ID_BYTES } from "../invite/invitation.ts";
import { ascii, concat, lp } from "../notation/bytes.ts";
import { utf8 } from "../notation/utf8.ts";
import { bare, type Channel, generator, intermediateKey } from "../phrase/cpace.ts";
import { stretch as argon2id } from "../primitives/argon2.ts";
import { EMPTY, hkdf, info } from "../primitives/kdf.ts";
import type { Random } from "../primitives/random.ts";
import { multiply, RISTRETTO } from "../primitives/ristretto.ts";
import { wipe } from "../primitives/wipe.ts";
import { keyedHash, type Side } from "./keys.ts";
import { ADMISSION_LABELS } from "./labels.ts";
import { ADMISSION_LIMITS } from "./limits.ts";

/*
 * A room's password (spec/admission.md 5): CPace over what Argon2id makes of it, bound to this channel's th, so that who stands between two
 * channels confirms neither. One exchange tests one guess.
 */
export const STRETCHED_BYTES = 32;
const SALT_BYTES = 16;

export const passwords: { readonly isOne: typeof isOne; readonly stretch: typeof stretch } = {
  isOne,
  stretch,
};

/** Whether a text can be a room's password: 4 to 200 characters in its NFC form. */
function isOne(typed: string): boolean {
  const { passwordCharactersMin, passwordCharactersMax } = ADMISSION_LIMITS;
  // Twice as many units hold them all, before and after; more is not even normalised.
  if (typed.length > 8 * passwordCharactersMax) return false;
  const { length } = Array.from(typed.normalize("NFC"));
  return length >= passwordCharactersMin && length <= passwordCharactersMax;
}

/**
 * What stands for the password in exchanges under one invite key, 32 bytes: a secret, made once for each key since it takes a second or more.
 * @throws CoreError("encoding") for what is no password, or wrong lengths
 */
async function stretch(
  typed: string,
  { roomId, inviteKey }: { readonly roomId: Uint8Array; readonly inviteKey: Uint8Array },
): Promise<Uint8Array> {
  if (!isOne(typed)) throw new CoreError("encoding");
  requireLength(roomId, ROOM_ID_BYTES);
  requireLength(inviteKey, INVITE_KEY_BYTES);
  const salt = hkdf(EMPTY, inviteKey, info(ADMISSION_LABELS.passwordSalt, roomId), SALT_BYTES);
  const bytes = utf8(typed.normalize("NFC"));
  return argon2id(bytes, salt).finally(() => wipe(bytes, salt));
}

/** One's own half of an exchange. */
export interface Half {
  readonly scalar: Uint8Array;
  readonly point: Uint8Array;
}

/** Draws a share. Wipes the stretched password: nobody can draw from it twice. @param sid the channel's th */
export async function drawShare(
  random: Random,
  stretched: Uint8Array,
  roomId: Uint8Array,
  sid: Uint8Array,
): Promise<Half> {
  const base = await generator(cpaceOf(stretched, roomId, sid)).finally(() => wipe(stretched));
  const scalar = random.bytes(RISTRETTO.scalarBytes);
  const point = multiply(scalar, base);
  wipe(base);
  // A scalar that is a multiple of the order: never, unless the randomness is broken.
  if (point === null) throw new CoreError("state");
  return { scalar, point };
}

/** The two confirmations, of which one is said and one is expected; null for a share that is no point. Wipes the scalar. */
export async function confirmationsOf(
  own: Half,
  side: Side,
  received: Uint8Array,
  sid: Uint8Array,
): Promise<Readonly<Record<Side, Uint8Array>> | null> {
  const [joiner, admitter] = side === "joiner" ? [own.point, received] : [received, own.point];
  const shares = { joiner: bare(joiner), inviter: bare(admitter) };
  const isk = await intermediateKey(own.scalar, received, sid, shares).finally(() => wipe(own.scalar));
  if (isk === null) return null;
  const key = hkdf(EMPTY, isk, info(ADMISSION_LABELS.passwordKey, concat(sid, lp(joiner), lp(admitter))), 32);
  const confirmations = {
    joiner: keyedHash(key, ADMISSION_LABELS.passwordJoiner, sid),
    admitter: keyedHash(key, ADMISSION_LABELS.passwordAdmitter, sid),
  };
  wipe(isk, key);
  return confirmations;
}

function cpaceOf(secret: Uint8Array, roomId: Uint8Array, session: Uint8Array): Channel {
  const fields = [roomId, ascii("joiner"), ascii("admitter")];
  return { secret, session, identifier: info(ADMISSION_LABELS.passwordCpace, concat(...fields.map(lp))) };
}
