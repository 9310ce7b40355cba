/* A socket as the relay's connection holds it (packages/relay/src/sockets/connection.ts), on a virtual line. */
import type { EventEmitter } from "node:events";
import { ServedSocket } from "../packages/relay/src/sockets/connection.ts";
import type { Item } from "./line.ts";

/** What a relay's socket does to its line. */
export interface Outward {
  send(bytes: Uint8Array, left: () => void): void;
  close(code: number): void;
  /** Ends the connection without a word. */
  breakOff(): void;
  bufferedBytes(): number;
  after(ms: number, run: () => void): void;
}

/** How long the library waits for the other side's closing (packages/relay/src/config/limits.ts). */
const CLOSE_TIMEOUT_MS = 2_000;
const ABNORMAL = 1006;
const NO_STATUS = 1005;
const NOTHING: Buffer = Buffer.alloc(0);

export class RelaySocket extends ServedSocket {
  readonly #outward: Outward;
  readonly #line: EventEmitter;
  readonly #running: () => boolean;
  #state: "open" | "closing" | "closed" = "open";

  constructor(outward: Outward, line: EventEmitter, running: () => boolean) {
    // A server's socket, of no connection of the operating system's.
    super(null as unknown as string, undefined, { autoPong: false });
    this.#outward = outward;
    this.#line = line;
    this.#running = running;
    Object.defineProperty(this, "bufferedAmount", { get: () => outward.bufferedBytes() });
  }

  override send(data: Uint8Array, left?: unknown): void {
    if (this.#state !== "open") return;
    this.#outward.send(data, () => {
      // The library's signature has options in this place too; the relay gives a callback.
      if (typeof left === "function" && this.#running()) (left as () => void)();
    });
  }

  override close(code?: number): void {
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#outward.close(code ?? NO_STATUS);
    this.#outward.after(CLOSE_TIMEOUT_MS, () => {
      this.#end(ABNORMAL);
    });
  }

  override terminate(): void {
    if (this.#state === "closed") return;
    this.#outward.breakOff();
    this.#end(ABNORMAL);
  }

  /** Whatever is broken off by the process's own end is heard by nobody here. */
  breakOff(): void {
    this.#state = "closed";
    this.#outward.breakOff();
  }

  arrived(item: Item): void {
    if (this.#state === "closed") return;
    if (item.kind === "close") {
      if (this.#state === "open") this.#outward.close(item.code);
      this.#end(item.code);
      return;
    }
    if (this.#state === "closing") return;
    this.emit("message", Buffer.from(item.bytes), true);
    // The connection walks the bytes of the line behind the message that they were.
    this.#line.emit("data", lineBytes(item.bytes));
  }

  broken(): void {
    this.#end(ABNORMAL);
  }

  #end(code: number): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    if (this.#running()) this.emit("close", code, NOTHING);
  }
}

/** A masked frame of RFC 6455 section 5.2 with this payload. */
function lineBytes(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(payload.length < 126 ? 6 : payload.length < 65_536 ? 8 : 14);
  header[0] = 0x82;
  if (payload.length < 126) header[1] = 0x80 | payload.length;
  else if (payload.length < 65_536) {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 0x80 | 127;
    header.writeUInt32BE(payload.length, 6);
  }
  return Buffer.concat([header, payload]);
}
