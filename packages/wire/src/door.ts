import { WireError } from "./error.ts";
import { FieldReader, FieldWriter } from "./fields.ts";
import { codeOf, nameOf } from "./names.ts";

export const DOOR_KIND = 8;

const FRAME_BYTES = 256;
const ANSWERS = { in: 1, refuse: 2 } as const;

/** What the creator answers to one knock, by its number from 1 (spec/relay.md 4). */
export interface Door {
  readonly kind: "door";
  readonly knock: number;
  readonly answer: keyof typeof ANSWERS;
}

/** `kind 8 | knock u16 | answer u8 | zeros`. */
export function encodeDoor({ knock, answer }: Door): Uint8Array {
  if (knock === 0) throw new WireError("field");
  return new FieldWriter(DOOR_KIND, FRAME_BYTES).u16(knock).u8(codeOf(ANSWERS, answer)).done();
}

export function decodeDoor(frame: Uint8Array): Door {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const knock = reader.u16();
  if (knock === 0) throw new WireError("field");
  const answer = nameOf(ANSWERS, reader.u8());
  reader.end();
  return { kind: "door", knock, answer };
}
