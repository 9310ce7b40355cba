/** After so long without a key the other side is told that typing stopped. */
const PAUSE_MS = 4000;

/** Reports the beginning and the end of typing, and nothing between. */
export function createTyping(
  after: (ms: number, run: () => void) => () => void,
  report: (active: boolean) => void,
): { changed(empty: boolean): void; stop(): void } {
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
    stop,
    changed: (empty) => {
      if (empty) {
        stop();
        return;
      }
      cancel?.();
      cancel = after(PAUSE_MS, stop);
      set(true);
    },
  };
}
