import { labelledMac } from "../proofs/hashes.ts";
import type { RelayPorts } from "../ports.ts";

const LABEL = "tacet/v1/relay/reopened";

/**
 * The rooms that a ticket re-opened in this boot, so that their old tickets open nothing again once they have ended
 * (spec/relay.md 6). It names no room: an entry is an HMAC under a key that dies with the process.
 */
export class ReopenedList {
  readonly #key: Uint8Array;
  readonly #ports: RelayPorts;
  readonly #entriesMax: number;
  readonly #cancels = new Map<string, () => void>();

  constructor(ports: RelayPorts, entriesMax: number) {
    this.#ports = ports;
    this.#entriesMax = entriesMax;
    this.#key = ports.random(32);
  }

  /** Whether the room may be re-opened; from then on, until its expiry, it may not. */
  admit(roomId: Uint8Array, expiresMs: number): boolean {
    const tag = Buffer.from(labelledMac(this.#key, LABEL, roomId)).toString("hex");
    if (this.#cancels.has(tag) || this.#cancels.size >= this.#entriesMax) return false;
    this.#wait(tag, expiresMs);
    return true;
  }

  tags(): readonly string[] {
    return [...this.#cancels.keys()];
  }

  clear(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
    this.#key.fill(0);
  }

  #wait(tag: string, expiresMs: number): void {
    const { clock } = this.#ports;
    const run = (): void => {
      if (clock.nowMs() < expiresMs) this.#wait(tag, expiresMs);
      else this.#cancels.delete(tag);
    };
    this.#cancels.set(tag, clock.after(expiresMs - clock.nowMs(), run));
  }
}
