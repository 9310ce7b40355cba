import { WireError } from "./error.ts";
import { FieldReader, FieldWriter, writeU64 } from "./fields.ts";
import { FRAME_LIMITS } from "./frame-limits.ts";
import { codeOf, nameOf } from "./names.ts";
import { PRESENCES, type Presence } from "./presence.ts";
import { readTicket, writeTicket } from "./ticket.ts";

export const WELCOME_KIND = 129;

const FRAME_BYTES = 1024;

/**
 * Admission. `timeLeftMs` counts down to the room's end, `graceSeconds` is how long an absent seat waits. The two limits are bytes of a
 * file on the direct path and through this relay (spec/files.md 2), 0 for none, at most 2^53 - 1. `stun` holds at most 4 URLs of 1 to 255 printable ASCII characters. All of it fits one frame of 1,024 bytes or is refused.
 */
export interface Welcome {
  readonly kind: "welcome";
  readonly seat: 0 | 1;
  readonly timeLeftMs: number;
  readonly graceSeconds: number;
  readonly directFileBytesMax: number;
  readonly relayedFileBytesMax: number;
  readonly other: Presence;
  readonly ticket: Uint8Array;
  readonly stun: readonly string[];
}

/**
 * `kind 129 | seat u8 | time left u32 | grace u32 | direct limit u64 | relayed limit u64 | other u8 | ticket length u16 | ticket | count u8 | servers | zeros`
 * (spec/relay.md 3), each server `length u8 | URL`.
 */
export function encodeWelcome(welcome: Welcome): Uint8Array {
  const writer = new FieldWriter(WELCOME_KIND, FRAME_BYTES)
    .u8(welcome.seat)
    .u32(welcome.timeLeftMs)
    .u32(welcome.graceSeconds);
  writeU64(writer, welcome.directFileBytesMax);
  writeU64(writer, welcome.relayedFileBytesMax).u8(codeOf(PRESENCES, welcome.other));
  return writeServers(writeTicket(writer, welcome.ticket), welcome.stun).done();
}

export function decodeWelcome(frame: Uint8Array): Welcome {
  const reader = new FieldReader(frame, FRAME_BYTES);
  const welcome: Welcome = {
    kind: "welcome",
    seat: checkSeat(reader.u8()),
    timeLeftMs: reader.u32(),
    graceSeconds: reader.u32(),
    directFileBytesMax: reader.u64(),
    relayedFileBytesMax: reader.u64(),
    other: nameOf(PRESENCES, reader.u8()),
    ticket: readTicket(reader),
    stun: readServers(reader),
  };
  reader.end();
  return welcome;
}

/** `count u8 | servers`, as the welcome of a room for many has them too. */
export function writeServers(writer: FieldWriter, urls: readonly string[]): FieldWriter {
  writer.u8(checkCount(urls.length));
  for (const url of urls) writeUrl(writer, url);
  return writer;
}

export function readServers(reader: FieldReader): readonly string[] {
  return Array.from({ length: checkCount(reader.u8()) }, () => readUrl(reader));
}

function checkSeat(seat: number): 0 | 1 {
  if (seat !== 0 && seat !== 1) throw new WireError("field");
  return seat;
}

function checkCount(count: number): number {
  if (count > FRAME_LIMITS.stunServersMax) throw new WireError("field");
  return count;
}

function writeUrl(writer: FieldWriter, url: string): void {
  const bytes = Uint8Array.from(url, (character) => character.charCodeAt(0));
  if (!isPrintable(url)) throw new WireError("field");
  writer.u8(bytes.length).bytes(bytes, bytes.length);
}

function readUrl(reader: FieldReader): string {
  const url = String.fromCharCode(...reader.bytes(reader.u8()));
  if (!isPrintable(url)) throw new WireError("field");
  return url;
}

/** No control character and nothing outside ASCII reaches whoever opens the URL. */
function isPrintable(url: string): boolean {
  return /^[\x21-\x7e]+$/.test(url);
}
