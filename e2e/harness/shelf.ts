import { type Chromium, startChromium } from "./chromium.ts";
import { type Firefox, startFirefox } from "./firefox.ts";

interface Lendable {
  /** True while it lives and shows nothing: whoever has it next finds it as if it had just started. */
  isFree(): boolean;
  close(): Promise<void>;
}

/**
 * Browsers that go from one test file to the next: to start one takes seconds of both processors, and what must not be shared is in the
 * context that each tab has for itself. One that was there when something failed is not lent again.
 */
export class Shelf<Kind extends Lendable> {
  readonly #start: () => Promise<Kind>;
  readonly #free: Kind[] = [];

  constructor(start: () => Promise<Kind>) {
    this.#start = start;
  }

  async lend(): Promise<Kind> {
    const found = this.#free.shift();
    if (found === undefined) return this.#start();
    if (found.isFree()) return found;
    await found.close().catch(() => undefined);
    return this.lend();
  }

  /** `isSound` says that nothing failed. One that still shows something is closed all the same. */
  async takeBack(one: Kind, isSound: boolean): Promise<void> {
    if (isSound && one.isFree()) this.#free.push(one);
    else await one.close();
  }
}

export const chromiums: Shelf<Chromium> = new Shelf(() => startChromium());
export const firefoxes: Shelf<Firefox> = new Shelf(startFirefox);

// The runner ends this process by a signal when the last file is through. At a proper exit the drivers end what they have started.
process.once("SIGTERM", () => process.exit());
