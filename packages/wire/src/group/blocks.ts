import { WireError } from "../error.ts";
import { FieldReader, FieldWriter, isZero } from "../fields.ts";
import { isFrameClass } from "../limits.ts";
import { GROUP_LIMITS } from "./limits.ts";

/*
 * The three frames of a room for many that carry a block (spec/relay.md 10.2, 10.3). Each has the same header length in both directions, so that the
 * relay writes a few bytes of the header and forwards the block as it came.
 */

/** A frame of the room's order: to the relay with the sender's own count, from it with the room's number and the sender's seat. */
export const NUMBERED_KIND = 18;
/** A frame for one seat, or for all that are present: not numbered, not kept. */
export const WHISPER_KIND = 19;
/** A sealed part of a file, put into the room's store or taken from it. */
export const BLOB_KIND = 20;

/** The seat of a whisper that is everybody who is present but its sender. */
export const EVERYBODY = 255;

const BLOB_FRAME_BYTES = 65_536;
const SEAT_MAX = GROUP_LIMITS.capacityMax - 1;

/** `block` is 1,018, 4,090, 16,378 or 65,530 bytes; `counter` is the sender's own, which `placed` repeats. */
export interface NumberedToRelay {
  readonly kind: "numbered";
  readonly counter: number;
  readonly block: Uint8Array;
}

/** `number` is the frame's place in the room, from 1; `seat` is the relay's word on whose socket it came from, and proof of nothing. */
export interface NumberedFromRelay {
  readonly kind: "numbered";
  readonly number: number;
  readonly seat: number;
  readonly block: Uint8Array;
}

/** `block` is 1,022, 4,094, 16,382 or 65,534 bytes. To the relay `seat` is whom it is for (255: everybody), from it who said it. */
export interface Whisper {
  readonly kind: "whisper";
  readonly seat: number;
  readonly block: Uint8Array;
}

/** 65,531 bytes. `request` is the client's own count, by which it knows the answer. */
export interface Blob {
  readonly kind: "blob";
  readonly request: number;
  readonly block: Uint8Array;
}

/** `kind 18 | counter u32 | 0 | block`. */
export function encodeNumberedToRelay({ counter, block }: NumberedToRelay): Uint8Array {
  return withBlock(new FieldWriter(NUMBERED_KIND, classOf(block, 6)).u32(counter).u8(0), block);
}

export function decodeNumberedToRelay(frame: Uint8Array): NumberedToRelay {
  const reader = blockReader(frame);
  const counter = reader.u32();
  if (!isZero(reader.bytes(1))) throw new WireError("field");
  return { kind: "numbered", counter, block: rest(frame, 6) };
}

/** `kind 18 | number u32 | seat u8 | block`. */
export function encodeNumberedFromRelay({ number, seat, block }: NumberedFromRelay): Uint8Array {
  checkPlace(number, seat);
  return withBlock(new FieldWriter(NUMBERED_KIND, classOf(block, 6)).u32(number).u8(seat), block);
}

export function decodeNumberedFromRelay(frame: Uint8Array): NumberedFromRelay {
  const reader = blockReader(frame);
  const [number, seat] = [reader.u32(), reader.u8()];
  checkPlace(number, seat);
  return { kind: "numbered", number, seat, block: rest(frame, 6) };
}

/** Makes of a frame to the relay the one that it sends on, in place: the frame's first byte is its kind. */
export function stampNumbered(frame: Uint8Array, number: number, seat: number): void {
  checkPlace(number, seat);
  new DataView(frame.buffer, frame.byteOffset, frame.length).setUint32(1, number);
  frame[5] = seat;
}

/** `kind 19 | seat u8 | block`. */
export function encodeWhisper({ seat, block }: Whisper, toRelay: boolean): Uint8Array {
  checkWhispered(seat, toRelay);
  return withBlock(new FieldWriter(WHISPER_KIND, classOf(block, 2)).u8(seat), block);
}

export function decodeWhisper(frame: Uint8Array, toRelay: boolean): Whisper {
  const seat = blockReader(frame).u8();
  checkWhispered(seat, toRelay);
  return { kind: "whisper", seat, block: rest(frame, 2) };
}

/** `kind 20 | request u32 | block`. */
export function encodeBlob({ request, block }: Blob): Uint8Array {
  if (block.length !== GROUP_LIMITS.blobBytes) throw new WireError("class");
  return withBlock(new FieldWriter(BLOB_KIND, BLOB_FRAME_BYTES).u32(request), block);
}

export function decodeBlob(frame: Uint8Array): Blob {
  const request = new FieldReader(frame, BLOB_FRAME_BYTES).u32();
  return { kind: "blob", request, block: rest(frame, 5) };
}

function checkPlace(number: number, seat: number): void {
  if (number === 0 || seat > SEAT_MAX) throw new WireError("field");
}

function checkWhispered(seat: number, toRelay: boolean): void {
  if (seat > SEAT_MAX && !(toRelay && seat === EVERYBODY)) throw new WireError("field");
}

/** The class that a block fills exactly with its header; a block that fills none is refused. */
function classOf(block: Uint8Array, headerBytes: number): number {
  const frameBytes = block.length + headerBytes;
  if (!isBlockClass(frameBytes)) throw new WireError("class");
  return frameBytes;
}

function isBlockClass(frameBytes: number): boolean {
  return isFrameClass(frameBytes) && frameBytes >= GROUP_LIMITS.frameBytesMin;
}

function blockReader(frame: Uint8Array): FieldReader {
  if (!isBlockClass(frame.length)) throw new WireError("class");
  return new FieldReader(frame, frame.length);
}

function withBlock(writer: FieldWriter, block: Uint8Array): Uint8Array {
  return writer.bytes(block, block.length).done();
}

/** A view, valid as long as the frame is. */
function rest(frame: Uint8Array, headerBytes: number): Uint8Array {
  return frame.subarray(headerBytes);
}
