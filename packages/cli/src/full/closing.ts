import type { RoomEnding } from "@tacet/client";
import { after } from "../room/timer.ts";

/** So long what was said stays on the screen when the other side, or the time, has ended the room. */
const CLOSING_MS = 60_000;

/** The last look at a room that others ended. */
export interface Closing {
  /** The room is over, and waits to be closed. */
  waits(): boolean;
  close(): void;
  /** Resolves when somebody closes, and by itself after a minute: what was said does not stay before nobody. */
  until(): Promise<void>;
}

export function createClosing(timer: typeof after = after): Closing {
  let done: (() => void) | null = null;
  return {
    waits: () => done !== null,
    close: () => done?.(),
    until: async () => {
      await new Promise<void>((resolve) => {
        const cancel = timer(CLOSING_MS, resolve);
        done = () => {
          cancel();
          resolve();
        };
      });
      done = null;
    },
  };
}

/** Somebody was there, and it was not this side that ended it: nobody here has seen the end coming. */
export function isForeign(ending: RoomEnding | null): boolean {
  return (
    ending?.met === true && !["left-here", "burned-here", "mismatch", "elsewhere"].includes(ending.reason)
  );
}
