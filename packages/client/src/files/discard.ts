/** Nobody hears what is posted here. */
const { port1: bin, port2 } = new MessageChannel();
port2.close();

/**
 * Gives back at once the memory of bytes that came from an engine in a buffer of their own (by a channel, by a file), by handing it over to nobody. A browser has
 * a second hold of such a buffer: detached by `transfer` it is freed later than if it were left alone, and left alone hundreds of pieces lie about. Bytes that
 * cannot be handed over stay the collector's.
 */
export function discard({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer)) return;
  try {
    bin.postMessage(null, [buffer]);
  } catch {
    return;
  }
}
