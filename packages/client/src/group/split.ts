/*
 * Whether the room is split (spec/group.md 6): frames come that do not open, and nothing of the present epoch. Anybody with the link can send such frames, so it
 * is asked first who is here; only whoever hears nothing then comes in anew, and never all at once.
 */
import { ARRIVED, asksWho, sayHere, sayWho } from "./arrival.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { Outcome } from "./messages.ts";
import { comeBack } from "./returning.ts";
import { canSend, emptyRoom, rankOf } from "./state.ts";
import type { Split } from "./order-state.ts";
import type { Room } from "./state.ts";
import { chain, stay, type Step, tell, turn } from "./turn.ts";

/** What a frame says of it. @param isOwn it was our own */
export function noteOpening(outcome: Outcome, epoch: number, isOwn: boolean): Step {
  return (room) => {
    const { split } = room.order;
    if (outcome.kind === "unopened") {
      if (isOwn || split.unopenedMs !== null) return turn(room);
      return turn(withSplit(room, { unopenedMs: room.nowMs }));
    }
    if (outcome.kind === "placed") return turn(withSplit(room, { answerMs: null }));
    const opens =
      ((outcome.kind === "said" || outcome.kind === "different") && outcome.epoch === epoch) ||
      ((outcome.kind === "changed" || outcome.kind === "refused") && !outcome.own);
    return opens ? turn(withSplit(room, answering(outcome, room))) : turn(room);
  };
}

/** Somebody is in our epoch. Where it asks, one of us answers: each at another moment, unless it has heard somebody else by then. */
function answering(outcome: Outcome, room: Room): Split {
  const asks =
    outcome.kind === "said" && outcome.content.kind === ARRIVED && asksWho(outcome.by, outcome.content.body);
  const soonMs = GROUP_LIMITS.soonMs + GROUP_LIMITS.soonMsOfRank * rankOf(room);
  return { ...emptyRoom.order.split, answerMs: asks ? room.nowMs + soonMs : null };
}

export const settleSplit: Step = (room) =>
  canSend(room) ? chain(room, answer, askWho, showSplit, comeInAnew) : showSplit(room);

const answer: Step = (room) => {
  const { answerMs } = room.order.split;
  if (answerMs === null || room.nowMs < answerMs) return turn(room);
  return sayHere(withSplit(room, { answerMs: null }));
};

const askWho: Step = (room) => {
  const { view } = room;
  const dueMs = askDueMs(room);
  if (view === null || dueMs === null || room.nowMs < dueMs) return turn(room);
  return sayWho(view.self)(withSplit(room, { askedMs: room.nowMs }));
};

/** Of whoever is alone, or whom the relay calls alone, nobody is split off. */
function askDueMs(room: Room): number | null {
  const { unopenedMs, askedMs } = room.order.split;
  if (unopenedMs === null || askedMs !== null || !isAnybodyHere(room)) return null;
  return unopenedMs + GROUP_LIMITS.splitAskMs + GROUP_LIMITS.soonMsOfRank * rankOf(room);
}

function isAnybodyHere({ view, seats }: Room): boolean {
  return (view?.members ?? []).some(({ leaf, tag }) => {
    const seat = seats.of.get(tag);
    return leaf !== view?.self && (seat === undefined || seats.present.has(seat));
  });
}

const showSplit: Step = (room) => {
  const { askedMs } = room.order.split;
  const isSplit = askedMs !== null && room.nowMs - askedMs >= GROUP_LIMITS.splitMs;
  const notice = isSplit ? "split" : null;
  if ((room.shown.notice === "split") === isSplit) return turn(room);
  return tell({ event: "notice", notice })({ ...room, shown: { ...room.shown, notice } });
};

const comeInAnew: Step = (room) => {
  const dueMs = anewDueMs(room);
  return dueMs === null || room.nowMs < dueMs ? stay(room) : comeBack(room);
};

/** The lowest leaf waits for longer: whoever else was split off finds somebody who lets it in. */
function anewDueMs(room: Room): number | null {
  const { askedMs } = room.order.split;
  if (askedMs === null || !isAnybodyHere(room)) return null;
  return askedMs + GROUP_LIMITS.splitMs + (rankOf(room) === 0 ? GROUP_LIMITS.splitLastMs : 0);
}

export function splitDueMs(room: Room): number | null {
  const { askedMs, answerMs } = room.order.split;
  const shownMs = askedMs === null ? null : askedMs + GROUP_LIMITS.splitMs;
  const times = [answerMs, askDueMs(room), shownMs, anewDueMs(room)].filter(
    (ms) => ms !== null && ms > room.nowMs,
  );
  return times.reduce<number | null>((first, ms) => Math.min(first ?? Infinity, ms ?? Infinity), null);
}

function withSplit(room: Room, change: Partial<Split>): Room {
  return { ...room, order: { ...room.order, split: { ...room.order.split, ...change } } };
}
