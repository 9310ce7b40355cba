import { wipe } from "../primitives/wipe.ts";
import { beginEpoch, type CurrentEpoch, type PreviousEpoch } from "./epoch.ts";
import type { Outcome } from "./handshake-keys.ts";
import type { Role } from "./role.ts";

/** Keys of passed frames and of a past epoch live so long (spec/pair.md 6, 7). */
export const OLD_KEYS_MS = 60_000;
export const SKIPPED_KEYS_MAX = 1024;

/** The key of a frame that was passed over and may still come. */
export interface SkippedKey {
  readonly epoch: number;
  readonly counter: number;
  readonly key: Uint8Array;
  readonly expiresAtMs: number;
}

/** Where this side stands in an exchange of fresh keys (spec/pair.md 7). */
export type RekeyState =
  | { readonly state: "idle" }
  /** I: rk1 is out. The KEM secret lives until rk2 comes. */
  | { readonly state: "asked"; readonly rk1: Uint8Array; readonly kemSecret: Uint8Array }
  /** R: rk2 is out, and no frame of the new epoch has opened. */
  | { readonly state: "answered"; readonly rk1: Uint8Array; readonly rk2: Uint8Array };

/**
 * The shared state of two parties after the handshake, as one side holds it. Plain data: it can be cloned and compared. It
 * holds secrets, and belongs to one owner: a transition returns the next value and wipes in the old one what is spent, so
 * the old value is not used again. Callers read the first six fields; the rest is for this chapter alone.
 */
export interface PairSession {
  readonly role: Role;
  /** The epoch this side seals in. */
  readonly epoch: number;
  /** Sealed by this side in `epoch`, and opened from the other side in it. */
  readonly framesSent: number;
  readonly framesReceived: number;
  /** 13 bytes: 42 bits for emoji, 55 for words (spec/pair.md 5). */
  readonly safety: Uint8Array;
  /** Pre-sealed blocks of 255 bytes, to be sent on every path at the last moment: of the present epoch; for R, while I has
   *  not entered it, of the previous one too, before it. */
  readonly farewells: readonly Uint8Array[];
  readonly th: Uint8Array;
  readonly current: CurrentEpoch;
  readonly previous: PreviousEpoch | null;
  /** Oldest first. */
  readonly skipped: readonly SkippedKey[];
  readonly rekey: RekeyState;
}

/** What a session's owner does about its keys in time. */
export const sessions: {
  readonly expireKeys: typeof expireKeys;
  readonly wipe: typeof wipeAll;
} = { expireKeys, wipe: wipeAll };

/** Epoch 0, from the handshake's outcome. Erases its root. */
export async function createSession(role: Role, outcome: Outcome): Promise<PairSession> {
  const { epoch, farewell } = await beginEpoch(role, 0, outcome.root);
  return {
    role,
    epoch: 0,
    framesSent: 0,
    framesReceived: 0,
    safety: outcome.safety,
    farewells: [farewell],
    th: outcome.th,
    current: epoch,
    previous: null,
    skipped: [],
    rekey: { state: "idle" },
  };
}

/**
 * Erases skipped keys and the previous epoch whose 60 s are over. The same value comes back when there is nothing to erase.
 * @param nowMs on the clock that openBlock is given
 */
function expireKeys(session: PairSession, nowMs: number): PairSession {
  const { previous } = session;
  const over = previous !== null && previous.expiresAtMs !== null && previous.expiresAtMs <= nowMs;
  const kept = session.skipped.filter(
    (one) => one.expiresAtMs > nowMs && !(over && one.epoch === previous.number),
  );
  if (!over && kept.length === session.skipped.length) return session;
  wipe(...session.skipped.filter((one) => !kept.includes(one)).map((one) => one.key));
  if (over) wipePrevious(previous);
  return { ...session, previous: over ? null : previous, skipped: kept };
}

export function wipePrevious(previous: PreviousEpoch): void {
  wipe(previous.receive.key, previous.peerBye);
  if (previous.send !== null) wipe(previous.send.key);
}

/** Erases every secret of a session, at its end. */
function wipeAll(session: PairSession): void {
  const { current, previous, rekey } = session;
  wipe(current.send.key, current.receive.key, current.peerBye, current.mix);
  wipe(session.safety, session.th, ...session.skipped.map((one) => one.key));
  if (previous !== null) wipePrevious(previous);
  if (rekey.state === "asked") wipe(rekey.kemSecret);
}
