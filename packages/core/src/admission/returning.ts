import { noticeOf } from "../group/notice.ts";
import type { Member } from "../group/member.ts";
import type { Outcome } from "../group/outcome.ts";
import type { GroupState } from "../group/state.ts";
import { equal } from "../primitives/equal.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { ADMISSION_LIMITS } from "./limits.ts";
import type { Known } from "./proof.ts";

/** What a member keeps to come back with, and nothing else of the group (spec/admission.md 6). Holds a secret. */
export interface Returning {
  readonly roomId: Uint8Array;
  readonly tag: Uint8Array;
  /** The tag of the owner that it knew: of another's room it takes no terms. */
  readonly owner: Uint8Array;
  /** 32 bytes. */
  readonly signatureSecret: Uint8Array;
  /** Whom it knew: one of these lets it in. */
  readonly known: readonly Known[];
  /** For its old leaf, where that is still in the tree. */
  readonly notices: readonly Uint8Array[];
}

/** Somebody who was removed as absent or by its own notice, as one member remembers it. */
export interface DormantSeat extends Known {
  readonly untilMs: number;
}

/** The functions around a return. Each member remembers for itself. */
export const returns: {
  readonly of: typeof returningOf;
  readonly wipe: typeof wipeReturning;
  readonly remember: typeof remember;
  readonly forget: typeof forget;
} = { of: returningOf, wipe: wipeReturning, remember, forget };

/** Of a state that is given up: copies, so that the state is wiped after it (`groups.wipe`). */
export function returningOf({ mls, self, members, settings, proposal }: GroupState): Returning {
  const { groupId } = mls.groupContext;
  // An update of ours may have had its place without our knowing it.
  const trees = [mls.ratchetTree, ...(proposal === null ? [] : [proposal.next.ratchetTree])];
  const keys = trees.flatMap((tree) => {
    const node = tree[2 * self.leaf];
    return node?.nodeType === "leaf" ? [node.leaf.hpkePublicKey] : [];
  });
  const signatureSecret = copySecret(mls.signaturePrivateKey);
  const distinct = keys.filter((key, at) => !keys.slice(0, at).some((one) => equal(one, key)));
  return {
    roomId: groupId.slice(),
    tag: self.tag,
    owner: settings.owner,
    signatureSecret,
    known: members.filter(({ leaf }) => leaf !== self.leaf),
    notices: distinct.map((key) => noticeOf(signatureSecret, groupId, self.leaf, key)),
  };
}

function wipeReturning({ signatureSecret }: Returning): void {
  wipe(signatureSecret);
}

/**
 * The seats after a frame: those that it removed while the evidence found them absent, or after their own notice, are remembered for 24 h, who is back
 * is not, who is over its time is not. Who is back and pending may be removed once more, and is remembered.
 * @param after the group after the frame
 */
function remember(
  seats: readonly DormantSeat[],
  outcome: Outcome,
  { members, pending }: { readonly members: readonly Member[]; readonly pending: number | null },
  nowMs: number,
): readonly DormantSeat[] {
  const gone = outcome.kind === "changed" ? outcome.absent : [];
  const untilMs = nowMs + ADMISSION_LIMITS.dormantMs;
  const added = gone.map(({ tag, signatureKey }) => ({ tag, signatureKey, untilMs }));
  const is =
    (tag: Uint8Array) =>
    (one: Known): boolean =>
      equal(one.tag, tag);
  const settled = members.filter(({ leaf }) => leaf !== pending);
  return [...seats.filter(({ tag }) => !added.some(is(tag))), ...added]
    .filter((seat) => seat.untilMs > nowMs && !settled.some(is(seat.tag)))
    .slice(-ADMISSION_LIMITS.dormantSeatsMax);
}

/** `no return` of the owner or a moderator: whoever asks this has looked at who said it. */
function forget(seats: readonly DormantSeat[], tag: Uint8Array): readonly DormantSeat[] {
  return seats.filter((seat) => !equal(seat.tag, tag));
}
