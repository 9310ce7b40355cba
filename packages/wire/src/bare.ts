import { FieldReader, FieldWriter } from "./fields.ts";

/** Kinds without fields, by direction (spec/relay.md 2 and 3, spec/phrase.md 6). `beat` has one number both ways. */
export const LEAVE_KIND = 2;
export const BURN_KIND = 3;
export const BEAT_KIND = 4;
export const PHRASE_WITHDRAW_KIND = 6;

const FRAME_BYTES = 256;

/** A frame that says nothing but its kind. Its 255 zeros make it look like every other short frame on the way. */
export function encodeBare(kind: number): Uint8Array {
  return new FieldWriter(kind, FRAME_BYTES).done();
}

/** What a seat says to the relay in one word. */
export function encodeWord(word: "leave" | "burn" | "beat"): Uint8Array {
  return encodeBare(word === "leave" ? LEAVE_KIND : word === "burn" ? BURN_KIND : BEAT_KIND);
}

/** Throws WireError("class" or "padding") unless the frame is its kind and zeros. */
export function decodeBare(frame: Uint8Array): void {
  new FieldReader(frame, FRAME_BYTES).end();
}
