import { CoreError } from "../errors.ts";
import { concat, FieldReader, u16, u32, u8 } from "../notation/bytes.ts";
import { fromUtf8, utf8 } from "../notation/utf8.ts";

/** What the two sides tell each other of one more connection for pieces (spec/files.md 11). */
export interface Lane {
  /** u32: of the direct path that it stands beside. */
  readonly generation: number;
  /** 1 to 255, of its opener. */
  readonly number: number;
  readonly type: "offer" | "answer";
  /** A session description with its candidates. */
  readonly text: string;
}

const TYPES: readonly Lane["type"][] = ["offer", "answer"];
const TEXT_BYTES_MAX = 16_000;
const HEADER_BYTES = 8;

/** The body of content kind 77. */
export const laneBody = {
  kind: 77,
  /** @throws CoreError("limit") for a text over 16,000 bytes; CoreError("encoding") for an empty one, and a number that is none */
  encode: ({ generation, number, type, text }: Lane): Uint8Array => {
    const bytes = utf8(text);
    if (bytes.length > TEXT_BYTES_MAX) throw new CoreError("limit");
    if (bytes.length === 0 || number < 1) throw new CoreError("encoding");
    return concat(u32(generation), u8(number), u8(TYPES.indexOf(type) + 1), u16(bytes.length), bytes);
  },
  /** Null for anything that `encode` would not have made. */
  decode: (body: Uint8Array): Lane | null => {
    if (body.length <= HEADER_BYTES) return null;
    const reader = new FieldReader(body);
    const [generation, number, type] = [reader.u32(), reader.u8(), TYPES[reader.u8() - 1]];
    const length = reader.u16();
    if (number < 1 || type === undefined || length > TEXT_BYTES_MAX || length !== reader.rest()) return null;
    const text = fromUtf8(reader.bytes(length));
    return text === null ? null : { generation, number, type, text };
  },
} as const;
