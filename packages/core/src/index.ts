/**
 * Where secrets live: invitations, the handshake of two people, their ratchet, and what they say. Bytes in, bytes out: no
 * socket, no clock, no storage, no page. Normative text: spec/invite.md, spec/pair.md, spec/content.md, spec/direct.md 2.
 *
 * States are plain readonly values. A transition takes one and returns the next, and overwrites in the old one what is spent;
 * so a state has one owner, who calls one transition after the other. What does not open changes nothing and is a value, not
 * an error; CoreError is for callers who break the contract, and for texts that are no invitation. Time and randomness come in
 * from outside.
 *
 * Doubts. JavaScript promises neither constant time nor that overwritten bytes had no copy; WebCrypto is used wherever it
 * exists for the first reason. A relay can make a receiver walk a chain 4,096 steps for nothing (some forty milliseconds) with
 * every forged frame; its rate limits are its own to break.
 */
export { CoreError } from "./errors.ts";
export { base64url } from "./notation/base64url.ts";

export type { Crypto } from "./primitives/crypto.ts";
export { equal } from "./primitives/equal.ts";
export { hash as blockHash } from "./primitives/hash.ts";
export { createKem } from "./primitives/kem.ts";
export { systemRandom } from "./primitives/random.ts";
export { seededCrypto } from "./primitives/seeded.ts";
export { wipe } from "./primitives/wipe.ts";

export { admission } from "./invite/admission.ts";
export { formatInvitation } from "./invite/format.ts";
export type { Invitation } from "./invite/invitation.ts";
export { parseInvitation } from "./invite/parse.ts";
export { roomIds } from "./invite/room-id.ts";

export { handshakes } from "./pair/handshake.ts";
export type { InitiatorState } from "./pair/initiator.ts";
export { openBlock } from "./pair/open.ts";
export type { PathPolicy } from "./pair/policy.ts";
export { rekeying } from "./pair/rekey.ts";
export type { ResponderState } from "./pair/responder.ts";
export { sealFrame } from "./pair/seal.ts";
export { type PairSession, sessions } from "./pair/session.ts";

export { bodies } from "./content/bodies.ts";
export type { Content, Frame } from "./content/frame.ts";
export { KIND, streamOf } from "./content/kinds.ts";
export { cleanName } from "./content/profile.ts";
