import { without, withoutLeading, withoutPiledMarks } from "../notation/characters.ts";
import { fromUtf8, utf8 } from "../notation/utf8.ts";

/** The body of content kind 65: the sender's name (spec/content.md 3 and 5). */
export const profileBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
} = { encode, decode };

const CODE_POINTS_MAX = 20;
/** No cleaned name is longer: 20 code points of 4 bytes. */
const UTF8_BYTES_MAX = 80;
/** More than a cleaned name can come from is no name; it also bounds the work of normalising. */
const TYPED_UNITS_MAX = 1000;
const SPACES = /\p{White_Space}+/gu;

/** Control, format, surrogate, private, unassigned; and what a font is told not to show. */
export const UNSEEN: RegExp =
  /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1D159}\u{13441}\u{13442}]/u;

/** Marks beyond these in a row go. */
export const MARKS_MAX = 3;

/** What does not show by itself: a space, and a mark, which sits on another character. */
const SPACE_OR_MARK = /[\p{White_Space}\p{M}]/u;

/**
 * A name as everybody sees it, or "" for no name. The sender and the receiver both apply it, so that nobody's client has to
 * be trusted with it; applying it twice changes nothing.
 */
export function cleanName(typed: string): string {
  if (typed.length > TYPED_UNITS_MAX) return "";
  const seen = without(typed.replace(SPACES, " "), UNSEEN).normalize("NFC");
  const sober = withoutLeading(withoutPiledMarks(seen, MARKS_MAX), SPACE_OR_MARK);
  const name = sober.replace(SPACES, " ").trim();
  const characters = Array.from(name);
  const shows = characters.some((character) => !SPACE_OR_MARK.test(character));
  return characters.length <= CODE_POINTS_MAX && shows ? name : "";
}

function encode(name: string): Uint8Array {
  return utf8(cleanName(name));
}

/** The name, "" for none, or null for ill-formed UTF-8 and for more than 80 bytes. */
function decode(body: Uint8Array): string | null {
  const said = body.length > UTF8_BYTES_MAX ? null : fromUtf8(body);
  return said === null ? null : cleanName(said);
}
