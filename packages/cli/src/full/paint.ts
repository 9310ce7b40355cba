/* From one frame to the next, as what a terminal is told: only rows that changed are written. */
import type { Frame } from "./draw.ts";
import type { Line, Tone } from "./lines.ts";

const ESCAPE = "\u001B";

/** Attributes that every terminal has, and colours where they are wanted (https://no-color.org). */
const ATTRIBUTES: Readonly<Record<Tone, string>> = {
  plain: "",
  quiet: "2",
  strong: "1",
  own: "1",
  safe: "1",
  care: "1",
  stop: "1",
  code: "",
};
const COLOURS: Readonly<Partial<Record<Tone, string>>> = {
  own: "36",
  safe: "32",
  care: "33",
  stop: "31",
  // Readers want it light on dark, whatever the terminal's own colours are.
  code: "97;40",
};

const WRAP = `${ESCAPE}[?7h`;
const NO_WRAP = `${ESCAPE}[?7l`;
const CLEAR_ROW = `${ESCAPE}[2K`;

/** The other screen, of which nothing goes into what can be scrolled back; paste between marks; rows that do not wrap by themselves. */
export const ENTER = `${ESCAPE}[?1049h${ESCAPE}[?2004h${ESCAPE}[?7l${ESCAPE}[2J`;
/** What was on it is erased first, for terminals that keep the other screen. */
export const LEAVE = `${ESCAPE}[0m${ESCAPE}[2J${ESCAPE}[H${ESCAPE}[?7h${ESCAPE}[?2004l${ESCAPE}[?25h${ESCAPE}[?1049l`;

/** @param before what is on the screen; null where it is empty */
export function paint(before: Frame | null, after: Frame, coloured: boolean): string {
  const rows = after.lines.map((_, at) =>
    isSame(before, after, at) ? "" : rowText(after.lines, at, coloured),
  );
  const gone =
    (before?.lines.length ?? 0) > after.lines.length ? `${to(after.lines.length, 0)}${ESCAPE}[J` : "";
  const { row, column } = after.cursor;
  return `${ESCAPE}[?25l${rows.join("")}${gone}${to(row, column)}${ESCAPE}[?25h`;
}

/** Of lines that are copied as one, each is written again where one changed. */
function isSame(before: Frame | null, after: Frame, at: number): boolean {
  if (before === null) return false;
  const equal = (row: number): boolean =>
    JSON.stringify(before.lines[row]) === JSON.stringify(after.lines[row]);
  let first = at;
  while (first > 0 && after.lines[first - 1]?.joined === true) first -= 1;
  let last = at;
  while (after.lines[last]?.joined === true) last += 1;
  for (let row = first; row <= last; row++) if (!equal(row)) return false;
  return true;
}

function rowText(lines: readonly Line[], at: number, coloured: boolean): string {
  const line = lines[at];
  const goesOn = lines[at - 1]?.joined === true;
  const text = (line?.pieces ?? []).map(({ text, tone }) => toned(text, tone, coloured)).join("");
  if (line?.joined === true) return `${goesOn ? "" : begun(lines, at)}${text}`;
  return goesOn ? `${text}${NO_WRAP}` : `${to(at, 0)}${CLEAR_ROW}${text}`;
}

/** Where a row goes on in the next, the terminal wraps by itself, so that it knows the two as one. */
function begun(lines: readonly Line[], at: number): string {
  let last = at;
  while (lines[last]?.joined === true) last += 1;
  const cleared = Array.from({ length: last - at + 1 }, (_, more) => `${to(at + more, 0)}${CLEAR_ROW}`);
  return `${cleared.join("")}${to(at, 0)}${WRAP}`;
}

function toned(text: string, tone: Tone, coloured: boolean): string {
  const codes = [ATTRIBUTES[tone], coloured ? (COLOURS[tone] ?? "") : ""].filter((code) => code !== "");
  return codes.length === 0 || text === "" ? text : `${ESCAPE}[${codes.join(";")}m${text}${ESCAPE}[0m`;
}

function to(row: number, column: number): string {
  return `${ESCAPE}[${row + 1};${column + 1}H`;
}
