import type { Shell } from "../shell.ts";
import type { Frame, Size } from "./draw.ts";
import { createKeys } from "./keys.ts";
import type { Key } from "./keys.ts";
import { ENTER, LEAVE, paint } from "./paint.ts";

/** The whole screen of a terminal, as long as it is open. */
export interface Terminal {
  size(): Size;
  show(frame: Frame): void;
  /** Writes everything again with the next frame. */
  forget(): void;
  /** Gives the terminal back as it was; nothing of what was shown is left. It may come twice. */
  close(): void;
}

const SIZE: Size = { columns: 80, rows: 24 };

/** Takes the terminal over. However the program ends, short of being killed outright, the terminal is given back. */
export function openTerminal(
  shell: Shell,
  heard: { key(key: Key): void; resized(): void; gone(): void },
): Terminal {
  const { input, output } = shell;
  let before: Frame | null = null;
  let open = true;
  let away = false;
  const read = createKeys((key) => {
    if (open) heard.key(key);
  });
  const resize = (): void => {
    before = null;
    heard.resized();
  };
  const gone = (): void => heard.gone();
  const close = (): void => {
    if (!open) return;
    open = false;
    input.off("data", read);
    input.off("end", gone);
    output.off("resize", resize);
    leave();
    input.pause();
  };
  const leave = (): void => {
    away = true;
    output.write(LEAVE);
    input.setRawMode?.(false);
  };
  const enter = (): void => {
    away = false;
    input.setRawMode?.(true);
    output.write(ENTER);
  };
  shell.atEnd(close);
  shell.onStop({
    leave: () => {
      if (open && !away) leave();
    },
    enter: () => {
      if (!open) return;
      enter();
      resize();
    },
  });
  enter();
  input.on("data", read);
  // Whoever read before (an invitation that was asked for) has left it paused.
  input.resume();
  input.on("end", gone);
  output.on("resize", resize);
  return {
    // A pseudo terminal that nobody gave a size says 0.
    size: () => ({
      columns: Math.max(0, output.columns ?? 0) || SIZE.columns,
      rows: Math.max(0, output.rows ?? 0) || SIZE.rows,
    }),
    show: (frame) => {
      if (!open || away) return;
      output.write(paint(before, frame, shell.terminal.coloured));
      before = frame;
    },
    forget: () => {
      before = null;
    },
    close,
  };
}
