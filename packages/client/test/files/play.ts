/*
 * Two sides, and what is between them: talk is kept until it is delivered, pieces are lost with their path.
 */
import { DIRECT, Side } from "./side.ts";
import type { FileTold } from "./side.ts";
import type { PiecePath } from "../../src/files/state.ts";

export class Play {
  readonly sender: Side;
  readonly receiver: Side;
  #generation = 1;
  #bytes = 0;

  constructor(seed: string, path: PiecePath = DIRECT) {
    this.sender = new Side(`${seed}/s`, path);
    this.receiver = new Side(`${seed}/r`, path);
  }

  /** One piece arrives, if one is on its way. */
  async piece(): Promise<void> {
    await this.sender.settled();
    const sent = this.sender.sent.shift();
    if (sent === undefined) return;
    this.receiver.take({ on: "piece", path: sent.route.path, block: sent.block });
    this.#bytes += 65_536;
    if (sent.route.path === "direct") {
      this.sender.take({ on: "drained", generation: this.#generation, totalBytes: this.#bytes });
    }
    await this.receiver.settled();
  }

  /** One thing that was said arrives. */
  talk(from: "sender" | "receiver"): void {
    const [speaker, hearer] = from === "sender" ? [this.sender, this.receiver] : [this.receiver, this.sender];
    const said = speaker.says.shift();
    if (said !== undefined) hearer.hear(said);
  }

  /** Everything that was said arrives. */
  allTalk(): void {
    while (this.sender.says.length + this.receiver.says.length > 0) {
      this.talk("sender");
      this.talk("receiver");
    }
  }

  /** The path goes with what is on it. */
  down(): void {
    this.sender.sent.length = 0;
    for (const side of [this.sender, this.receiver]) side.path({ ...side.files.path, route: null });
  }

  /** Another path of the same or another kind. */
  up(path: "direct" | "relay" = "direct"): void {
    this.#generation += 1;
    this.#bytes = 0;
    this.sender.sent.length = 0;
    const route = { path, number: this.#generation };
    for (const side of [this.sender, this.receiver]) side.path({ ...side.files.path, route });
  }

  wait(ms: number): void {
    this.sender.wait(ms);
    this.receiver.wait(ms);
  }

  /** Until nobody has anything to do. */
  async finish(): Promise<void> {
    let quiet = 0;
    while (quiet < 12) {
      const before = this.sender.told.length + this.receiver.told.length + this.receiver.judged.length;
      this.allTalk();
      await this.piece();
      await this.sender.settled();
      this.allTalk();
      this.wait(100);
      const now = this.sender.told.length + this.receiver.told.length + this.receiver.judged.length;
      quiet = now === before && this.sender.sent.length === 0 ? quiet + 1 : 0;
    }
  }

  /** An offer, accepted. */
  begin(bytes: Uint8Array<ArrayBuffer>, name = "a", save: "memory" | "sink" = "memory"): string {
    const id = this.sender.send(bytes, name);
    this.allTalk();
    this.receiver.command({ do: "accept", id, save });
    this.allTalk();
    return id;
  }

  ends(id: string): readonly [FileTold | undefined, FileTold | undefined] {
    return [this.sender.last(id), this.receiver.last(id)];
  }
}

export function bytesOf(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31 + (at >> 8) * seed) & 0xff;
  return bytes;
}

/** Whether a Blob holds exactly these bytes. */
export async function holds(blob: Blob | null | undefined, bytes: Uint8Array): Promise<boolean> {
  if (blob === null || blob === undefined) return false;
  return Buffer.compare(new Uint8Array(await blob.arrayBuffer()), bytes) === 0;
}
