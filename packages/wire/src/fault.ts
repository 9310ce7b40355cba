import { FieldReader, FieldWriter } from "./fields.ts";
import { codeOf, nameOf } from "./names.ts";

export const FAULT_KIND = 134;

const FRAME_BYTES = 256;
const CODES = { frame: 1, order: 2, rate: 3, silent: 4, replaced: 5, stopping: 6 } as const;

/** Why the relay closes a socket while the room lives on (spec/relay.md 3). */
export type FaultCode = keyof typeof CODES;

/** `kind 134 | code u8 | zeros`; the socket is closed after it. */
export function encodeFault(code: FaultCode): Uint8Array {
  return new FieldWriter(FAULT_KIND, FRAME_BYTES).u8(codeOf(CODES, code)).done();
}

export function decodeFault(frame: Uint8Array): FaultCode {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const code = nameOf(CODES, reader.u8());
  reader.end();
  return code;
}
