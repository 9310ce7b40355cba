import type { Readable, Writable } from "node:stream";

/** What a run has around it: its words, its three streams, and who interrupts it. */
export interface Shell {
  /** What follows the program's name. */
  readonly words: readonly string[];
  /** TACET_RELAY. */
  readonly relay: string | undefined;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly errors: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Calls back at Ctrl-C, and when the system or the terminal ends the program; once for each. */
  onInterrupt(run: () => void): void;
  /** What Ctrl-C does, where the terminal gives it as a key. */
  interrupt(): void;
}
