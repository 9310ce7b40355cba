import { phrase, type PhraseText } from "./en-phrase.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use about spoken phrases. */
export const text: PhraseText = inLanguage("phrase", phrase);

/** The sentence for somebody whose phrase led nowhere. */
export function joiningSentence(outcome: string): string {
  const sentences: Readonly<Record<string, string>> = text.joining;
  return sentences[outcome] ?? text.joining.cut;
}
