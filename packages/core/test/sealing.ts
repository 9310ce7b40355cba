import { pieces } from "../src/files/index.ts";
import type { PieceSealer } from "../src/files/seal.ts";

/** The sealer of a file whose key the test has chosen: as if it had been drawn. */
export async function sealerOf(
  file: Uint8Array,
  { key, size }: { readonly key: Uint8Array; readonly size: number | null },
): Promise<PieceSealer> {
  const drawn = { bytes: () => key.slice() };
  return pieces.offer(drawn, { size, type: "", name: "a" }).sealer(file);
}
