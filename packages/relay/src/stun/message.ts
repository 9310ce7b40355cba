import { isIPv4 } from "node:net";

/*
 * As much of STUN as tells a browser its own address (RFC 8489): a binding request in, a binding response or the error 420 out.
 * Everything else has no answer, so that nobody can use this server against somebody else.
 */

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;
const MAGIC_COOKIE = 0x2112_a442;
const HEADER_BYTES = 20;
const REQUEST_BYTES_MAX = 548;

const ERROR_CODE = 0x0009;
const UNKNOWN_ATTRIBUTES = 0x000a;
const XOR_MAPPED_ADDRESS = 0x0020;
const FINGERPRINT = 0x8028;
const FINGERPRINT_XOR = 0x5354_554e;
/** Attributes below this number must be understood, or the request refused (RFC 8489 section 14). */
const OPTIONAL_FROM = 0x8000;
/** As many as an answer names: the first already says that the request cannot be served. */
const UNKNOWN_MAX = 8;

/** The answer to a datagram from an address and port, or null for what is no binding request. */
export function answerStun(request: Uint8Array, address: string, port: number): Uint8Array | null {
  const attributes = readRequest(request);
  if (attributes === null) return null;
  const unknown = attributes.filter((type) => type < OPTIONAL_FROM).slice(0, UNKNOWN_MAX);
  const body = unknown.length > 0 ? unknownAttributes(unknown) : mappedAddress(request, address, port);
  const type = unknown.length > 0 ? BINDING_ERROR : BINDING_SUCCESS;
  return respond(request, type, body, attributes.includes(FINGERPRINT));
}

/** The types of the attributes of a well-formed binding request, in order. */
function readRequest(request: Uint8Array): number[] | null {
  if (request.length < HEADER_BYTES || request.length > REQUEST_BYTES_MAX) return null;
  const view = viewOf(request);
  if (view.getUint16(0) !== BINDING_REQUEST || view.getUint32(4) !== MAGIC_COOKIE) return null;
  if (view.getUint16(2) + HEADER_BYTES !== request.length || request.length % 4 !== 0) return null;
  const types: number[] = [];
  for (let at = HEADER_BYTES; at < request.length;) {
    const type = view.getUint16(at);
    const length = view.getUint16(at + 2);
    const next = at + 4 + length + ((4 - (length % 4)) % 4);
    if (next > request.length) return null;
    if (type === FINGERPRINT && !isLastAndTrue(request, at, length, next)) return null;
    types.push(type);
    at = next;
  }
  return types;
}

function isLastAndTrue(request: Uint8Array, at: number, length: number, next: number): boolean {
  if (length !== 4 || next !== request.length) return false;
  return viewOf(request).getUint32(at + 4) === fingerprint(request.subarray(0, at));
}

function respond(request: Uint8Array, type: number, body: Uint8Array, withFingerprint: boolean): Uint8Array {
  const length = body.length + (withFingerprint ? 8 : 0);
  const response = new Uint8Array(HEADER_BYTES + length);
  const view = viewOf(response);
  view.setUint16(0, type);
  view.setUint16(2, length);
  response.set(request.subarray(4, HEADER_BYTES), 4);
  response.set(body, HEADER_BYTES);
  if (withFingerprint) {
    const at = HEADER_BYTES + body.length;
    view.setUint16(at, FINGERPRINT);
    view.setUint16(at + 2, 4);
    view.setUint32(at + 4, fingerprint(response.subarray(0, at)));
  }
  return response;
}

/** XOR-MAPPED-ADDRESS (RFC 8489 section 14.2): the address is mixed with cookie and transaction, so that no router rewrites it. */
function mappedAddress(request: Uint8Array, address: string, port: number): Uint8Array {
  const bytes = addressBytes(address);
  const attribute = new Uint8Array(8 + bytes.length);
  const view = viewOf(attribute);
  view.setUint16(0, XOR_MAPPED_ADDRESS);
  view.setUint16(2, 4 + bytes.length);
  attribute[5] = bytes.length === 4 ? 1 : 2;
  view.setUint16(6, port ^ (MAGIC_COOKIE >>> 16));
  for (const [index, byte] of bytes.entries()) attribute[8 + index] = byte ^ (request[4 + index] ?? 0);
  return attribute;
}

/** Error 420 without a phrase, and the attributes that nobody here understands. */
function unknownAttributes(types: readonly number[]): Uint8Array {
  const listBytes = types.length * 2;
  const body = new Uint8Array(8 + 4 + listBytes + (listBytes % 4));
  const view = viewOf(body);
  view.setUint16(0, ERROR_CODE);
  view.setUint16(2, 4);
  body[6] = 4;
  body[7] = 20;
  view.setUint16(8, UNKNOWN_ATTRIBUTES);
  view.setUint16(10, listBytes);
  for (const [index, type] of types.entries()) view.setUint16(12 + index * 2, type);
  return body;
}

function addressBytes(address: string): Uint8Array {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (isIPv4(plain)) return Uint8Array.from(plain.split("."), Number);
  const [head = "", tail = ""] = plain.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  const bytes = new Uint8Array(16);
  for (const [index, group] of [...front, ...zeros, ...back].entries()) {
    viewOf(bytes).setUint16(index * 2, Number.parseInt(group, 16));
  }
  return bytes;
}

/** CRC-32 as in RFC 8489 section 14.7, over a message whose length field already counts the fingerprint. */
function fingerprint(message: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of message) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0xedb8_8320);
  }
  return (~crc ^ FINGERPRINT_XOR) >>> 0;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
