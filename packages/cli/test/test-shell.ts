import { PassThrough } from "node:stream";
import type { Shell } from "../src/shell.ts";

/** A shell that nobody sits at: its streams are empty and its signals never come. A test gives the parts that it looks at. */
export function testShell(parts: Partial<Shell> = {}): Shell {
  const nothing = (): void => undefined;
  return {
    words: [],
    relay: undefined,
    input: new PassThrough(),
    output: new PassThrough(),
    errors: new PassThrough(),
    terminal: { able: false, coloured: false },
    onStop: nothing,
    stop: nothing,
    atEnd: nothing,
    onInterrupt: nothing,
    interrupt: nothing,
    ...parts,
  };
}

/** All of its screen can be written, without colours. */
export const ABLE: Shell["terminal"] = { able: true, coloured: false };
