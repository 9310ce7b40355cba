/** Small seeded randomness for schedules and faults (mulberry32). Keys come from core's seeded source instead. */
export interface Dice {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [0, below). */
  below(bound: number): number;
  chance(probability: number): boolean;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    chance: (probability) => next() < probability,
  };
}
