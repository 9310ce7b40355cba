import type { Crypto } from "../primitives/crypto.ts";
import { hash } from "../primitives/hash.ts";
import { mlsSuite } from "../primitives/mls-suite.ts";
import { heard, removedAbsent, weigh } from "./evidence.ts";
import { sameBytes } from "./member.ts";
import type { Taken } from "./outcome.ts";
import { addedBy, judgeChange } from "./rules.ts";
import { withoutUnplaced } from "./sent.ts";
import {
  beginEpoch,
  endEpoch,
  type GroupState,
  type PreviousKeys,
  type Proposal,
  roomOf,
  viewOf,
  withoutProposal,
} from "./state.ts";

/**
 * A whole message of the room's order that we have made ourselves: it came through the outer seal and, in pieces, through the same assembly as at
 * everybody's, so it has its place for all or for nobody (spec/group.md 4, 6).
 * @returns null for what is none of ours that waits
 */
export async function takeOwn(
  c: Crypto,
  state: GroupState,
  message: Uint8Array,
  nowMs: number,
): Promise<Taken | null> {
  const digest = hash(message);
  const { proposal, self } = state;
  if (proposal !== null && sameBytes(proposal.message, digest))
    return takeOwnCommit(c, state, proposal, nowMs);
  const found = withoutUnplaced(state.sent, digest);
  if (found === null) return null;
  const evidence = weigh(state.evidence, self.leaf, found.said, roomOf(state));
  return { state: { ...state, sent: found.sent, evidence }, outcome: { kind: "placed", epoch: state.epoch } };
}

/** The same for a message of the epoch before: it is no evidence, as nobody's is. */
export function takeOwnLate(state: GroupState, previous: PreviousKeys, message: Uint8Array): Taken | null {
  const found = withoutUnplaced(previous.sent, hash(message));
  if (found === null) return null;
  const next = { ...state, previous: { ...previous, sent: found.sent } };
  return { state: next, outcome: { kind: "placed", epoch: previous.epoch } };
}

/** It is judged once more: what was said since may have made it invalid. */
async function takeOwnCommit(
  c: Crypto,
  state: GroupState,
  { change, next }: Proposal,
  nowMs: number,
): Promise<Taken> {
  const { self: by } = state;
  const why = judgeChange(viewOf(state), by.leaf, change);
  if (why !== null) {
    const evidence = heard(state.evidence, by.leaf);
    return { state: { ...withoutProposal(state), evidence }, outcome: { kind: "refused", by, why } };
  }
  const absent = removedAbsent(heard(state.evidence, by.leaf), change, state.members);
  const begun = await beginEpoch(mlsSuite(c), next, addedBy(change, state.mls.ratchetTree, next.ratchetTree));
  return {
    state: endEpoch(state, begun, nowMs),
    outcome: { kind: "changed", by, change, lost: false, absent },
  };
}
