import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { draw } from "../src/full/draw.ts";
import { EMPTY } from "../src/full/editor.ts";
import { LEAVE } from "../src/full/paint.ts";
import { openTerminal } from "../src/full/terminal.ts";
import { BEGIN } from "../src/full/view.ts";
import { columnsOf } from "../src/say/columns.ts";
import type { Shell } from "../src/shell.ts";
import { ABLE, testShell } from "./test-shell.ts";

function stage(): {
  readonly shell: Shell;
  readonly input: PassThrough;
  readonly output: PassThrough & { columns: number; rows: number };
  readonly raw: boolean[];
  readonly endings: (() => void)[];
  readonly stops: { readonly leave: () => void; readonly enter: () => void }[];
  readonly written: () => string;
} {
  const raw: boolean[] = [];
  const endings: (() => void)[] = [];
  const stops: { readonly leave: () => void; readonly enter: () => void }[] = [];
  const parts: string[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 10 });
  output.on("data", (part: Buffer) => parts.push(part.toString("utf8")));
  const shell = testShell({
    input,
    output,
    terminal: ABLE,
    onStop: (steps) => void stops.push(steps),
    atEnd: (run) => void endings.push(run),
  });
  return { shell, input, output, raw, endings, stops, written: () => parts.join("") };
}

describe("a terminal that is taken over", () => {
  it("reads what is typed although somebody else had paused it, draws anew when its size changes, and is given back once", async () => {
    const { shell, input, output, raw, written } = stage();
    input.pause();
    const keys: string[] = [];
    let resized = 0;
    const terminal = openTerminal(shell, {
      key: (key) => keys.push(key.kind === "text" ? key.text : key.press),
      resized: () => (resized += 1),
      gone: () => undefined,
    });
    input.write("hi\r");
    await expect.poll(() => keys).toEqual(["hi", "enter"]);
    const frame = draw(BEGIN, EMPTY, terminal.size(), 0);
    terminal.show(frame);
    const once = written().length;
    terminal.show(frame);
    expect(written().length - once).toBeLessThan(30);
    output.columns = 30;
    output.emit("resize");
    expect(resized).toBe(1);
    expect(terminal.size()).toEqual({ columns: 30, rows: 10 });
    const before = written().length;
    terminal.show(draw(BEGIN, EMPTY, terminal.size(), 0));
    expect(written().length - before).toBeGreaterThan(30);
    terminal.close();
    terminal.close();
    expect(raw).toEqual([true, false]);
    expect(written().split(LEAVE)).toHaveLength(2);
    expect(written().endsWith(LEAVE)).toBe(true);
  });

  it("has the size of most where it says none", () => {
    const { shell, output } = stage();
    const terminal = openTerminal(shell, { key: () => 0, resized: () => 0, gone: () => 0 });
    output.columns = 0;
    output.rows = 0;
    expect(terminal.size()).toEqual({ columns: 80, rows: 24 });
    terminal.close();
    expect(columnsOf({ isTTY: true, columns: 0 })).toBe(80);
    expect(columnsOf({ isTTY: false })).toBe(Infinity);
  });

  it("is given back while the program is stopped, shows nothing meanwhile, and is drawn anew when it goes on", () => {
    const { shell, raw, stops, written } = stage();
    let resized = 0;
    const terminal = openTerminal(shell, {
      key: () => undefined,
      resized: () => (resized += 1),
      gone: () => undefined,
    });
    const frame = draw(BEGIN, EMPTY, terminal.size(), 0);
    terminal.show(frame);
    for (const { leave } of stops) leave();
    terminal.show(frame);
    expect(written().endsWith(LEAVE)).toBe(true);
    for (const { enter } of stops) enter();
    expect(raw).toEqual([true, false, true]);
    expect(resized).toBe(1);
    const before = written().length;
    terminal.show(frame);
    expect(written().length - before).toBeGreaterThan(30);
    terminal.close();
    for (const { leave, enter } of stops) for (const step of [leave, enter]) step();
    expect(raw).toEqual([true, false, true, false]);
  });

  it("is given back by whatever ends the program, and shows nothing more", () => {
    const { shell, raw, endings, written } = stage();
    const terminal = openTerminal(shell, {
      key: () => undefined,
      resized: () => undefined,
      gone: () => undefined,
    });
    for (const end of endings) end();
    terminal.show(draw(BEGIN, EMPTY, terminal.size(), 0));
    expect(raw).toEqual([true, false]);
    expect(written().endsWith(LEAVE)).toBe(true);
  });
});
