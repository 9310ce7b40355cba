import { CoreError } from "../errors.ts";
import { concat } from "../notation/bytes.ts";
import type { Random } from "../primitives/random.ts";
import { multiply, RISTRETTO } from "../primitives/ristretto.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { attemptKey, type PhraseTranscript, transcriptOf } from "./attempt-keys.ts";
import { bare, channelIdentifier, generator, intermediateKey } from "./cpace.ts";

/** What both sides know of an attempt before points are made, all in the open. */
export interface Setting {
  readonly origin: string;
  readonly address: number;
  readonly inviterNonce: Uint8Array;
  readonly joinerNonce: Uint8Array;
}

/** One's own half of the exchange. */
export interface Half {
  readonly scalar: Uint8Array;
  readonly point: Uint8Array;
}

/** What the two agree on if their secrets are equal: no side knows yet whether they are. */
export interface Agreement {
  readonly key: Uint8Array;
  /** Up to and including Yb. */
  readonly transcript: PhraseTranscript;
}

/**
 * Draws a scalar, and makes the point on the generator of this secret and setting. The secret is wiped before anything is waited for: nobody
 * can draw from it twice.
 */
export async function drawHalf(random: Random, secret: Uint8Array, setting: Setting): Promise<Half> {
  const own = copySecret(secret);
  wipe(secret);
  const base = await baseOf(own, setting).finally(() => wipe(own));
  const scalar = random.bytes(RISTRETTO.scalarBytes);
  const point = multiply(scalar, base);
  wipe(base);
  // A scalar that is a multiple of the order: never, unless the randomness is broken.
  if (point === null) throw new CoreError("state");
  return { scalar, point };
}

/** Null when the received point is refused. Wipes the scalar either way, before anything is waited for. */
export async function agree(
  own: Half,
  received: Uint8Array,
  role: "joiner" | "inviter",
  setting: Setting,
): Promise<Agreement | null> {
  const points =
    role === "joiner" ? { joiner: own.point, inviter: received } : { joiner: received, inviter: own.point };
  const shares = { joiner: bare(points.joiner), inviter: bare(points.inviter) };
  const scalar = copySecret(own.scalar);
  wipe(own.scalar);
  const isk = await intermediateKey(scalar, received, sessionOf(setting), shares).finally(() => wipe(scalar));
  if (isk === null) return null;
  const nonces = { inviter: setting.inviterNonce, joiner: setting.joinerNonce };
  const transcript = transcriptOf(setting, nonces, points);
  const key = attemptKey(isk, transcript);
  wipe(isk);
  return { key, transcript };
}

async function baseOf(secret: Uint8Array, setting: Setting): Promise<Uint8Array> {
  const identifier = channelIdentifier(setting.origin, setting.address);
  return generator({ secret, identifier, session: sessionOf(setting) });
}

/** sid: the nonce left with the relay, then the joiner's. */
function sessionOf({ inviterNonce, joinerNonce }: Setting): Uint8Array {
  return concat(inviterNonce, joinerNonce);
}
