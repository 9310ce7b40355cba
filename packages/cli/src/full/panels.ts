/* What is shown for a while: the invitation, its code as a picture, and the safety check. */
import { EMOJI } from "@tacet/client/safety";
import { words } from "@tacet/client/words";
import { qrText } from "../say/qr.ts";
import { graphemes, width, wrapped } from "../say/width.ts";
import { BLANK, line } from "./lines.ts";
import type { Line } from "./lines.ts";
import type { Size } from "./draw.ts";
import type { View } from "./view.ts";

const INDENT = "  ";
/** Beside the picture there is room for the words and the line to type on. */
const ROWS_BESIDE_CODE = 18;

/** The invitation, until somebody has come. */
export function invitationLines({ room, phrase }: View, { columns, rows }: Size): readonly Line[] {
  if (room === null) return [];
  const picture = qrText(room.link, columns - INDENT.length)?.split("\n") ?? [];
  const fits = picture.length > 0 && picture.length + ROWS_BESIDE_CODE <= rows;
  const text = (said: string): Line[] =>
    wrapped(said, columns - INDENT.length).map((row) => line(INDENT + row));
  return [
    ...(fits
      ? [
          ...picture.map((row) => ({
            pieces: [
              { text: INDENT, tone: "plain" as const },
              { text: row, tone: "code" as const },
            ],
          })),
          BLANK,
        ]
      : []),
    ...text("Send the link, or the code, to one person. It works once; then you can talk."),
    BLANK,
    ...whole(room.link, columns),
    ...whole(room.code, columns),
    ...(phrase === null ? [] : [BLANK, ...text(`Or read these words aloud: ${phrase}`)]),
    BLANK,
    ...(fits ? [] : text("/qr shows the link as a QR code.")),
  ];
}

/** From the first column to the last, row by row, and joined: so it is copied without breaks. */
function whole(text: string, columns: number): readonly Line[] {
  const characters = graphemes(text);
  const rows: string[] = [];
  const step = Math.max(1, columns);
  for (let at = 0; at < characters.length; at += step) rows.push(characters.slice(at, at + step).join(""));
  return rows.map((row, at) =>
    at < rows.length - 1 ? { ...line(row, "strong"), joined: true } : line(row, "strong"),
  );
}

/** The QR code alone on the whole screen; null where there is nothing to invite with. */
export function codePanel({ room }: View, { columns, rows }: Size): readonly Line[] | null {
  if (room === null) return null;
  const picture = qrText(room.link, columns)?.split("\n") ?? [];
  if (picture.length === 0 || picture.length > rows) {
    const said =
      "This window is too small for the QR code. Make it larger, or the letters smaller. Escape goes back.";
    return padded(
      wrapped(said, columns).map((row) => line(row)),
      rows,
    );
  }
  const left = " ".repeat(Math.floor((columns - width(picture[0] ?? "")) / 2));
  const lines = picture.map((row): Line => ({
    pieces: [
      { text: left, tone: "plain" },
      { text: row, tone: "code" },
    ],
  }));
  return padded(lines, rows);
}

function padded(lines: readonly Line[], rows: number): readonly Line[] {
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, () => BLANK)].slice(0, rows);
}

/** What is compared, and whether all of its emoji or all of its words can be seen. */
export interface CheckPanel {
  readonly lines: readonly Line[];
  readonly whole: boolean;
}

/** Seven emoji with their names and five words (spec/pair.md 5): large where there is room, the words alone where there is little, and never a part. */
export function checkPanel({ safety, verified }: View, columns: number, rowsMax: number): CheckPanel {
  if (safety === null) return { lines: [], whole: false };
  const emoji = safety.emoji.map((place): readonly [string, string] => EMOJI[place] ?? ["", ""]);
  const list = safety.words.map((place) => words[place] ?? "").join("  ");
  const text = (said: string): Line[] =>
    wrapped(said, columns - INDENT.length).map((row) => line(INDENT + row));
  const pictures = emojiLines(emoji, columns - INDENT.length);
  const rule = line("─".repeat(columns), "quiet");
  const spoken = wrapped(list, columns - INDENT.length).map((row) => line(INDENT + row, "strong"));
  const large = [
    rule,
    ...text("Compare these with the other person, by voice or side by side:"),
    BLANK,
    ...pictures,
    ...spoken,
    BLANK,
    ...text(
      verified
        ? "You said that they match. Escape closes this."
        : "The same on both sides: /match. Not the same: /differ, which ends the room. Escape closes this.",
    ),
  ];
  const small = [rule, ...spoken, ...text("Compare: /match or /differ. Escape closes this.")];
  const sizes = [large, large.filter((one) => one !== BLANK), small];
  const lines = sizes.find((one) => one.length <= rowsMax);
  if (lines !== undefined) return { lines, whole: true };
  const larger = text("Make the window larger: there is no room for what is to be compared.");
  return { lines: larger.slice(0, Math.max(1, rowsMax)), whole: false };
}

/** In a row with the names beneath, or one after the other where that is too wide. */
function emojiLines(emoji: readonly (readonly [string, string])[], columns: number): readonly Line[] {
  const cells = emoji.map(([name, picture]) => [
    centred(picture, width(name) + 2),
    centred(name, width(name) + 2),
  ]);
  const row = (at: number): string => INDENT + cells.map((cell) => cell[at]).join("");
  if (width(row(1)) <= columns) return [line(row(0)), line(row(1), "quiet"), BLANK];
  const listed = emoji.map(([name, picture]) => `${picture}\u00A0${name}`).join(",  ");
  return [...wrapped(listed, columns).map((text) => line(INDENT + text)), BLANK];
}

function centred(text: string, columns: number): string {
  const free = Math.max(0, columns - width(text));
  const left = Math.floor(free / 2);
  return " ".repeat(left) + text + " ".repeat(free - left);
}
