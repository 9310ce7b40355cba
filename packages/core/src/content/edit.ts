import { concat } from "../notation/bytes.ts";
import { ID_BYTES, requireId } from "./id.ts";
import { decodeWording, encodeWording } from "./wording.ts";

/** The body of content kind 66: new words for an own text (spec/content.md 7). */
export const editBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
} = { encode, decode };

/** Whether the message is there, and is its sender's text, is for whoever knows the messages. */
export interface Edit {
  /** The text that is edited: 16 bytes. */
  readonly target: Uint8Array;
  readonly text: string;
}

/**
 * Cleans what was typed, as a text is cleaned.
 * @throws CoreError("limit") as for a text; CoreError("encoding") for an id that is not 16 bytes
 */
function encode({ target, text }: Edit): Uint8Array {
  return concat(requireId(target), encodeWording(text));
}

/** The edit, or null where a text would be refused. */
function decode(body: Uint8Array): Edit | null {
  const text = decodeWording(body.subarray(ID_BYTES));
  return text === null ? null : { target: body.slice(0, ID_BYTES), text };
}
