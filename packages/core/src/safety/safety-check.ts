import { requireLength } from "../errors.ts";

/** What two people compare (spec/pair.md 5), in places of two lists. As secret as `safety` itself only until it is shown. */
export interface SafetyCheck {
  /** Seven places in `EMOJI`, 0 to 63. */
  readonly emoji: readonly number[];
  /** Five places in the BIP-39 English list, 0 to 2,047; `words` of the entry "@tacet/core/words" spells them. */
  readonly words: readonly number[];
}

const SAFETY_BYTES = 13;
const EMOJI_BITS = 6;
const EMOJI_COUNT = 7;
const WORD_BITS = 11;
const WORD_COUNT = 5;

/**
 * The safety check of a session, without the lists: who keeps the keys need not be who draws.
 * @param safety the 13 bytes of a session; they stay the caller's
 * @throws CoreError("encoding") for another length
 */
export function safetyCheck(safety: Uint8Array): SafetyCheck {
  requireLength(safety, SAFETY_BYTES);
  return {
    emoji: numbers(safety, 0, EMOJI_BITS, EMOJI_COUNT),
    words: numbers(safety, EMOJI_BITS * EMOJI_COUNT, WORD_BITS, WORD_COUNT),
  };
}

/** `count` numbers of `bits` each, from bit `start` on; the highest bit of the first byte is bit 0. */
function numbers(bytes: Uint8Array, start: number, bits: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => number(bytes, start + at * bits, bits));
}

function number(bytes: Uint8Array, start: number, bits: number): number {
  let value = 0;
  for (let at = start; at < start + bits; at += 1) {
    value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
  }
  return value;
}
