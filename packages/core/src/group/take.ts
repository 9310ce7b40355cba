import { returningOf } from "../admission/returning.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { equal } from "../primitives/equal.ts";
import { mlsSuite } from "../primitives/mls-suite.ts";
import {
  type AuthenticatedContent,
  type CiphersuiteImpl,
  type ClientState,
  decodePrivateMessage,
  encodePrivateMessage,
  type PrivateMessage,
  processPrivateMessage,
  unprotectPrivateMessage,
} from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { decodeGroupContent, type GroupContent } from "./content.ts";
import { heard, removedAbsent, weigh } from "./evidence.ts";
import type { Member } from "./member.ts";
import { isOneSpelling, watched } from "./opening.ts";
import type { Taken } from "./outcome.ts";
import { openOuter, type Packet } from "./outer.ts";
import { takeOwn, takeOwnLate } from "./own.ts";
import { assemble } from "./pieces.ts";
import { addedBy, judge } from "./rules.ts";
import {
  beginEpoch,
  CLIENT_CONFIG,
  endEpoch,
  expireKeys,
  type GroupState,
  type PreviousKeys,
  roomOf,
  viewOf,
  wipeGroup,
  wipeNext,
  withoutProposal,
} from "./state.ts";
import { doKeysFit } from "./tree.ts";
import { exactly } from "./wire.ts";

/** A message whose signature was checked against the leaf that it comes from. */
interface Verified {
  readonly by: Member;
  readonly authenticated: AuthenticatedContent;
  readonly message: PrivateMessage;
  /** The ratchets after it, and what they used for it. */
  readonly secretTree: PreviousKeys["secretTree"];
  readonly consumed: readonly Uint8Array[];
}

/** What opens the messages of an epoch. */
type MessageKeys = Pick<
  PreviousKeys,
  "epoch" | "senderDataSecret" | "secretTree" | "ratchetTree" | "context"
>;

/**
 * Takes the next frame of the room's order, another's or our own (spec/group.md 4, 6). Never throws for what came from outside.
 * @param block as the relay gave it, without the frame's own 6 bytes
 * @param nowMs on any clock that goes on
 */
export async function take(c: Crypto, before: GroupState, block: Uint8Array, nowMs: number): Promise<Taken> {
  const state = expireKeys(before, nowMs);
  const packet = await openOuter(state.outer, block);
  if (packet !== null) return takePacket(c, state, packet, nowMs);
  const late = state.previous === null ? null : await openOuter(state.previous.outer, block);
  if (late === null || state.previous === null) return { state, outcome: { kind: "unopened" } };
  return late.kind === "whole" ? takeLate(c, state, state.previous, late.bytes) : dropped(state);
}

const dropped = (state: GroupState): Taken => ({ state, outcome: { kind: "dropped" } });

async function takePacket(c: Crypto, state: GroupState, packet: Packet, nowMs: number): Promise<Taken> {
  if (packet.kind === "whole") return takeMessage(c, state, packet.bytes, nowMs);
  const { kept, message } = assemble(state.assemblies, packet.bytes);
  const next = { ...state, assemblies: kept };
  if (message === null) return { state: next, outcome: { kind: "piece" } };
  return takeMessage(c, next, message, nowMs);
}

async function takeMessage(c: Crypto, state: GroupState, bytes: Uint8Array, nowMs: number): Promise<Taken> {
  const own = await takeOwn(c, state, bytes, nowMs);
  if (own !== null) return own;
  const suite = mlsSuite(c);
  const { senderDataSecret } = state.mls.keySchedule;
  const { secretTree, ratchetTree, groupContext } = state.mls;
  const keys = { epoch: state.epoch, senderDataSecret, secretTree, ratchetTree, context: groupContext };
  const verified = await verify(suite, keys, state.members, bytes);
  if (verified === null || verified.by.leaf === state.self.leaf) return dropped(state);
  if (verified.message.contentType === "commit") return takeCommit(c, state, verified, nowMs);
  wipe(...verified.consumed);
  const mls = { ...state.mls, secretTree: verified.secretTree };
  const content = contentOf(verified);
  if (content === null) return dropped({ ...state, mls });
  const evidence = weigh(state.evidence, verified.by.leaf, content, roomOf(state));
  const said = { kind: "said", by: verified.by, epoch: state.epoch, content } as const;
  return { state: { ...state, mls, evidence }, outcome: said };
}

/** A message of the epoch before: content alone, of somebody who is still here; it is no evidence, since not all may have taken it. */
async function takeLate(
  c: Crypto,
  state: GroupState,
  previous: PreviousKeys,
  bytes: Uint8Array,
): Promise<Taken> {
  const own = takeOwnLate(state, previous, bytes);
  if (own !== null) return own;
  const verified = await verify(mlsSuite(c), previous, state.members, bytes);
  if (verified === null || verified.message.contentType === "commit") return dropped(state);
  wipe(...verified.consumed);
  const next = { ...state, previous: { ...previous, secretTree: verified.secretTree } };
  const content = contentOf(verified);
  if (content === null) return dropped(next);
  return { state: next, outcome: { kind: "said", by: verified.by, epoch: previous.epoch, content } };
}

/** Null unless these bytes are one message of this epoch, signed by a leaf that is a member now. */
async function verify(
  suite: CiphersuiteImpl,
  keys: MessageKeys,
  members: readonly Member[],
  bytes: Uint8Array,
): Promise<Verified | null> {
  const message = exactly(decodePrivateMessage, encodePrivateMessage, bytes);
  if (message === null || message.contentType === "proposal" || message.authenticatedData.length > 0)
    return null;
  if (message.epoch !== BigInt(keys.epoch) || !equal(message.groupId, keys.context.groupId)) return null;
  const { senderDataSecret, secretTree, ratchetTree, context } = keys;
  const watching = watched(suite);
  try {
    const opened = await unprotectPrivateMessage(
      senderDataSecret,
      message,
      secretTree,
      ratchetTree,
      context,
      CLIENT_CONFIG.keyRetentionConfig,
      watching.suite,
    );
    const { content: authenticated, tree, consumed } = opened;
    if (!isOneSpelling(watching.opened, authenticated)) return null;
    const by = senderOf(authenticated, ratchetTree, members);
    return by === null ? null : { by, authenticated, message, secretTree: tree, consumed };
  } catch {
    return null;
  }
}

/** The member at the verified leaf, if it is the one that is there now. */
function senderOf(
  { content }: AuthenticatedContent,
  tree: PreviousKeys["ratchetTree"],
  members: readonly Member[],
): Member | null {
  if (content.sender.senderType !== "member") return null;
  const { leafIndex } = content.sender;
  const node = tree[2 * leafIndex];
  const member = members.find(({ leaf }) => leaf === leafIndex);
  if (node?.nodeType !== "leaf" || member === undefined) return null;
  return equal(node.leaf.signaturePublicKey, member.signatureKey) ? member : null;
}

function contentOf({ authenticated }: Verified): GroupContent | null {
  const { content } = authenticated;
  return content.contentType === "application" ? decodeGroupContent(content.applicationData) : null;
}

async function takeCommit(c: Crypto, state: GroupState, verified: Verified, nowMs: number): Promise<Taken> {
  const { by, authenticated, message } = verified;
  const { content } = authenticated;
  if (content.contentType !== "commit") return dropped(state);
  const judged = judge(viewOf(state), by.leaf, content.commit);
  const evidence = heard(state.evidence, by.leaf);
  const skipped = { ...state, mls: { ...state.mls, secretTree: verified.secretTree }, evidence };
  if (judged.kind === "refused") {
    wipe(...verified.consumed);
    return { state: skipped, outcome: { kind: "refused", by, why: judged.why } };
  }
  // The library opens it a second time, from the ratchets before.
  const mls = await applied(c, state.mls, message).finally(() => wipe(...verified.consumed));
  if (mls === null) return { state: skipped, outcome: { kind: "unusable", by } };
  const { change } = judged;
  const absent = removedAbsent(evidence, change, state.members);
  if (mls.groupActiveState.kind === "removedFromGroup") {
    const returning = absent.some(({ leaf }) => leaf === state.self.leaf) ? returningOf(skipped) : null;
    wipeGroup(skipped);
    return { state: skipped, outcome: { kind: "removed", by, returning } };
  }
  const begun = await beginEpoch(mlsSuite(c), mls, addedBy(change, state.mls.ratchetTree, mls.ratchetTree));
  const lost = state.proposal !== null;
  const next = endEpoch(withoutProposal(skipped), begun, nowMs);
  return { state: next, outcome: { kind: "changed", by, change, lost, absent } };
}

/** The library's own processing of a commit that was judged; null when it does not come out. */
async function applied(c: Crypto, mls: ClientState, message: PrivateMessage): Promise<ClientState | null> {
  try {
    const done = await processPrivateMessage(
      mls,
      message,
      { findPsk: () => undefined },
      mlsSuite(c),
      () => "accept",
    );
    if (done.kind !== "newState" || done.actionTaken !== "accept") return null;
    if (await doKeysFit(c.kem, mls, done.newState)) return done.newState;
    wipeNext(done.newState, mls);
    return null;
  } catch {
    return null;
  }
}
