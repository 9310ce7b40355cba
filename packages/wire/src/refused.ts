import { FieldReader, FieldWriter } from "./fields.ts";
import { codeOf, nameOf } from "./names.ts";

export const REFUSED_KIND = 130;

const FRAME_BYTES = 256;
const CODES = { absent: 1, used: 2, version: 4, declined: 5 } as const;

/** `absent` is one answer for absent, wrong, ended and expired; `used` and `declined` (a knock) are said to a holder of the token alone. */
export type RefusalCode = keyof typeof CODES;

/** `kind 130 | code u8 | zeros`; the socket is closed after it. */
export function encodeRefused(code: RefusalCode): Uint8Array {
  return new FieldWriter(REFUSED_KIND, FRAME_BYTES).u8(codeOf(CODES, code)).done();
}

export function decodeRefused(frame: Uint8Array): RefusalCode {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const code = nameOf(CODES, reader.u8());
  reader.end();
  return code;
}
