import { CoreError } from "../errors.ts";
import { concat } from "../notation/bytes.ts";
import { fromUtf8, utf8 } from "../notation/utf8.ts";
import { ID_BYTES, requireId } from "./id.ts";

/** The body of content kind 68: the one reaction of its sender to a message (spec/content.md 7). */
export const reactionBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
} = { encode, decode };

export interface Reaction {
  /** The message, of either side: 16 bytes. */
  readonly target: Uint8Array;
  /** One emoji; "" takes the reaction back. */
  readonly emoji: string;
}

const UTF8_BYTES_MAX = 64;
const CODE_POINTS_MAX = 16;

const FLAG = String.raw`\p{Regional_Indicator}{2}`;
const KEYCAP = String.raw`[0-9#*]\uFE0F\u20E3`;
const CHANGE = String.raw`(?:\uFE0F|[\u{1F3FB}-\u{1F3FF}]|[\u{E0020}-\u{E007E}]+\u{E007F})?`;
const PICTURE = String.raw`\p{Extended_Pictographic}${CHANGE}`;

/** One emoji. Extended_Pictographic has room for those of later versions of Unicode; joined, as a family is, are at most four. */
const EMOJI = new RegExp(String.raw`^(?:${FLAG}|${KEYCAP}|${PICTURE}(?:\u200D${PICTURE}){0,3})$`, "u");

/** @throws CoreError("encoding") for what is neither empty nor one emoji, and for an id that is not 16 bytes */
function encode({ target, emoji }: Reaction): Uint8Array {
  const bytes = utf8(emoji);
  if (!isEmojiOrNone(emoji, bytes)) throw new CoreError("encoding");
  return concat(requireId(target), bytes);
}

/** The reaction, or null for a body that is too short, ill-formed, or holds anything but one emoji or nothing. */
function decode(body: Uint8Array): Reaction | null {
  if (body.length < ID_BYTES) return null;
  const bytes = body.subarray(ID_BYTES);
  const emoji = bytes.length > UTF8_BYTES_MAX ? null : fromUtf8(bytes);
  return emoji !== null && isEmojiOrNone(emoji, bytes) ? { target: body.slice(0, ID_BYTES), emoji } : null;
}

/** What an engine might take for half of an emoji (notation/characters.ts): in none of them. */
const LOOKALIKE = /[\uF800-\uFBFF]/;

function isEmojiOrNone(emoji: string, bytes: Uint8Array): boolean {
  if (emoji === "") return true;
  if (LOOKALIKE.test(emoji)) return false;
  if (bytes.length > UTF8_BYTES_MAX || Array.from(emoji).length > CODE_POINTS_MAX) return false;
  return EMOJI.test(emoji);
}
