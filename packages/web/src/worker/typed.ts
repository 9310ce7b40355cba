/** What is typed as words: it comes with the list of words, which no first load has. */
import { typedPhrases } from "@tacet/client/phrase";
import { hintsFor } from "../model/typed-words.ts";
import type { Checked } from "./letters.ts";

/** As many words as are offered at a time. */
const HINTS_MAX = 5;

export function checkWords(entry: string): Checked {
  const read = typedPhrases.read(entry);
  return read.kind === "phrase"
    ? { ok: true, origin: null }
    : { ok: false, fault: read.fault, word: read.word };
}

export function completeWord(start: string): readonly string[] {
  return hintsFor(start, typedPhrases.complete(start, HINTS_MAX));
}
