/*
 * A view as the lines of one screen:
 *
 *      Secure P2P · Verified             14 min left · with "Bob"
 *     ────────────────────────────────────────────────────────────
 *       Bob  what was said, the newest at the bottom
 *     ▎ You  and answered                                 delivered
 *     ▬ what this program says
 *     ── "Bob" is typing ─────────────────────────────────────────
 *     > what is being typed
 *
 * The first column is this program's own: nothing that somebody said stands in it, so nothing said can pass for what is known.
 */
import { fit } from "../say/width.ts";
import type { Editor } from "./editor.ts";
import { entryLines } from "./entries.ts";
import { BLANK, cut, line, spread } from "./lines.ts";
import type { Line, Piece } from "./lines.ts";
import { checkPanel, codePanel, invitationLines } from "./panels.ts";
import { typedLines } from "./typed.ts";
import type { View } from "./view.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Frame {
  readonly lines: readonly Line[];
  /** Where the cursor stands, from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
  /** Rows of the whole talk, where it is scrolled back and they were counted; and how many of them it can be. */
  readonly rowsOfTalk: number | null;
  readonly backMax: number;
  /** All that is to be compared can be seen. */
  readonly compares: boolean;
}

const HEAD_ROWS = 2;
const TALK_ROWS_MIN = 3;
/** Of the talk so many rows can be scrolled back to. What the other side sends cannot make more work than that. */
const ROWS_KEPT_MAX = 10_000;
/** Of the screen, as much as a long text may take while it is typed. */
const TYPED_SHARE = 3;
/** Of a row, as much as a name may take. */
const NAME_SHARE = 4;

export function draw(view: View, editor: Editor, size: Size, nowMs: number): Frame {
  const { columns, rows } = size;
  const whole = view.panel === "code" ? codePanel(view, size) : null;
  if (whole !== null)
    return {
      lines: whole,
      cursor: { row: rows - 1, column: 0 },
      rowsOfTalk: null,
      backMax: 0,
      compares: false,
    };
  const typed = typedLines(editor, columns, Math.max(1, Math.floor(rows / TYPED_SHARE)));
  const free = rows - HEAD_ROWS - 1 - typed.lines.length;
  const asked = view.panel === "check";
  const check = asked ? checkPanel(view, columns, free - TALK_ROWS_MIN) : { lines: [], whole: false };
  const area = Math.max(0, free - check.lines.length);
  const talk = talkLines(view, size, area);
  const lines = [
    head(view, columns, nowMs),
    rule("", columns),
    ...talk.lines,
    ...check.lines,
    foot(view, columns),
    ...typed.lines,
  ];
  const over = Math.max(0, lines.length - rows);
  return {
    // A window of a few rows shows the end, where somebody types.
    lines: lines.slice(over).map((one) => ({ ...one, pieces: cut(one.pieces, columns) })),
    cursor: { row: rows - typed.lines.length + typed.cursor.row, column: typed.cursor.column },
    rowsOfTalk: talk.rows,
    backMax: talk.backMax,
    compares: check.whole,
  };
}

/** From the newest back, and no further than is seen. */
function talkLines(
  view: View,
  size: Size,
  area: number,
): { readonly lines: readonly Line[]; readonly rows: number | null; readonly backMax: number } {
  const rowsMax = view.back === 0 ? area : ROWS_KEPT_MAX;
  const parts = [invitationLines(view, size)];
  let rows = parts[0]?.length ?? 0;
  for (let at = view.entries.length - 1; rows < rowsMax; at -= 1) {
    const entry = view.entries[at];
    if (entry === undefined) break;
    const lines = entryLines(entry, view.other, size.columns);
    parts.push(lines);
    rows += lines.length;
  }
  const all = parts.toReversed().flat().slice(-ROWS_KEPT_MAX);
  const backMax = Math.max(0, all.length - area);
  const end = all.length - Math.min(view.back, backMax);
  const shown = all.slice(Math.max(0, end - area), end);
  const blanks = Array.from({ length: area - shown.length }, () => BLANK);
  return { lines: [...blanks, ...shown], rows: view.back === 0 ? null : all.length, backMax };
}

const WORDS: Readonly<Record<View["status"]["value"], string>> = {
  waiting: "Waiting",
  connecting: "Signaling",
  securing: "Upgrading",
  secure: "Secure",
  reconnecting: "Reconnecting",
  ended: "Ended",
};

function head(view: View, columns: number, nowMs: number): Line {
  const { value, path } = view.status;
  const way = value !== "secure" ? "" : path === "direct" ? " P2P" : " relayed";
  const status: Piece = {
    text: ` ${WORDS[value]}${way}`,
    tone: value === "secure" ? "safe" : value === "reconnecting" ? "care" : "strong",
  };
  const mark: Piece = { text: view.verified ? " · Verified" : "", tone: "safe" };
  const other = view.other === "" ? "" : `with ${quoted(view.other, columns)}`;
  const about = [leftText(view.endsAtMs, nowMs), other].filter((part) => part !== "").join(" · ");
  return spread(
    [status, mark, { text: " ", tone: "plain" }],
    [{ text: `${about} `, tone: "quiet" }],
    columns,
  );
}

/** Somebody gave themselves that name: it stands between marks, holds none, and pushes nothing from the row. */
function quoted(name: string, columns: number): string {
  return `"${fit(name.replaceAll('"', "'"), Math.max(4, Math.floor(columns / NAME_SHARE)))}"`;
}

/** The time that is left, as long as it is known: to the second in the last two minutes. */
export function leftText(endsAtMs: number | null, nowMs: number): string {
  if (endsAtMs === null) return "";
  const seconds = Math.max(0, Math.ceil((endsAtMs - nowMs) / 1000));
  if (seconds < 120) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h left`;
}

function foot({ back, unseen, typing, other }: View, columns: number): Line {
  if (back > 0)
    return rule(unseen > 0 ? `${unseen} new below, Page Down` : "Page Down for the newest", columns);
  return rule(
    typing ? `${other === "" ? "The other person" : quoted(other, columns)} is typing` : "",
    columns,
  );
}

function rule(text: string, columns: number): Line {
  if (text === "") return line("─".repeat(columns), "quiet");
  const lead: Piece = { text: "── ", tone: "quiet" };
  const said: Piece = { text: `${text} `, tone: "plain" };
  return spread([lead, said, { text: "─".repeat(columns), tone: "quiet" }], [], columns);
}
