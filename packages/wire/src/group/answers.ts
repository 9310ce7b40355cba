import { WireError } from "../error.ts";
import { FieldReader, FieldWriter } from "../fields.ts";
import { codeOf, nameOf } from "../names.ts";

/* What the relay answers in a few bytes, and the two short requests for blobs (spec/relay.md 10.2, 10.3). All have 256 bytes. */

export const PLACED_KIND = 139;
export const COMMANDED_KIND = 142;
export const GAP_KIND = 143;
export const BLOB_ANSWER_KIND = 144;
export const FETCH_KIND = 11;
export const ERASE_KIND = 12;

const FRAME_BYTES = 256;
const OUTCOMES = { done: 1, refused: 2 } as const;
const BLOB_CODES = { stored: 1, absent: 2, full: 3, erased: 4 } as const;

/** The own frame with this counter has this number; it comes in its place among the room's frames. */
export interface Placed {
  readonly kind: "placed";
  readonly counter: number;
  readonly number: number;
}

/** The command with this counter was carried out, or it was not: its signature, key, counter or seat is not one that may. */
export interface Commanded {
  readonly kind: "commanded";
  readonly counter: number;
  readonly outcome: keyof typeof OUTCOMES;
}

/** What a request for a blob came to. `number` is the blob's; 0 with `full`. */
export interface BlobAnswer {
  readonly kind: "blob-answer";
  readonly request: number;
  readonly code: keyof typeof BLOB_CODES;
  readonly number: number;
}

/** Asks for a blob, or, of its own blobs, to forget one. */
export interface BlobRequest {
  readonly kind: "fetch" | "erase";
  readonly request: number;
  readonly number: number;
}

/** `kind 139 | counter u32 | number u32 | zeros`. */
export function encodePlaced({ counter, number }: Placed): Uint8Array {
  return short(PLACED_KIND).u32(counter).u32(atLeastOne(number)).done();
}

export function decodePlaced(frame: Uint8Array): Placed {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const [counter, number] = [reader.u32(), atLeastOne(reader.u32())];
  reader.end();
  return { kind: "placed", counter, number };
}

/** `kind 142 | counter u32 | outcome u8 | zeros`. */
export function encodeCommanded({ counter, outcome }: Commanded): Uint8Array {
  return short(COMMANDED_KIND).u32(counter).u8(codeOf(OUTCOMES, outcome)).done();
}

export function decodeCommanded(frame: Uint8Array): Commanded {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const [counter, outcome] = [reader.u32(), nameOf(OUTCOMES, reader.u8())];
  reader.end();
  return { kind: "commanded", counter, outcome };
}

/** `kind 143 | first u32 | zeros`: frames are missing, and this number is the next that comes. */
export function encodeGap(first: number): Uint8Array {
  return short(GAP_KIND).u32(atLeastOne(first)).done();
}

export function decodeGap(frame: Uint8Array): number {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const first = atLeastOne(reader.u32());
  reader.end();
  return first;
}

/** `kind 144 | request u32 | code u8 | number u32 | zeros`. */
export function encodeBlobAnswer(answer: BlobAnswer): Uint8Array {
  checkBlobAnswer(answer);
  return short(BLOB_ANSWER_KIND)
    .u32(answer.request)
    .u8(codeOf(BLOB_CODES, answer.code))
    .u32(answer.number)
    .done();
}

export function decodeBlobAnswer(frame: Uint8Array): BlobAnswer {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const answer: BlobAnswer = {
    kind: "blob-answer",
    request: reader.u32(),
    code: nameOf(BLOB_CODES, reader.u8()),
    number: reader.u32(),
  };
  checkBlobAnswer(answer);
  reader.end();
  return answer;
}

/** `kind 11 or 12 | request u32 | number u32 | zeros`. */
export function encodeBlobRequest({ kind, request, number }: BlobRequest): Uint8Array {
  return short(kind === "fetch" ? FETCH_KIND : ERASE_KIND)
    .u32(request)
    .u32(atLeastOne(number))
    .done();
}

export function decodeBlobRequest(kind: BlobRequest["kind"], frame: Uint8Array): BlobRequest {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const [request, number] = [reader.u32(), atLeastOne(reader.u32())];
  reader.end();
  return { kind, request, number };
}

/** Only what was not stored has no number. */
function checkBlobAnswer({ code, number }: BlobAnswer): void {
  if ((code === "full") !== (number === 0)) throw new WireError("field");
}

function atLeastOne(number: number): number {
  if (number === 0) throw new WireError("field");
  return number;
}

function short(kind: number): FieldWriter {
  return new FieldWriter(kind, FRAME_BYTES);
}
