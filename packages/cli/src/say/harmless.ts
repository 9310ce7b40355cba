/*
 * What the other side wrote, made safe to print. A terminal obeys what it is shown: an escape sequence can change colours and titles, move the
 * cursor over what was said before, or put text where the person types. So no control character of another's text reaches it.
 */

/** C0 but tab and line feed, DEL, and C1, which old terminals obey too. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/** They turn the direction of what stands around them, beyond their own line too in some terminals. */
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

const BREAKS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

const PICTURES_FROM = 0x2400;
const DELETE = 0x7f;
const DELETE_PICTURE = "\u2421";
const UNKNOWN = "\uFFFD";

/** The text with every control character replaced by its picture, directional controls taken out, and line breaks of one kind. */
export function harmless(text: string): string {
  return text.replace(BREAKS, "\n").replace(CONTROLS, picture).replace(DIRECTIONS, "");
}

/** The same on one line: for names. */
export function harmlessLine(text: string): string {
  return harmless(text).replace(/[\n\t]+/g, " ");
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code === DELETE) return DELETE_PICTURE;
  return code < 0x20 ? String.fromCharCode(PICTURES_FROM + code) : UNKNOWN;
}

/**
 * JSON whose line a terminal can be shown as well: what `harmless` would change is escaped, so that a program still reads exactly what was said.
 */
export function jsonLine(value: object): string {
  const text = JSON.stringify(value).replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    escaped,
  );
  return `${text}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * A text that somebody said, as lines of at most `columns`: the first begins with `lead`, the others with as many spaces, so that no line
 * of it can pass for one of this program's own.
 */
export function indented(lead: string, text: string, columns: number): string {
  const width = Math.max(20, columns) - lead.length - 1;
  const lines = harmless(text)
    .split("\n")
    .flatMap((line) => wrap(line.replaceAll("\t", "    "), width));
  return lines.map((line, at) => (at === 0 ? lead : " ".repeat(lead.length)) + line).join("\n");
}

/** Breaks at a space where the row has one, else where the columns end. A character outside ASCII may take two. */
function wrap(line: string, width: number): readonly string[] {
  if (width === Infinity) return [line];
  const rows: string[] = [];
  let row = "";
  for (const character of line) {
    if (columnsOf(row) + columnsOf(character) > width) {
      const space = character === " " ? row.length : row.lastIndexOf(" ");
      const at = row.slice(0, space).trim() === "" ? row.length : space;
      rows.push(row.slice(0, at));
      row = row.slice(at).replace(/^ /, "");
    }
    row += character;
  }
  return [...rows, row];
}

function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += character.length === 1 && character < "\u0080" ? 1 : 2;
  return columns;
}
