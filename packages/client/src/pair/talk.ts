/*
 * What people say (spec/content.md 3, 5): texts, names, typing; and what becomes of them.
 */
import { CoreError, KIND, base64url, cleanName, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import type { Notice, RoomCommand } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { isFull, take } from "./delivery.ts";
import { onFileContent } from "./files.ts";
import { say } from "./outbox.ts";
import { contentRoute } from "./paths.ts";
import { find, remember } from "./said.ts";
import type { Room, Talking } from "./state.ts";
import { formatId, messageEvent } from "./talk-events.ts";
import { onHeard } from "./talk-heard.ts";
import { chain, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

const TEXT_UNITS_MAX = 16_000;
const ID_BYTES = 16;

/** A text of ours: refused with its reason, or taken by the session and shown as `sending`. */
export function onMessage(command: RoomCommand & { do: "message" }, id: Uint8Array): Step {
  return (room) => {
    const { key } = command;
    const body = encodeOrReason(command);
    if (typeof body === "string") return tell({ event: "refused", key, reason: body })(room);
    if (isFull(room.talk)) return tell({ event: "refused", key, reason: "too-many-waiting" })(room);
    const shown = messageEvent({ kind: KIND.text, order: 0, id, body }, "self", key);
    const said = remember(room.said, formatId(id), "self");
    return chain(
      withTalking({ ...room, said, talk: take(room.talk, KIND.text, id, body) }, { typing: false }),
      shown === null ? stay : tell(shown),
      tell({ event: "receipt", id: formatId(id), state: "sending" }),
    );
  };
}

/** A reply may answer what is not here any more; a name that is no id answers nothing. */
function encodeOrReason({
  text,
  replyTo,
}: RoomCommand & { do: "message" }): Uint8Array | "empty" | "too-long" | "gone" {
  const quoted = replyTo === undefined ? null : base64url.decode(replyTo);
  if (replyTo !== undefined && quoted?.length !== ID_BYTES) return "gone";
  try {
    return bodies.text.encode(text, quoted);
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    return reasonOf(text);
  }
}

/** Core refuses both with one code. Text of so many UTF-16 units never has more bytes than may be (spec/content.md 5). */
export function reasonOf(text: string): "empty" | "too-long" {
  return text.length > TEXT_UNITS_MAX ? "too-long" : "empty";
}

/** A name of ours goes to the other side when it changes; no name at the beginning says nothing. */
export function onName(name: string, id: Uint8Array): Step {
  return (room) => {
    const ownName = cleanName(name);
    if (ownName === room.talking.ownName || isFull(room.talk)) return turn(room);
    return turn({
      ...withTalking(room, { ownName }),
      talk: take(room.talk, KIND.profile, id, bodies.profile.encode(ownName)),
    });
  };
}

/** Typing goes where talk may go, and is forgotten where it may not; while it lasts it is said again every 3 s. */
export function onTyping(active: boolean): Step {
  return (room) => {
    const route = contentRoute(room, "talk");
    const { typing, typingSentMs } = room.talking;
    const repeated = active === typing && (!active || room.nowMs - typingSentMs < LIMITS.typingRepeatMs);
    if (route === null || repeated) return turn(room);
    return say(
      route,
      KIND.typing,
      Uint8Array.of(active ? 1 : 0),
    )(withTalking(room, { typing: active, typingSentMs: room.nowMs }));
  };
}

export function onOtherTyping(body: Uint8Array): Step {
  return (room) =>
    body[0] === 1
      ? showTyping(withTalking(room, { otherTypingEndsMs: room.nowMs + LIMITS.typingShownMs }), room)
      : endOtherTyping(room);
}

/** The other side's typing falls by itself after 6 s. */
export const settleTalk: Step = (room) => {
  const ends = room.talking.otherTypingEndsMs;
  return ends !== null && room.nowMs >= ends ? endOtherTyping(room) : turn(room);
};

const endOtherTyping: Step = (room) => showTyping(withTalking(room, { otherTypingEndsMs: null }), room);

function showTyping(after: Room, before: Room): ReturnType<Step> {
  const active = after.talking.otherTypingEndsMs !== null;
  const changed = active !== (before.talking.otherTypingEndsMs !== null);
  return changed ? tell({ event: "typing", active })(after) : turn(after);
}

/** Talk of the other side, once and in order. */
export function onTalk(content: Content): Step {
  if (content.kind === KIND.text) return onText(content);
  if (content.kind === KIND.profile) return onProfile(content);
  const file = onFileContent(content.kind, content.id, content.body);
  if (file !== undefined)
    return content.kind === KIND.fileOffer ? (room) => chain(room, endOtherTyping, file) : file;
  const heard = onHeard(content);
  if (heard === undefined) return note("newer-content");
  const does = heard ?? note("unreadable-content");
  return content.kind === KIND.edit ? (room) => chain(room, endOtherTyping, does) : does;
}

/** An id names one message of the room: a second one with it is refused. */
function onText(content: Content): Step {
  const event = messageEvent(content, "other", null);
  const id = formatId(content.id);
  return (room) =>
    event === null || find(room.said, id) !== null
      ? chain(room, endOtherTyping, note("unreadable-content"))
      : chain({ ...room, said: remember(room.said, id, "other") }, endOtherTyping, tell(event));
}

function onProfile(content: Content): Step {
  return (room) => {
    const name = bodies.profile.decode(content.body);
    return name === null
      ? note("unreadable-content")(room)
      : turn({ ...room, other: { ...room.other, name } });
  };
}

/** Something of the other side could not be shown; each time is said. */
function note(notice: Notice): Step {
  return (room) =>
    tell({ event: "notice", notice, unopenedBlocks: room.unopenedBlocks, attempt: room.handshake.attempt })({
      ...room,
      shown: { ...room.shown, notice },
    });
}

function withTalking(room: Room, change: Partial<Talking>): Room {
  return { ...room, talking: { ...room.talking, ...change } };
}
