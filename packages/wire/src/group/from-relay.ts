import { BEAT_KIND, decodeBare, encodeBare } from "../bare.ts";
import { ENDED_KIND } from "../ended.ts";
import { WireError, noSuchKind } from "../error.ts";
import { FAULT_KIND, type FaultCode, decodeFault, encodeFault } from "../fault.ts";
import { isFrameClass } from "../limits.ts";
import { REFUSED_KIND } from "../refused.ts";
import { TICKET_KIND, decodeTicket, encodeTicket } from "../ticket.ts";
import {
  BLOB_ANSWER_KIND,
  type BlobAnswer,
  COMMANDED_KIND,
  type Commanded,
  GAP_KIND,
  PLACED_KIND,
  type Placed,
  decodeBlobAnswer,
  decodeCommanded,
  decodeGap,
  decodePlaced,
  encodeBlobAnswer,
  encodeCommanded,
  encodeGap,
  encodePlaced,
} from "./answers.ts";
import {
  BLOB_KIND,
  type Blob,
  NUMBERED_KIND,
  type NumberedFromRelay,
  WHISPER_KIND,
  type Whisper,
  decodeBlob,
  decodeNumberedFromRelay,
  decodeWhisper,
  encodeBlob,
  encodeNumberedFromRelay,
  encodeWhisper,
} from "./blocks.ts";
import {
  type GroupEnd,
  type GroupRefusal,
  decodeGroupEnded,
  decodeGroupRefused,
  encodeGroupEnded,
  encodeGroupRefused,
} from "./endings.ts";
import { SEATS_KIND, type Seats, decodeSeats, encodeSeats } from "./seats.ts";
import { GROUP_WELCOME_KIND, type GroupWelcome, decodeGroupWelcome, encodeGroupWelcome } from "./welcome.ts";

/** What the relay says to a client in a room for many (spec/relay.md 10.3). */
export type FromGroup =
  | { readonly kind: "beat" }
  | GroupWelcome
  | { readonly kind: "refused"; readonly code: GroupRefusal }
  | { readonly kind: "ended"; readonly reason: GroupEnd }
  // It replaces the one that the welcome brought.
  | { readonly kind: "ticket"; readonly ticket: Uint8Array }
  | { readonly kind: "fault"; readonly code: FaultCode }
  | NumberedFromRelay
  | Placed
  | Whisper
  | Blob
  | BlobAnswer
  | Commanded
  // Frames before this number are missing, and nobody has them any more.
  | { readonly kind: "gap"; readonly first: number }
  | ({ readonly kind: "seats" } & Seats);

/** One frame, its length a class. Throws WireError for a value outside its range. */
export function encodeFromGroup(frame: FromGroup): Uint8Array {
  switch (frame.kind) {
    case "beat":
      return encodeBare(BEAT_KIND);
    case "group-welcome":
      return encodeGroupWelcome(frame);
    case "refused":
      return encodeGroupRefused(frame.code);
    case "ended":
      return encodeGroupEnded(frame.reason);
    case "ticket":
      return encodeTicket(frame.ticket);
    case "fault":
      return encodeFault(frame.code);
    case "numbered":
      return encodeNumberedFromRelay(frame);
    case "placed":
      return encodePlaced(frame);
    case "whisper":
      return encodeWhisper(frame, false);
    case "blob":
      return encodeBlob(frame);
    case "blob-answer":
      return encodeBlobAnswer(frame);
    case "commanded":
      return encodeCommanded(frame);
    case "gap":
      return encodeGap(frame.first);
    case "seats":
      return encodeSeats(frame);
    default:
      return noSuchKind(frame);
  }
}

type Decode = (bytes: Uint8Array) => FromGroup;

const DECODERS: ReadonlyMap<number | undefined, Decode> = new Map<number, Decode>([
  [BEAT_KIND, decodeBeat],
  [GROUP_WELCOME_KIND, decodeGroupWelcome],
  [REFUSED_KIND, (bytes) => ({ kind: "refused", code: decodeGroupRefused(bytes) })],
  [ENDED_KIND, (bytes) => ({ kind: "ended", reason: decodeGroupEnded(bytes) })],
  [TICKET_KIND, (bytes) => ({ kind: "ticket", ticket: decodeTicket(bytes) })],
  [FAULT_KIND, (bytes) => ({ kind: "fault", code: decodeFault(bytes) })],
  [NUMBERED_KIND, decodeNumberedFromRelay],
  [PLACED_KIND, decodePlaced],
  [WHISPER_KIND, (bytes) => decodeWhisper(bytes, false)],
  [BLOB_KIND, decodeBlob],
  [BLOB_ANSWER_KIND, decodeBlobAnswer],
  [COMMANDED_KIND, decodeCommanded],
  [GAP_KIND, (bytes) => ({ kind: "gap", first: decodeGap(bytes) })],
  [SEATS_KIND, (bytes) => ({ kind: "seats", ...decodeSeats(bytes) })],
]);

function decodeBeat(bytes: Uint8Array): FromGroup {
  decodeBare(bytes);
  return { kind: "beat" };
}

/** Trusts nothing: any bytes may come in, and all but the one spelling of a frame throw WireError. */
export function decodeFromGroup(bytes: Uint8Array): FromGroup {
  if (!isFrameClass(bytes.length)) throw new WireError("class");
  const decode = DECODERS.get(bytes[0]);
  if (decode === undefined) throw new WireError("kind");
  return decode(bytes);
}
