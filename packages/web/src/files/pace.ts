/** Over so long the speed is an average. */
const WINDOW_MS = 4_000;
/** Before that a speed would be a guess. */
const SPAN_MS_MIN = 500;

interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** How fast bytes move, from what was told lately. */
export class Pace {
  #samples: Sample[] = [];

  note(atMs: number, bytes: number): void {
    this.#samples = [...this.#samples.filter((it) => atMs - it.atMs <= WINDOW_MS), { atMs, bytes }];
  }

  /** Bytes a second; null while it is not known. */
  get bytesASecond(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < SPAN_MS_MIN) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
  }

  /** Until `bytes` more have moved; null while it is not known. */
  secondsFor(bytes: number): number | null {
    const speed = this.bytesASecond;
    return speed === null || speed <= 0 ? null : bytes / speed;
  }
}
