/*
 * One direction of a path, and what may happen to a frame on it. Faults are counted, so that a test can show that they happened.
 */
import type { Dice } from "./random.ts";
import type { World } from "./world.ts";

export const FAULTS = [
  "drop",
  "delay",
  "duplicate",
  "reorder",
  "reflect",
  "truncate",
  "flip",
  "replay",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Weather {
  /** Probability of any fault on a frame; 0 is fair weather. */
  rate: number;
  readonly happened: Map<string, number>;
}

export function createWeather(): Weather {
  return { rate: 0, happened: new Map() };
}

export function count(weather: Weather, fault: string): void {
  weather.happened.set(fault, (weather.happened.get(fault) ?? 0) + 1);
}

export interface Wire {
  carry(bytes: Uint8Array): void;
  cut(): void;
}

const DELAY_MS = 5;

/** Frames arrive 5 ms later and in order, unless the weather says otherwise. `reflect` gives a frame back to its sender. */
export function createWire(
  world: World,
  dice: Dice,
  weather: Weather,
  ends: { arrive(bytes: Uint8Array): void; reflect(bytes: Uint8Array): void },
): Wire {
  let open = true;
  const seen: Uint8Array[] = [];
  const later = (ms: number, bytes: Uint8Array, to: (bytes: Uint8Array) => void): void => {
    world.after(ms, () => {
      if (open) to(bytes);
    });
  };
  const arrive = (bytes: Uint8Array): void => {
    ends.arrive(bytes);
  };
  const spoil = (fault: Fault, bytes: Uint8Array): void => {
    switch (fault) {
      case "drop":
        return;
      case "delay":
        later(DELAY_MS + dice.below(3000), bytes, arrive);
        return;
      case "duplicate":
        later(DELAY_MS, bytes.slice(), arrive);
        later(DELAY_MS + dice.below(50), bytes, arrive);
        return;
      case "reorder":
        later(DELAY_MS + 1 + dice.below(20), bytes, arrive);
        return;
      case "reflect":
        later(DELAY_MS, bytes, (back) => {
          ends.reflect(back);
        });
        return;
      case "truncate":
        later(DELAY_MS, bytes.slice(0, dice.below(bytes.length)), arrive);
        return;
      case "flip": {
        const flipped = bytes.slice();
        const at = dice.below(flipped.length);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << dice.below(8));
        later(DELAY_MS, flipped, arrive);
        return;
      }
      case "replay": {
        const old = seen[dice.below(seen.length)];
        later(DELAY_MS, bytes, arrive);
        if (old !== undefined) later(DELAY_MS + dice.below(500), old.slice(), arrive);
      }
    }
  };
  return {
    carry: (bytes) => {
      if (!open) return;
      if (seen.length < 64) seen.push(bytes.slice());
      if (!dice.chance(weather.rate)) {
        later(DELAY_MS, bytes, arrive);
        return;
      }
      const fault = FAULTS[dice.below(FAULTS.length)] ?? "drop";
      count(weather, fault);
      spoil(fault, bytes);
    },
    cut: () => {
      open = false;
    },
  };
}
