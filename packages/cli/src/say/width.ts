/*
 * How many columns of a terminal a text takes. A terminal counts what a person would call a character: a letter with its marks takes the letter's
 * columns, a character of East Asia and a picture take two. Where terminals differ (joined pictures) the row is cut off and never wraps.
 */

const SEGMENTER = new Intl.Segmenter("und", { granularity: "grapheme" });

/** They take no column of their own: marks, joiners, variation selectors, what is ignored by default. */
const NOTHING = /^(?:\p{M}|\p{Cf}|\p{Default_Ignorable_Code_Point})+$/u;

const PICTURE = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u;

/** East Asian Wide and Fullwidth (UAX 11), by the blocks that hold them. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;

/** Of these every one is a character of one column. */
const SIMPLE = /^[ -~]*$/;

/** The characters of a text as a person counts them, and a cursor goes. */
export function graphemes(text: string): string[] {
  if (SIMPLE.test(text)) return text.split("");
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

/** Columns of one such character: 0, 1 or 2. */
function columnsOfOne(character: string): number {
  if (character.length === 1 && character < "\u0300") return 1;
  if (NOTHING.test(character)) return 0;
  return PICTURE.test(character) || WIDE.test(character) ? 2 : 1;
}

export function width(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  let columns = 0;
  for (const one of graphemes(text)) columns += columnsOfOne(one);
  return columns;
}

/** As much of the beginning as fits. */
export function fit(text: string, columns: number): string {
  let taken = "";
  let used = 0;
  for (const one of graphemes(text)) {
    used += columnsOfOne(one);
    if (used > columns) return taken;
    taken += one;
  }
  return taken;
}

/** Rows of at most so many columns: broken at a space where the row has one, else where the columns end. No character is lost but that space. */
export function wrapped(text: string, columns: number): string[] {
  return text.split("\n").flatMap((line) => wrappedLine(graphemes(line), Math.max(2, columns)));
}

function wrappedLine(characters: readonly string[], columns: number): string[] {
  const rows: string[] = [];
  let from = 0;
  let used = 0;
  let space = -1;
  for (const [at, one] of characters.entries()) {
    used += columnsOfOne(one);
    if (used > columns) {
      const cut = one === " " ? at : space > from ? space : at;
      rows.push(characters.slice(from, cut).join(""));
      from = characters[cut] === " " ? cut + 1 : cut;
      used = width(characters.slice(from, at + 1).join(""));
    }
    if (one === " ") space = at;
  }
  return [...rows, characters.slice(from).join("")];
}
