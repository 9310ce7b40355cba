import type { Random } from "../primitives/random.ts";
import { requireLength } from "../errors.ts";
import { type JoinerKeys, wipeJoinerKeys } from "../group/create.ts";
import { TAG_BYTES } from "../group/member.ts";
import type { GroupSettings } from "../group/settings.ts";
import { INVITE_KEY_BYTES, ROOM_ID_BYTES } from "../invite/invitation.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { encodeAsk } from "./ask.ts";
import { type Channel, wipeChannel } from "./channel.ts";
import type { Greeting } from "./bodies.ts";
import {
  type Answered,
  type JoinerHandshake,
  wipeAnswered,
  wipeJoinerHandshake,
} from "./joiner-handshake.ts";
import { returnKey } from "./keys.ts";
import { ADMISSION_LIMITS } from "./limits.ts";
import type { Half } from "./password.ts";
import type { GroupInvitation } from "./invitation.ts";
import type { Returning } from "./returning.ts";

/*
 *   join ──ask──> asking ──m1──> answered ──m3──> waiting ──terms──> offered ──agree──> [sharing ──> confirming ──>] entering ──welcome──> joined
 *                          (m2)         (greeting)  └ waiting ┘                                     (key package)
 *   over, from anywhere: what does not keep to the chapter, the time, leave; refused, from `waiting` on
 */

/** The joiner's side of one attempt (spec/admission.md). Holds secrets; a step returns the next value and wipes what is spent. */
export type JoinerState = Base &
  (
    | { readonly phase: "asking"; readonly handshake: JoinerHandshake }
    | { readonly phase: "answered"; readonly handshake: Answered }
    | (Connected & { readonly phase: "waiting" })
    | (Connected & { readonly phase: "offered"; readonly terms: GroupSettings })
    | (Connected & { readonly phase: "sharing"; readonly terms: GroupSettings; readonly half: Half })
    | (Connected & {
        readonly phase: "confirming";
        readonly terms: GroupSettings;
        readonly wanted: Uint8Array;
      })
    | (Connected & { readonly phase: "entering"; readonly terms: GroupSettings; readonly keys: JoinerKeys })
  );

interface Base {
  readonly role: "joiner";
  readonly roomId: Uint8Array;
  readonly endsAtMs: number;
  /** Blocks taken. */
  readonly taken: number;
  /** The owner tag of the invitation, or of the room as it was known to who comes back. */
  readonly owner: Uint8Array;
  /** The old signature key of who comes back, else null. */
  readonly signatureSecret: Uint8Array | null;
  readonly greeting: Greeting;
}

interface Connected {
  readonly channel: Channel;
  readonly th: Uint8Array;
}

export type ConnectedJoiner = Exclude<JoinerState, { phase: "asking" | "answered" }>;

/** How somebody wants in. */
export type Entry =
  | ({ readonly by: "link" } & Pick<GroupInvitation, "roomId" | "inviteKey" | "owner">)
  | ({ readonly by: "return" } & Returning);

/**
 * Wants into a room (spec/admission.md 1).
 * @param p.turn counts the asks of one wish from 0; p.name what to be called, "" for nothing. Secrets are copied
 * @returns the state, the attempt's name, and the ask: whispered to everybody present
 */
export function join(
  random: Random,
  p: { readonly entry: Entry; readonly turn: number; readonly name: string },
  nowMs: number,
): { readonly state: JoinerState; readonly attempt: Uint8Array; readonly blocks: readonly Uint8Array[] } {
  const { entry, name } = p;
  const { by, roomId } = entry;
  requireLength(roomId, ROOM_ID_BYTES);
  const attempt = random.bytes(16);
  const isLink = entry.by === "link";
  const inviteKey = isLink ? copySecret(entry.inviteKey) : returnKey(roomId);
  requireLength(inviteKey, INVITE_KEY_BYTES);
  requireLength(entry.owner, TAG_BYTES);
  const identity = isLink ? null : { ...entry, signatureSecret: copySecret(entry.signatureSecret) };
  const state: JoinerState = {
    role: "joiner",
    phase: "asking",
    roomId: roomId.slice(),
    endsAtMs: nowMs + ADMISSION_LIMITS.attemptMs,
    taken: 0,
    owner: entry.owner.slice(),
    signatureSecret: isLink ? null : copySecret(entry.signatureSecret),
    greeting: { name, notices: isLink ? [] : entry.notices },
    handshake: { secrets: { roomId: roomId.slice(), attempt, by, inviteKey }, identity },
  };
  return { state, attempt, blocks: [encodeAsk({ attempt, by, turn: p.turn % 256 })] };
}

/** Erases every secret of an attempt. */
export function wipeJoiner(state: JoinerState): void {
  if (state.signatureSecret !== null) wipe(state.signatureSecret);
  if (state.phase === "asking") wipeJoinerHandshake(state.handshake);
  else if (state.phase === "answered") wipeAnswered(state.handshake);
  else wipeChannel(state.channel);
  if (state.phase === "sharing") wipe(state.half.scalar);
  if (state.phase === "confirming") wipe(state.wanted);
  if (state.phase === "entering") wipeJoinerKeys(state.keys);
}
