/*
 * Commits of our own (spec/group.md 6, 9). One at a time: made once, the same bytes sent until they have their place; what another's came before is made
 * anew in the next epoch, if it is still to be done.
 */
import type { Outcome, WishFor } from "./messages.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { dropCommitFlights, fly, isOut } from "./outbox.ts";
import { canSend, rankOf, selfOf } from "./state.ts";
import type { Commits, Room, Wish } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

/** Asks for a commit. One that is asked for already is not asked for twice. */
export function wish(want: WishFor, key: string | null = null): Step {
  return (room) => {
    const { commits } = room;
    const isAsked = [...commits.waiting, ...(commits.flying === null ? [] : [commits.flying.wish])].some(
      (one) => isAlike(one.want, want),
    );
    if (isAsked && key === null) return turn(room);
    if (commits.waiting.length >= GROUP_LIMITS.wishes) return key === null ? turn(room) : refuse(key)(room);
    const one: Wish = { id: commits.nextId, key, want, lost: false };
    return settleCommits(
      withCommits(room, { nextId: commits.nextId + 1, waiting: [...commits.waiting, one] }),
    );
  };
}

const refuse = (key: string): Step => tell({ event: "refused", key, reason: "too-many-waiting" });

function isAlike(a: WishFor, b: WishFor): boolean {
  if (a.kind === "remove" && b.kind === "remove") return b.members.every((one) => a.members.includes(one));
  if (a.kind === "add" && b.kind === "add") return a.attempt === b.attempt;
  return a.kind === "update" && b.kind === "update";
}

/** Makes the next commit that the join rule lets through (spec/group.md 9). */
export const settleCommits: Step = (room) => {
  const { commits } = room;
  if (!canSend(room) || commits.flying !== null) return turn(room);
  const next = commits.waiting.find((one) => mayNow(room, one.want) && room.nowMs >= turnMs(room, one));
  if (next === undefined) return turn(room);
  const waiting = commits.waiting.filter((one) => one !== next);
  return chain(
    withCommits(room, { waiting, flying: { wish: next, blocks: null, again: 0 } }),
    ask({ job: "propose", wish: next.want }),
  );
};

/** Whoever lost waits for those before it: else all who lost would try at once, and all but one lose again. */
function turnMs(room: Room, { lost }: Wish): number {
  return lost ? room.commits.changedMs + GROUP_LIMITS.lostMsOfRank * rankOf(room) : 0;
}

/** When a commit that lost is made anew, or null. */
export function commitDueMs(room: Room): number | null {
  const { waiting, flying } = room.commits;
  const next = waiting.find((one) => one.lost && mayNow(room, one.want));
  return next === undefined || flying !== null ? null : turnMs(room, next);
}

function mayNow({ view }: Room, want: WishFor): boolean {
  if (view === null) return false;
  // Whoever comes back has its old leaf removed first.
  if (want.kind === "add" && view.members.some(({ tag }) => tag === want.instead)) return false;
  if (view.pending === null) return true;
  if (view.pending === view.self) return want.kind === "update";
  const pending = view.members.find(({ leaf }) => leaf === view.pending)?.tag;
  return want.kind === "remove" && want.members.length === 1 && want.members[0] === pending;
}

/** The commit is made, or it cannot be: then it is told, or waits for the newcomer. */
export function onProposed(
  blocks: readonly Uint8Array[] | null,
  why: string,
  notAdded: (attempt: string, why: string) => Step,
): Step {
  return (room) => {
    const { flying } = room.commits;
    if (flying === null || flying.blocks !== null) return turn(room);
    if (blocks === null) return failed(flying.wish, why, notAdded)(withCommits(room, { flying: null }));
    return flyCommit(withCommits(room, { flying: { ...flying, blocks } }));
  };
}

const flyCommit: Step = (room) => {
  const blocks = room.commits.flying?.blocks ?? [];
  const epoch = room.view?.epoch ?? 0;
  return chain(room, ...blocks.map((block) => fly(block, { ref: null, commit: true, epoch })));
};

/** What the room's order made of our commit. @param done what follows when it is through; notAdded when a newcomer cannot be added */
export function onCommitOutcome(
  outcome: Outcome,
  done: (wish: Wish) => Step,
  notAdded: (attempt: string, why: string) => Step,
): Step {
  return (room) => {
    const { flying } = room.commits;
    const changedMs = outcome.kind === "changed" ? room.nowMs : room.commits.changedMs;
    const free = withCommits(room, { flying: null, changedMs });
    if (flying === null) return turn(free);
    if (outcome.kind === "changed" && outcome.own) return chain(free, dropCommitFlights, done(flying.wish));
    // What another was first with is asked for once more: core says whether it still can be.
    if (outcome.kind === "changed") return chain(free, dropCommitFlights, retry(flying.wish));
    if (outcome.kind === "refused" && outcome.own)
      return chain(free, dropCommitFlights, failed(flying.wish, outcome.why, notAdded));
    return turn(room);
  };
}

/** All its frames have their places, and it came to nothing: a piece was dropped by all. The same bytes go again. */
export const commitAgain: Step = (room) => {
  const { flying } = room.commits;
  const isAgain = flying !== null && flying.again < GROUP_LIMITS.commitAgain && !isOut(room, "commit");
  if (!isAgain || flying.blocks === null) return turn(room);
  return flyCommit(withCommits(room, { flying: { ...flying, again: flying.again + 1 } }));
};

function retry(one: Wish): Step {
  return (room) => turn(withCommits(room, { waiting: [{ ...one, lost: true }, ...room.commits.waiting] }));
}

/** `pending` waits; all else is over, and whoever asked is told. */
function failed(one: Wish, why: string, notAdded: (attempt: string, why: string) => Step): Step {
  if (why === "pending" || why === "waits") return retry(one);
  if (one.want.kind === "add") return notAdded(one.want.attempt, why);
  const { key } = one;
  if (key === null) return stay;
  const isOver = why === "nobody" || why === "not-allowed" || why === "limit";
  return tell({ event: "refused", key, reason: isOver ? why : "overtaken" });
}

/** Wishes that the room has left behind: to remove who has gone, to add whose attempt is over. */
export function forgetWishes(isOver: (want: WishFor) => boolean): Step {
  return (room) =>
    turn(withCommits(room, { waiting: room.commits.waiting.filter(({ want }) => !isOver(want)) }));
}

/** A removal names members who are still here, and never oneself. */
export const pruneRemovals: Step = (room) => {
  const here = new Set(room.view?.members.map(({ tag }) => tag));
  const self = selfOf(room);
  return forgetWishes(
    (want) => want.kind === "remove" && !want.members.some((tag) => here.has(tag) && tag !== self),
  )(room);
};

function withCommits(room: Room, change: Partial<Commits>): Room {
  return { ...room, commits: { ...room.commits, ...change } };
}
