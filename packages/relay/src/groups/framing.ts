/** Whole, unmasked, binary (RFC 6455 section 5.2): what a server's WebSocket says before a frame of ours. */
const BINARY = 0x82;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** Bytes of the WebSocket header before a payload of at least 126 bytes, which every frame has. */
export function headerBytesOf(payloadBytes: number): number {
  return payloadBytes < 65_536 ? 4 : 10;
}

/** Writes that header. */
export function writeHeader(into: Buffer, payloadBytes: number): void {
  into[0] = BINARY;
  if (payloadBytes < 65_536) {
    into[1] = LENGTH_16;
    into.writeUInt16BE(payloadBytes, 2);
  } else {
    into[1] = LENGTH_64;
    into.writeUInt32BE(0, 2);
    into.writeUInt32BE(payloadBytes, 6);
  }
}

/** A frame as it goes over the line, made once for all who get it. It has memory of its own, and keeps nobody else's. */
export function framed(frame: Uint8Array): Buffer {
  const headerBytes = headerBytesOf(frame.length);
  const bytes = Buffer.allocUnsafeSlow(headerBytes + frame.length);
  writeHeader(bytes, frame.length);
  bytes.set(frame, headerBytes);
  return bytes;
}
