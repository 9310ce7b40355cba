import { WireError } from "./error.ts";
import { FieldReader, FieldWriter } from "./fields.ts";
import { FRAME_LIMITS } from "./frame-limits.ts";

export const PHRASE_BEGIN_KIND = 7;

const FRAME_BYTES = 256;
const VERSION = 1;

/** The first frame of a joiner's socket, in the place of `admit`. `address` is below 2^22: the first two words. */
export interface PhraseBegin {
  readonly kind: "phrase-begin";
  readonly address: number;
}

/** `kind 7 | version u8 | address u32 | zeros` (spec/phrase.md 6). */
export function encodePhraseBegin({ address }: PhraseBegin): Uint8Array {
  checkAddress(address);
  return new FieldWriter(PHRASE_BEGIN_KIND, FRAME_BYTES).u8(VERSION).u32(address).done();
}

/** The version is judged before the rest, as in an `admit`. */
export function decodePhraseBegin(frame: Uint8Array): PhraseBegin {
  const reader = new FieldReader(frame, FRAME_BYTES);
  if (reader.u8() !== VERSION) throw new WireError("version");
  const address = reader.u32();
  checkAddress(address);
  reader.end();
  return { kind: "phrase-begin", address };
}

/** Two words are 22 bits; no other number has a phrase. */
export function checkAddress(address: number): void {
  if (address >= FRAME_LIMITS.phraseAddresses) throw new WireError("field");
}
