import type { RatchetTree } from "../primitives/mls.ts";
import { GROUP_KIND, type GroupContent, leafOf } from "./content.ts";
import type { Member } from "./member.ts";
import { isNotice } from "./notice.ts";
import type { Change } from "./rules.ts";

/*
 * Who may be removed without the owner's word, because all have seen it in the same order (spec/group.md 8). A clock and the relay's word on
 * who is present differ from member to member, so no rule for commits may ask them: members say what they find, and what was said
 * counts in the one order of the room. Everything here belongs to one epoch: the next begins empty, and a newcomer misses nothing.
 */
export interface Evidence {
  /** Leaves that said they leave. */
  readonly left: ReadonlySet<number>;
  /** Those of them that said so by a notice: they come back. */
  readonly back: ReadonlySet<number>;
  /** For a leaf, those who find it absent and since whose word it has not been heard. */
  readonly absent: ReadonlyMap<number, ReadonlySet<number>>;
}

export const NO_EVIDENCE: Evidence = { left: new Set(), back: new Set(), absent: new Map() };

/** What a message of the present epoch changes, at its place in the room's order. */
export function weigh(
  evidence: Evidence,
  sender: number,
  { kind, body }: Said,
  { members, roomId, tree }: Room,
): Evidence {
  const next = heard(evidence, sender);
  if (kind === GROUP_KIND.leave) return left(next, sender);
  if (kind === GROUP_KIND.notice) return isNotice(body, roomId, tree) ? comesBack(next, leafOf(body)) : next;
  if (kind !== GROUP_KIND.absent) return next;
  const leaf = leafOf(body);
  // Else what names nobody would be kept, for as many numbers as there are.
  return members.some((one) => one.leaf === leaf) ? foundAbsent(next, sender, leaf) : next;
}

type Said = Pick<GroupContent, "kind" | "body">;

/** What all members have in common at that place. */
interface Room {
  readonly members: readonly Pick<Member, "leaf">[];
  readonly roomId: Uint8Array;
  readonly tree: RatchetTree;
}

/** `sender` was heard: what was said of its absence is void. Every message of the present epoch does that, in the room's order. */
export function heard(evidence: Evidence, sender: number): Evidence {
  if (!evidence.absent.has(sender)) return evidence;
  const absent = new Map(evidence.absent);
  absent.delete(sender);
  return { ...evidence, absent };
}

/** `leaf` said that it leaves. */
function left(evidence: Evidence, leaf: number): Evidence {
  return { ...evidence, left: new Set([...evidence.left, leaf]) };
}

/** `leaf` said that it leaves, and comes back. */
function comesBack(evidence: Evidence, leaf: number): Evidence {
  return { ...left(evidence, leaf), back: new Set([...evidence.back, leaf]) };
}

/** `sender` finds `leaf` absent. Nobody says it of themselves. */
export function foundAbsent(evidence: Evidence, sender: number, leaf: number): Evidence {
  if (sender === leaf) return evidence;
  const absent = new Map(evidence.absent);
  absent.set(leaf, new Set([...(absent.get(leaf) ?? []), sender]));
  return { ...evidence, absent };
}

/** Whether more than half of all others find it absent. */
export function isAbsent(evidence: Evidence, leaf: number, members: number): boolean {
  return 2 * (evidence.absent.get(leaf)?.size ?? 0) > members - 1;
}

/** Those whom this change removes and the evidence finds absent, or who gave notice: they may come back with their old key (spec/group.md 13). */
export function removedAbsent(
  evidence: Evidence,
  change: Change,
  members: readonly Member[],
): readonly Member[] {
  if (change.kind !== "remove") return [];
  return members.filter(
    ({ leaf }) =>
      change.leaves.includes(leaf) && (evidence.back.has(leaf) || isAbsent(evidence, leaf, members.length)),
  );
}
