/* The connection under a relay's socket, on which frames of rooms for many are written as they go over the line (packages/relay/src/groups/framing.ts). */
import { EventEmitter } from "node:events";
import type { Outward } from "./relay-socket.ts";

const LENGTH_16 = 126;

export class RawLine extends EventEmitter {
  readonly #outward: Outward;
  #waiting: Buffer = Buffer.alloc(0);

  constructor(outward: Outward) {
    super();
    this.#outward = outward;
  }

  get writableLength(): number {
    return this.#outward.bufferedBytes();
  }

  cork(): void {
    // Frames leave whole, so nothing is held back.
  }

  uncork(): void {
    // As above.
  }

  write(part: Uint8Array): void {
    this.#waiting = Buffer.concat([this.#waiting, part]);
    for (let payload = this.#next(); payload !== null; payload = this.#next()) {
      this.#outward.send(payload, () => {
        if (this.writableLength === 0) this.emit("drain");
      });
    }
  }

  /** The payload of the first whole frame; every one of ours has at least 126 bytes (RFC 6455 section 5.2). */
  #next(): Uint8Array | null {
    const bytes = this.#waiting;
    if (bytes.length < 10) return null;
    const isShort = bytes[1] === LENGTH_16;
    const header = isShort ? 4 : 10;
    const end = header + (isShort ? bytes.readUInt16BE(2) : bytes.readUInt32BE(6));
    if (bytes.length < end) return null;
    this.#waiting = bytes.subarray(end);
    return Uint8Array.from(bytes.subarray(header, end));
  }
}
