import { FieldReader, FieldWriter } from "./fields.ts";
import { checkAddress } from "./phrase-begin.ts";

export const PHRASE_PLACED_KIND = 135;

const FRAME_BYTES = 256;

/** The answer to an offer: its address, below 2^22, and how long it stays open. */
export interface PhrasePlaced {
  readonly kind: "phrase-placed";
  readonly address: number;
  readonly timeLeftMs: number;
}

/** `kind 135 | address u32 | time left u32 | zeros` (spec/phrase.md 6). */
export function encodePhrasePlaced({ address, timeLeftMs }: PhrasePlaced): Uint8Array {
  checkAddress(address);
  return new FieldWriter(PHRASE_PLACED_KIND, FRAME_BYTES).u32(address).u32(timeLeftMs).done();
}

export function decodePhrasePlaced(frame: Uint8Array): PhrasePlaced {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const address = reader.u32();
  checkAddress(address);
  const timeLeftMs = reader.u32();
  reader.end();
  return { kind: "phrase-placed", address, timeLeftMs };
}
