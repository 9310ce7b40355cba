import { FieldReader, FieldWriter } from "./fields.ts";

export const KNOCK_KIND = 138;

const FRAME_BYTES = 256;

/** `kind 138 | knock u16 | zeros`: the number of who is at the door of a return room, 0 for nobody (spec/relay.md 4). */
export function encodeKnock(knock: number): Uint8Array {
  return new FieldWriter(KNOCK_KIND, FRAME_BYTES).u16(knock).done();
}

export function decodeKnock(frame: Uint8Array): number {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const knock = reader.u16();
  reader.end();
  return knock;
}
