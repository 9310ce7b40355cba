/* Lines as they stand on the screen: pieces of text, each in one tone, and what of them fits. */
import { fit, width } from "../say/width.ts";

/** How a piece looks. `plain` is the terminal's own ink. */
export type Tone = "plain" | "quiet" | "strong" | "own" | "safe" | "care" | "stop" | "code";

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

export interface Line {
  readonly pieces: readonly Piece[];
  /** The next line goes on with this one, so that both are copied as one. */
  readonly joined?: true;
}

export function line(text: string, tone: Tone = "plain"): Line {
  return { pieces: [{ text, tone }] };
}

export const BLANK: Line = { pieces: [] };

export function widthOf({ pieces }: Line): number {
  return pieces.reduce((sum, { text }) => sum + width(text), 0);
}

/** One line with something at its left and something at its right end; what does not fit is cut from the left one. */
export function spread(left: readonly Piece[], right: readonly Piece[], columns: number): Line {
  const free = Math.max(0, columns - widthOf({ pieces: right }));
  const kept = cut(left, free);
  const gap = Math.max(0, free - widthOf({ pieces: kept }));
  return { pieces: [...kept, { text: " ".repeat(gap), tone: "plain" }, ...cut(right, columns)] };
}

export function cut(pieces: readonly Piece[], columns: number): readonly Piece[] {
  let free = columns;
  return pieces.map((piece) => {
    const text = fit(piece.text, free);
    free -= width(text);
    return { ...piece, text };
  });
}
