import type { Crypto } from "../primitives/crypto.ts";
import { concat, FieldReader } from "../notation/bytes.ts";
import { append, type Transcript } from "../pair/transcript.ts";
import { equal } from "../primitives/equal.ts";
import { hash } from "../primitives/hash.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import { X_WING } from "../primitives/x-wing.ts";
import type { Channel } from "./channel.ts";
import { beginTranscript, chainsOf, confirm, hybridKey, isVersion } from "./keys.ts";
import { M1, M2, M3, openMessage, sealMessage, type Secrets } from "./message.ts";
import { checkProof, type Identity, prove } from "./proof.ts";

/** A joiner before m1 (spec/admission.md 2). Holds secrets. */
export interface JoinerHandshake {
  readonly secrets: Secrets;
  readonly identity: Identity | null;
}

/** A joiner between m2 and m3. */
export interface Answered extends JoinerHandshake {
  readonly hybrid: Uint8Array;
  readonly m2Hash: Uint8Array;
  /** Up to and including confirm_j. */
  readonly transcript: Transcript;
}

export type AnsweredStep =
  | { readonly kind: "dropped" }
  | { readonly kind: "failed" }
  | { readonly kind: "answered"; readonly state: Answered; readonly block: Uint8Array };

export type EstablishedStep =
  | { readonly kind: "dropped" }
  | { readonly kind: "failed" }
  | { readonly kind: "established"; readonly channel: Channel; readonly th: Uint8Array };

/** Takes a block while m1 is awaited. A state that failed is wiped; one that has answered lives on in the next. */
export async function takeM1(c: Crypto, state: JoinerHandshake, block: Uint8Array): Promise<AnsweredStep> {
  const plaintext = await openMessage(state.secrets, M1, EMPTY, block);
  if (plaintext === null) return { kind: "dropped" };
  const reader = new FieldReader(plaintext);
  const isOurs = isVersion(reader.u8());
  const publicKey = reader.bytes(X_WING.publicKeyBytes);
  const encapsulated = isOurs && reader.restIsZero() ? await encapsulate(c, publicKey) : null;
  if (encapsulated === null) return failed(state);
  const { secrets, identity } = state;
  const { ciphertext, shared } = encapsulated;
  const mixed = append(beginTranscript(secrets, publicKey), ciphertext);
  const proof = prove(identity, "joiner", mixed);
  const hybrid = hybridKey(secrets.inviteKey, shared, mixed);
  wipe(shared);
  const confirmation = confirm(hybrid, "joiner", proof.transcript);
  const fields = concat(ciphertext, proof.fields, confirmation);
  const m2 = await sealMessage(c.random, secrets, M2, hash(block), fields);
  const transcript = append(proof.transcript, confirmation);
  return {
    kind: "answered",
    state: { secrets, identity, hybrid, m2Hash: hash(m2), transcript },
    block: m2,
  };
}

/** Takes a block while m3 is awaited. The state is wiped unless the block was dropped. */
export async function takeM3(state: Answered, block: Uint8Array): Promise<EstablishedStep> {
  const { secrets, identity, hybrid, transcript } = state;
  const plaintext = await openMessage(secrets, M3, state.m2Hash, block);
  if (plaintext === null) return { kind: "dropped" };
  try {
    const reader = new FieldReader(plaintext);
    const proof = checkProof(identity, "admitter", transcript, reader);
    const confirmation = reader.bytes(32);
    if (proof === null || !reader.restIsZero()) return { kind: "failed" };
    if (!equal(confirm(hybrid, "admitter", proof.transcript), confirmation)) return { kind: "failed" };
    const { th, joiner, admitter } = chainsOf(hybrid, append(proof.transcript, confirmation));
    const channel = { attempt: secrets.attempt, sending: joiner, receiving: admitter, pieces: null };
    return { kind: "established", channel, th };
  } finally {
    wipeAnswered(state);
  }
}

export function wipeJoinerHandshake({ secrets, identity }: JoinerHandshake): void {
  wipe(secrets.inviteKey);
  if (identity !== null) wipe(identity.signatureSecret);
}

export function wipeAnswered(state: Answered): void {
  wipe(state.hybrid);
  wipeJoinerHandshake(state);
}

function failed(state: JoinerHandshake): AnsweredStep {
  wipeJoinerHandshake(state);
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
