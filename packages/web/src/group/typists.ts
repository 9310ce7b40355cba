import { signal } from "@preact/signals";

/** Who is not heard of for so long has stopped. */
const TYPING_MS = 30_000;

/** Who is typing. Somebody whose page went says no more that typing stopped. */
export class Typists {
  readonly who = signal<readonly string[]>([]);
  readonly #after: (ms: number, run: () => void) => () => void;
  readonly #stops = new Map<string, () => void>();

  constructor(after: (ms: number, run: () => void) => () => void) {
    this.#after = after;
  }

  take(member: string, active: boolean): void {
    this.#stops.get(member)?.();
    this.#stops.delete(member);
    if (active) {
      const over = (): void => {
        this.take(member, false);
      };
      this.#stops.set(member, this.#after(TYPING_MS, over));
    }
    const others = this.who.peek().filter((one) => one !== member);
    if (active || others.length < this.who.peek().length)
      this.who.value = active ? [...others, member] : others;
  }

  clear(): void {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
    this.who.value = [];
  }
}
