import type { Readable } from "node:stream";
import type { RoomCommand } from "@tacet/client";

export type ByteStream = Exclude<(RoomCommand & { do: "file" })["source"], Blob>;

/** What comes slowly is gathered for so long (spec/files.md 4). */
const GATHER_MS = 20;

/** Standard input as a source of bytes. It is read no faster than its bytes are wanted. */
export function readStream(input: Readable): ByteStream {
  return {
    read: async (bytesMax) => {
      const parts: Buffer[] = [];
      let held = 0;
      const untilMs = performance.now() + GATHER_MS;
      for (;;) {
        const part = take(input, bytesMax - held);
        if (part !== null) {
          parts.push(part);
          held += part.length;
        }
        if (held === bytesMax) break;
        if (part !== null) continue;
        if (input.errored !== null) throw new Error("the input broke off");
        if (input.readableEnded || input.destroyed) break;
        if (held === 0) await more(input, null);
        else if (performance.now() < untilMs) await more(input, untilMs - performance.now());
        else break;
      }
      return held === 0 ? null : joined(parts);
    },
    close: () => {
      input.destroy();
    },
  };
}

/** What is there, at most so much; the rest stays. */
function take(input: Readable, bytesMax: number): Buffer | null {
  return input.read(input.readableLength > bytesMax ? bytesMax : undefined) as Buffer | null;
}

/** One part goes as it came: nobody else reads it any more. */
function joined(parts: readonly Buffer[]): Uint8Array {
  const [first] = parts;
  const bytes = first !== undefined && parts.length === 1 ? first : Buffer.concat(parts);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Until there is more, or nothing more will come, or the time is over. */
function more(input: Readable, ms: number | null): Promise<void> {
  return new Promise((resolve) => {
    const signs = ["readable", "end", "close", "error"] as const;
    const timer = ms === null ? undefined : setTimeout(() => settle(), ms);
    const settle = (): void => {
      clearTimeout(timer);
      for (const sign of signs) input.off(sign, settle);
      resolve();
    };
    for (const sign of signs) input.on(sign, settle);
  });
}
