import { CoreError, requireLength } from "../errors.ts";
import type { Invitation } from "../invite/invitation.ts";
import { requireOrigin } from "../invite/origin.ts";
import { ascii, isZero } from "../notation/bytes.ts";
import { equal } from "../primitives/equal.ts";
import type { Random } from "../primitives/random.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { confirmations, openInvitation } from "./attempt-keys.ts";
import { agree, type Agreement, drawHalf, type Half, type Setting } from "./exchange.ts";
import { decodeMessage2, decodeMessage4, encodeMessage1, encodeMessage3, NONCE_BYTES } from "./message.ts";
import { type Phrase, spellPair } from "./spelling.ts";

/*
 *   join ──> named ──n_i──> begun ──message 2──> confirming ──message 4 confirms──> invited
 *           (message 1 goes out) │  (message 3 goes out: spent) │
 *                                └──anything else──> failed <───┘ anything else
 */

/** The joiner of one phrase. Plain data that holds secrets: `joiner.wipe` it when the phrase is given up. */
export interface JoinerState {
  readonly role: "joiner";
  readonly origin: string;
  /** Named to the relay in `phrase-begin`. */
  readonly address: number;
  /** ASCII of `w3-w4`, zero once message 1 is made. */
  readonly secret: Uint8Array;
  readonly begun: { readonly half: Half; readonly setting: Setting } | null;
  readonly agreed: Agreement | null;
}

export type JoinerStep =
  /** Send the 255 bytes; from then on the attempt is spent. */
  | { readonly kind: "confirm"; readonly state: JoinerState; readonly message: Uint8Array }
  /** The inviter has proved the secret too. The state is wiped; the invitation is the caller's to wipe. */
  | { readonly kind: "invited"; readonly invitation: Invitation }
  /** The attempt is over, for whatever reason, and the state wiped. */
  | { readonly kind: "failed" };

/** The side that was told a phrase (spec/phrase.md 3 and 4). */
export const joiner: {
  readonly join: typeof join;
  readonly begin: typeof begin;
  readonly step: typeof step;
  readonly wipe: typeof wipeAll;
} = { join, begin, step, wipe: wipeAll };

/**
 * Holds a phrase for its one attempt. Nothing is drawn yet.
 * @param origin of the relay this side is connected to, spelled canonically
 * @throws CoreError("encoding") for numbers that have no words; CoreError("invitation", "scheme" or "host") for what is no origin
 */
function join(p: { readonly origin: string; readonly phrase: Phrase }): JoinerState {
  const origin = requireOrigin(p.origin);
  spellPair(p.phrase.address);
  const secret = copySecret(ascii(spellPair(p.phrase.secret)));
  return { role: "joiner", origin, address: p.phrase.address, secret, begun: null, agreed: null };
}

/**
 * Begins the attempt, once, with the nonce that the inviter left.
 * @param inviterNonce n_i, 32 bytes, as the relay says it: another one than the inviter's fails later
 * @returns message 1, 255 bytes. The state before is wiped of the secret
 * @throws CoreError("encoding") for another length; CoreError("state") when it has begun, or was wiped
 */
async function begin(
  random: Random,
  state: JoinerState,
  inviterNonce: Uint8Array,
): Promise<{ readonly state: JoinerState; readonly message: Uint8Array }> {
  requireLength(inviterNonce, NONCE_BYTES);
  if (state.begun !== null || isZero(state.secret)) throw new CoreError("state");
  const { origin, address } = state;
  const joinerNonce = random.bytes(NONCE_BYTES);
  const setting = { origin, address, inviterNonce: inviterNonce.slice(), joinerNonce };
  const half = await drawHalf(random, state.secret, setting);
  const message = encodeMessage1({ nonce: joinerNonce, point: half.point });
  return { state: { ...state, begun: { half, setting } }, message };
}

/**
 * Takes the inviter's next message: 2, then 4. Anything else fails.
 * @throws CoreError("state") for a state that has not begun, and for one that was used or wiped
 */
async function step(state: JoinerState, message: Uint8Array): Promise<JoinerStep> {
  const { agreed, begun } = state;
  if (begun === null) throw new CoreError("state");
  return agreed === null ? confirm(state, begun, message) : receive(state, agreed, message);
}

function wipeAll(state: JoinerState): void {
  wipe(state.secret);
  if (state.begun !== null) wipe(state.begun.half.scalar);
  if (state.agreed !== null) wipe(state.agreed.key);
}

async function confirm(
  state: JoinerState,
  { half, setting }: { readonly half: Half; readonly setting: Setting },
  message: Uint8Array,
): Promise<JoinerStep> {
  if (isZero(half.scalar)) throw new CoreError("state");
  const point = decodeMessage2(message);
  const agreed = point === null ? null : await agree(half, point, "joiner", setting);
  if (agreed === null) return failed(state);
  const { joiner: own } = confirmations(agreed.key, agreed.transcript);
  return { kind: "confirm", state: { ...state, agreed }, message: encodeMessage3(own) };
}

async function receive(
  state: JoinerState,
  { key, transcript }: Agreement,
  message: Uint8Array,
): Promise<JoinerStep> {
  if (isZero(key)) throw new CoreError("state");
  const fields = decodeMessage4(message);
  const expected = confirmations(key, transcript);
  if (fields === null || !equal(expected.inviter, fields.confirmation)) return failed(state);
  const invited = await openInvitation(key, expected.transcript, fields.sealed);
  wipeAll(state);
  return invited === null
    ? { kind: "failed" }
    : { kind: "invited", invitation: { ...invited, origin: state.origin } };
}

function failed(state: JoinerState): JoinerStep {
  wipeAll(state);
  return { kind: "failed" };
}
