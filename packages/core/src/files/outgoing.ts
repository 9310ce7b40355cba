import { requireId } from "../content/id.ts";
import { importIndexedKey } from "../primitives/indexed-aead.ts";
import type { Random } from "../primitives/random.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { encodeOffer, FILE_KEY_BYTES, type FileOffer } from "./offer.ts";
import { createPieceSealer, type PieceSealer } from "./seal.ts";

/** A file on its way out: one key, drawn here, one offer, one sealer (spec/files.md 4). Nobody can bring a key that has sealed before. */
export interface OutgoingFile {
  /** The body of content kind 71, to be sent as it is. It holds the key: whoever keeps it wipes it when it has arrived. */
  readonly body: Uint8Array;
  /**
   * Takes the key over, once.
   * @param file the file's id, 16 bytes: the id of the content that carries the offer
   * @throws CoreError("encoding") for another length, and the key stays; CoreError("state") the second time, and after `wipe`
   */
  sealer(file: Uint8Array): Promise<PieceSealer>;
  /** Erases the key: for an offer that came to nothing. */
  wipe(): void;
}

/**
 * Draws a file's key and makes its offer. Name and type are cleaned.
 * @param about size in bytes, at most 2^40, or null for a stream
 * @throws CoreError("limit") for a size over 2^40; CoreError("encoding") for one that is no size
 */
export function offerFile(random: Random, about: Omit<FileOffer, "key">): OutgoingFile {
  const { size } = about;
  const key = random.bytes(FILE_KEY_BYTES);
  const body = encodeOffer({ ...about, key });
  return {
    body,
    async sealer(file) {
      const id = requireId(file).slice();
      // Before anything is awaited: of two calls only the first finds a key.
      const own = copySecret(key);
      wipe(key);
      try {
        const imported = await importIndexedKey(own, "encrypt");
        return createPieceSealer((...piece) => imported.seal(...piece), { file: id, size });
      } finally {
        wipe(own);
      }
    },
    wipe: () => wipe(key),
  };
}
