import type { Readable } from "node:stream";

/** An invitation is at most 2,048 characters (spec/invite.md 2), and may stand between spaces. */
const FIRST_LINE_BYTES = 8192;

const LINE_FEED = 0x0a;

/**
 * Takes the first line of a stream and leaves every byte after it in the stream.
 * @returns the line without its end; of a longer one than 8,192 bytes, those
 */
export async function firstLine(input: Readable): Promise<string> {
  let taken = Buffer.alloc(0);
  for (;;) {
    const chunk = input.read() as Buffer | null;
    if (chunk === null) {
      if (input.readableEnded || input.destroyed) break;
      await nextChunk(input);
      continue;
    }
    taken = Buffer.concat([taken, chunk]);
    const at = taken.indexOf(LINE_FEED);
    if (at >= 0) {
      input.unshift(taken.subarray(at + 1));
      return taken.subarray(0, at).toString("utf8").replace(/\r$/, "");
    }
    if (taken.length > FIRST_LINE_BYTES) break;
  }
  return taken.toString("utf8");
}

function nextChunk(input: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      input.off("readable", settle);
      input.off("end", settle);
      input.off("error", fail);
      resolve();
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    input.on("readable", settle);
    input.on("end", settle);
    input.on("error", fail);
  });
}

/** Every line of a stream, without its end; null for one that is longer than `unitsMax`, of which nothing else is kept. */
export async function* linesOf(input: Readable, unitsMax: number): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  let rest = "";
  let cut = false;
  const close = (line: string): string | null =>
    cut || line.length > unitsMax ? null : line.replace(/\r$/, "");
  for await (const chunk of input) {
    const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      yield close(part);
      cut = false;
    }
    if (rest.length <= unitsMax) continue;
    cut = true;
    rest = "";
  }
  if (rest !== "" || cut) yield close(rest);
}
