import type { CancelReason } from "../../src/files/answers.ts";
import { fileBodies } from "../../src/files/index.ts";
import type { PieceSealer } from "../../src/files/seal.ts";
import { equal } from "../../src/primitives/equal.ts";
import type { Network } from "./network.ts";

/** S of spec/files.md 7, row by row, for one file of short pieces. A model: clocks and limits are the test's. */
export class Sender {
  state: "offered" | "moving" | "cancelling" | "done" | "failed" = "offered";
  reason: CancelReason | "ended" | "unconfirmed" | null = null;
  sealed = 0;
  readonly #file: Uint8Array;
  readonly #parts: readonly Uint8Array[];
  readonly #network: Network;
  readonly #sealer: PieceSealer;
  readonly #kept = new Map<number, { readonly block: Uint8Array; sent: boolean }>();
  #credit = 0;
  #root: Uint8Array | null = null;

  constructor(file: Uint8Array, parts: readonly Uint8Array[], network: Network, sealer: PieceSealer) {
    this.#file = file;
    this.#parts = parts;
    this.#network = network;
    this.#sealer = sealer;
  }

  /** Reads and seals up to the credit, and sends what is not sent, lowest first. */
  async pump(): Promise<void> {
    if (this.state !== "moving") return;
    while (this.sealed < Math.min(this.#credit, this.#parts.length)) {
      const last = this.sealed === this.#parts.length - 1;
      const part = this.#parts[this.sealed] ?? new Uint8Array(0);
      this.sealed += 1;
      const { index, block, root } = await this.#sealer.seal(part, last);
      this.#kept.set(index, { block, sent: false });
      this.#root = root;
    }
    for (const [, one] of [...this.#kept].sort(([a], [b]) => a - b)) {
      if (!one.sent && this.#network.sendPiece(one.block)) one.sent = true;
    }
  }

  pathChanged(): void {
    for (const one of this.#kept.values()) one.sent = false;
  }

  /** How many sealed pieces it holds. */
  held(): number {
    return this.#kept.size;
  }

  cancel(reason: CancelReason): void {
    if (this.state !== "offered" && this.state !== "moving") return;
    this.#kept.clear();
    this.state = "cancelling";
    this.reason = reason;
    this.#network.toReceiver.push({ kind: "cancel", body: fileBodies.cancel.encode(this.#file, reason) });
  }

  onAccept(body: Uint8Array): void {
    const accept = fileBodies.accept.decode(body);
    if (this.state !== "offered" || accept === null) return;
    this.state = "moving";
    this.#credit = accept.credit;
  }

  onAcknowledge(body: Uint8Array): void {
    const said = fileBodies.acknowledge.decode(body);
    if (this.state !== "moving" || said === null || said.next > this.sealed) return;
    for (const index of this.#kept.keys()) {
      if (index < said.next || said.early.includes(index)) this.#kept.delete(index);
    }
    this.#credit = Math.max(this.#credit, said.credit);
  }

  onDone(body: Uint8Array): void {
    const done = fileBodies.done.decode(body);
    if (done === null || (this.state !== "moving" && this.state !== "cancelling")) return;
    const right = this.#root !== null && equal(done.root, this.#root);
    this.#end(right ? "done" : "failed", right ? null : "broken");
  }

  onCancel(body: Uint8Array): void {
    const cancel = fileBodies.cancel.decode(body);
    if (cancel !== null && this.state !== "done" && this.state !== "failed")
      this.#end("failed", cancel.reason);
  }

  sessionEnds(): void {
    if (this.state !== "done" && this.state !== "failed")
      this.#end("failed", this.#root === null ? "ended" : "unconfirmed");
  }

  #end(state: "done" | "failed", reason: Sender["reason"]): void {
    this.#kept.clear();
    this.state = state;
    this.reason = reason;
  }
}
