import { ascii, concat } from "../../src/notation/bytes.ts";
import { attemptKey, confirmations, openInvitation, transcriptOf } from "../../src/phrase/attempt-keys.ts";
import { bare, channelIdentifier, generator, keyOf } from "../../src/phrase/cpace.ts";
import { decodeMessage1, decodeMessage2 } from "../../src/phrase/message.ts";
import { spellPair } from "../../src/phrase/spelling.ts";
import { multiply } from "../../src/primitives/ristretto.ts";
import { hex } from "../bytes.ts";

/** Everything a relay sees of an attempt, also of one that it plays half of. */
export interface Seen {
  readonly origin: string;
  readonly address: number;
  readonly nonceI: Uint8Array;
  /** The messages, from 1 on, as far as the attempt went. */
  readonly messages: readonly Uint8Array[];
}

/** The half that the relay plays itself, with the secret that it guessed. */
export interface Own {
  readonly guess: number;
  readonly scalar: Uint8Array;
  readonly received: Uint8Array;
}

/**
 * The secrets of a dictionary that the relay finds to fit what it has seen, without asking anybody. It tries what each makes of the record, and what
 * needs no secret at all (then every one fits). There must be none, but for its own guess in an attempt that it plays itself.
 */
export async function fitting(
  seen: Seen,
  dictionary: readonly number[],
  own: Own | null = null,
): Promise<readonly number[]> {
  const points = pointsOf(seen);
  // Somebody's product: of a scalar left out, of one that is known, of a point taken for the product.
  const withoutSecret = [
    new Uint8Array(0),
    new Uint8Array(32),
    ...(points ? [points.joiner, points.inviter] : []),
  ];
  for (const shared of withoutSecret) if (await explains(seen, shared)) return dictionary;
  const found: number[] = [];
  for (const secret of dictionary) if (await fits(seen, secret, own)) found.push(secret);
  return found;
}

async function fits(seen: Seen, secret: number, own: Own | null): Promise<boolean> {
  const base = await baseOf(seen, secret);
  const shown = [base, ascii(spellPair(secret))].some((it) => holds(seen, it));
  if (shown || (await explains(seen, base))) return true;
  if (own === null) return false;
  // The relay's scalar is good for the generator of its guess; for another secret it can only pretend.
  const products = [multiply(own.scalar, secret === own.guess ? own.received : base)];
  for (const shared of products) if (shared !== null && (await explains(seen, shared))) return true;
  return false;
}

async function baseOf(seen: Seen, secret: number): Promise<Uint8Array> {
  return generator({
    secret: ascii(spellPair(secret)),
    identifier: channelIdentifier(seen.origin, seen.address),
    session: sessionOf(seen),
  });
}

/** Whether a shared point leads to a confirmation that was seen anywhere, or opens what was sealed. */
async function explains(seen: Seen, shared: Uint8Array): Promise<boolean> {
  const points = pointsOf(seen);
  const first = decodeMessage1(seen.messages[0] ?? new Uint8Array(0));
  if (points === null || first === null) return false;
  const shares = { joiner: bare(points.joiner), inviter: bare(points.inviter) };
  const nonces = { inviter: seen.nonceI, joiner: first.nonce };
  const transcript = transcriptOf(seen, nonces, points);
  const key = attemptKey(await keyOf(shared, sessionOf(seen), shares), transcript);
  const expected = confirmations(key, transcript);
  if (holds(seen, expected.joiner) || holds(seen, expected.inviter)) return true;
  const sealed = seen.messages[3]?.subarray(33);
  return sealed !== undefined && (await openInvitation(key, expected.transcript, sealed)) !== null;
}

function pointsOf({ messages }: Seen): { readonly joiner: Uint8Array; readonly inviter: Uint8Array } | null {
  const [m1 = new Uint8Array(0), m2 = new Uint8Array(0)] = messages;
  // Read as it lies, whatever stands beside it.
  const inviter = decodeMessage2(Uint8Array.of(...m2.subarray(0, 33), ...new Uint8Array(222)));
  const joiner = decodeMessage1(m1)?.point;
  return joiner === undefined || inviter === null ? null : { joiner, inviter };
}

function sessionOf(seen: Seen): Uint8Array {
  const first = decodeMessage1(seen.messages[0] ?? new Uint8Array(0));
  return concat(seen.nonceI, first?.nonce ?? new Uint8Array(32));
}

function holds(seen: Seen, bytes: Uint8Array): boolean {
  const wanted = hex(bytes);
  return [seen.nonceI, ...seen.messages].some((it) => hex(it).includes(wanted));
}
