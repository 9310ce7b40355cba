import { CoreError, requireLength } from "../errors.ts";
import { concat, FieldReader, isZero, u64, u8 } from "../notation/bytes.ts";
import { fromUtf8, utf8 } from "../notation/utf8.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { FILE_LIMITS } from "./limits.ts";
import { cleanFileName } from "./name.ts";

/** The body of content kind 71 (spec/files.md 3). The file's id is the content's. Who offers draws its key with it: `pieces.offer`. */
export const offerBody: {
  readonly decode: typeof decodeOffer;
  readonly cleanName: typeof cleanFileName;
} = { decode: decodeOffer, cleanName: cleanFileName };

export interface FileOffer {
  /** 32 random bytes, of this file alone. Secret; whoever holds it wipes it when the file has ended. */
  readonly key: Uint8Array;
  /** Bytes, at most 2^40; null for a stream, whose last piece says it. */
  readonly size: number | null;
  /** `type/subtype`, or "" for none. What a file is called, never a reason to run or show it. */
  readonly type: string;
  /** 1 to 255 bytes of UTF-8, as cleanFileName leaves it. */
  readonly name: string;
}

const FILE = 0;
const STREAM = 1;
export const FILE_KEY_BYTES = 32;
const SIZE_BYTES = 8;
const TYPE = /^(?=.{3,127}$)[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;

/**
 * Cleans name and type (parameters of a type go; what is no type becomes none) and encodes the offer.
 * @throws CoreError("limit") for a size over 2^40; CoreError("encoding") for one that is no size, and for a key that is not 32 bytes or zero
 */
export function encodeOffer({ key, size, type, name }: FileOffer): Uint8Array {
  requireLength(key, FILE_KEY_BYTES);
  if (isZero(key)) throw new CoreError("encoding");
  if (!isSize(size)) throw new CoreError("limit");
  const form = size === null ? u8(STREAM) : u8(FILE);
  const length = size === null ? new Uint8Array(0) : u64(size);
  const typeBytes = utf8(cleanType(type));
  const nameBytes = utf8(cleanFileName(name));
  return concat(form, key, length, u8(typeBytes.length), typeBytes, u8(nameBytes.length), nameBytes);
}

/** The offer with its name cleaned again, or null for anything but what section 3 describes. */
function decodeOffer(body: Uint8Array): FileOffer | null {
  const form = body[0];
  if (form !== FILE && form !== STREAM) return null;
  if (body.length < 1 + FILE_KEY_BYTES + (form === FILE ? SIZE_BYTES : 0)) return null;
  const keyField = body.subarray(1, 1 + FILE_KEY_BYTES);
  const reader = new FieldReader(body.subarray(1 + FILE_KEY_BYTES));
  const size = form === FILE ? reader.u64() : null;
  const type = shortText(reader);
  const name = shortText(reader);
  if (type === null || name === null || name === "" || reader.rest() !== 0) return null;
  // The key is copied last: of an offer that is refused there is no copy.
  if (isZero(keyField) || !isSize(size) || !isType(type)) return null;
  return { key: copySecret(keyField), size, type, name: cleanFileName(name) };
}

function isSize(size: number | null): boolean {
  return size === null || size <= FILE_LIMITS.fileBytesMax;
}

function isType(type: string): boolean {
  return type === "" || TYPE.test(type);
}

/** `length u8 || UTF-8`; null for ill-formed bytes, and where they end early. */
function shortText(reader: FieldReader): string | null {
  if (reader.rest() < 1) return null;
  const length = reader.u8();
  return length > reader.rest() ? null : fromUtf8(reader.bytes(length));
}

function cleanType(said: string): string {
  const type = said.replace(/[;\s].*$/su, "").toLowerCase();
  return TYPE.test(type) ? type : "";
}
