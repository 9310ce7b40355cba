/*
 * What a terminal sends when somebody types, as keys. A sequence may come in parts, and what is pasted comes between two marks (bracketed paste), so
 * that a line break in it is a line break and sends nothing.
 */
import { StringDecoder } from "node:string_decoder";
import { after } from "../room/timer.ts";

export type Press =
  | "enter"
  | "newline"
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "up"
  | "down"
  | "home"
  | "end"
  | "word-left"
  | "word-right"
  | "delete-word"
  | "delete-word-right"
  | "delete-to-start"
  | "delete-to-end"
  | "page-up"
  | "page-down"
  | "escape"
  | "interrupt"
  | "stop"
  | "leave"
  | "redraw";

/** A key that does something, or a text that was typed or pasted: line breaks in a pasted one are `\n`. */
export type Key =
  | { readonly kind: "press"; readonly press: Press }
  | { readonly kind: "text"; readonly text: string };

const CONTROLS: Readonly<Record<string, Press>> = {
  "\r": "enter",
  "\n": "newline",
  "\u007F": "backspace",
  "\b": "backspace",
  "\u0001": "home",
  "\u0002": "left",
  "\u0003": "interrupt",
  "\u0004": "leave",
  "\u0005": "end",
  "\u0006": "right",
  "\u000B": "delete-to-end",
  "\u000C": "redraw",
  "\u000E": "down",
  "\u0010": "up",
  "\u0015": "delete-to-start",
  "\u0017": "delete-word",
  "\u001A": "stop",
};

/** What stands behind ESC. */
const SEQUENCES: Readonly<Record<string, Press>> = {
  "[A": "up",
  "[B": "down",
  "[C": "right",
  "[D": "left",
  "[H": "home",
  "[F": "end",
  "[1~": "home",
  "[7~": "home",
  "[4~": "end",
  "[8~": "end",
  "[3~": "delete",
  "[5~": "page-up",
  "[6~": "page-down",
  "[1;5D": "word-left",
  "[1;5C": "word-right",
  "[1;3D": "word-left",
  "[1;3C": "word-right",
  "[3;5~": "delete-word-right",
  "[13;2u": "newline",
  "[27;2;13~": "newline",
  OA: "up",
  OB: "down",
  OC: "right",
  OD: "left",
  OH: "home",
  OF: "end",
  b: "word-left",
  f: "word-right",
  d: "delete-word-right",
  "\u007F": "delete-word",
  "\b": "delete-word",
  "\r": "newline",
  "\n": "newline",
};

const PASTE = "\u001B[200~";
const PASTED = "\u001B[201~";
/** More than a message may be long; what is pasted beyond it is left out. */
const PASTE_UNITS_MAX = 64_000;

const ESCAPE = "\u001B";
// An escape sequence is what this file is about.
const WHOLE = new RegExp(`^${ESCAPE}(\\[[0-9;?<=>]*[@-~]|O[@-~]|[^[O])`, "su");
const BEGUN = new RegExp(`^${ESCAPE}(\\[[0-9;?<=>]*|O)$`, "u");
const PLAIN = /^\P{Cc}+/u;

/** So long an ESC is held for what may come behind it, in a part of its own; then it is the key. */
const ESCAPE_HELD_MS = 50;
const INTERRUPT = 3;
/** As much of the mark of the end as had come. */
const MARK_BEGUN = new RegExp(`${ESCAPE}(\\[(2(01?)?)?)?$`, "u");

/**
 * Reads bytes as they come. What is not known is left out, whole. A paste whose end never comes (the connection lost it) is ended by Ctrl-C, which
 * does nothing else then.
 */
export function createKeys(hear: (key: Key) => void, timer: typeof after = after): (bytes: Buffer) => void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let pasted: string | null = null;
  let letGo: () => void = () => undefined;
  const paste = (): Key | null => {
    const end = rest.indexOf(PASTED);
    // The mark of the end may have come by half.
    const upTo = end < 0 ? Math.max(0, rest.length - PASTED.length + 1) : end;
    pasted = ((pasted ?? "") + rest.slice(0, upTo)).slice(0, PASTE_UNITS_MAX);
    rest = rest.slice(end < 0 ? upTo : end + PASTED.length);
    if (end < 0) return null;
    return closePaste(pasted);
  };
  const closePaste = (text: string): Key => {
    pasted = null;
    return { kind: "text", text: text.replace(/\r\n?/g, "\n") };
  };
  const breakOff = (): void => {
    const text = (pasted ?? "") + rest.replace(MARK_BEGUN, "");
    rest = "";
    hear(closePaste(text));
  };
  const escape = (): void => {
    rest = "";
    hear({ kind: "press", press: "escape" });
  };
  return (bytes) => {
    letGo();
    if (pasted !== null && bytes.length === 1 && bytes[0] === INTERRUPT) {
      breakOff();
      return;
    }
    rest += decoder.write(bytes);
    while (rest !== "") {
      if (pasted === null && rest.startsWith(PASTE)) {
        pasted = "";
        rest = rest.slice(PASTE.length);
      }
      if (pasted !== null) {
        const key = paste();
        if (key === null) return;
        hear(key);
        continue;
      }
      if (rest === ESCAPE) letGo = timer(ESCAPE_HELD_MS, escape);
      if (rest === ESCAPE || BEGUN.test(rest)) return;
      const { length, key } = first(rest);
      rest = rest.slice(length);
      if (key !== null) hear(key);
    }
  };
}

function first(text: string): { readonly length: number; readonly key: Key | null } {
  const plain = PLAIN.exec(text)?.[0];
  if (plain !== undefined) return { length: plain.length, key: { kind: "text", text: plain } };
  const sequence = WHOLE.exec(text);
  if (sequence !== null) return { length: sequence[0].length, key: pressOf(SEQUENCES[sequence[1] ?? ""]) };
  // An ESC with nothing behind it is the key.
  if (text.startsWith(ESCAPE)) return { length: 1, key: pressOf("escape") };
  return {
    length: 1,
    key: text.startsWith("\t") ? { kind: "text", text: " " } : pressOf(CONTROLS[text[0] ?? ""]),
  };
}

function pressOf(press: Press | undefined): Key | null {
  return press === undefined ? null : { kind: "press", press };
}
