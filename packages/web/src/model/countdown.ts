import { signal, type ReadonlySignal } from "@preact/signals";
import { spokenMark } from "./format.ts";

export interface CountdownPorts {
  /** The wall clock, which a sleeping computer does not stop. */
  nowMs(): number;
  every(ms: number, run: () => void): () => void;
  /** So many seconds are left, to be said to people who do not see it. */
  say(seconds: number): void;
}

/** The time that is left, each second; spoken at few marks on the way down. */
export class Countdown {
  readonly #ports: CountdownPorts;
  readonly #leftMs = signal<number | null>(null);
  /** Null until it has begun. */
  readonly leftMs: ReadonlySignal<number | null> = this.#leftMs;

  constructor(ports: CountdownPorts) {
    this.#ports = ports;
  }

  /** Counts down to a time of the wall clock; the answer stops it. */
  start(endsAtMs: number): () => void {
    const tick = (): void => {
      const before = this.#leftMs.peek();
      const now = endsAtMs - this.#ports.nowMs();
      this.#leftMs.value = now;
      const mark = before === null ? null : spokenMark(before, now);
      if (mark !== null) this.#ports.say(mark);
    };
    tick();
    return this.#ports.every(1_000, tick);
  }
}
