export interface Talk {
  readonly kind: "accept" | "acknowledge" | "done" | "cancel";
  readonly body: Uint8Array;
}

/** Talk is kept until it is delivered (spec/content.md 4); pieces in flight are lost with their path. */
export class Network {
  readonly toSender: Talk[] = [];
  readonly toReceiver: Talk[] = [];
  pieces: Uint8Array[] = [];
  up = true;

  /** Takes a piece while the path is there and its queue is not full. */
  sendPiece(block: Uint8Array): boolean {
    if (!this.up || this.pieces.length >= 16) return false;
    this.pieces.push(block);
    return true;
  }
}
