import type { CancelReason } from "../../src/files/answers.ts";
import type { Assembly } from "../../src/files/assembly.ts";
import { assemblies, fileBodies, pieces } from "../../src/files/index.ts";
import type { Network } from "./network.ts";

/** R of spec/files.md 7, row by row, for one file. Its sink is an array. */
export class Receiver {
  state: "offered" | "moving" | "closing" | "done" | "failed" = "offered";
  reason: CancelReason | "ended" | null = null;
  readonly written: Uint8Array[] = [];
  readonly #file: Uint8Array;
  readonly #network: Network;
  readonly #opener: Awaited<ReturnType<typeof pieces.opener>>;
  readonly #writing: Uint8Array[] = [];
  #assembly: Assembly = assemblies.begin(null, 64);

  constructor(file: Uint8Array, network: Network, opener: Awaited<ReturnType<typeof pieces.opener>>) {
    this.#file = file;
    this.#network = network;
    this.#opener = opener;
  }

  accept(): void {
    if (this.state !== "offered") return;
    this.state = "moving";
    const credit = assemblies.credit(this.#assembly);
    this.#network.toSender.push({ kind: "accept", body: fileBodies.accept.encode(this.#file, credit) });
  }

  async onPiece(block: Uint8Array): Promise<void> {
    const header = pieces.header(block);
    if (this.state !== "moving" || header === null || !assemblies.wants(this.#assembly, header.index)) return;
    const opened = await this.#opener.open(block);
    if (opened.kind === "broken") this.cancel("broken");
    if (opened.kind !== "piece") return;
    const { assembly, write, verdict } = assemblies.take(this.#assembly, opened);
    this.#assembly = assembly;
    this.#writing.push(...write);
    if (verdict === "broken") this.cancel("broken");
  }

  /** The sink has taken one piece; after the last, the file is closed with the next call. */
  write(): void {
    if (this.state === "closing") {
      this.state = "done";
      const root = this.#assembly.root ?? new Uint8Array(0);
      this.#network.toSender.push({ kind: "done", body: fileBodies.done.encode(this.#file, root) });
    }
    const bytes = this.state === "moving" ? this.#writing.shift() : undefined;
    if (bytes === undefined) return;
    this.written.push(bytes);
    this.#assembly = assemblies.wrote(this.#assembly);
    const { root, handed, written } = this.#assembly;
    if (root !== null && handed === written) this.state = "closing";
  }

  acknowledge(): void {
    if (this.state !== "moving") return;
    const [next, credit] = [this.#assembly.written, assemblies.credit(this.#assembly)];
    const early = assemblies.early(this.#assembly);
    const body = fileBodies.acknowledge.encode({ file: this.#file, next, credit, early });
    this.#network.toSender.push({ kind: "acknowledge", body });
  }

  /** The person's, the clock's, the sink's or the decoder's: all alike. */
  cancel(reason: CancelReason): void {
    if (this.state === "done" || this.state === "failed") return;
    this.state = "failed";
    this.reason = reason;
    this.written.length = 0;
    this.#network.toSender.push({ kind: "cancel", body: fileBodies.cancel.encode(this.#file, reason) });
  }

  onCancel(body: Uint8Array): void {
    const cancel = fileBodies.cancel.decode(body);
    if (cancel !== null && this.state !== "closing") this.cancel(cancel.reason);
  }

  sessionEnds(): void {
    if (this.state === "done" || this.state === "failed") return;
    this.state = "failed";
    this.reason = "ended";
    this.written.length = 0;
  }
}
