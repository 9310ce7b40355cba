const FIN = 0x80;
const OPCODE = 0x0f;
const MASKED = 0x80;
const CONTROL = 8;
const LENGTH = 0x7f;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/**
 * Walks the bytes of a WebSocket connection from frame header to frame header (RFC 6455 section 5.2) and knows one thing that
 * the library keeps to itself: whether a message has begun and is not complete. Payload is stepped over, never looked at; whether
 * the frames are valid is the library's business. It keeps numbers and no bytes: one of these lives as long as each socket.
 */
export class MessageBoundary {
  #first = 0;
  /** Bytes of this frame's header so far, and in all as far as is known. */
  #have = 0;
  #need = 2;
  #length = 0;
  #lengthBytes = 0;
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
        this.#takeHeader(chunk[at] ?? 0);
        at += 1;
        if (this.#have === this.#need) this.#beginPayload();
      }
    }
  }

  /** A length beyond 2^53 is not exact here, and far beyond what the library lets in. */
  #takeHeader(byte: number): void {
    if (this.#have === 0) this.#first = byte;
    else if (this.#have === 1) this.#takeLength(byte);
    else if (this.#have < 2 + this.#lengthBytes) this.#length = this.#length * 256 + byte;
    this.#have += 1;
  }

  #takeLength(byte: number): void {
    const length = byte & LENGTH;
    this.#lengthBytes = length === LENGTH_16 ? 2 : length === LENGTH_64 ? 8 : 0;
    this.#length = this.#lengthBytes === 0 ? length : 0;
    this.#need = 2 + this.#lengthBytes + ((byte & MASKED) === 0 ? 0 : 4);
  }

  #beginPayload(): void {
    const isControl = (this.#first & OPCODE) >= CONTROL;
    this.#final = isControl ? !this.#fragmented : (this.#first & FIN) !== 0;
    this.#skip = this.#length;
    if (this.#skip === 0) this.#endFrame();
  }

  #endFrame(): void {
    this.#have = 0;
    this.#need = 2;
    this.#fragmented = !this.#final;
  }
}
