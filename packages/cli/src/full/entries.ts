/* What was said, told and sent, as lines. */
import { bytesText } from "../say/amount.ts";
import { fileTitle, reasonText } from "../say/files.ts";
import { harmlessLine } from "../say/harmless.ts";
import { fit, width, wrapped } from "../say/width.ts";
import { line, spread, widthOf } from "./lines.ts";
import type { Line, Tone } from "./lines.ts";
import type { Entry, Filed, Said } from "./view.ts";

/** The mark: a bar that hangs. Only this program's own lines begin with it. */
const MARK = "▬ ";
const OWN = "▎ ";
const OTHER = "  ";
const NAME_SHARE = 4;
const BAR_COLUMNS_MAX = 30;

interface Laid {
  readonly other: string;
  readonly columns: number;
  readonly lines: readonly Line[];
}

/** Of one text so many lines are shown, as whoever wrote it broke them; the rest is counted. */
const LINES_MAX = 200;

/** An entry never changes, and to lay it out takes longer than to remember it. Beyond so many rows all is forgotten, and laid out again where it is shown. */
const LAID_ROWS_MAX = 20_000;
let laid = new WeakMap<Entry, Laid>();
let laidRows = 0;

export function entryLines(entry: Entry, other: string, columns: number): readonly Line[] {
  const known = laid.get(entry);
  if (known?.other === other && known.columns === columns) return known.lines;
  const lines = laidOut(entry, other, columns);
  if (laidRows + lines.length > LAID_ROWS_MAX) {
    laid = new WeakMap();
    laidRows = 0;
  }
  laidRows += lines.length;
  laid.set(entry, { other, columns, lines });
  return lines;
}

function laidOut(entry: Entry, other: string, columns: number): readonly Line[] {
  if (entry.kind === "said") return saidLines(entry, other, columns);
  const told = entry.kind === "told" ? entry.text : fileText(entry);
  const rows = wrapped(told, columns - MARK.length).map((text, at) => ({
    pieces: [
      { text: at === 0 ? MARK : OTHER, tone: "quiet" as const },
      { text, tone: entry.kind === "told" ? ("quiet" as const) : ("plain" as const) },
    ],
  }));
  return entry.kind === "filed" && entry.event.state === "moving" ? [...rows, bar(entry, columns)] : rows;
}

function saidLines(said: Said, other: string, columns: number): readonly Line[] {
  const named = said.own ? "You" : other === "" ? "They" : other;
  const name = `${fit(named, Math.max(4, Math.floor(columns / NAME_SHARE)))}  `;
  const tone: Tone = said.own ? "own" : "strong";
  const edge = { text: said.own ? OWN : OTHER, tone };
  const blank = { text: " ".repeat(width(name)), tone: "plain" as const };
  const room = columns - OWN.length - width(name);
  const { kept, more } = shortened(said.text.replaceAll("\t", "    "));
  const text = wrapped(kept, room).map((row) => ({
    text: row,
    tone: "plain" as const,
  }));
  const quote =
    said.answers === null ? [] : [{ text: fit(`↳ ${said.answers}`, room), tone: "quiet" as const }];
  const rows: Line[] = [...quote, ...text].map((row, at) => ({
    pieces: [edge, at === 0 ? { text: name, tone } : blank, row],
  }));
  if (more > 0) rows.push(line(`${MARK}… ${more} more ${more === 1 ? "line" : "lines"}`, "quiet"));
  const about = [said.reaction, said.edited ? "edited" : "", said.state]
    .filter((part) => part !== "")
    .join("  ");
  return about === ""
    ? rows
    : withState(rows, edge.text, about, said.state === "failed" ? "stop" : "quiet", columns);
}

function shortened(text: string): { readonly kept: string; readonly more: number } {
  const lines = text.split("\n");
  return { kept: lines.slice(0, LINES_MAX).join("\n"), more: Math.max(0, lines.length - LINES_MAX) };
}

/** At the right end of the last row, or on a row of its own where there is no room. */
function withState(
  rows: readonly Line[],
  edge: string,
  about: string,
  tone: Tone,
  columns: number,
): readonly Line[] {
  const last = rows.at(-1);
  const right = [{ text: ` ${about}`, tone }];
  if (last !== undefined && widthOf(last) + width(about) + 1 <= columns)
    return [...rows.slice(0, -1), spread(last.pieces, right, columns)];
  return [...rows, spread([{ text: edge, tone: "own" }], right, columns)];
}

function fileText({ number, event, place }: Filed): string {
  const title = `File ${number}: ${fileTitle(event)}`;
  const mine = event.from === "self";
  switch (event.state) {
    case "offered":
      return mine
        ? `${title} is offered.`
        : `${title} is offered to you. /accept ${number} takes it, /decline ${number} does not.`;
    case "accepted":
      return `${title} begins.`;
    case "done":
      if (mine) return `${title} arrived, whole and verified.`;
      return `${title} is whole and verified${place === null ? "." : `, saved as ${harmlessLine(place)}`}`;
    case "failed":
      return `${title} failed: ${reasonText(event.reason)}.`;
    case "cancelled":
      return `${title} was ${reasonText(event.reason)}.`;
    default:
      return title;
  }
}

function bar({ event }: Filed, columns: number): Line {
  const { size, bytes } = event;
  if (size === null) return line(`${OTHER}${bytesText(bytes)} so far`, "quiet");
  const part = size === 0 ? 1 : bytes / size;
  const room = Math.max(4, Math.min(BAR_COLUMNS_MAX, columns - 34));
  const done = Math.floor(part * room);
  const shown = "━".repeat(done) + "─".repeat(room - done);
  return line(
    `${OTHER}${shown} ${Math.floor(part * 100)} %  ${bytesText(bytes)} of ${bytesText(size)}`,
    "quiet",
  );
}
