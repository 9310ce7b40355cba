import { requireLength } from "../errors.ts";
import { INVITE_KEY_BYTES, ROOM_ID_BYTES } from "../invite/invitation.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { equal } from "../primitives/equal.ts";
import { hash } from "../primitives/hash.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import { M1, M2, M3, openMessage, sealMessage } from "./handshake-block.ts";
import { commit, conclude, confirm, hybridKey } from "./handshake-keys.ts";
import { decodeM1, type M1Fields } from "./m1.ts";
import { encodeM2 } from "./m2.ts";
import { decodeM3, type M3Fields } from "./m3.ts";
import { type PairPolicy, type PathPolicy, type Rejoin, stricter } from "./policy.ts";
import { createSession, type PairSession } from "./session.ts";
import { append, appendChoice, beginTranscript, type Transcript } from "./transcript.ts";

/*
 *   create ──> waiting ──m1──> answered ──m3 confirms──> established
 *                 │              │  ^ └─same m1: same m2─┘
 *                 │              └──another m1, or m3 that does not confirm──> failed
 *                 └──m1 that opens and is refused────────────────────────────> failed
 */

/** R before m3. Plain data that holds secrets: `wipeHandshake` it when the attempt is given up. */
export interface ResponderState {
  readonly role: "responder";
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
  /** What this side asks for; null for whatever the room has. */
  readonly path: PathPolicy | null;
  readonly answered: Answered | null;
}

/** One m2 for one m1. */
interface Answered {
  readonly m1Hash: Uint8Array;
  readonly m2: Uint8Array;
  readonly m2Hash: Uint8Array;
  readonly hybrid: Uint8Array;
  readonly commitment: Uint8Array;
  /** Up to the public key, and up to confirm_r. */
  readonly begun: Transcript;
  readonly transcript: Transcript;
  /** What I asks for, and what comes of both paths. */
  readonly policy: PairPolicy;
  readonly effectivePath: PathPolicy;
}

export type ResponderStep =
  | { readonly kind: "dropped" }
  | { readonly kind: "failed" }
  /** m2, 4,095 bytes, byte-identical for a repeated m1. */
  | { readonly kind: "answer"; readonly state: ResponderState; readonly block: Uint8Array }
  | {
      readonly kind: "established";
      readonly session: PairSession;
      /** What holds for the room, and what I asked for. */
      readonly path: PathPolicy;
      readonly otherPath: PathPolicy;
      readonly rejoin: Rejoin;
    };

/**
 * Waits for m1 (spec/pair.md 2 to 4).
 * @param p room id 16 bytes, invite key 32; both are copied, the caller's stay the caller's. A path of null asks for the room's own
 * @throws CoreError("encoding") for wrong lengths
 */
export function createResponder(p: {
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
  readonly path: PathPolicy | null;
}): ResponderState {
  requireLength(p.roomId, ROOM_ID_BYTES);
  requireLength(p.inviteKey, INVITE_KEY_BYTES);
  const { path } = p;
  return {
    role: "responder",
    roomId: p.roomId.slice(),
    inviteKey: copySecret(p.inviteKey),
    path,
    answered: null,
  };
}

/**
 * Takes a block while m1 or m3 is awaited.
 *
 * `dropped`: it does not open, or is not for now; the state is as it was. `failed`: the attempt is over, the state wiped.
 * `answer`: send the block; the next state shares the bytes of this one. `established`: the state is wiped, and the caller
 * erases its own invite key and sends its first frame at once.
 */
export async function stepResponder(
  c: Crypto,
  state: ResponderState,
  block: Uint8Array,
): Promise<ResponderStep> {
  const { answered } = state;
  if (answered !== null && equal(hash(block), answered.m1Hash)) {
    return { kind: "answer", state, block: answered.m2 };
  }
  const m1 = await openMessage(state, M1, EMPTY, block);
  if (m1 !== null) {
    const fields = decodeM1(m1);
    return answered !== null || fields === null ? failed(state) : answer(c, state, fields, hash(block));
  }
  const m3 = answered === null ? null : await openMessage(state, M3, answered.m2Hash, block);
  return answered === null || m3 === null ? { kind: "dropped" } : finish(state, answered, decodeM3(m3));
}

export function wipeResponder(state: ResponderState): void {
  wipe(state.inviteKey);
  if (state.answered !== null) wipe(state.answered.hybrid);
}

async function answer(
  c: Crypto,
  state: ResponderState,
  m1: M1Fields,
  m1Hash: Uint8Array,
): Promise<ResponderStep> {
  const encapsulated = await encapsulate(c, m1.publicKey);
  if (encapsulated === null) return failed(state);
  const { ciphertext, shared } = encapsulated;
  const nonce = c.random.bytes(32);
  const begun = beginTranscript(state.roomId, m1.policy, m1.publicKey);
  const mixed = append(begun, m1.commitment, ciphertext, nonce);
  const hybrid = hybridKey(state.inviteKey, shared, mixed);
  wipe(shared);
  const { policy } = m1;
  const choice = state.path ?? policy.path;
  const chosen = appendChoice(mixed, choice);
  const confirmation = confirm(hybrid, "responder", chosen);
  const fields = encodeM2({ ciphertext, nonce, choice, confirmation });
  const m2 = await sealMessage(c.random, state, M2, m1Hash, fields);
  const answered: Answered = {
    m1Hash,
    m2,
    m2Hash: hash(m2),
    hybrid,
    commitment: m1.commitment,
    begun,
    transcript: append(chosen, confirmation),
    policy,
    effectivePath: stricter(policy.path, choice),
  };
  return { kind: "answer", state: { ...state, answered }, block: answered.m2 };
}

async function finish(
  state: ResponderState,
  answered: Answered,
  m3: M3Fields | null,
): Promise<ResponderStep> {
  if (m3 === null) return failed(state);
  const revealed = append(answered.transcript, m3.nonce);
  // Both are computed before either is looked at: the two ways to fail take the same time.
  const committed = equal(commit(answered.begun, m3.nonce), answered.commitment);
  const confirmed = equal(confirm(answered.hybrid, "initiator", revealed), m3.confirmation);
  if (!committed || !confirmed) return failed(state);
  const outcome = conclude(answered.hybrid, append(revealed, m3.confirmation));
  const session = await createSession("responder", outcome);
  wipeResponder(state);
  const { effectivePath, policy } = answered;
  return {
    kind: "established",
    session,
    path: effectivePath,
    otherPath: policy.path,
    rejoin: policy.rejoin,
  };
}

function failed(state: ResponderState): ResponderStep {
  wipeResponder(state);
  return { kind: "failed" };
}

async function encapsulate(
  c: Crypto,
  publicKey: Uint8Array,
): Promise<{ readonly ciphertext: Uint8Array; readonly shared: Uint8Array } | null> {
  try {
    return await c.kem.encapsulate(publicKey);
  } catch {
    return null;
  }
}
