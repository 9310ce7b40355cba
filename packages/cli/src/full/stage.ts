import type { Shell } from "../shell.ts";
import { draw } from "./draw.ts";
import { EMPTY } from "./editor.ts";
import type { Editor } from "./editor.ts";
import type { Key } from "./keys.ts";
import { openTerminal } from "./terminal.ts";
import { BEGIN } from "./view.ts";
import type { View } from "./view.ts";

/** What is shown and what is being typed, both as they are now, on a screen that is drawn after each change. */
export interface Stage {
  view(): View;
  editor(): Editor;
  show(view: View): void;
  type(editor: Editor): void;
  /** What is to be compared now has stood on the screen, all of it. */
  compared(): boolean;
  /** Half of the screen back, or towards the newest. */
  scroll(by: 1 | -1): void;
  /** Everything anew, where something else has written on the screen. */
  redraw(): void;
  close(): void;
}

const TICK_MS = 1000;

export function openStage(shell: Shell, heard: { key(key: Key): void; gone(): void }): Stage {
  let view: View = BEGIN;
  let editor: Editor = EMPTY;
  let drawing = false;
  let seen: View["safety"] = null;
  let talkRows: number | null = null;
  const terminal = openTerminal(shell, { ...heard, resized: () => soon() });
  const paint = (): void => {
    drawing = false;
    const first = draw(view, editor, terminal.size(), performance.now());
    // Whoever reads what was said before goes on reading the same.
    const rows = first.rowsOfTalk ?? 0;
    const grown = Math.max(0, rows - (talkRows ?? rows));
    const back = Math.min(view.back + grown, first.backMax);
    const same = back === view.back;
    view = same ? view : { ...view, back };
    talkRows = first.rowsOfTalk;
    const frame = same ? first : draw(view, editor, terminal.size(), performance.now());
    if (frame.compares) seen = view.safety;
    terminal.show(frame);
  };
  /** What comes at once is drawn at once. */
  const soon = (): void => {
    if (!drawing) setImmediate(paint);
    drawing = true;
  };
  const show = (next: View): void => {
    view = next;
    soon();
  };
  const clock = setInterval(soon, TICK_MS);
  soon();
  return {
    view: () => view,
    editor: () => editor,
    show,
    type: (next) => {
      editor = next;
      soon();
    },
    compared: () => seen !== null && seen === view.safety,
    scroll: (by) => {
      const page = Math.max(1, Math.floor(terminal.size().rows / 2));
      const back = Math.max(0, view.back + by * page);
      show({ ...view, back, unseen: back === 0 ? 0 : view.unseen });
    },
    redraw: () => {
      terminal.forget();
      soon();
    },
    close: () => {
      clearInterval(clock);
      terminal.close();
    },
  };
}
