const FIN = 0x80;
const OPCODE = 0x0f;
const MASKED = 0x80;
const CONTROL = 8;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/**
 * Walks the bytes of a WebSocket connection from frame header to frame header (RFC 6455 section 5.2) and knows one thing that
 * the library keeps to itself: whether a message has begun and is not complete. Payload is stepped over, never looked at; whether
 * the frames are valid is the library's business.
 */
export class MessageBoundary {
  readonly #header = new Uint8Array(14);
  #have = 0;
  #skip = 0;
  #fragmented = false;
  #final = true;

  /** True while the bytes so far end inside a message, or inside a frame of any kind. */
  get inside(): boolean {
    return this.#have > 0 || this.#skip > 0 || this.#fragmented;
  }

  /** Takes the next bytes, however they were cut. */
  walk(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at);
        this.#skip -= step;
        at += step;
        if (this.#skip === 0) this.#endFrame();
      } else {
        this.#header[this.#have] = chunk[at] ?? 0;
        this.#have += 1;
        at += 1;
        if (this.#have >= 2 && this.#have === headerBytes(this.#header)) this.#beginPayload();
      }
    }
  }

  #beginPayload(): void {
    const first = this.#header[0] ?? 0;
    this.#final = (first & OPCODE) >= CONTROL ? !this.#fragmented : (first & FIN) !== 0;
    this.#skip = payloadBytes(this.#header);
    if (this.#skip === 0) this.#endFrame();
  }

  #endFrame(): void {
    this.#have = 0;
    this.#fragmented = !this.#final;
  }
}

function headerBytes(header: Uint8Array): number {
  const second = header[1] ?? 0;
  const length = second & 0x7f;
  const extended = length === LENGTH_16 ? 2 : length === LENGTH_64 ? 8 : 0;
  return 2 + extended + ((second & MASKED) === 0 ? 0 : 4);
}

function payloadBytes(header: Uint8Array): number {
  const view = new DataView(header.buffer);
  const length = (header[1] ?? 0) & 0x7f;
  if (length === LENGTH_16) return view.getUint16(2);
  return length === LENGTH_64 ? Number(view.getBigUint64(2)) : length;
}
