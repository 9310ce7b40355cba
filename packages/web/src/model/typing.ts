/** After so long without a key the other side is told that typing stopped. */
const PAUSE_MS = 4_000;

export interface TypingReport {
  /** The draft changed by hand; `empty` when nothing is left in it. */
  changed(empty: boolean): void;
  /** The draft was sent, or the room has ended. */
  stop(): void;
}

/** Reports the beginning and the end of typing, and nothing in between. */
export function createTypingReport(
  after: (ms: number, run: () => void) => () => void,
  report: (active: boolean) => void,
): TypingReport {
  let active = false;
  let cancel: (() => void) | null = null;
  const set = (next: boolean): void => {
    if (active === next) return;
    active = next;
    report(next);
  };
  const stop = (): void => {
    cancel?.();
    cancel = null;
    set(false);
  };
  return {
    changed(empty) {
      if (empty) return stop();
      cancel?.();
      cancel = after(PAUSE_MS, stop);
      set(true);
    },
    stop,
  };
}
