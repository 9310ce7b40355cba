/**
 * What a person types of a phrase, as far as it can be told without the relay (spec/phrase.md 2). An entry of its own, with the list of
 * words behind it: a face loads it when words are typed.
 */
import { phrases } from "@tacet/core/phrase";
import { words } from "@tacet/core/words";

/**
 * `read` says whether a text is a phrase, and uses nothing of it: `word` is the place of the first wrong one, from 1. `complete` gives
 * the words that begin like a text of at least a letter, in the order of the list, at most `most` of them.
 */
export const typedPhrases: { readonly read: typeof read; readonly complete: typeof complete } = {
  read,
  complete,
};

type Read =
  | { readonly kind: "phrase" }
  | {
      readonly kind: "fault";
      readonly fault: "too-long" | "empty" | "count" | "word";
      readonly word: number | null;
    };

function read(text: string): Read {
  const parsed = phrases.parse(text);
  return parsed.kind === "fault" ? parsed : { kind: "phrase" };
}

function complete(start: string, most: number): readonly string[] {
  const lower = start.toLowerCase();
  if (lower === "") return [];
  return words.filter((word) => word.startsWith(lower)).slice(0, most);
}
