import { FieldReader, FieldWriter } from "./fields.ts";
import { codeOf, nameOf } from "./names.ts";

export const PHRASE_OVER_KIND = 137;

const FRAME_BYTES = 256;
const CODES = { unknown: 1, expired: 2, cut: 3, late: 4, busy: 5, closed: 6 } as const;

/** What became of a phrase or of an attempt (spec/phrase.md 6). */
export type PhraseEnd = keyof typeof CODES;

/** `kind 137 | code u8 | zeros`; a joiner's socket is closed after it, an inviter's stays. */
export function encodePhraseOver(code: PhraseEnd): Uint8Array {
  return new FieldWriter(PHRASE_OVER_KIND, FRAME_BYTES).u8(codeOf(CODES, code)).done();
}

export function decodePhraseOver(frame: Uint8Array): PhraseEnd {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const code = nameOf(CODES, reader.u8());
  reader.end();
  return code;
}
