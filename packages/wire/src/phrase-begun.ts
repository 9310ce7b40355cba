import { FieldReader, FieldWriter } from "./fields.ts";

export const PHRASE_BEGUN_KIND = 136;

const FRAME_BYTES = 256;

/** An attempt has begun, said to both sides: n_i of its offer, 32 bytes, and the time it may take. */
export interface PhraseBegun {
  readonly kind: "phrase-begun";
  readonly nonce: Uint8Array;
  readonly timeLeftMs: number;
}

/** `kind 136 | n_i | time left u32 | zeros` (spec/phrase.md 6). */
export function encodePhraseBegun({ nonce, timeLeftMs }: PhraseBegun): Uint8Array {
  return new FieldWriter(PHRASE_BEGUN_KIND, FRAME_BYTES).bytes(nonce, 32).u32(timeLeftMs).done();
}

export function decodePhraseBegun(frame: Uint8Array): PhraseBegun {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const nonce = reader.bytes(32);
  const timeLeftMs = reader.u32();
  reader.end();
  return { kind: "phrase-begun", nonce, timeLeftMs };
}
