/**
 * How long a worker lives on after its page has let go of it. A room that has ended for the person may still have to be left at the
 * relay (spec/pair.md 8); one that is done, or never was, needs a moment for its last words alone.
 */

/** So long last words may take to leave before the worker is ended. */
const LAST_WORDS_MS = 1_500;
/** The relay makes the room within 15 s, and is told of its end within 90 s. */
const LEAVING_MS_MAX = 105_000;

export interface LingeringPorts {
  /** Runs something later; the answer calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Called once: the worker is to be ended. */
  finish(): void;
}

export interface Lingering {
  /** The person was told that the room has ended. */
  ended(): void;
  /** Nothing of the room is left to be done. */
  done(): void;
  /** The page needs the worker no longer. */
  release(): void;
  /** The worker broke, or is ended in another way: nothing is waited for. */
  stop(): void;
}

export function createLingering(ports: LingeringPorts): Lingering {
  let leaving = false;
  let released = false;
  let over = false;
  let cancel: (() => void) | null = null;

  const stop = (): void => {
    cancel?.();
    leaving = false;
    if (over || !released) return;
    over = true;
    ports.finish();
  };
  const wait = (ms: number): void => {
    cancel?.();
    if (!over) cancel = ports.after(ms, stop);
  };
  return {
    ended() {
      leaving = true;
    },
    done() {
      leaving = false;
      if (released) wait(LAST_WORDS_MS);
    },
    release() {
      released = true;
      wait(leaving ? LEAVING_MS_MAX : LAST_WORDS_MS);
    },
    stop,
  };
}
