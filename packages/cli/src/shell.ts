import type { Readable, Writable } from "node:stream";

/** What a run has around it: its words, its three streams, and who interrupts it. */
export interface Shell {
  /** What follows the program's name. */
  readonly words: readonly string[];
  /** TACET_RELAY. */
  readonly relay: string | undefined;
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly output: Writable & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
  readonly errors: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** What the terminal can do: whether all of its screen can be written (TERM), and whether it is to have colours (NO_COLOR). */
  readonly terminal: { readonly able: boolean; readonly coloured: boolean };
  /** Runs when the program ends, whatever ends it, before its last words; nothing may be awaited there. It may run twice. */
  atEnd(run: () => void): void;
  /** `leave` runs before the program is stopped by Ctrl-Z, `enter` whenever it goes on. */
  onStop(steps: { readonly leave: () => void; readonly enter: () => void }): void;
  /** What Ctrl-Z does, where the terminal gives it as a key. */
  stop(): void;
  /** Calls back at Ctrl-C, and when the system or the terminal ends the program; once for each. */
  onInterrupt(run: () => void): void;
  /** What Ctrl-C does, where the terminal gives it as a key. */
  interrupt(): void;
}
