import { ADMIT_KIND, type Admit, decodeAdmit, encodeAdmit } from "./admit.ts";
import { BEAT_KIND, BURN_KIND, LEAVE_KIND, PHRASE_WITHDRAW_KIND, decodeBare, encodeBare } from "./bare.ts";
import { DOOR_KIND, type Door, decodeDoor, encodeDoor } from "./door.ts";
import { WireError, noSuchKind } from "./error.ts";
import { isFrameClass } from "./limits.ts";
import { PASS_KIND, type Pass, encodePass } from "./pass.ts";
import { PHRASE_BEGIN_KIND, type PhraseBegin, decodePhraseBegin, encodePhraseBegin } from "./phrase-begin.ts";
import {
  PHRASE_MESSAGE_KIND,
  type PhraseMessage,
  decodePhraseMessage,
  encodePhraseMessage,
} from "./phrase-message.ts";
import { PHRASE_OFFER_KIND, type PhraseOffer, decodePhraseOffer, encodePhraseOffer } from "./phrase-offer.ts";

/** What a client says to the relay (spec/relay.md 2, spec/phrase.md 6). */
export type ToRelay =
  | Admit
  // Both end a pair room for both sides; the other hears which of the two it was.
  | { readonly kind: "leave" }
  | { readonly kind: "burn" }
  // The answer to the relay's beat: 40 s without any frame and the socket is dead.
  | { readonly kind: "beat" }
  | Door
  | Pass
  | PhraseToRelay;

/** What those say who offer a phrase or were told one. */
export type PhraseToRelay =
  | PhraseOffer
  // The inviter gives its phrase up, or says so of an attempt that failed.
  | { readonly kind: "phrase-withdraw" }
  | PhraseBegin
  | PhraseMessage;

/** One frame, its length a class. Throws WireError for a value outside its range. What says a few kinds only has their encoders by themselves. */
export function encodeToRelay(frame: ToRelay): Uint8Array {
  switch (frame.kind) {
    case "admit":
      return encodeAdmit(frame);
    case "leave":
      return encodeBare(LEAVE_KIND);
    case "burn":
      return encodeBare(BURN_KIND);
    case "beat":
      return encodeBare(BEAT_KIND);
    case "door":
      return encodeDoor(frame);
    case "pass":
      return encodePass(frame.block);
    default:
      return encodePhrase(frame);
  }
}

/** The same for the frames of a phrase. */
export function encodePhrase(frame: PhraseToRelay): Uint8Array {
  switch (frame.kind) {
    case "phrase-offer":
      return encodePhraseOffer(frame);
    case "phrase-withdraw":
      return encodeBare(PHRASE_WITHDRAW_KIND);
    case "phrase-begin":
      return encodePhraseBegin(frame);
    case "phrase-message":
      return encodePhraseMessage(frame);
    default:
      return noSuchKind(frame);
  }
}

/** Trusts nothing: any bytes may come in, and all but the one spelling of a frame throw WireError. */
export function decodeToRelay(bytes: Uint8Array): ToRelay {
  if (!isFrameClass(bytes.length)) throw new WireError("class");
  switch (bytes[0]) {
    case ADMIT_KIND:
      return decodeAdmit(bytes);
    case LEAVE_KIND:
      decodeBare(bytes);
      return { kind: "leave" };
    case BURN_KIND:
      decodeBare(bytes);
      return { kind: "burn" };
    case BEAT_KIND:
      decodeBare(bytes);
      return { kind: "beat" };
    case DOOR_KIND:
      return decodeDoor(bytes);
    case PASS_KIND:
      return { kind: "pass", block: bytes.subarray(1) };
    case PHRASE_OFFER_KIND:
      return decodePhraseOffer(bytes);
    case PHRASE_WITHDRAW_KIND:
      decodeBare(bytes);
      return { kind: "phrase-withdraw" };
    case PHRASE_BEGIN_KIND:
      return decodePhraseBegin(bytes);
    case PHRASE_MESSAGE_KIND:
      return decodePhraseMessage(bytes);
    default:
      throw new WireError("kind");
  }
}
