/*
 * What its person does to messages of a room: newer words, a deletion, a reaction, and the receipt of what was read (spec/content.md 7).
 * Each is content like a text: taken or refused, kept until it is acknowledged.
 */
import { CoreError, KIND, base64url, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import type { RoomCommand, RoomEvent } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { isFull, rewrite, take } from "./delivery.ts";
import { find, markDeleted } from "./said.ts";
import type { Reading, Room } from "./state.ts";
import { messageOf } from "./talk-events.ts";
import { reasonOf } from "./talk.ts";
import { chain, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

export type Act = RoomCommand & { do: "edit" | "delete" | "react" };
type Reason = (RoomEvent & { event: "refused" })["reason"];

/** An edit, a deletion or a reaction: refused with its reason, or taken by the session and shown. */
export function onAct(act: Act, id: Uint8Array): Step {
  return (room) => {
    const body = encodeOrReason(act, room);
    if (typeof body === "string") return tell({ event: "refused", key: act.key, reason: body })(room);
    if (isFull(room.talk)) return tell({ event: "refused", key: act.key, reason: "too-many-waiting" })(room);
    const changed = act.do === "delete" ? withdraw(room, act.id, body) : room;
    const taken = { ...changed, talk: take(changed.talk, KINDS[act.do], id, body) };
    return chain(act.do === "edit" ? endTyping(taken) : taken, ...shown(act, body));
  };
}

const KINDS = { edit: KIND.edit, delete: KIND.delete, react: KIND.reaction } as const;

/** Its words leave this side at once: what of them is not acknowledged goes on, under its order and id, as a deletion. */
function withdraw(room: Room, message: string, body: Uint8Array): Room {
  const isOfIt = (one: Content): boolean => one.kind !== KIND.reaction && messageOf(one) === message;
  const talk = rewrite(room.talk, (one) => (isOfIt(one) ? { ...one, kind: KIND.delete, body } : one));
  return { ...room, talk, said: markDeleted(room.said, message) };
}

function encodeOrReason(act: Act, room: Room): Uint8Array | Reason {
  const known = find(room.said, act.id);
  const target = base64url.decode(act.id);
  const isOwn = act.do === "react" || (known?.from === "self" && known.text);
  if (target === null || known === null || known.deleted || !isOwn) return "gone";
  try {
    if (act.do === "edit") return bodies.edit.encode({ target, text: act.text });
    if (act.do === "delete") return bodies.delete.encode(target);
    return bodies.reaction.encode({ target, emoji: act.emoji });
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    return act.do === "edit" ? reasonOf(act.text) : "no-emoji";
  }
}

function shown(act: Act, body: Uint8Array): readonly Step[] {
  const { id, key } = act;
  const from = "self";
  const sending = tell({ event: "receipt", id, state: "sending" });
  if (act.do === "delete") return [tell({ event: "deleted", id, key, from }), sending];
  if (act.do === "react")
    return [tell({ event: "reaction", id, key, from, emoji: act.emoji, state: "sending" })];
  const text = bodies.edit.decode(body)?.text ?? "";
  return [tell({ event: "edited", id, key, from, text }), sending];
}

function endTyping(room: Room): Room {
  return { ...room, talking: { ...room.talking, typing: false } };
}

/** The other side's message was on the screen. @param content the id of the receipt, if one follows */
export function onRead(message: string, content: Uint8Array): Step {
  return (room) => {
    const { named, wanted } = room.reading;
    const known = find(room.said, message);
    if (known === null || known.from === "self" || known.deleted) return turn(room);
    if (known.number <= Math.max(named, wanted?.number ?? 0)) return turn(room);
    return turn(withReading(room, { wanted: { id: message, number: known.number, content } }));
  };
}

/** At most one receipt in 1,000 ms: the newest speaks for the earlier ones. */
export const settleReceipt: Step = (room) => {
  const { wanted } = room.reading;
  const dueMs = receiptDueMs(room);
  if (wanted === null || dueMs === null || room.nowMs < dueMs || isFull(room.talk)) return turn(room);
  const target = base64url.decode(wanted.id);
  const read = withReading(room, { wanted: null, named: wanted.number, namedAtMs: room.nowMs });
  if (target === null || find(room.said, wanted.id)?.deleted !== false) return turn(read);
  return turn({
    ...read,
    talk: take(read.talk, KIND.receipt, wanted.content, bodies.receipt.encode(target)),
  });
};

export function receiptDueMs({ reading }: Room): number | null {
  if (reading.wanted === null) return null;
  return reading.namedAtMs === null ? 0 : reading.namedAtMs + LIMITS.receiptEveryMs;
}

function withReading(room: Room, change: Partial<Reading>): Room {
  return { ...room, reading: { ...room.reading, ...change } };
}
