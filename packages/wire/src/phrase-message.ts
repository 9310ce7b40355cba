import { WireError } from "./error.ts";
import { FieldWriter } from "./fields.ts";

/** The same number in both directions, as `pass` has. */
export const PHRASE_MESSAGE_KIND = 17;

const FRAME_BYTES = 256;

/** One of an attempt's four messages, 255 bytes, opaque to the relay. */
export interface PhraseMessage {
  readonly kind: "phrase-message";
  readonly message: Uint8Array;
}

/** `kind 17 | message` (spec/phrase.md 4 and 6): it fills the frame, so there is no padding to judge. */
export function encodePhraseMessage({ message }: PhraseMessage): Uint8Array {
  return new FieldWriter(PHRASE_MESSAGE_KIND, FRAME_BYTES).bytes(message, FRAME_BYTES - 1).done();
}

export function decodePhraseMessage(frame: Uint8Array): PhraseMessage {
  if (frame.length !== FRAME_BYTES) throw new WireError("class");
  return { kind: "phrase-message", message: frame.subarray(1) };
}
