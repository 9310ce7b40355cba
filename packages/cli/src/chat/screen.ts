import { clearScreenDown, createInterface, cursorTo, moveCursor } from "node:readline";
import type { Interface } from "node:readline";
import { linesOf } from "../room/lines.ts";
import { columnsOf } from "../say/columns.ts";
import type { Shell } from "../shell.ts";

/** Where a conversation is shown and typed: a terminal with a line to type on, or plain streams. */
export interface Screen {
  /** A person is there: lines that begin with a slash are commands. */
  readonly interactive: boolean;
  columns(): number;
  /** Whole lines, safe to print, above the line that is being typed. */
  print(text: string): void;
  close(): void;
}

/** What a screen hears. */
export interface Typist {
  line(text: string | null): void;
  /** Resolves when the next line may come: a pipe is read no faster. */
  ready(): Promise<void>;
  /** Nothing is typed any more: Ctrl-D, or the end of the input. `whole` is false where it broke off. */
  ended(whole: boolean): void;
  interrupted(): void;
  /** The line that is being typed changed; `empty` when nothing is left in it. */
  changed(empty: boolean): void;
}

const LINE_UNITS_MAX = 48_000;
const HISTORY_LINES = 100;

export function openScreen(shell: Shell, typist: Typist): Screen {
  return shell.input.isTTY === true && shell.output.isTTY === true
    ? openTerminal(shell, typist)
    : openStreams(shell, typist);
}

/** Lines go out above the prompt, and what was typed so far is drawn again below them. */
function openTerminal({ input, output }: Shell, typist: Typist): Screen {
  const typed = createInterface({ input, output, terminal: true, prompt: "> ", historySize: HISTORY_LINES });
  let open = true;
  typed.on("line", (text) => {
    typist.line(text);
    if (open) typed.prompt();
  });
  typed.on("close", () => {
    open = false;
    typist.ended(true);
  });
  typed.on("SIGINT", () => typist.interrupted());
  input.on("keypress", () => setImmediate(() => typist.changed(typed.line === "")));
  typed.prompt();
  const columns = (): number => columnsOf(output);
  return {
    interactive: true,
    columns,
    print: (text) => {
      if (open) clearTyped(typed, output);
      output.write(`${text}\n`);
      if (open) typed.prompt(true);
    },
    close: () => {
      if (!open) return;
      open = false;
      clearTyped(typed, output);
      typed.close();
    },
  };
}

function clearTyped(typed: Interface, output: NodeJS.WritableStream): void {
  const { rows } = typed.getCursorPos();
  moveCursor(output, 0, -rows);
  cursorTo(output, 0);
  clearScreenDown(output);
}

/** What is shown may go elsewhere: whether a person types is said by the input alone. */
function openStreams({ input, output }: Shell, typist: Typist): Screen {
  const listen = async (): Promise<void> => {
    for await (const line of linesOf(input, LINE_UNITS_MAX)) {
      typist.line(line);
      await typist.ready();
    }
  };
  listen().then(
    () => typist.ended(true),
    () => typist.ended(false),
  );
  return {
    interactive: input.isTTY === true,
    columns: () => columnsOf(output),
    print: (text) => void output.write(`${text}\n`),
    close: () => undefined,
  };
}
