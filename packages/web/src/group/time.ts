import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { text } from "../text/group-text.ts";

const UNITS = [
  [86_400, "days"],
  [3_600, "hours"],
  [60, "minutes"],
  [1, "seconds"],
] as const;

/** A length of time in the largest unit that fits it. */
export function lasting(seconds: number): string {
  const [size, unit] = UNITS.find(([size]) => seconds >= size && seconds % size === 0) ?? UNITS[3];
  return text.making[unit](seconds / size);
}

/** Milliseconds until a time of the wall clock, told anew each second; never negative, and null before the first drawing. */
export function useLeftMs(atMs: number): number | null {
  const leftMs = useSignal<number | null>(null);
  useEffect(() => {
    const tick = (): void => {
      leftMs.value = Math.max(0, atMs - Date.now());
    };
    tick();
    const timer = setInterval(tick, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [atMs, leftMs]);
  return leftMs.value;
}

/** A name inside of a sentence: its direction acts in itself and not beyond. */
export function apart(name: string): string {
  return `\u2068${name}\u2069`;
}
