import { BEAT_KIND, LEAVE_KIND, decodeBare, encodeWord } from "../bare.ts";
import { WireError, noSuchKind } from "../error.ts";
import { isFrameClass } from "../limits.ts";
import { GROUP_ADMIT_KIND, type GroupAdmit, decodeGroupAdmit, encodeGroupAdmit } from "./admit.ts";
import { ERASE_KIND, type BlobRequest, FETCH_KIND, decodeBlobRequest, encodeBlobRequest } from "./answers.ts";
import {
  BLOB_KIND,
  type Blob,
  NUMBERED_KIND,
  type NumberedToRelay,
  WHISPER_KIND,
  type Whisper,
  decodeBlob,
  decodeNumberedToRelay,
  decodeWhisper,
  encodeBlob,
  encodeNumberedToRelay,
  encodeWhisper,
} from "./blocks.ts";
import { COMMAND_KIND, type Command, decodeCommand, encodeCommand } from "./command.ts";

/** What a client in a room for many says to the relay (spec/relay.md 10.2). `leave` frees its seat and ends nothing. */
export type ToGroup =
  | GroupAdmit
  | { readonly kind: "leave" }
  | { readonly kind: "beat" }
  | NumberedToRelay
  | Whisper
  | Blob
  | BlobRequest
  | Command;

/** One frame, its length a class. Throws WireError for a value outside its range. */
export function encodeToGroup(frame: ToGroup): Uint8Array {
  switch (frame.kind) {
    case "group-admit":
      return encodeGroupAdmit(frame);
    case "leave":
    case "beat":
      return encodeWord(frame.kind);
    case "numbered":
      return encodeNumberedToRelay(frame);
    case "whisper":
      return encodeWhisper(frame, true);
    case "blob":
      return encodeBlob(frame);
    case "fetch":
    case "erase":
      return encodeBlobRequest(frame);
    case "command":
      return encodeCommand(frame);
    default:
      return noSuchKind(frame);
  }
}

/** Trusts nothing: any bytes may come in, and all but the one spelling of a frame throw WireError. */
export function decodeToGroup(bytes: Uint8Array): ToGroup {
  if (!isFrameClass(bytes.length)) throw new WireError("class");
  switch (bytes[0]) {
    case NUMBERED_KIND:
      return decodeNumberedToRelay(bytes);
    case WHISPER_KIND:
      return decodeWhisper(bytes, true);
    case BLOB_KIND:
      return decodeBlob(bytes);
    case GROUP_ADMIT_KIND:
      return decodeGroupAdmit(bytes);
    case COMMAND_KIND:
      return decodeCommand(bytes);
    case FETCH_KIND:
      return decodeBlobRequest("fetch", bytes);
    case ERASE_KIND:
      return decodeBlobRequest("erase", bytes);
    case LEAVE_KIND:
      decodeBare(bytes);
      return { kind: "leave" };
    case BEAT_KIND:
      decodeBare(bytes);
      return { kind: "beat" };
    default:
      throw new WireError("kind");
  }
}
