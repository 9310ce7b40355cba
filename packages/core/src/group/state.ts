import { CoreError } from "../errors.ts";
import { EMPTY } from "../primitives/kdf.ts";
import {
  allSecretTreeValues,
  type ClientConfig,
  type ClientState,
  type GroupContext,
  mlsExporter,
  type RatchetTree,
  type SecretTree,
} from "../primitives/mls.ts";
import { type CiphersuiteImpl } from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { type Evidence, NO_EVIDENCE } from "./evidence.ts";
import { GROUP_LABELS } from "./labels.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { isCredential, type Member, membersOf, SETTINGS_EXTENSION } from "./member.ts";
import type { Assembly } from "./pieces.ts";
import type { Change, RoomView } from "./rules.ts";
import { NOTHING_SENT, type Sent } from "./sent.ts";
import { decodeSettings, type GroupSettings } from "./settings.ts";

/*
 *   create ─┐                     ┌─ propose ──> with a proposal ── take: its place came first ──> next epoch
 *           ├─> in an epoch ──────┤                    └── another's commit was first ──> next epoch, proposal wiped
 *   join ───┘    ^                └─ take: a message, a commit, nothing ──> in an epoch, the same or the next
 *                └──────────────────────────────────────────────────────────────┘          └── a commit that removes us ──> wiped
 */

/** A commit of our own that waits for its place in the room's order. */
export interface Proposal {
  readonly change: Change;
  readonly next: ClientState;
  /** H of the message, by which it is known at its place. */
  readonly message: Uint8Array;
}

/** What still opens messages of the epoch before, for ten seconds. */
export interface PreviousKeys {
  readonly epoch: number;
  readonly outer: Uint8Array;
  readonly senderDataSecret: Uint8Array;
  readonly secretTree: SecretTree;
  readonly ratchetTree: RatchetTree;
  readonly context: GroupContext;
  readonly sent: Sent;
  readonly expiresAtMs: number;
}

/**
 * A member's state of a group. It holds secrets, and belongs to one owner: a transition returns the next value and wipes in the old one what
 * is spent, so the old value is not used again. Callers read the first six fields; the rest is for this chapter alone.
 */
export interface GroupState {
  /** Counts commits. */
  readonly epoch: number;
  readonly self: Member;
  /** Everybody, by rising leaf. */
  readonly members: readonly Member[];
  readonly settings: GroupSettings;
  /** The leaf that was just added and has not updated, or null. */
  readonly pending: number | null;
  readonly evidence: Evidence;
  readonly mls: ClientState;
  readonly outer: Uint8Array;
  readonly previous: PreviousKeys | null;
  readonly assemblies: readonly Assembly[];
  readonly proposal: Proposal | null;
  readonly sent: Sent;
}

/** How ts-mls is used: every credential is judged, nothing is kept of old epochs by it, and padding is the outer seal's. */
export const CLIENT_CONFIG: ClientConfig = {
  keyRetentionConfig: {
    retainKeysForGenerations: GROUP_LIMITS.keptSkippedKeys,
    // 0 would keep all of them: it cuts a list at -0. What it keeps is dropped in `settled`.
    retainKeysForEpochs: 1,
    maximumForwardRatchetSteps: GROUP_LIMITS.skippedMessagesMax,
  },
  lifetimeConfig: { maximumTotalLifetime: 2n ** 63n - 1n, validateLifetimeOnReceive: false },
  keyPackageEqualityConfig: { compareKeyPackages: () => false, compareKeyPackageToLeafNode: () => false },
  paddingConfig: { kind: "alwaysPad", paddingLength: 0 },
  authService: { validateCredential: async (credential, key) => isCredential(credential, key) },
};

/** The state of an epoch that begins. @throws CoreError("encoding") for a group that is none of ours */
export async function beginEpoch(
  suite: CiphersuiteImpl,
  entered: ClientState,
  pending: number | null,
): Promise<GroupState> {
  const mls = withStandingKeys(entered);
  const settings = settingsOf(mls.groupContext);
  const members = membersOf(mls.ratchetTree);
  const self = members.find(({ leaf }) => leaf === mls.privatePath.leafIndex);
  if (settings === null || self === undefined) throw new CoreError("encoding");
  const { groupId } = mls.groupContext;
  const outer = await exported(suite, mls, GROUP_LABELS.groupOuter, groupId);
  mls.historicalReceiverData.clear();
  return {
    epoch: Number(mls.groupContext.epoch),
    self,
    members,
    settings,
    pending,
    evidence: NO_EVIDENCE,
    mls,
    outer,
    previous: null,
    assemblies: [],
    proposal: null,
    sent: NOTHING_SENT,
  };
}

/** Without the private keys of nodes that a removal has blanked, which ts-mls keeps: `endEpoch` wipes what the next epoch does not have. */
function withStandingKeys(mls: ClientState): ClientState {
  const { privatePath, ratchetTree } = mls;
  const standing = Object.entries(privatePath.privateKeys).filter(
    ([node]) => ratchetTree[Number(node)] !== undefined,
  );
  return { ...mls, privatePath: { ...privatePath, privateKeys: Object.fromEntries(standing) } };
}

/** 32 bytes that all members of an epoch have (RFC 9420 8.5). */
export async function exported(
  suite: CiphersuiteImpl,
  mls: ClientState,
  label: string,
  context: Uint8Array = EMPTY,
): Promise<Uint8Array> {
  return mlsExporter(mls.keySchedule.exporterSecret, label, context, 32, suite);
}

/** What commits are judged by. */
export function viewOf({ mls, settings, pending, evidence }: GroupState): RoomView {
  return { tree: mls.ratchetTree, settings, pending, evidence };
}

/** What a message is weighed by as evidence: the same at every member who stands at the same place. */
export function roomOf({ mls, members }: GroupState): {
  readonly members: readonly Member[];
  readonly roomId: Uint8Array;
  readonly tree: RatchetTree;
} {
  return { members, roomId: mls.groupContext.groupId, tree: mls.ratchetTree };
}

/** The settings, where they are all that the context holds. */
export function settingsOf({ extensions }: GroupContext): GroupSettings | null {
  const [extension, ...more] = extensions;
  if (extension?.extensionType !== SETTINGS_EXTENSION || more.length > 0) return null;
  return decodeSettings(extension.extensionData);
}

/** Wipes of an epoch that is over what the next one and ten seconds of late messages do not need. */
export function endEpoch(state: GroupState, next: GroupState, nowMs: number): GroupState {
  const { keySchedule, privatePath, secretTree, ratchetTree, groupContext } = state.mls;
  const { senderDataSecret, ...spent } = keySchedule;
  wipe(...Object.values<Uint8Array>({ ...spent }));
  const kept = new Set(Object.values(next.mls.privatePath.privateKeys));
  wipe(...Object.values(privatePath.privateKeys).filter((key) => !kept.has(key)));
  if (state.previous !== null) wipePrevious(state.previous);
  const previous: PreviousKeys = {
    epoch: state.epoch,
    outer: state.outer,
    senderDataSecret,
    secretTree,
    ratchetTree,
    context: groupContext,
    sent: state.sent,
    expiresAtMs: nowMs + GROUP_LIMITS.previousEpochMs,
  };
  return { ...next, previous };
}

/** Erases the keys of the epoch before when their ten seconds are over. The same value comes back when there is nothing to erase. */
export function expireKeys(state: GroupState, nowMs: number): GroupState {
  const { previous } = state;
  if (previous === null || previous.expiresAtMs > nowMs) return state;
  wipePrevious(previous);
  return { ...state, previous: null };
}

/** Drops a proposal of our own that came too late, and its keys. */
export function withoutProposal(state: GroupState): GroupState {
  if (state.proposal !== null) wipeNext(state.proposal.next, state.mls);
  return { ...state, proposal: null };
}

/** Erases every secret of a state, at its end. */
export function wipeGroup(state: GroupState): void {
  const { mls, outer, previous } = withoutProposal(state);
  wipe(outer, mls.signaturePrivateKey, ...secretsOf(mls));
  if (previous !== null) wipePrevious(previous);
}

/** Erases every secret of a group that was not entered. */
export function wipeClient(mls: ClientState): void {
  wipe(mls.signaturePrivateKey, ...secretsOf(mls));
}

export function wipeNext(next: ClientState, own: ClientState): void {
  const kept = new Set(Object.values(own.privatePath.privateKeys));
  wipe(...secretsOf(next).filter((secret) => !kept.has(secret)));
}

function secretsOf({ keySchedule, privatePath, secretTree }: ClientState): readonly Uint8Array[] {
  const schedule = Object.values<Uint8Array>({ ...keySchedule });
  return [...schedule, ...Object.values(privatePath.privateKeys), ...treeSecrets(secretTree)];
}

/** ts-mls begins its list with empty places. */
const treeSecrets = (tree: SecretTree): readonly Uint8Array[] =>
  allSecretTreeValues(tree).filter((secret) => secret instanceof Uint8Array);

function wipePrevious({ outer, senderDataSecret, secretTree }: PreviousKeys): void {
  wipe(outer, senderDataSecret, ...treeSecrets(secretTree));
}
