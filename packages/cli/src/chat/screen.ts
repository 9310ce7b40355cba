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
  /** `pasted` where the line began in what was pasted: nobody meant it as a command. */
  line(text: string | null, pasted: boolean): void;
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

/** What is pasted comes between two marks, which readline tells by name. */
const MARKED = "\u001B[?2004h";
const UNMARKED = "\u001B[?2004l";

/** Lines go out above the prompt, and what was typed so far is drawn again below them. */
function openTerminal(shell: Shell, typist: Typist): Screen {
  const { input, output, terminal } = shell;
  const typed = createInterface({ input, output, terminal: true, prompt: "> ", historySize: HISTORY_LINES });
  let open = true;
  const pasting = watchPaste(input, typed);
  const mark = (): void => void (terminal.able && output.write(UNMARKED));
  if (terminal.able) output.write(MARKED);
  shell.atEnd(mark);
  typed.on("line", (text) => {
    typist.line(text, pasting());
    if (open) typed.prompt();
  });
  typed.on("close", () => {
    open = false;
    mark();
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

/** Whether the line that ends now began in what is being pasted. */
function watchPaste(input: Shell["input"], typed: Interface): () => boolean {
  let pasting = false;
  let begun = false;
  input.on("keypress", (_: unknown, { name }: { readonly name?: string } = {}) => {
    if (name === "paste-start") {
      pasting = true;
      begun = typed.line === "";
    }
    if (name === "paste-end") pasting = false;
  });
  return () => {
    const was = pasting && begun;
    begun = true;
    return was;
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
      typist.line(line, false);
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
