import { CoreError, requireLength } from "../errors.ts";
import { INVITE_KEY_BYTES, ROOM_ID_BYTES } from "../invite/invitation.ts";
import { requireOrigin } from "../invite/origin.ts";
import { ascii, FieldReader, isZero } from "../notation/bytes.ts";
import { equal } from "../primitives/equal.ts";
import type { Random } from "../primitives/random.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { confirmations, type Invited, sealInvitation } from "./attempt-keys.ts";
import { agree, type Agreement, drawHalf } from "./exchange.ts";
import { decodeMessage1, decodeMessage3, encodeMessage2, encodeMessage4, NONCE_BYTES } from "./message.ts";
import { PAIRS, spellPair } from "./spelling.ts";

/*
 *   offer ──> offered ──address──> placed ──message 1──> answered ──message 3 confirms──> delivered
 *                                     │     (message 2 goes out: spent)  │                (message 4 goes out)
 *                                     └──anything else──> failed <───────┘ anything else
 */

/** The inviter of one phrase. Plain data that holds secrets: `inviter.wipe` it when the phrase is given up. */
export interface InviterState extends Invited {
  readonly role: "inviter";
  readonly origin: string;
  /** n_i, 32 bytes: the offer's own, left with the relay. */
  readonly nonce: Uint8Array;
  /** ASCII of `w3-w4`, zero once message 2 is made. */
  readonly secret: Uint8Array;
  /** Null until the relay has named one. */
  readonly address: number | null;
  readonly answered: Agreement | null;
}

export type InviterStep =
  /** Send the 255 bytes; from then on the attempt is spent. The state before is wiped of the secret. */
  | { readonly kind: "answer"; readonly state: InviterState; readonly message: Uint8Array }
  /** The joiner has proved the secret: send the 255 bytes. The state is wiped. */
  | { readonly kind: "delivered"; readonly message: Uint8Array }
  /** The attempt is over, for whatever reason, and the state wiped. */
  | { readonly kind: "failed" };

/** The side that makes a phrase (spec/phrase.md 3 and 4). */
export const inviter: {
  readonly offer: typeof offer;
  readonly place: typeof place;
  readonly step: typeof step;
  readonly wipe: typeof wipeAll;
} = { offer, place, step, wipe: wipeAll };

/**
 * Draws the nonce and the secret of a new phrase. `nonce` goes to the relay.
 * @param p the relay's origin, spelled canonically; room id 16 bytes, invite key 32: copied, the caller's stay the caller's
 * @throws CoreError("encoding") for wrong lengths; CoreError("invitation", "scheme" or "host") for what is no origin
 */
function offer(random: Random, p: Invited & { readonly origin: string }): InviterState {
  requireLength(p.roomId, ROOM_ID_BYTES);
  requireLength(p.inviteKey, INVITE_KEY_BYTES);
  const origin = requireOrigin(p.origin);
  const nonce = random.bytes(NONCE_BYTES);
  const drawn = random.bytes(4);
  // 2^22 divides 2^32: no secret is likelier than another.
  const secret = copySecret(ascii(spellPair(new FieldReader(drawn).u32() % PAIRS)));
  wipe(drawn);
  const inviteKey = copySecret(p.inviteKey);
  return {
    role: "inviter",
    origin,
    roomId: p.roomId.slice(),
    inviteKey,
    nonce,
    secret,
    address: null,
    answered: null,
  };
}

/**
 * Takes the address that the relay chose.
 * @returns the phrase as it is shown, `w1-w2-w3-w4`
 * @throws CoreError("encoding") for an address of more than 22 bits; CoreError("state") when there is one already, or a wiped state
 */
function place(
  state: InviterState,
  address: number,
): { readonly state: InviterState; readonly phrase: string } {
  if (state.address !== null || isZero(state.secret)) throw new CoreError("state");
  const phrase = `${spellPair(address)}-${String.fromCharCode(...state.secret)}`;
  return { state: { ...state, address }, phrase };
}

/**
 * Takes the joiner's next message: 1, then 3. Anything else fails.
 * @throws CoreError("state") for a state without an address, and for one that was used or wiped
 */
async function step(random: Random, state: InviterState, message: Uint8Array): Promise<InviterStep> {
  if (state.address === null || isZero(state.inviteKey)) throw new CoreError("state");
  return state.answered === null
    ? answer(random, state, state.address, message)
    : deliver(state, state.answered, message);
}

function wipeAll(state: InviterState): void {
  wipe(state.inviteKey, state.secret);
  if (state.answered !== null) wipe(state.answered.key);
}

async function answer(
  random: Random,
  state: InviterState,
  address: number,
  message: Uint8Array,
): Promise<InviterStep> {
  if (isZero(state.secret)) throw new CoreError("state");
  const fields = decodeMessage1(message);
  if (fields === null) return failed(state);
  const { origin, nonce } = state;
  const setting = { origin, address, inviterNonce: nonce, joinerNonce: fields.nonce };
  const half = await drawHalf(random, state.secret, setting);
  const answered = await agree(half, fields.point, "inviter", setting);
  if (answered === null) return failed(state);
  return { kind: "answer", state: { ...state, answered }, message: encodeMessage2(half.point) };
}

async function deliver(
  state: InviterState,
  { key, transcript }: Agreement,
  message: Uint8Array,
): Promise<InviterStep> {
  const received = decodeMessage3(message);
  const expected = confirmations(key, transcript);
  if (received === null || !equal(expected.joiner, received)) return failed(state);
  const sealed = await sealInvitation(key, expected.transcript, state);
  wipeAll(state);
  return { kind: "delivered", message: encodeMessage4({ confirmation: expected.inviter, sealed }) };
}

function failed(state: InviterState): InviterStep {
  wipeAll(state);
  return { kind: "failed" };
}
