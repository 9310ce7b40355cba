/* The text that is being typed, as rows with a cursor. */
import { harmless } from "../say/harmless.ts";
import { width } from "../say/width.ts";
import type { Editor } from "./editor.ts";
import { line } from "./lines.ts";
import type { Line } from "./lines.ts";

const PROMPT = "> ";
const MORE = "  ";

interface Place {
  readonly row: number;
  readonly column: number;
}

/** At most so many rows, those around the cursor. */
export function typedLines(
  editor: Editor,
  columns: number,
  rowsMax: number,
): { readonly lines: readonly Line[]; readonly cursor: Place } {
  const { rows, cursor } = laid(editor, Math.max(4, columns - PROMPT.length - 1));
  const first = Math.max(0, Math.min(cursor.row - rowsMax + 1, rows.length - rowsMax));
  const lines = rows
    .slice(first, first + rowsMax)
    .map((row, at) => line((first + at === 0 ? PROMPT : MORE) + row));
  const column = Math.min(columns - 1, PROMPT.length + cursor.column);
  return { lines, cursor: { row: cursor.row - first, column } };
}

/** Broken where the columns end and at line breaks, so that a cursor has one place for each character. */
function laid(
  { characters, at }: Editor,
  columns: number,
): { readonly rows: readonly string[]; readonly cursor: Place } {
  const rows = [""];
  let cursor: Place | null = null;
  let used = 0;
  for (const [index, character] of characters.entries()) {
    const columnsOf = character === "\n" ? 0 : width(shown(character));
    if (used + columnsOf > columns) {
      rows.push("");
      used = 0;
    }
    if (index === at) cursor = { row: rows.length - 1, column: used };
    if (character === "\n") {
      rows.push("");
      used = 0;
    } else {
      rows[rows.length - 1] += shown(character);
      used += columnsOf;
    }
  }
  return { rows, cursor: cursor ?? { row: rows.length - 1, column: used } };
}

/** What was pasted may hold what steers a terminal, or turns the direction of what stands beside it. */
function shown(character: string): string {
  return /\p{Cc}/u.test(character) || harmless(character) === "" ? "?" : character;
}
