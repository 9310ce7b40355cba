import type { Crypto } from "../primitives/crypto.ts";
import { FieldReader } from "../notation/bytes.ts";
import { append, type Transcript } from "../pair/transcript.ts";
import { equal } from "../primitives/equal.ts";
import { hash } from "../primitives/hash.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { concat } from "../notation/bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { X_WING } from "../primitives/x-wing.ts";
import type { Channel } from "./channel.ts";
import { beginTranscript, chainsOf, confirm, encodeM1, hybridKey } from "./keys.ts";
import { M1, M2, M3, openMessage, sealMessage, type Secrets } from "./message.ts";
import { checkProof, type Identity, type Known, prove } from "./proof.ts";

/** An admitter between m1 and m2 (spec/admission.md 2). Holds secrets. */
export interface AdmitterHandshake {
  readonly secrets: Secrets;
  /** Null where the joiner comes by the link. */
  readonly identity: Identity | null;
  readonly kemSecret: Uint8Array;
  readonly m1Hash: Uint8Array;
  /** Up to and including the public key. */
  readonly transcript: Transcript;
}

export type ProvedStep =
  | { readonly kind: "dropped" }
  | { readonly kind: "failed" }
  | {
      readonly kind: "proved";
      readonly m3: Uint8Array;
      readonly channel: Channel;
      readonly th: Uint8Array;
      readonly who: Known | null;
    };

/** m1, and the state behind it. The secrets are the state's from now on. */
export async function beginAdmitter(
  c: Crypto,
  secrets: Secrets,
  identity: Identity | null,
): Promise<{ readonly state: AdmitterHandshake; readonly block: Uint8Array }> {
  const { publicKey, secret: kemSecret } = await c.kem.generate();
  const block = await sealMessage(c.random, secrets, M1, EMPTY, encodeM1(publicKey));
  const transcript = beginTranscript(secrets, publicKey);
  return { state: { secrets, identity, kemSecret, m1Hash: hash(block), transcript }, block };
}

/** Takes a block while m2 is awaited. The state is wiped unless the block was dropped. */
export async function takeM2(c: Crypto, state: AdmitterHandshake, block: Uint8Array): Promise<ProvedStep> {
  const plaintext = await openMessage(state.secrets, M2, state.m1Hash, block);
  if (plaintext === null) return { kind: "dropped" };
  try {
    return await proved(c, state, new FieldReader(plaintext), hash(block));
  } finally {
    wipeAdmitterHandshake(state);
  }
}

export function wipeAdmitterHandshake({ secrets, identity, kemSecret }: AdmitterHandshake): void {
  wipe(secrets.inviteKey, kemSecret);
  if (identity !== null) wipe(identity.signatureSecret);
}

async function proved(
  c: Crypto,
  { secrets, identity, kemSecret, transcript }: AdmitterHandshake,
  reader: FieldReader,
  m2Hash: Uint8Array,
): Promise<ProvedStep> {
  const ciphertext = reader.bytes(X_WING.ciphertextBytes);
  const mixed = append(transcript, ciphertext);
  const proof = checkProof(identity, "joiner", mixed, reader);
  const confirmation = reader.bytes(32);
  const shared = reader.restIsZero() ? await decapsulated(c, kemSecret, ciphertext) : null;
  if (shared === null || proof === null) return { kind: "failed" };
  const hybrid = hybridKey(secrets.inviteKey, shared, mixed);
  wipe(shared);
  try {
    if (!equal(confirm(hybrid, "joiner", proof.transcript), confirmation)) return { kind: "failed" };
    const own = prove(identity, "admitter", append(proof.transcript, confirmation));
    const ownConfirmation = confirm(hybrid, "admitter", own.transcript);
    const m3 = await sealMessage(c.random, secrets, M3, m2Hash, concat(own.fields, ownConfirmation));
    const { th, admitter, joiner } = chainsOf(hybrid, append(own.transcript, ownConfirmation));
    const channel = { attempt: secrets.attempt, sending: admitter, receiving: joiner, pieces: null };
    return { kind: "proved", m3, channel, th, who: proof.who };
  } finally {
    wipe(hybrid);
  }
}

async function decapsulated(
  c: Crypto,
  secret: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Uint8Array | null> {
  try {
    return await c.kem.decapsulate(secret, ciphertext);
  } catch {
    return null;
  }
}
