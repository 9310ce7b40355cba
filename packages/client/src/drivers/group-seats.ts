/*
 * Who may come back to a room for many with its old key (spec/admission.md 6), and how often a password was tried there (5): what frames tell of both.
 */
import { equal } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { GROUP_KINDS } from "../group/kinds.ts";
import type { GroupSecrets, GroupState } from "./group-secrets.ts";

type Outcome = Awaited<ReturnType<typeof groups.take>>["outcome"];

/** Words that the keys are told of: a password that was tried elsewhere, and who is to be forgotten. */
export function noteWords(secrets: GroupSecrets, outcome: Outcome, nowMs: number): void {
  if (outcome.kind !== "said") return;
  const { by, content } = outcome;
  if (content.kind === GROUP_KINDS.wrongPassword)
    secrets.guard = groups.admissions.passwordGuard.failed(secrets.guard, nowMs);
  if (content.kind === GROUP_KINDS.noReturn && isHost(secrets.state, by.tag))
    forgetSeat(secrets, content.body);
}

/** Owner or moderator. */
function isHost(state: GroupState | null, tag: Uint8Array): boolean {
  return (
    state !== null && [state.settings.owner, ...state.settings.moderators].some((one) => equal(one, tag))
  );
}

export function forgetSeat(secrets: GroupSecrets, tag: Uint8Array): void {
  secrets.dormant = groups.admissions.returns.forget(secrets.dormant, tag);
}

/** The next frame may remove us and leave us a way back: more than half of the others find us absent, or we are back and not settled. */
export function mayReturn(
  { cameBack }: GroupSecrets,
  { evidence, self, members, pending }: GroupState,
): boolean {
  if (cameBack && pending === self.leaf) return true;
  return 2 * (evidence.absent.get(self.leaf)?.size ?? 0) > members.length - 1;
}
