import { CoreError } from "../errors.ts";
import { words } from "./words.ts";

/** A phrase as it is shown and taken (spec/phrase.md 2). */
export interface Phrase {
  /** Behind the first two words: 22 bits, the relay's. */
  readonly address: number;
  /** Behind the last two: 22 bits, the inviter's, never sent. */
  readonly secret: number;
}

/** Why a text is no phrase. A closed list. */
export type PhraseFault = "too-long" | "empty" | "count" | "word";

export type ParsedPhrase =
  | { readonly kind: "phrase"; readonly phrase: Phrase }
  /** `word`: the place of the first word that is not in the list, from 1; null for the other faults. */
  | { readonly kind: "fault"; readonly fault: PhraseFault; readonly word: number | null };

/** One more than the greatest address, and than the greatest secret. */
export const PAIRS: number = 2048 * 2048;

const TEXT_UNITS_MAX = 200;
const WORD_COUNT = 4;
const SEPARATORS = /[\p{White_Space}.,_\u3001\u3002\uff0c\uff0e\u2010-\u2015\u2212\ufe63\uff0d-]+/u;
const PREFIX_LETTERS = 4;

const byPrefix: ReadonlyMap<string, number> = new Map(
  words.map((word, number) => [word.slice(0, PREFIX_LETTERS), number]),
);

/** Spelling of phrases, strict one way and tolerant the other. */
export const phrases: {
  readonly parse: typeof parse;
  readonly format: typeof format;
} = { parse, format };

/** Takes untrusted text of a person who was told four words. */
function parse(text: string): ParsedPhrase {
  if (text.length > TEXT_UNITS_MAX) return fault("too-long");
  const typed = text.split(SEPARATORS).filter((part) => part !== "");
  if (typed.length === 0) return fault("empty");
  if (typed.length !== WORD_COUNT) return fault("count");
  const numbers = typed.map(numberOf);
  const unknown = numbers.indexOf(-1);
  if (unknown >= 0) return { kind: "fault", fault: "word", word: unknown + 1 };
  const [w1 = 0, w2 = 0, w3 = 0, w4 = 0] = numbers;
  return { kind: "phrase", phrase: { address: w1 * 2048 + w2, secret: w3 * 2048 + w4 } };
}

/**
 * `w1-w2-w3-w4`.
 * @throws CoreError("encoding") for a number that has no two words
 */
function format({ address, secret }: Phrase): string {
  return `${spellPair(address)}-${spellPair(secret)}`;
}

/** Two words with a dash between them. */
export function spellPair(number: number): string {
  const [first, second] = [words[Math.floor(number / 2048)], words[number % 2048]];
  if (first === undefined || second === undefined) throw new CoreError("encoding");
  return `${first}-${second}`;
}

function fault(name: PhraseFault): ParsedPhrase {
  return { kind: "fault", fault: name, word: null };
}

/** The word's number, or -1. A word may be cut off after its fourth letter: no other begins like that. */
function numberOf(typed: string): number {
  if (!/^[A-Za-z]{3,8}$/.test(typed)) return -1;
  const lower = typed.toLowerCase();
  const number = byPrefix.get(lower.slice(0, PREFIX_LETTERS));
  return number !== undefined && words[number]?.startsWith(lower) === true ? number : -1;
}
