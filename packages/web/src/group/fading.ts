import { signal } from "@preact/signals";

/** What fading asks of the world. */
export interface FadingPorts {
  readonly wallMs: () => number;
  /** Runs once, so much later. The answer calls it off. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** The message is gone. */
  readonly gone: (id: string) => void;
}

/** A timer of the browser waits no longer than this. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/**
 * Messages that disappear, each so long after it was shown on this screen. One timer waits for the next of them; a page that slept takes what is
 * over at once when it wakes.
 */
export class Fading {
  readonly #ports: FadingPorts;
  /** How long each is shown. */
  readonly #lastsMs = new Map<string, number>();
  readonly #goesAtMs = new Map<string, number>();
  /** Changes when the time of some message begins. */
  readonly #begun = signal(0);
  #callOff = (): void => undefined;

  constructor(ports: FadingPorts) {
    this.#ports = ports;
  }

  /** @param lastsMs null for what stays */
  add(id: string, lastsMs: number | null): void {
    if (lastsMs !== null) this.#lastsMs.set(id, lastsMs);
  }

  /** It is on a screen that somebody may see: its time begins, once. */
  show(id: string): void {
    const lastsMs = this.#lastsMs.get(id);
    if (lastsMs === undefined || this.#goesAtMs.has(id)) return;
    this.#goesAtMs.set(id, this.#ports.wallMs() + lastsMs);
    this.#begun.value += 1;
    this.sweep();
  }

  /** When it goes, by the wall clock; `unseen` before it was shown, null for what stays. */
  goesAt(id: string): number | "unseen" | null {
    void this.#begun.value; // Read to be drawn again then.
    return this.#goesAtMs.get(id) ?? (this.#lastsMs.has(id) ? "unseen" : null);
  }

  forget(id: string): void {
    this.#lastsMs.delete(id);
    this.#goesAtMs.delete(id);
  }

  clear(): void {
    this.#callOff();
    this.#lastsMs.clear();
    this.#goesAtMs.clear();
  }

  /** Takes what is over, and waits for the next. */
  sweep(): void {
    const nowMs = this.#ports.wallMs();
    for (const [id, atMs] of this.#goesAtMs) {
      if (atMs > nowMs) continue;
      this.forget(id);
      this.#ports.gone(id);
    }
    this.#callOff();
    const next = Math.min(...this.#goesAtMs.values());
    if (next === Infinity) return;
    this.#callOff = this.#ports.after(Math.min(next - nowMs, TIMER_MS_MAX), () => {
      this.sweep();
    });
  }
}
