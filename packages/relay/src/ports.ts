import { systemRandom } from "./proofs/hashes.ts";

/** Time that never jumps: Unix milliseconds at the start, then the monotonic clock. `after` returns what calls it off. */
export interface Clock {
  nowMs(): number;
  after(ms: number, run: () => void): () => void;
}

/** What the relay takes from outside, so that a test can hold it in its hand. */
export interface RelayPorts {
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  /** Runs at the end of this tick: when all that has arrived by now was taken. */
  readonly soon: (run: () => void) => void;
}

/** The longest delay that Node's timers keep; a later moment is reached in several steps. */
const TIMER_MS_MAX = 2_147_483_647;

/** The system's clock and randomness. */
export function systemPorts(): RelayPorts {
  const originMs = performance.timeOrigin;
  const clock: Clock = {
    nowMs: () => originMs + performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, Math.min(Math.max(1, Math.ceil(ms)), TIMER_MS_MAX));
      return () => clearTimeout(timer);
    },
  };
  return { clock, random: systemRandom, soon: (run) => void setImmediate(run) };
}
