/*
 * S, a stream (spec/files.md 4): bytes of which nobody knows how many will come. Each piece holds what is there, and an empty one ends it.
 */
import { wipe } from "@tacet/core";
import { pieces } from "@tacet/core/files";
import type { FileCommand } from "../face-files.ts";
import type { FileJobResult, Outgoing } from "./state.ts";

export type Source = (FileCommand & { do: "file" })["source"];
type ByteStream = Exclude<Source, Blob>;
type Offered = ReturnType<typeof pieces.offer>;

/** What the keeper holds of a stream. */
interface Sealed {
  readonly source: Source;
  readonly outgoing: Omit<Offered, "body">;
  readonly file: Uint8Array;
  sealer: ReturnType<Offered["sealer"]> | null;
  turn: Promise<void>;
  broken: boolean;
}

const NO_BYTES = new Uint8Array(0);

export function isStream(source: Source): source is ByteStream {
  return "read" in source;
}

/** Null for a stream. */
export function sizeOf(source: Source): number | null {
  return isStream(source) ? null : source.size;
}

/** Bytes that the other side has written. */
export function bytesOf({ size, next, passed }: Outgoing): number {
  return size === null ? passed.bytes : Math.min(size, next * pieces.limits.pieceBytesMax);
}

/** Bytes so far. */
export function lengthOf({ size, passed }: Outgoing): number {
  return size ?? passed.lengths.reduce((sum, bytes) => sum + bytes, passed.bytes);
}

/** Pieces below `next` were written. */
export function pass({ next: before, passed }: Outgoing, next: number): Outgoing["passed"] {
  const [through, lengths] = [passed.lengths.slice(0, next - before), passed.lengths.slice(next - before)];
  return { bytes: through.reduce((sum, bytes) => sum + bytes, passed.bytes), lengths };
}

/** One read waits for the one before it. What cannot be read ends the file: nothing after it is sealed. */
export function sealNext(
  file: Sealed | undefined,
  id: string,
  answer: (result: FileJobResult) => void,
): void {
  if (file === undefined || !isStream(file.source)) return;
  const { source } = file;
  const sealOne = async (): Promise<void> => {
    if (file.broken) return;
    const bytes = await source.read(pieces.limits.pieceBytesMax);
    file.sealer ??= file.outgoing.sealer(file.file);
    const { index, block, root } = await (await file.sealer).seal(bytes ?? NO_BYTES, bytes === null);
    // Nothing comes after the end.
    if (bytes === null) file.broken = true;
    answer({ did: "seal", id, index, block, root, bytes: bytes?.length ?? 0 });
    wipe(bytes ?? NO_BYTES);
  };
  file.turn = file.turn.then(sealOne).catch(() => {
    file.broken = true;
    answer({ did: "unreadable", id });
  });
}
