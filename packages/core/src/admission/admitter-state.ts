import type { Crypto } from "../primitives/crypto.ts";
import { requireLength } from "../errors.ts";
import type { GroupState } from "../group/state.ts";
import { INVITE_KEY_BYTES } from "../invite/invitation.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { type AdmitterHandshake, beginAdmitter, wipeAdmitterHandshake } from "./admitter-handshake.ts";
import type { Ask } from "./ask.ts";
import { type Channel, wipeChannel } from "./channel.ts";
import { returnKey } from "./keys.ts";
import { ADMISSION_LIMITS } from "./limits.ts";
import type { Known } from "./proof.ts";
import type { DormantSeat } from "./returning.ts";

/*
 *   admit ──m1──> proving ──m2──> greeting ──greeting──> asked ──let-in──> [sharing ──> confirming ──>] packing
 *                   (m3)                       wait ─────┘ └─refuse──> over        (terms)                │ key package
 *                                                                                   over <──refuse── adding ──welcome──> done
 *   over, from anywhere: what does not keep to the chapter, the time, `leaving`, drop
 */

/** The admitter's side of one attempt (spec/admission.md). Holds secrets; a step returns the next value and wipes what is spent. */
export type AdmitterState = Base &
  (
    | { readonly phase: "proving"; readonly handshake: AdmitterHandshake }
    | (Connected & { readonly phase: "greeting" | "asked" })
    | (Connected & { readonly phase: "sharing"; readonly password: Uint8Array })
    | (Connected & { readonly phase: "confirming"; readonly wanted: Confirmations })
    | (Connected & { readonly phase: "packing" | "adding" })
  );

interface Base {
  readonly role: "admitter";
  readonly roomId: Uint8Array;
  readonly endsAtMs: number;
  /** Blocks taken. */
  readonly taken: number;
}

interface Connected {
  readonly channel: Channel;
  /** The channel's th. */
  readonly th: Uint8Array;
  /** Who it was, where it comes back. */
  readonly returning: Known | null;
}

/** What the joiner has to say, and what is answered. */
interface Confirmations {
  readonly joiner: Uint8Array;
  readonly admitter: Uint8Array;
}

export type ConnectedAdmitter = Exclude<AdmitterState, { phase: "proving" }>;

/**
 * Answers an ask: the first block of an attempt (spec/admission.md 1, 2).
 * @param p.inviteKey the key that holds, 32 bytes, copied; p.dormant whom this member remembers
 * @returns the state, and m1: whispered to the seat that asked
 */
export async function admit(
  c: Crypto,
  p: {
    readonly ask: Ask;
    readonly group: GroupState;
    readonly inviteKey: Uint8Array;
    readonly dormant: readonly DormantSeat[];
  },
  nowMs: number,
): Promise<{ readonly state: AdmitterState; readonly blocks: readonly Uint8Array[] }> {
  requireLength(p.inviteKey, INVITE_KEY_BYTES);
  const { mls, members, self } = p.group;
  const { attempt, by } = p.ask;
  const roomId = mls.groupContext.groupId.slice();
  const isLink = by === "link";
  const inviteKey = isLink ? copySecret(p.inviteKey) : returnKey(roomId);
  const signatureSecret = copySecret(isLink ? new Uint8Array(0) : mls.signaturePrivateKey);
  const known = [...members, ...p.dormant.filter(({ untilMs }) => untilMs > nowMs)];
  const identity = isLink ? null : { tag: self.tag, signatureSecret, known };
  const { state: handshake, block } = await beginAdmitter(c, { roomId, attempt, by, inviteKey }, identity);
  const endsAtMs = nowMs + ADMISSION_LIMITS.attemptMs;
  return {
    state: { role: "admitter", phase: "proving", roomId, endsAtMs, taken: 0, handshake },
    blocks: [block],
  };
}

/** Erases every secret of an attempt. */
export function wipeAdmitter(state: AdmitterState): void {
  if (state.phase === "proving") {
    wipeAdmitterHandshake(state.handshake);
    return;
  }
  wipeChannel(state.channel);
  if (state.phase === "sharing") wipe(state.password);
  if (state.phase === "confirming") wipe(state.wanted.joiner, state.wanted.admitter);
}
