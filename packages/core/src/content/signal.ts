import { CoreError } from "../errors.ts";
import { concat, FieldReader, u16, u32, u8 } from "../notation/bytes.ts";
import { fromUtf8, utf8 } from "../notation/utf8.ts";

/** The body of content kind 32 (spec/direct.md 2). */
export const signalBody: {
  readonly encode: typeof encode;
  readonly decode: typeof decode;
} = { encode, decode };

/** What one side tells the other about a direct path. */
export interface Signal {
  /** u32: the number of the connection, from 1. */
  readonly generation: number;
  readonly type: "offer" | "answer" | "candidate" | "end" | "rebuild";
  /** A session description, one candidate line, or nothing, by type. */
  readonly text: string;
}

const TYPES: readonly Signal["type"][] = ["offer", "answer", "candidate", "end", "rebuild"];
const TEXT_BYTES_MAX = 16_000;
const HEADER_BYTES = 7;

/** @throws CoreError("limit") for a text over 16,000 bytes; CoreError("encoding") for one that does not fit the type */
function encode({ generation, type, text }: Signal): Uint8Array {
  const bytes = utf8(text);
  if (bytes.length > TEXT_BYTES_MAX) throw new CoreError("limit");
  if (!fits(type, text)) throw new CoreError("encoding");
  return concat(u32(generation), u8(TYPES.indexOf(type) + 1), u16(bytes.length), bytes);
}

/** The signal, or null for anything that `encode` would not have made. */
function decode(body: Uint8Array): Signal | null {
  if (body.length < HEADER_BYTES) return null;
  const reader = new FieldReader(body);
  const generation = reader.u32();
  const type = TYPES[reader.u8() - 1];
  const length = reader.u16();
  if (type === undefined || length > TEXT_BYTES_MAX || length !== reader.rest()) return null;
  const text = fromUtf8(reader.bytes(length));
  return text !== null && fits(type, text) ? { generation, type, text } : null;
}

function fits(type: Signal["type"], text: string): boolean {
  if (type === "end" || type === "rebuild") return text === "";
  return text !== "" && (type !== "candidate" || !/[\r\n]/.test(text));
}
