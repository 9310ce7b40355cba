import type { Clock, RelayPorts } from "@tacet/relay";
import { systemPorts } from "@tacet/relay";

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it; timers fire in the order of their times. */
export class TestClock implements Clock {
  #nowMs: number;
  readonly #timers = new Set<Timer>();

  constructor(nowMs = 1_800_000_000_000) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves on, firing what is due on the way. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.run();
    }
    this.#nowMs = endMs;
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.size;
  }
}

export function clockPorts(clock: Clock): RelayPorts {
  return { ...systemPorts(), clock };
}
