import { lockOf } from "../model/room-lock.ts";

/** What is asked of the browser's Web Locks; a test hands in its own. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly mode?: "shared" },
    hold: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

/**
 * One tab of a browser is in a room by its link: the relay would refuse a second one with words about a stranger. The browser keeps in
 * memory which one that is, under the room's id, and forgets it with the tab. Where a browser has no locks, every tab may go on.
 */
export class RoomTab {
  readonly #locks: Locks | undefined;
  #name: string | null = null;
  #claim: Promise<boolean> = Promise.resolve(true);
  #letGo = (): void => undefined;

  constructor(locks: Locks | undefined) {
    this.#locks = locks;
  }

  /** Takes the room for this tab, until `free`. False while another tab has it; a second claim is answered as the first was. */
  claim(invitation: string): Promise<boolean> {
    const name = lockOf(invitation);
    if (this.#locks === undefined || name === null) return Promise.resolve(true);
    if (name === this.#name) return this.#claim;
    this.free();
    this.#name = name;
    this.#claim = this.#take(this.#locks, name);
    return this.#claim;
  }

  /** Lets another tab go on. */
  free(): void {
    this.#name = null;
    this.#letGo();
  }

  /** Resolves when no tab has the room any more. */
  async freed(invitation: string): Promise<void> {
    const name = lockOf(invitation);
    if (name !== null) await this.#locks?.request(name, { mode: "shared" }, () => undefined);
  }

  #take(locks: Locks, name: string): Promise<boolean> {
    return new Promise((resolve) => {
      const hold = (lock: unknown): Promise<void> | undefined => {
        resolve(lock !== null);
        if (lock !== null && this.#name === name) {
          return new Promise((letGo) => {
            this.#letGo = letGo;
          });
        }
        // Another tab has it, or it was given up before it came.
        if (this.#name === name) this.#name = null;
        return undefined;
      };
      // A browser that refuses to lock anything keeps nobody from a room.
      locks.request(name, { ifAvailable: true }, hold).catch(() => {
        resolve(true);
      });
    });
  }
}
