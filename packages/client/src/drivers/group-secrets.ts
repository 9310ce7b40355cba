/*
 * What a room for many keeps secret, and what its parts share of it: the keyring (group-keyring.ts) and both sides of the admission channel.
 */
import { CoreError, wipe } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { groups } from "@tacet/core/group";
import type {
  AdmissionDid,
  EndedAttempt,
  GroupView,
  Job,
  JobResult,
  Spelled,
  Whispered,
} from "../group/messages.ts";
import { viewOf } from "./group-view.ts";

export type GroupState = Awaited<ReturnType<typeof groups.create>>;
export type Chain = ReturnType<typeof groups.chain.begin>;
type Ask = NonNullable<ReturnType<typeof groups.admissions.ask.decode>>;
type Admitter = Awaited<ReturnType<typeof groups.admissions.admitter.begin>>["state"];
type Joiner = ReturnType<typeof groups.admissions.joiner.begin>["state"];

export interface GroupSecrets {
  readonly crypto: Crypto;
  readonly seatSecret: Uint8Array;
  inviteKey: Uint8Array;
  roomId: Uint8Array;
  origin: string;
  /** The tag in the invitation: 16 bytes. */
  owner: Uint8Array;
  password: string | null;
  settings: (Job & { job: "create" })["settings"] | null;
  /** Signs commands to the relay; null where one is not the owner. */
  roomKey: ReturnType<typeof groups.admissions.roomKeys.make> | null;
  state: GroupState | null;
  chain: Chain;
  /** R_n of the last numbers, to compare with what others have seen. */
  readonly history: Map<number, Uint8Array>;
  readonly attempts: Attempts;
  /** How often a password was tried, exchanges that are begun among that (spec/admission.md 5). */
  guard: typeof groups.admissions.passwordGuard.none;
  /** Those who were removed as absent, and may come back. */
  dormant: Parameters<typeof groups.admissions.returns.remember>[0];
  comparison: Parameters<typeof groups.comparisons.show>[1] | null;
  /** What is kept to come back with, while one does. */
  returning: Returning | null;
  /** In this stay one is by the old key. */
  cameBack: boolean;
  wiped: boolean;
}

export type Returning = ReturnType<typeof groups.admissions.returns.of>;

export interface Attempts {
  /** Asks that were heard, by attempt, until it is known whose turn it is. */
  readonly asks: Map<string, { readonly ask: Ask; readonly seat: number }>;
  readonly admitting: Map<string, Admitting>;
  joiner: Joining | null;
  /** Seats that answered an ask of ours and brought it to no end. */
  readonly stalled: Set<number>;
  /** The attempt whose Add waits for its place. */
  adding: string | null;
  /** What stands for the password under the present invite key. */
  stretched: Uint8Array | null;
}

export interface Admitting {
  state: Admitter | null;
  readonly seat: number;
  readonly by: Ask["by"];
  /** A person has let it in. */
  pressed: boolean;
  /** When its password exchange was begun, and so counted. */
  begunMs: number | null;
  keyPackage: Uint8Array | null;
  welcome: Uint8Array | null;
  /** Of the Add's place. */
  chain: Chain | null;
}

export interface Joining {
  state: Joiner | null;
  readonly attempt: string;
  /** Who answers; null before anybody has. */
  seat: number | null;
  /** Kept when it has confirmed. */
  typed: string | null;
  /** Seats that stalled are not taken. */
  readonly wary: boolean;
}

export function begin(secrets: GroupSecrets, state: GroupState, chain?: Chain): void {
  secrets.state = state;
  secrets.chain = chain ?? groups.chain.begin(secrets.roomId);
  secrets.history.set(secrets.chain.number, secrets.chain.value);
  secrets.owner = state.settings.owner;
}

/** The room is entered: its state, its place in the order and the invite key that holds. */
export function entered(secrets: GroupSecrets, state: GroupState, chain: Chain, inviteKey: Uint8Array): void {
  wipe(secrets.inviteKey);
  secrets.inviteKey = inviteKey;
  secrets.cameBack = secrets.returning !== null;
  if (secrets.returning !== null) groups.admissions.returns.wipe(secrets.returning);
  secrets.returning = null;
  // It was of the invite key of before.
  if (secrets.attempts.stretched !== null) wipe(secrets.attempts.stretched);
  secrets.attempts.stretched = null;
  secrets.history.clear();
  begin(secrets, state, chain);
}

/** What the machine may know of the group now. */
export function viewNow({ state }: GroupSecrets): GroupView | null {
  return state === null ? null : viewOf(state);
}

/** The two spellings, where the relay can be named in one. */
export function spell({ origin, roomId, inviteKey, owner }: GroupSecrets): Spelled | null {
  const { invitations } = groups.admissions;
  try {
    const invitation = { roomId, inviteKey, owner };
    return { link: invitations.link(origin, invitation), code: invitations.shareCode(invitation) };
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    return null;
  }
}

/** Made once for each invite key, since it takes a second. Null for what is no password. */
export async function stretched(secrets: GroupSecrets, typed: string | null): Promise<Uint8Array | null> {
  const { attempts, roomId, inviteKey } = secrets;
  if (typed === null || !groups.admissions.passwords.isOne(typed)) return null;
  // A joiner may type another: only a member's is kept.
  if (secrets.state === null) return groups.admissions.passwords.stretch(typed, { roomId, inviteKey });
  attempts.stretched ??= await groups.admissions.passwords.stretch(typed, { roomId, inviteKey });
  return attempts.stretched;
}

/** What a step of the channel came to, and what is whispered for it. */
export const admissionDid = (
  outcome: AdmissionDid,
  whispers: readonly Whispered[] = [],
  ended: readonly EndedAttempt[] = [],
): JobResult & { did: "admission" } => ({ did: "admission", whispers, outcome, ended });
