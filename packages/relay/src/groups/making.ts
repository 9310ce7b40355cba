/** What the registry of rooms for many is told of its host. */
export interface GroupOptions {
  readonly ticketKey: Uint8Array;
  readonly groupGraceSeconds: number;
  readonly groupIdleSeconds: number;
  /** From one round of writes in a room to the next. */
  readonly groupTickMsMin: number;
  readonly roomsMax: number;
  /** How many rooms for two there are: both kinds share one limit. */
  readonly others: () => number;
  /** Bytes of a file, 0 for no limit. */
  readonly directFileBytesMax: number;
  readonly relayedFileBytesMax: number;
  readonly stun: () => readonly string[];
}

/** What the maker of a room for many asks for. `ttlSeconds` 0 is no end. */
export interface NewGroup {
  readonly admissionHash: Uint8Array;
  readonly seatHash: Uint8Array;
  readonly owner: Uint8Array;
  readonly ttlSeconds: number;
  readonly capacity: number;
  readonly path: number;
  readonly ownerLeaves: boolean;
}

export interface MadeGroup {
  readonly roomId: Uint8Array;
  /** 0 for a room without an end. */
  readonly expiresSeconds: number;
  readonly ticket: Uint8Array;
}
