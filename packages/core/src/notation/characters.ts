/*
 * Text, one character (a code point) at a time. JavaScriptCore (WebKitGTK 2.50) takes U+F800 to U+FBFF before U+FC00 to U+FFFF for the two
 * halves of a character beyond U+FFFF, in classes such as `\p{C}` or `[^\P{Cc}\n]`: it then matches both, or misses one. Of a
 * character by itself every engine says the same.
 */

const MARK = /^\p{M}$/u;

/** The text without the characters that match. The pattern is not a global one. */
export function without(text: string, unwanted: RegExp): string {
  return Array.from(text)
    .filter((character) => !unwanted.test(character))
    .join("");
}

/** The text from its first character on that does not match. */
export function withoutLeading(text: string, unwanted: RegExp): string {
  const characters = Array.from(text);
  const first = characters.findIndex((character) => !unwanted.test(character));
  return first < 0 ? "" : characters.slice(first).join("");
}

/** The text with at most so many marks in a row: further ones go. */
export function withoutPiledMarks(text: string, marksMax: number): string {
  let marks = 0;
  return Array.from(text)
    .filter((character) => {
      marks = MARK.test(character) ? marks + 1 : 0;
      return marks <= marksMax;
    })
    .join("");
}
