import { requireLength } from "../errors.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { equal } from "../primitives/equal.ts";
import { hash } from "../primitives/hash.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import { INVITE_KEY_BYTES, ROOM_ID_BYTES } from "../invite/invitation.ts";
import { M1, M2, M3, openMessage, sealMessage } from "./handshake-block.ts";
import { commit, conclude, confirm, hybridKey } from "./handshake-keys.ts";
import { encodeM1 } from "./m1.ts";
import { decodeM2, type M2Fields } from "./m2.ts";
import { encodeM3 } from "./m3.ts";
import { type PairPolicy, type PathPolicy, type Rejoin, stricter } from "./policy.ts";
import { createSession, type PairSession } from "./session.ts";
import { append, appendChoice, beginTranscript, type Transcript } from "./transcript.ts";

/*
 *   create ──m1──> waiting ──m2 confirms──> established (m3 goes out)
 *                     │ m2 opens and does not confirm
 *                     └──────────────────> failed
 *
 * A block that does not open leaves `waiting` as it was: a relay can make a handshake slow, and nothing else.
 */

/** I between m1 and m2. Plain data that holds secrets: `wipeHandshake` it when the attempt is given up. */
export interface InitiatorState {
  readonly role: "initiator";
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
  readonly policy: PairPolicy;
  readonly kemSecret: Uint8Array;
  readonly nonce: Uint8Array;
  /** H of the sealed m1: an m2 that answers another does not open. */
  readonly m1Hash: Uint8Array;
  /** Up to and including the commitment. */
  readonly transcript: Transcript;
}

export type InitiatorStep =
  | { readonly kind: "dropped" }
  | { readonly kind: "failed" }
  | {
      readonly kind: "established";
      readonly session: PairSession;
      /** m3, 255 bytes. */
      readonly block: Uint8Array;
      /** H of the sealed m2: a byte-identical m2 is answered with the same m3 until R's first frame opens. */
      readonly answeredHash: Uint8Array;
      /** What holds for the room, and what R chose. */
      readonly path: PathPolicy;
      readonly otherPath: PathPolicy;
      readonly rejoin: Rejoin;
    };

/**
 * Begins an attempt with fresh keys (spec/pair.md 2 to 4).
 * @param p room id 16 bytes, invite key 32; both are copied, the caller's stay the caller's
 * @returns the state, and m1: 4,095 bytes, sent again byte for byte
 * @throws CoreError("encoding") for wrong lengths
 */
export async function createInitiator(
  c: Crypto,
  p: { readonly roomId: Uint8Array; readonly inviteKey: Uint8Array; readonly policy: PairPolicy },
): Promise<{ readonly state: InitiatorState; readonly block: Uint8Array }> {
  requireLength(p.roomId, ROOM_ID_BYTES);
  requireLength(p.inviteKey, INVITE_KEY_BYTES);
  const { publicKey, secret } = await c.kem.generate();
  const nonce = c.random.bytes(32);
  const begun = beginTranscript(p.roomId, p.policy, publicKey);
  const commitment = commit(begun, nonce);
  const block = await sealMessage(
    c.random,
    p,
    M1,
    EMPTY,
    encodeM1({ policy: p.policy, publicKey, commitment }),
  );
  const state: InitiatorState = {
    role: "initiator",
    roomId: p.roomId.slice(),
    inviteKey: copySecret(p.inviteKey),
    policy: p.policy,
    kemSecret: secret,
    nonce,
    m1Hash: hash(block),
    transcript: append(begun, commitment),
  };
  return { state, block };
}

/**
 * Takes a block while m2 is awaited.
 *
 * `dropped`: it is not an m2 that opens; the state is as it was. `failed`: it opened and did not confirm, for whatever
 * reason; the state is wiped. `established`: the state is wiped, and the caller erases its own invite key.
 */
export async function stepInitiator(
  c: Crypto,
  state: InitiatorState,
  block: Uint8Array,
): Promise<InitiatorStep> {
  const plaintext = await openMessage(state, M2, state.m1Hash, block);
  if (plaintext === null) return { kind: "dropped" };
  const fields = decodeM2(plaintext);
  const hybrid = fields === null ? null : await confirmedKey(c, state, fields);
  if (fields === null || hybrid === null) {
    wipeInitiator(state);
    return { kind: "failed" };
  }
  const answered = withM2(state.transcript, fields);
  const revealed = append(answered, fields.confirmation, state.nonce);
  const confirmation = confirm(hybrid, "initiator", revealed);
  const answeredHash = hash(block);
  const m3Fields = encodeM3({ nonce: state.nonce, confirmation });
  // Side by side: m3 is awaited on the other side.
  const [m3, session] = await Promise.all([
    sealMessage(c.random, state, M3, answeredHash, m3Fields),
    createSession("initiator", conclude(hybrid, append(revealed, confirmation))),
  ]);
  const { choice: otherPath } = fields;
  const { rejoin } = state.policy;
  const path = stricter(state.policy.path, otherPath);
  wipe(hybrid);
  wipeInitiator(state);
  return { kind: "established", session, block: m3, answeredHash, path, otherPath, rejoin };
}

export function wipeInitiator(state: InitiatorState): void {
  wipe(state.inviteKey, state.kemSecret, state.nonce);
}

/** K when confirm_r proves that R has it too, else null. */
async function confirmedKey(c: Crypto, state: InitiatorState, fields: M2Fields): Promise<Uint8Array | null> {
  const shared = await decapsulated(c, state, fields.ciphertext);
  if (shared === null) return null;
  const hybrid = hybridKey(
    state.inviteKey,
    shared,
    append(state.transcript, fields.ciphertext, fields.nonce),
  );
  wipe(shared);
  const expected = confirm(hybrid, "responder", withM2(state.transcript, fields));
  if (equal(expected, fields.confirmation)) return hybrid;
  wipe(hybrid);
  return null;
}

async function decapsulated(
  c: Crypto,
  state: InitiatorState,
  ciphertext: Uint8Array,
): Promise<Uint8Array | null> {
  try {
    return await c.kem.decapsulate(state.kemSecret, ciphertext);
  } catch {
    return null;
  }
}

/** Up to and including the path choice. */
function withM2(transcript: Transcript, fields: M2Fields): Transcript {
  return appendChoice(append(transcript, fields.ciphertext, fields.nonce), fields.choice);
}
