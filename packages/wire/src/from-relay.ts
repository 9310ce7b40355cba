import { BEAT_KIND, decodeBare, encodeBare } from "./bare.ts";
import { ENDED_KIND, type EndReason, decodeEnded, encodeEnded } from "./ended.ts";
import { WireError, noSuchKind } from "./error.ts";
import { FAULT_KIND, type FaultCode, decodeFault, encodeFault } from "./fault.ts";
import { isFrameClass } from "./limits.ts";
import { KNOCK_KIND, decodeKnock, encodeKnock } from "./knock.ts";
import { PASS_KIND, type Pass, encodePass } from "./pass.ts";
import { PHRASE_BEGUN_KIND, type PhraseBegun, decodePhraseBegun, encodePhraseBegun } from "./phrase-begun.ts";
import {
  PHRASE_MESSAGE_KIND,
  type PhraseMessage,
  decodePhraseMessage,
  encodePhraseMessage,
} from "./phrase-message.ts";
import { PHRASE_OVER_KIND, type PhraseEnd, decodePhraseOver, encodePhraseOver } from "./phrase-over.ts";
import {
  PHRASE_PLACED_KIND,
  type PhrasePlaced,
  decodePhrasePlaced,
  encodePhrasePlaced,
} from "./phrase-placed.ts";
import { PRESENCE_KIND, type Presence, decodePresence, encodePresence } from "./presence.ts";
import { REFUSED_KIND, type RefusalCode, decodeRefused, encodeRefused } from "./refused.ts";
import { TICKET_KIND, decodeTicket, encodeTicket } from "./ticket.ts";
import { WELCOME_KIND, type Welcome, decodeWelcome, encodeWelcome } from "./welcome.ts";

/** What the relay says to a client (spec/relay.md 3, spec/phrase.md 6). */
export type FromRelay =
  | { readonly kind: "beat" }
  | Pass
  | Welcome
  | { readonly kind: "refused"; readonly code: RefusalCode }
  // Said whenever the other seat's socket comes or goes.
  | { readonly kind: "presence"; readonly other: Presence | "going" }
  | { readonly kind: "ended"; readonly reason: EndReason }
  // The newest ticket, when a seat was taken; it replaces the one that welcome brought.
  | { readonly kind: "ticket"; readonly ticket: Uint8Array }
  | { readonly kind: "fault"; readonly code: FaultCode }
  | { readonly kind: "knock"; readonly knock: number }
  | PhraseMessage
  | PhrasePlaced
  | PhraseBegun
  | { readonly kind: "phrase-over"; readonly code: PhraseEnd };

/** One frame, its length a class. Throws WireError for a value outside its range. */
export function encodeFromRelay(frame: FromRelay): Uint8Array {
  switch (frame.kind) {
    case "beat":
      return encodeBare(BEAT_KIND);
    case "pass":
      return encodePass(frame.block);
    case "welcome":
      return encodeWelcome(frame);
    case "refused":
      return encodeRefused(frame.code);
    case "presence":
      return encodePresence(frame.other);
    case "ended":
      return encodeEnded(frame.reason);
    case "ticket":
      return encodeTicket(frame.ticket);
    case "fault":
      return encodeFault(frame.code);
    case "knock":
      return encodeKnock(frame.knock);
    case "phrase-message":
      return encodePhraseMessage(frame);
    case "phrase-placed":
      return encodePhrasePlaced(frame);
    case "phrase-begun":
      return encodePhraseBegun(frame);
    case "phrase-over":
      return encodePhraseOver(frame.code);
    default:
      return noSuchKind(frame);
  }
}

/** Trusts nothing: any bytes may come in, and all but the one spelling of a frame throw WireError. */
export function decodeFromRelay(bytes: Uint8Array): FromRelay {
  if (!isFrameClass(bytes.length)) throw new WireError("class");
  switch (bytes[0]) {
    case BEAT_KIND:
      decodeBare(bytes);
      return { kind: "beat" };
    case PASS_KIND:
      return { kind: "pass", block: bytes.subarray(1) };
    case WELCOME_KIND:
      return decodeWelcome(bytes);
    case REFUSED_KIND:
      return { kind: "refused", code: decodeRefused(bytes) };
    case PRESENCE_KIND:
      return { kind: "presence", other: decodePresence(bytes) };
    case ENDED_KIND:
      return { kind: "ended", reason: decodeEnded(bytes) };
    case TICKET_KIND:
      return { kind: "ticket", ticket: decodeTicket(bytes) };
    case FAULT_KIND:
      return { kind: "fault", code: decodeFault(bytes) };
    case KNOCK_KIND:
      return { kind: "knock", knock: decodeKnock(bytes) };
    case PHRASE_MESSAGE_KIND:
      return decodePhraseMessage(bytes);
    case PHRASE_PLACED_KIND:
      return decodePhrasePlaced(bytes);
    case PHRASE_BEGUN_KIND:
      return decodePhraseBegun(bytes);
    case PHRASE_OVER_KIND:
      return { kind: "phrase-over", code: decodePhraseOver(bytes) };
    default:
      throw new WireError("kind");
  }
}
