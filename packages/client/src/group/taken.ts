/*
 * What the room's frames came to (spec/group.md 6, 8 to 12): commits change who is here, words are shown, and each tells who was heard.
 */
import { KIND } from "@tacet/core";
import { notAdded, onEnded, onWrongPassword, welcome } from "./admitting.ts";
import { ARRIVED, goneBefore, hear, onArrived, owe, trackPlaced } from "./arrival.ts";
import { commitAgain, onCommitOutcome, pruneRemovals } from "./commits.ts";
import { onCompared } from "./comparing.ts";
import { end } from "./end.ts";
import { onNewOwner, onOwnersWord } from "./handing-over.ts";
import { GROUP_KINDS } from "./kinds.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { Changed, GroupView, JobResult, MemberView, Outcome, Saying, Spelled } from "./messages.ts";
import { onTaken } from "./order.ts";
import { again, placed, waitingOf } from "./outbox.ts";
import { comeBack } from "./returning.ts";
import { afterCommit, removedByAnother, tellInvitation } from "./owner.ts";
import { heardFrom, membersChanged, membership, sitsAt, withEntry, withRoster } from "./roster.ts";
import { isOwner } from "./state.ts";
import type { Room, Wish } from "./state.ts";
import { noteOpening } from "./split.ts";
import { onDifferent } from "./different.ts";
import { endTyping, onTalk, onTyping } from "./talk.ts";
import { chain, stay, type Step, turn } from "./turn.ts";

/** A frame was taken at its number. */
export function onTake(result: JobResult & { did: "take" }): Step {
  return (room) => {
    if (room.phase !== "open" || room.view === null) return turn(room);
    const { outcome, number, ref } = result;
    const before = room.view;
    const view = result.view ?? before;
    const { seats } = room;
    const after = (wish: Wish): Step =>
      afterOwn(wish, wish.want.kind === "remove" ? seatsOf(seats, wish.want.members) : []);
    return chain(
      { ...room, view },
      "by" in outcome && typeof outcome.by === "object" ? sitsAt(outcome.by.tag, result.seat) : stay,
      onOutcome(outcome, number, before),
      ref === null ? stay : onOwnPlace(ref, outcome, number),
      onCommitOutcome(outcome, after, notAdded),
      noteOpening(outcome, view.epoch, result.seat === null),
      result.spelled === null ? stay : onInvitation(result.spelled),
      onEnded(result.ended),
      result.compared === null ? stay : onCompared(result.compared),
      onTaken(number, result.bytes),
      outcome.kind === "dropped" || outcome.kind === "piece" ? commitAgain : stay,
    );
  };
}

function onOutcome(outcome: Outcome, number: number, before: GroupView): Step {
  switch (outcome.kind) {
    case "said":
      return onSaid(outcome, number);
    case "changed":
      return onChanged(outcome, number, before);
    case "refused":
      return outcome.by === "" ? stay : heardFrom(outcome.by, before.epoch);
    case "unusable":
      return outcome.by === ""
        ? stay
        : (room) =>
            chain(
              room,
              heardFrom(outcome.by, before.epoch),
              membership("unusable", { tag: outcome.by }, null, number),
            );
    case "removed":
      return onRemoved(outcome, number, before);
    case "different":
      return onDifferent(outcome.by, number);
    default:
      return stay;
  }
}

/** Nobody heard us for long, or not our update in time: we come in again. Else somebody has removed us. */
function onRemoved({ by, absent }: Outcome & { kind: "removed" }, number: number, before: GroupView): Step {
  const self = selfIn(before);
  if (before.pending === before.self) return comeBack;
  return absent
    ? (room) => chain(room, membership("absent", self, null, number), comeBack)
    : (room) => chain(room, membership("removed", self, by, number), end("removed"));
}

function selfIn({ members, self }: GroupView): MemberView {
  return members.find(({ leaf }) => leaf === self) ?? { leaf: self, tag: "" };
}

/** Our own frame at its place: it counts there, or is said again. */
function onOwnPlace(ref: number, outcome: Outcome, number: number): Step {
  return (room) => {
    const found = waitingOf(room, ref);
    if (found === null) return turn(room);
    if (outcome.kind !== "placed") return again(ref)(room);
    return chain(room, placed(ref), trackPlaced(found.saying.order, number, outcome.epoch));
  };
}

/** Somebody said something; kinds from 32 on count once, by their order. */
function onSaid({ by, epoch, content }: Outcome & { kind: "said" }, number: number): Step {
  return (room) => {
    const { tag } = by;
    const known = heardFrom(tag, epoch)(room).room;
    if (content.kind < 32) return onPassing(by, content)(known);
    const heard = hear(known, tag, content.order);
    if (heard === null) return turn(known);
    if (content.kind === ARRIVED) return onArrived(tag, content.body, epoch, number)(heard);
    const isTalk = content.kind >= 64;
    return chain(
      heard,
      owe,
      isTalk ? onTalk(tag, number, content) : onOwnersWord(tag, content.kind, content.body),
    );
  };
}

/** What is said once and may be lost. */
function onPassing({ leaf, tag }: MemberView, { kind, body }: Saying): Step {
  switch (kind) {
    case KIND.typing:
      return onTyping(tag, body);
    case GROUP_KINDS.wrongPassword:
      return onWrongPassword;
    case GROUP_KINDS.leave:
      return (room) => {
        const ownerLeft = room.view?.settings.owner === tag && room.view.settings.endsWithOwner;
        return ownerLeft && leaf !== room.view?.self ? end("owner-left")(room) : turn(room);
      };
    default:
      return stay;
  }
}

/** A commit is through: another epoch. */
function onChanged(
  { by, change, own }: Outcome & { kind: "changed" },
  number: number,
  before: GroupView,
): Step {
  return (room) => {
    const epoch = room.view?.epoch ?? 0;
    const began = withRoster(room, {
      expireAtMs: room.nowMs + GROUP_LIMITS.expireMs,
      foundAbsent: new Set(),
      goneSinceMs: null,
      pathMs: own && change.kind !== "add" && change.kind !== "settings" ? room.nowMs : room.roster.pathMs,
    });
    return chain(
      began,
      own ? stay : heardFrom(by, epoch),
      change.kind === "add" || change.kind === "remove" ? onMembers(change, by, number, before) : stay,
      change.kind === "settings" ? onSettings(before, number, by) : stay,
      pruneRemovals,
    );
  };
}

function onMembers(
  change: Changed & { kind: "add" | "remove" },
  by: string,
  number: number,
  before: GroupView,
): Step {
  if (change.kind === "add") {
    // The own name, said to whoever is new, acknowledges the change too.
    return (room) =>
      chain(room, membersChanged, onAdded(change.member, by, number), room.ownName === "" ? owe : stay);
  }
  const tags = change.members.map(({ tag }) => tag);
  return (room) =>
    chain(
      room,
      ...change.members.map((one) =>
        membership(howGone(one, before), one, howGone(one, before) === "removed" ? by : null, number),
      ),
      ...tags.map(endTyping),
      goneBefore(tags),
      membersChanged,
      by === selfIn(before).tag ? stay : afterRemovalBy(change.members, before),
      forgetGone(tags),
      owe,
    );
}

/** A moderator has removed somebody: the owner's client tells the relay, and makes a new invitation (spec/group.md 13). */
function afterRemovalBy(gone: readonly MemberView[], before: GroupView): Step {
  return (room) => {
    const removed = gone.filter((one) => howGone(one, before) === "removed" && one.leaf !== before.pending);
    if (!isOwner(room) || removed.length === 0) return turn(room);
    return removedByAnother(removed.flatMap(({ tag }) => room.seats.of.get(tag) ?? []))(room);
  };
}

/** Whoever is new is told all names. */
function onAdded(tag: string, by: string, number: number): Step {
  return (room) =>
    chain(
      withRoster(
        withEntry(room, tag, { heardMs: room.nowMs, sinceEpoch: room.view?.epoch ?? 0, letInBy: by }),
        {
          pendingSinceMs: room.nowMs,
          nameDue: true,
        },
      ),
      membership("joined", { tag }, by, number),
    );
}

function howGone({ leaf }: MemberView, before: GroupView): "left" | "absent" | "removed" {
  if (before.left.includes(leaf)) return "left";
  return before.absent.includes(leaf) ? "absent" : "removed";
}

/** Their seats and orders mean nothing any more. */
function forgetGone(tags: readonly string[]): Step {
  return (room) => {
    const without = <V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V> =>
      new Map([...map].filter(([tag]) => !tags.includes(tag)));
    const { heard, told, pace } = room.talk;
    const talk = { ...room.talk, heard: without(heard), told: without(told), pace: without(pace) };
    return turn({ ...room, talk, seats: { ...room.seats, of: without(room.seats.of) } });
  };
}

function onSettings({ settings }: GroupView, number: number, by: string): Step {
  return (room) => {
    const now = room.view?.settings;
    if (now === undefined) return turn(room);
    const fresh = now.moderators.filter((tag) => !settings.moderators.includes(tag));
    return chain(
      room,
      now.owner === settings.owner ? stay : membership("owner", { tag: now.owner }, by, number),
      now.owner === settings.owner ? stay : onNewOwner(settings.owner),
      ...fresh.map((tag) => membership("moderator", { tag }, by, number)),
    );
  };
}

/** Our own commit is through. */
function afterOwn(wish: Wish, seats: readonly number[]): Step {
  return wish.want.kind === "add" ? welcome(wish.want.attempt) : afterCommit(wish, seats);
}

/** The seats that those had who are gone: known before they were forgotten. */
function seatsOf({ of }: Room["seats"], members: readonly string[]): readonly number[] {
  return members.flatMap((tag) => of.get(tag) ?? []);
}

function onInvitation(spelled: Spelled): Step {
  return (room) => chain({ ...room, spelled }, tellInvitation);
}
