import { FieldReader, FieldWriter } from "./fields.ts";

export const PHRASE_OFFER_KIND = 5;

const FRAME_BYTES = 256;

/** Seat 0 asks for an address. `nonce` is n_i, 32 bytes: the relay keeps it for whoever comes. */
export interface PhraseOffer {
  readonly kind: "phrase-offer";
  readonly nonce: Uint8Array;
}

/** `kind 5 | n_i | zeros` (spec/phrase.md 6). */
export function encodePhraseOffer({ nonce }: PhraseOffer): Uint8Array {
  return new FieldWriter(PHRASE_OFFER_KIND, FRAME_BYTES).bytes(nonce, 32).done();
}

export function decodePhraseOffer(frame: Uint8Array): PhraseOffer {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const nonce = reader.bytes(32);
  reader.end();
  return { kind: "phrase-offer", nonce };
}
