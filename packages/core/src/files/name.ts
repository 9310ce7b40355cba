import { MARKS_MAX, UNSEEN } from "../content/profile.ts";
import { without, withoutLeading, withoutPiledMarks } from "../notation/characters.ts";
import { utf8 } from "../notation/utf8.ts";
import { FILE_LIMITS } from "./limits.ts";

const TYPED_UNITS_MAX = 4096;
const ENDING_BYTES_MAX = 16;
const NONE = "file";

const SPACES = /\p{White_Space}+/gu;
const LEADING = /[. \p{M}]/u;

/** What a file system takes for something else, and what looks like a separator or may be turned into one. */
const UNSAFE =
  /[<>:"|?*%\u00A5\u2044\u20A9\u2215\u2216\u2571\u27CB\u29F5\u29F6\u29F8\u29F9\uFE68\uFF0F\uFF3C]/gu;

/** Windows opens a device instead, whatever the ending. */
const RESERVED =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3]) *(?:\.|$)/iu;

/** Windows reads these by itself, where it finds them. */
const READ_BY_ITSELF = /^(?:desktop\.ini|thumbs\.db)$/iu;

/**
 * The name under which a file is shown and saved (spec/files.md 8): 1 to 255 bytes of UTF-8 that name nothing but a file, in no other folder, hidden by
 * no dot, on no system a device. Both sides apply it; twice is once. What is left of nothing is "file".
 */
export function cleanFileName(said: string): string {
  const name = shorten(sober(lastPart(said.slice(-TYPED_UNITS_MAX))));
  return name === "" ? NONE : name;
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function sober(said: string): string {
  // Lone surrogates go first: engines differ in what they normalise them to.
  const seen = without(said.replace(SPACES, " "), UNSEEN).normalize("NFC");
  const named = withoutPiledMarks(seen, MARKS_MAX).replace(UNSAFE, "_");
  return settle(named.replace(SPACES, " "));
}

/** The ends of a name, and the names that are taken. */
function settle(name: string): string {
  const trimmed = withoutLeading(name, LEADING)
    .replace(/[. ]+$/u, "")
    .replace(/^-/u, "_");
  const plain = withoutBracedEnding(trimmed);
  return RESERVED.test(plain) || READ_BY_ITSELF.test(plain) ? `_${plain}` : plain;
}

/** `x.{...}` may be an object of the Windows shell, whose name it hides. */
function withoutBracedEnding(name: string): string {
  const from = name.lastIndexOf(".") + 1;
  const isBraced = from > 0 && name.length > from + 1 && name[from] === "{" && name.endsWith("}");
  return isBraced ? `${name.slice(0, from)}_${name.slice(from + 1, -1)}_` : name;
}

/** Takes characters from before the ending, so that what a file is stays to be seen. */
function shorten(name: string): string {
  if (utf8(name).length <= FILE_LIMITS.nameBytesMax) return name;
  const dot = name.lastIndexOf(".");
  const hasEnding = dot > 0 && utf8(name.slice(dot)).length <= ENDING_BYTES_MAX;
  const ending = hasEnding ? name.slice(dot) : "";
  const characters = Array.from(hasEnding ? name.slice(0, dot) : name);
  let bytes = utf8(ending).length;
  let kept = 0;
  for (const character of characters) {
    bytes += utf8(character).length;
    if (bytes > FILE_LIMITS.nameBytesMax) break;
    kept += 1;
  }
  return settle(characters.slice(0, kept).join("") + ending);
}
