import { ascii, concat } from "../../src/notation/bytes.ts";
import {
  attemptKey,
  confirmations,
  openInvitation,
  type PhraseTranscript,
  sealInvitation,
  transcriptOf,
} from "../../src/phrase/attempt-keys.ts";
import { bare, channelIdentifier, generator, intermediateKey } from "../../src/phrase/cpace.ts";
import {
  decodeMessage1,
  decodeMessage2,
  decodeMessage3,
  decodeMessage4,
  encodeMessage1,
  encodeMessage2,
  encodeMessage3,
  encodeMessage4,
} from "../../src/phrase/message.ts";
import { spellPair } from "../../src/phrase/spelling.ts";
import { equal } from "../../src/primitives/equal.ts";
import type { Random } from "../../src/primitives/random.ts";
import { multiply } from "../../src/primitives/ristretto.ts";
import type { Invited, InviterPlayer, JoinerPlayer, Sides, Words } from "./sides.ts";

/** The parts that a fault replaces. */
export interface Parts {
  readonly generator: typeof generator;
  readonly intermediateKey: typeof intermediateKey;
  /** What stands in message 2 beside Yb, where zeros belong. */
  readonly beside2: (confirmI: Uint8Array) => Uint8Array;
  /** Whether the inviter takes a confirmation. */
  readonly isConfirmed: typeof equal;
  /** Whether a side that was asked once is done with it, as it must be. */
  readonly isOneShot: boolean;
}

export const rightParts: Parts = {
  generator,
  intermediateKey,
  beside2: () => new Uint8Array(0),
  isConfirmed: equal,
  isOneShot: true,
};

/**
 * The two sides put together once more from core's functions, so that one of them can be replaced by a wrong one. With the right parts they
 * say the same bytes as core's own, which a test holds.
 */
export function recomposed(parts: Parts): Sides {
  return {
    inviter: (random, words, invited) => recomposedInviter(parts, random, words, invited),
    joiner: (random, words, nonce) => recomposedJoiner(parts, random, words, nonce),
  };
}

interface Agreed {
  readonly key: Uint8Array;
  readonly transcript: PhraseTranscript;
}

function recomposedInviter(parts: Parts, random: Random, words: Words, invited: Invited): InviterPlayer {
  const nonce = random.bytes(32);
  let agreed: Agreed | null = null;
  return {
    nonce,
    answer: async (message) => {
      const fields = decodeMessage1(message);
      if (fields === null) return null;
      const nonces = { inviter: nonce, joiner: fields.nonce };
      const { scalar, point } = await draw(parts, random, words, nonces);
      agreed = await agree(
        parts,
        words,
        scalar,
        nonces,
        { joiner: fields.point, inviter: point },
        fields.point,
      );
      if (agreed === null) return null;
      const beside = parts.beside2(confirmations(agreed.key, agreed.transcript).inviter);
      const said = encodeMessage2(point);
      said.set(beside, said.length - beside.length);
      return said;
    },
    deliver: async (message) => {
      const received = decodeMessage3(message);
      if (received === null || agreed === null) return null;
      const { key } = agreed;
      const { joiner, inviter, transcript } = confirmations(key, agreed.transcript);
      if (parts.isOneShot) agreed = null;
      if (!parts.isConfirmed(joiner, received)) return null;
      const sealed = await sealInvitation(key, transcript, invited);
      return encodeMessage4({ confirmation: inviter, sealed });
    },
  };
}

async function recomposedJoiner(
  parts: Parts,
  random: Random,
  words: Words,
  inviterNonce: Uint8Array,
): Promise<JoinerPlayer> {
  const nonces = { inviter: inviterNonce, joiner: random.bytes(32) };
  const { scalar, point } = await draw(parts, random, words, nonces);
  let agreed: Agreed | null = null;
  return {
    message1: encodeMessage1({ nonce: nonces.joiner, point }),
    confirm: async (message) => {
      // What a fault put beside the point is no concern of the joiner's.
      const received = decodeMessage2(Uint8Array.of(...message.subarray(0, 33), ...new Uint8Array(222)));
      if (received === null || (parts.isOneShot && agreed !== null)) return null;
      agreed = await agree(parts, words, scalar, nonces, { joiner: point, inviter: received }, received);
      return agreed && encodeMessage3(confirmations(agreed.key, agreed.transcript).joiner);
    },
    receive: async (message) => {
      const fields = decodeMessage4(message);
      if (fields === null || agreed === null) return null;
      const { inviter, transcript } = confirmations(agreed.key, agreed.transcript);
      if (!equal(inviter, fields.confirmation)) return null;
      return (await openInvitation(agreed.key, transcript, fields.sealed))?.inviteKey ?? null;
    },
  };
}

interface Nonces {
  readonly inviter: Uint8Array;
  readonly joiner: Uint8Array;
}

async function draw(
  parts: Parts,
  random: Random,
  words: Words,
  nonces: Nonces,
): Promise<{ readonly scalar: Uint8Array; readonly point: Uint8Array }> {
  const base = await parts.generator({
    secret: ascii(spellPair(words.secret)),
    identifier: channelIdentifier(words.origin, words.address),
    session: concat(nonces.inviter, nonces.joiner),
  });
  const scalar = random.bytes(64);
  const point = multiply(scalar, base);
  if (point === null) throw new Error("no point");
  return { scalar, point };
}

async function agree(
  parts: Parts,
  words: Words,
  scalar: Uint8Array,
  nonces: Nonces,
  points: { readonly joiner: Uint8Array; readonly inviter: Uint8Array },
  received: Uint8Array,
): Promise<Agreed | null> {
  const shares = { joiner: bare(points.joiner), inviter: bare(points.inviter) };
  const isk = await parts.intermediateKey(scalar, received, concat(nonces.inviter, nonces.joiner), shares);
  if (isk === null) return null;
  const transcript = transcriptOf(words, nonces, points);
  return { key: attemptKey(isk, transcript), transcript };
}
