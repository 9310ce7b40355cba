import { concat, FieldReader, padded, u8 } from "../notation/bytes.ts";
import { TAG_BYTES } from "../primitives/aead.ts";
import { RISTRETTO } from "../primitives/ristretto.ts";

/** A message is the body of a frame of 256 bytes: a number, the fields, zeros (spec/phrase.md 4). */
const MESSAGE_BYTES = 255;

export const PHRASE_VERSION = 1;
export const NONCE_BYTES = 32;
const CONFIRMATION_BYTES = 32;

/** What is left of message 4 beside number and confirmation. */
const SEALED_BYTES: number = MESSAGE_BYTES - 1 - CONFIRMATION_BYTES;
export const INVITATION_PLAINTEXT_BYTES: number = SEALED_BYTES - TAG_BYTES;

interface Message1 {
  readonly nonce: Uint8Array;
  readonly point: Uint8Array;
}

export function encodeMessage1({ nonce, point }: Message1): Uint8Array {
  return encode(1, u8(PHRASE_VERSION), nonce, point);
}

/** Null for anything else than a message 1 of this version. Whether the point is one is not looked at. */
export function decodeMessage1(message: Uint8Array): Message1 | null {
  return decode(message, 1, (reader) => {
    const version = reader.u8();
    const fields = { nonce: reader.bytes(NONCE_BYTES), point: reader.bytes(RISTRETTO.pointBytes) };
    return version === PHRASE_VERSION ? fields : null;
  });
}

export function encodeMessage2(point: Uint8Array): Uint8Array {
  return encode(2, point);
}

/** The inviter's point, or null. */
export function decodeMessage2(message: Uint8Array): Uint8Array | null {
  return decode(message, 2, (reader) => reader.bytes(RISTRETTO.pointBytes));
}

export function encodeMessage3(confirmation: Uint8Array): Uint8Array {
  return encode(3, confirmation);
}

/** The joiner's confirmation, or null. */
export function decodeMessage3(message: Uint8Array): Uint8Array | null {
  return decode(message, 3, (reader) => reader.bytes(CONFIRMATION_BYTES));
}

interface Message4 {
  readonly confirmation: Uint8Array;
  readonly sealed: Uint8Array;
}

export function encodeMessage4({ confirmation, sealed }: Message4): Uint8Array {
  return encode(4, confirmation, sealed);
}

export function decodeMessage4(message: Uint8Array): Message4 | null {
  return decode(message, 4, (reader) => ({
    confirmation: reader.bytes(CONFIRMATION_BYTES),
    sealed: reader.bytes(SEALED_BYTES),
  }));
}

function encode(number: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return padded(concat(u8(number), ...fields), MESSAGE_BYTES);
}

function decode<T>(message: Uint8Array, number: number, read: (reader: FieldReader) => T | null): T | null {
  if (message.length !== MESSAGE_BYTES) return null;
  const reader = new FieldReader(message);
  if (reader.u8() !== number) return null;
  const fields = read(reader);
  return reader.restIsZero() ? fields : null;
}
