import { availableParallelism, loadavg } from "node:os";

/** When a condition outside this process is looked at again: after a tenth of the time waited. To look costs the page time, too. */
const POLL_MS = { least: 40, most: 250 };

/** For what has no promised time: a busy machine is slow and not wrong, and what never comes still fails. */
export const PATIENCE_MS = 60_000;

/**
 * Waits until `look` gives back something other than undefined or false, and gives it back. Fails after `withinMs` with a sentence
 * that says what was awaited and what was seen last. Real browsers tell nobody when they are done: this is the one wait of the suite.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = PATIENCE_MS,
  seen: () => Promise<string> | string = () => "",
): Promise<T> {
  const begin = performance.now();
  let last = "";
  while (performance.now() - begin < withinMs) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      last = "";
    } catch (error) {
      // A page in the middle of a navigation cannot be asked. If it stays so, the failure below says it.
      last = String(error);
    }
    await pause(Math.min(POLL_MS.most, Math.max(POLL_MS.least, (performance.now() - begin) / 10)));
  }
  const state = await Promise.resolve(seen()).catch(String);
  throw new Error(
    `Waited ${withinMs} ms for ${what} in vain (load ${load()}).${state === "" ? "" : ` Seen: ${state}`}${last === "" ? "" : ` Error: ${last}`}`,
  );
}

/** Holds on for a while: for asserting that something does NOT happen, and for nothing else. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** The machine's load over the last minute, which stands beside every number that is printed. */
export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(2);
}

/** By how much a busy machine stretches the clock of the wall: so many processes share so many processors. */
export function stretch(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

/** Rejects when `work` takes longer than allowed: a browser that hangs must not hang the run. */
export async function within<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} took more than ${ms} ms (load ${load()}).`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
