/**
 * What the relay may see: frames, limits, routes and the shapes of its JSON. Normative text: spec/relay.md.
 *
 * One package, so that client and relay cannot disagree about a byte. It holds no cryptography and knows no socket: a
 * frame is an array of bytes with one of five lengths, and what a `pass` frame carries is opaque here as it is on the
 * relay. Encoders and decoders lie side by side, one frame to a file. A decoder accepts one spelling of each frame and
 * throws WireError for every other; it returns views into its input and copies nothing, so the caller keeps the input
 * unchanged for as long as it uses the result. The frames of rooms for many are an entry of their own (group/). Doubt: nothing here can tell a sealed block from any other bytes.
 */
export { WireError } from "./error.ts";
export { FRAME_LIMITS } from "./frame-limits.ts";
export { FRAME_CLASSES, LIMITS, isFrameClass } from "./limits.ts";
export { type Admit, type AdmitMode, encodeAdmit } from "./admit.ts";
export { encodeWord } from "./bare.ts";
export { type Door, encodeDoor } from "./door.ts";
export { type EndReason } from "./ended.ts";
export { type PhraseEnd } from "./phrase-over.ts";
export { type Presence } from "./presence.ts";
export { type RefusalCode } from "./refused.ts";
export { type Welcome } from "./welcome.ts";
export { decodePass, encodePass, pieceIndexOf } from "./pass.ts";
export { type PhraseToRelay, type ToRelay, decodeToRelay, encodePhrase, encodeToRelay } from "./to-relay.ts";
export { type FromRelay, decodeFromRelay, encodeFromRelay } from "./from-relay.ts";
export { RELAY_PATH, ROUTES, SUBPROTOCOL } from "./routes.ts";
export { type RoomAnswer, type RoomRequest } from "./rooms.ts";
export { ERROR_STATUS, type ErrorAnswer, type ErrorCode } from "./errors.ts";
