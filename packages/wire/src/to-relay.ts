import { ADMIT_KIND, type Admit, decodeAdmit, encodeAdmit } from "./admit.ts";
import { BEAT_KIND, BURN_KIND, LEAVE_KIND, decodeBare, encodeBare } from "./bare.ts";
import { WireError, noSuchKind } from "./error.ts";
import { isFrameClass } from "./limits.ts";
import { PASS_KIND, type Pass, encodePass } from "./pass.ts";

/** What a client says to the relay (spec/relay.md 2). */
export type ToRelay =
  | Admit
  // Both end a pair room for both sides; the other hears which of the two it was.
  | { readonly kind: "leave" }
  | { readonly kind: "burn" }
  // The answer to the relay's beat: 40 s without any frame and the socket is dead.
  | { readonly kind: "beat" }
  | Pass;

/** One frame, its length a class. Throws WireError for a value outside its range. */
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
    case "pass":
      return encodePass(frame.block);
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
    case PASS_KIND:
      return { kind: "pass", block: bytes.subarray(1) };
    default:
      throw new WireError("kind");
  }
}
