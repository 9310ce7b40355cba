/*
 * The comparison of two members (spec/group.md 18), with its nonces. What is shown is worked out in the epoch in which the reveal has its place.
 */
import { base64url } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { safetyCheck } from "@tacet/core/safety";
import type { Compared, PlainSaying } from "../group/messages.ts";
import type { GroupSecrets, GroupState } from "./group-secrets.ts";

type Outcome = Awaited<ReturnType<typeof groups.take>>["outcome"];

const { compare, compareAnswer, compareReveal }: typeof groups.KIND = groups.KIND;

/** Says the first message to this leaf; null gives up the comparison there is. */
export function beginComparing(secrets: GroupSecrets, leaf: number | null): PlainSaying | null {
  secrets.comparison = null;
  if (leaf === null) return null;
  const { comparison, body } = groups.comparisons.begin(secrets.crypto.random, leaf);
  secrets.comparison = comparison;
  return { kind: compare, body };
}

/** What a frame does to the comparison. @param own the kind of our own content in it, or null */
export function takeComparing(secrets: GroupSecrets, outcome: Outcome, own: number | null): Compared | null {
  const { comparison, state } = secrets;
  if (state === null) return null;
  if (outcome.kind === "placed" && own === compareReveal && comparison !== null) {
    // In the epoch before there is nothing to be shown any more: the two begin again.
    return outcome.epoch === state.epoch ? comparedOf(secrets, state, null) : null;
  }
  if (outcome.kind !== "said" || outcome.epoch !== state.epoch) return null;
  const { kind, body } = outcome.content;
  return hear(secrets, state, { kind, body, by: outcome.by, self: state.self });
}

type Heard = Parameters<typeof groups.comparisons.answer>[1];

/** Each step in its turn, from the member that it is with; all else is nothing. */
function hear(secrets: GroupSecrets, state: GroupState, heard: Heard): Compared | null {
  const { comparison } = secrets;
  const { comparisons } = groups;
  if (heard.kind === compare && (comparison === null || givesWay(comparison, heard))) {
    const said = comparisons.answer(secrets.crypto.random, heard);
    return said === null ? null : goOn(secrets, state, compareAnswer, said);
  }
  if (comparison === null) return null;
  const said = heard.kind === compareAnswer ? comparisons.reveal(comparison, heard) : null;
  if (said !== null) return goOn(secrets, state, compareReveal, said);
  const finished = heard.kind === compareReveal ? comparisons.finish(comparison, heard) : null;
  if (finished === null) return null;
  secrets.comparison = finished;
  return comparedOf(secrets, state, null);
}

/** Both have asked at once: the commitment of the lower leaf holds, and the other answers it (spec/group.md 18). */
function givesWay(
  { role, other, leaf }: NonNullable<GroupSecrets["comparison"]>,
  { by, self }: Heard,
): boolean {
  return role === "asking" && other === null && leaf === by.leaf && by.leaf < self.leaf;
}

function goOn(
  secrets: GroupSecrets,
  state: GroupState,
  kind: number,
  { comparison, body }: NonNullable<ReturnType<typeof groups.comparisons.answer>>,
): Compared | null {
  secrets.comparison = comparison;
  return comparedOf(secrets, state, { kind, body });
}

/** With something to say it goes on; without, it is shown. */
function comparedOf(
  { comparison }: GroupSecrets,
  state: GroupState,
  says: PlainSaying | null,
): Compared | null {
  const member = state.members.find(({ leaf }) => leaf === comparison?.leaf);
  if (comparison === null || member === undefined) return null;
  const bytes = says === null ? groups.comparisons.show(state, comparison) : null;
  if (says === null && bytes === null) return null;
  return { member: base64url.encode(member.tag), says, shown: bytes === null ? null : safetyCheck(bytes) };
}
