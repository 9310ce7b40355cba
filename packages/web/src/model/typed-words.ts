/** Hints begin here: one letter fits too many words. */
const LETTERS_MIN = 2;
const WORDS_MAX = 4;

const WORD_AT_END = /(?:^|[^\p{L}])(?<word>[A-Za-z]{2,8})$/u;

/** What has been typed of the last word of a phrase; null where nothing is to be completed. */
export function startOfWord(entry: string): string | null {
  if (/[:/#%]/.test(entry)) return null;
  const word = WORD_AT_END.exec(entry)?.groups?.["word"];
  const count = entry.split(/[^\p{L}]+/u).filter((part) => part !== "").length;
  return word === undefined || word.length < LETTERS_MIN || count > WORDS_MAX ? null : word;
}

/** The entry with its last word whole, and a space where another word follows. */
export function withWord(entry: string, word: string): string {
  const before = entry.replace(/[A-Za-z]*$/, "");
  const count = before.split(/[^\p{L}]+/u).filter((part) => part !== "").length + 1;
  return `${before}${word}${count < WORDS_MAX ? " " : ""}`;
}

/** The first hint that is still one for what is typed by now. */
export function hintThatFits(entry: string, hints: readonly string[]): string | undefined {
  const start = startOfWord(entry)?.toLowerCase();
  return start === undefined ? undefined : hints.find((word) => word.startsWith(start));
}

/** Hints for what is a whole word already are none. */
export function hintsFor(start: string, words: readonly string[]): readonly string[] {
  return words.length === 1 && words[0] === start.toLowerCase() ? [] : words;
}
