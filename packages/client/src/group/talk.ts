/*
 * What people of the room say and do to messages (spec/group.md 11, spec/content.md 5, 7), as for pairs but by member. Whatever names a message that is not
 * there, deleted, or of the wrong person changes nothing, in silence.
 */
import { CoreError, KIND, base64url, bodies } from "@tacet/core";
import { find, markDeleted, remember } from "../pair/said.ts";
import type { Known } from "../pair/said.ts";
import { track, withTalk } from "./arrival.ts";
import type { GroupCommand, GroupRefusal } from "./face.ts";
import type { Saying } from "./messages.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { flightsOut, isFull, say } from "./outbox.ts";
import { entryOf, withEntry } from "./roster.ts";
import { canSend, selfOf } from "./state.ts";
import type { Pace, Room } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

type Act = GroupCommand & { do: "message" | "edit" | "delete" | "react" };

const TEXT_UNITS_MAX = 16_000;
const ID_BYTES = 16;
const NO_ID = new Uint8Array(ID_BYTES);

const formatId = (id: Uint8Array): string => base64url.encode(id);

/** A text, an edit, a deletion or a reaction of our own: refused with its reason, or taken and shown. */
export function onAct(act: Act, id: Uint8Array): Step {
  return (room) => {
    const refuse = (reason: GroupRefusal): ReturnType<Step> =>
      tell({ event: "refused", key: act.key, reason })(room);
    if (selfOf(room) === "") return refuse("no-room");
    if (isFull(room)) return refuse("too-many-waiting");
    const body = encodeOrReason(act, room);
    if (typeof body === "string") return refuse(body);
    const { nextOrder } = room.outbox;
    const target = act.do === "message" ? formatId(id) : act.id;
    return chain(
      act.do === "message" ? remembered(room, target, selfOf(room)) : forgotten(room, act),
      shownOwn(act, target, body),
      act.do === "react" ? stay : track(target, nextOrder),
      say(KINDS[act.do], id, body),
    );
  };
}

const KINDS = { message: KIND.text, edit: KIND.edit, delete: KIND.delete, react: KIND.reaction } as const;

function remembered(room: Room, id: string, from: string): Room {
  return withTalk(room, { said: remember(room.talk.said, id, from) });
}

function forgotten(room: Room, act: Act): Room {
  return act.do === "delete" ? withTalk(room, { said: markDeleted(room.talk.said, act.id) }) : room;
}

function encodeOrReason(act: Act, room: Room): Uint8Array | GroupRefusal {
  try {
    if (act.do === "message") return encodeText(act);
    const known = find(room.talk.said, act.id);
    const target = base64url.decode(act.id);
    const may = act.do === "react" || known?.from === selfOf(room);
    if (target === null || known === null || known.deleted || !may) return "gone";
    if (act.do === "edit") return bodies.edit.encode({ target, text: act.text });
    if (act.do === "delete") return bodies.delete.encode(target);
    return bodies.reaction.encode({ target, emoji: act.emoji });
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    return "text" in act ? reasonOf(act.text) : "no-emoji";
  }
}

/** Core refuses both with one code. */
const reasonOf = (text: string): GroupRefusal => (text.length > TEXT_UNITS_MAX ? "too-long" : "empty");

function encodeText({ text, replyTo }: GroupCommand & { do: "message" }): Uint8Array | GroupRefusal {
  const quoted = replyTo === undefined ? null : base64url.decode(replyTo);
  if (replyTo !== undefined && quoted?.length !== ID_BYTES) return "gone";
  return bodies.text.encode(text, quoted);
}

function shownOwn(act: Act, id: string, body: Uint8Array): Step {
  return (room) => {
    const { key } = act;
    const from = selfOf(room);
    if (act.do === "message") return showText(id, from, body, null, key)(room);
    if (act.do === "delete") return tell({ event: "deleted", id, key, from })(room);
    if (act.do === "react") return tell({ event: "reaction", id, key, from, emoji: act.emoji })(room);
    return tell({ event: "edited", id, key, from, text: bodies.edit.decode(body)?.text ?? "" })(room);
  };
}

/** A text as all are shown it; nothing for what cannot be read. */
function showText(
  id: string,
  from: string,
  body: Uint8Array,
  number: number | null,
  key: string | null,
): Step {
  return (room) => {
    const text = bodies.text.decode(body);
    if (text === null) return turn(room);
    const quoted = bodies.text.quoted(body);
    const replyTo = quoted === null ? null : formatId(quoted);
    const seconds = room.view?.settings.disappearingSeconds ?? 0;
    const disappearsMs = seconds === 0 ? null : seconds * 1000;
    return tell({ event: "message", id, key, from, number, text, replyTo, disappearsMs })(room);
  };
}

/** Talk of another member, once, at its place. What comes faster than ten in 10 s is shown later, and nothing is dropped for it. */
export function onTalk(by: string, number: number, saying: Saying): Step {
  return (room) => {
    const pace = room.talk.pace.get(by) ?? { shownMs: [], waiting: [] };
    const counts = room.order.caughtUp;
    if (counts && (pace.waiting.length > 0 || isFast(pace, room.nowMs))) {
      const waiting = [...pace.waiting, { number, saying }];
      const [first] = waiting;
      if (mayWait(waiting) || first === undefined) return turn(withPace(room, by, { ...pace, waiting }));
      const rest = withPace(room, by, { ...pace, waiting: waiting.slice(1) });
      return show(by, first.number, first.saying)(rest);
    }
    const shownMs = counts ? [...pace.shownMs, room.nowMs].slice(-GROUP_LIMITS.rate.messages) : pace.shownMs;
    return show(by, number, saying)(withPace(room, by, { ...pace, shownMs }));
  };
}

function mayWait(waiting: Pace["waiting"]): boolean {
  const bytes = waiting.reduce((sum, { saying }) => sum + saying.body.length, 0);
  return waiting.length <= GROUP_LIMITS.delayedOfMember && bytes <= GROUP_LIMITS.delayedOfMemberBytes;
}

function isFast({ shownMs }: Pace, nowMs: number): boolean {
  const { messages, ms } = GROUP_LIMITS.rate;
  return shownMs.length >= messages && nowMs - (shownMs[0] ?? 0) < ms;
}

/** Shows what has waited long enough. */
export const settlePace: Step = (room) => {
  for (const [by, pace] of room.talk.pace) {
    const [first, ...waiting] = pace.waiting;
    if (first === undefined || isFast(pace, room.nowMs)) continue;
    const shownMs = [...pace.shownMs, room.nowMs].slice(-GROUP_LIMITS.rate.messages);
    return chain(withPace(room, by, { shownMs, waiting }), show(by, first.number, first.saying), settlePace);
  }
  return turn(room);
};

export function paceDueMs({ talk }: Room): number | null {
  const dues = [...talk.pace.values()]
    .filter(({ waiting }) => waiting.length > 0)
    .map(({ shownMs }) => (shownMs[0] ?? 0) + GROUP_LIMITS.rate.ms);
  return dues.length === 0 ? null : Math.min(...dues);
}

function withPace(room: Room, by: string, pace: Pace): Room {
  return withTalk(room, { pace: new Map(room.talk.pace).set(by, pace) });
}

function show(by: string, number: number, { kind, id, body }: Saying): Step {
  switch (kind) {
    case KIND.text:
      return chainOf(endTyping(by), onText(by, number, formatId(id), body));
    case KIND.profile:
      return onProfile(by, body);
    case KIND.edit:
      return chainOf(endTyping(by), onEdit(by, body));
    case KIND.delete:
      return onDelete(by, body);
    case KIND.reaction:
      return onReaction(by, body);
    case KIND.receipt:
      return onReceipt(by, body);
    default:
      return tell({ event: "notice", notice: "newer-content" });
  }
}

const chainOf =
  (...steps: readonly Step[]): Step =>
  (room) =>
    chain(room, ...steps);

const unreadable: Step = tell({ event: "notice", notice: "unreadable-content" });

/** An id names one message of the room: a second one with it is refused. */
function onText(by: string, number: number, id: string, body: Uint8Array): Step {
  return (room) => {
    if (bodies.text.decode(body) === null || find(room.talk.said, id) !== null) return unreadable(room);
    return showText(id, by, body, number, null)(remembered(room, id, by));
  };
}

function onProfile(by: string, body: Uint8Array): Step {
  return (room) => {
    const name = bodies.profile.decode(body);
    if (name === null) return unreadable(room);
    return turn(entryOf(room, by).name === name ? room : withEntry(room, by, { name }));
  };
}

function onEdit(by: string, body: Uint8Array): Step {
  const edit = bodies.edit.decode(body);
  if (edit === null) return unreadable;
  const { text } = edit;
  return about(
    edit.target,
    ({ from }) => from === by,
    (id) => tell({ event: "edited", id, key: null, from: by, text }),
  );
}

function onDelete(by: string, body: Uint8Array): Step {
  const target = bodies.delete.decode(body);
  if (target === null) return unreadable;
  return about(
    target,
    ({ from }) => from === by,
    (id) => (room) =>
      tell({ event: "deleted", id, key: null, from: by })(
        withTalk(room, { said: markDeleted(room.talk.said, id) }),
      ),
  );
}

function onReaction(by: string, body: Uint8Array): Step {
  const reaction = bodies.reaction.decode(body);
  if (reaction === null) return unreadable;
  const { emoji } = reaction;
  return about(
    reaction.target,
    () => true,
    (id) => tell({ event: "reaction", id, key: null, from: by, emoji }),
  );
}

function onReceipt(by: string, body: Uint8Array): Step {
  const target = bodies.receipt.decode(body);
  return target === null
    ? unreadable
    : about(
        target,
        () => true,
        (id) => tell({ event: "read", id, by }),
      );
}

function about(target: Uint8Array, may: (known: Known<string>) => boolean, next: (id: string) => Step): Step {
  return (room) => {
    const id = formatId(target);
    const known = find(room.talk.said, id);
    return known !== null && !known.deleted && may(known) ? next(id)(room) : stay(room);
  };
}

/** Our own typing: said once, again every 3 s, and forgotten where it cannot be said. */
export function onOwnTyping(active: boolean): Step {
  return (room) => {
    const { ownTyping } = room.talk;
    const repeated =
      active === ownTyping.active && (!active || room.nowMs - ownTyping.sentMs < GROUP_LIMITS.typingRepeatMs);
    if (repeated || !canSend(room) || flightsOut(room) >= GROUP_LIMITS.ephemeralWaiting) return turn(room);
    const saying = {
      order: room.outbox.nextOrder,
      kind: KIND.typing,
      id: NO_ID,
      body: Uint8Array.of(active ? 1 : 0),
    };
    return ask({ job: "seal", ref: null, saying, withKey: false })(
      withTalk(room, { ownTyping: { active, sentMs: room.nowMs } }),
    );
  };
}

export function onTyping(by: string, body: Uint8Array): Step {
  if (body.length !== 1 || (body[0] ?? 2) > 1) return stay;
  if (body[0] === 0) return endTyping(by);
  return (room) => {
    const typing = new Map(room.talk.typing).set(by, room.nowMs + GROUP_LIMITS.typingShownMs);
    const shown = withTalk(room, { typing });
    return room.talk.typing.has(by)
      ? turn(shown)
      : tell({ event: "typing", member: by, active: true })(shown);
  };
}

export function endTyping(by: string): Step {
  return (room) => {
    if (!room.talk.typing.has(by)) return turn(room);
    const typing = new Map(room.talk.typing);
    typing.delete(by);
    return tell({ event: "typing", member: by, active: false })(withTalk(room, { typing }));
  };
}

/** Typing falls by itself after 6 s. */
export const settleTyping: Step = (room) =>
  chain(
    room,
    ...[...room.talk.typing].filter(([, endsMs]) => room.nowMs >= endsMs).map(([by]) => endTyping(by)),
  );

/** A message was on the screen: said on at most once in five seconds, the newest for all before it. */
export function onRead(id: string): Step {
  return (room) => {
    const { said, reading } = room.talk;
    const known = find(said, id);
    if (known === null || known.deleted || known.from === selfOf(room)) return turn(room);
    const wanted = reading.wanted === null ? null : find(said, reading.wanted);
    if (known.number <= Math.max(reading.named, wanted?.number ?? 0)) return turn(room);
    const dueMs = Math.max(reading.dueMs, room.nowMs);
    return turn(withTalk(room, { reading: { ...reading, wanted: id, dueMs } }));
  };
}

/** @param id of the content that says it */
export function settleReading(id: Uint8Array): Step {
  return (room) => {
    const { said, reading } = room.talk;
    if (reading.wanted === null || room.nowMs < reading.dueMs || isFull(room)) return turn(room);
    const target = base64url.decode(reading.wanted);
    const number = find(said, reading.wanted)?.number ?? 0;
    const dueMs = room.nowMs + GROUP_LIMITS.ackMs;
    const read = withTalk(room, { reading: { wanted: null, named: number, dueMs } });
    return target === null || number === 0
      ? turn(read)
      : say(KIND.receipt, id, bodies.receipt.encode(target))(read);
  };
}
