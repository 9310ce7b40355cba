/** Bounds of what strangers may hold before they have shown a token (spec/relay.md 8). */
export interface PendingLimits {
  readonly pendingSocketsPerAddressMax: number;
  readonly pendingSocketsMax: number;
  readonly pendingBytesPerAddressMax: number;
  readonly pendingBytesMax: number;
}

interface Share {
  readonly sockets: number;
  readonly bytes: number;
}

const NO_SHARE: Share = { sockets: 0, bytes: 0 };

/** What is held for strangers, by hashed address and in all: sockets that have not been admitted, bodies that are arriving. */
export class PendingBudget {
  readonly #limits: PendingLimits;
  readonly #shares = new Map<string, Share>();
  #sockets = 0;
  #bytes = 0;

  constructor(limits: PendingLimits) {
    this.#limits = limits;
  }

  /** Whether another socket of this address may wait for admission. */
  allows(tag: string): "yes" | "address" | "total" {
    if ((this.#shares.get(tag)?.sockets ?? 0) >= this.#limits.pendingSocketsPerAddressMax) return "address";
    return this.#sockets >= this.#limits.pendingSocketsMax ? "total" : "yes";
  }

  /** Counts one stranger; its hold ends with release(). A body that arrives by HTTP is no socket. */
  open(tag: string, kind: "socket" | "body"): PendingHold {
    return new PendingHold((sockets, bytes) => this.#change(tag, sockets, bytes), kind === "socket" ? 1 : 0);
  }

  tags(): readonly string[] {
    return [...this.#shares.keys()];
  }

  totals(): { readonly sockets: number; readonly bytes: number } {
    return { sockets: this.#sockets, bytes: this.#bytes };
  }

  /** An address has an entry exactly while something of it is held. */
  #change(tag: string, sockets: number, bytes: number): boolean {
    const before = this.#shares.get(tag) ?? NO_SHARE;
    const share = { sockets: before.sockets + sockets, bytes: before.bytes + bytes };
    if (share.sockets === 0 && share.bytes === 0) this.#shares.delete(tag);
    else this.#shares.set(tag, share);
    this.#sockets += sockets;
    this.#bytes += bytes;
    return (
      share.bytes <= this.#limits.pendingBytesPerAddressMax && this.#bytes <= this.#limits.pendingBytesMax
    );
  }
}

/** One stranger's share. */
export class PendingHold {
  readonly #change: (sockets: number, bytes: number) => boolean;
  #sockets: number;
  #bytes = 0;

  constructor(change: (sockets: number, bytes: number) => boolean, sockets: number) {
    this.#change = change;
    this.#sockets = sockets;
    change(sockets, 0);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts bytes that arrived; false when they are too many for the address or in all. */
  add(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#change(0, bytes);
  }

  /** Gives everything back. A second call gives nothing. */
  release(): void {
    this.#change(-this.#sockets, -this.#bytes);
    this.#sockets = 0;
    this.#bytes = 0;
  }
}
