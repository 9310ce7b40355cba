/* The text that is being typed, as a value: a cursor between characters as a person counts them, and what was sent before in this session. */
import { graphemes } from "../say/width.ts";
import type { Press } from "./keys.ts";

export interface Editor {
  readonly characters: readonly string[];
  /** The cursor stands before this character. */
  readonly at: number;
  readonly sent: readonly string[];
  /** Which sent text is shown, from the newest, and what was being typed before; null while none is. */
  readonly looking: { readonly back: number; readonly draft: string } | null;
}

/** A message has at most so many UTF-16 units (spec/content.md 5). */
const UNITS_MAX = 16_000;
const SENT_MAX = 100;

export const EMPTY: Editor = { characters: [], at: 0, sent: [], looking: null };

export function textOf({ characters }: Editor): string {
  return characters.join("");
}

/** Puts a text at the cursor; what would be too long for a message is left out. */
export function inserted(editor: Editor, text: string): Editor {
  const before = editor.characters.slice(0, editor.at).join("");
  const after = editor.characters.slice(editor.at).join("");
  const room = UNITS_MAX - before.length - after.length;
  const put = before + graphemesWithin(text, room);
  return { ...editor, characters: graphemes(put + after), at: graphemes(put).length };
}

function graphemesWithin(text: string, units: number): string {
  if (text.length <= units) return text;
  let taken = "";
  for (const one of graphemes(text)) {
    if (taken.length + one.length > units) break;
    taken += one;
  }
  return taken;
}

/** After a text was sent: an empty line, and one more to come back to. */
export function sentOf(editor: Editor): Editor {
  const text = textOf(editor);
  const others = editor.sent.filter((one) => one !== text);
  return { ...EMPTY, sent: [...others, text].slice(-SENT_MAX) };
}

/** What a key does to the text; null where it does nothing here. */
export function pressed(editor: Editor, press: Press): Editor | null {
  const act = ACTS[press];
  return act === undefined ? null : act(editor);
}

const ACTS: Readonly<Partial<Record<Press, (editor: Editor) => Editor>>> = {
  newline: (editor) => inserted(editor, "\n"),
  left: (editor) => moved(editor, editor.at - 1),
  right: (editor) => moved(editor, editor.at + 1),
  home: (editor) => moved(editor, lineStart(editor)),
  end: (editor) => moved(editor, lineEnd(editor)),
  "word-left": (editor) => moved(editor, wordLeft(editor)),
  "word-right": (editor) => moved(editor, wordRight(editor)),
  up: (editor) => vertical(editor, -1),
  down: (editor) => vertical(editor, 1),
  backspace: (editor) => cut(editor, editor.at - 1, editor.at),
  delete: (editor) => cut(editor, editor.at, editor.at + 1),
  "delete-word": (editor) => cut(editor, wordLeft(editor), editor.at),
  "delete-word-right": (editor) => cut(editor, editor.at, wordRight(editor)),
  "delete-to-start": (editor) => cut(editor, lineStart(editor), editor.at),
  "delete-to-end": (editor) => cut(editor, editor.at, lineEnd(editor)),
};

function moved(editor: Editor, at: number): Editor {
  return { ...editor, at: Math.min(editor.characters.length, Math.max(0, at)) };
}

function cut(editor: Editor, from: number, to: number): Editor {
  const start = Math.max(0, from);
  const characters = [...editor.characters.slice(0, start), ...editor.characters.slice(to)];
  return { ...editor, characters, at: start };
}

function lineStart({ characters, at }: Editor): number {
  return characters.lastIndexOf("\n", at - 1) < 0 || at === 0 ? 0 : characters.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd({ characters, at }: Editor): number {
  const end = characters.indexOf("\n", at);
  return end < 0 ? characters.length : end;
}

function wordLeft({ characters, at }: Editor): number {
  let to = at;
  while (to > 0 && isSpace(characters[to - 1])) to -= 1;
  while (to > 0 && !isSpace(characters[to - 1])) to -= 1;
  return to;
}

function wordRight({ characters, at }: Editor): number {
  let to = at;
  while (to < characters.length && isSpace(characters[to])) to += 1;
  while (to < characters.length && !isSpace(characters[to])) to += 1;
  return to;
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /^\s/u.test(character);
}

/** A line up or down in the text, and beyond its first and last one what was sent before. */
function vertical(editor: Editor, by: -1 | 1): Editor {
  const start = lineStart(editor);
  const column = editor.at - start;
  if (by < 0 && start > 0) {
    const above = lineStart(moved(editor, start - 1));
    return moved(editor, Math.min(above + column, start - 1));
  }
  const end = lineEnd(editor);
  if (by > 0 && end < editor.characters.length) {
    const below = moved(editor, end + 1);
    return moved(editor, Math.min(end + 1 + column, lineEnd(below)));
  }
  return recalled(editor, by);
}

function recalled(editor: Editor, by: -1 | 1): Editor {
  const back = (editor.looking?.back ?? 0) - by;
  const draft = editor.looking?.draft ?? textOf(editor);
  if (back < 0 || back > editor.sent.length) return editor;
  const text = back === 0 ? draft : (editor.sent.at(-back) ?? "");
  const characters = graphemes(text);
  return { ...editor, characters, at: characters.length, looking: back === 0 ? null : { back, draft } };
}
