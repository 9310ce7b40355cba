import { KIND, base64url, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import type { ReceiptState, RoomEvent } from "../face.ts";
import { chain, tell } from "./turn.ts";
import type { Step } from "./turn.ts";

/** A content's identity as the face knows it: 22 characters of base64url, equal on both sides. */
export function formatId(id: Uint8Array): string {
  return base64url.encode(id);
}

/** How a text is shown, by its sender and by its receiver alike; null if it cannot be read. */
export function messageEvent(content: Content, from: "self" | "other", key: string | null): RoomEvent | null {
  const text = content.kind === KIND.text ? bodies.text.decode(content.body) : null;
  if (text === null) return null;
  const quoted = bodies.text.quoted(content.body);
  const replyTo = quoted === null ? null : formatId(quoted);
  return { event: "message", id: formatId(content.id), key, from, text, replyTo };
}

/** Receipts of what is said of messages: a name has none to show, and a receipt none of its own. */
export function tellReceipts(contents: readonly Content[], state: Exclude<ReceiptState, "sending">): Step {
  return (room) => {
    const waiting = room.talk.pending.map(({ content }) => content);
    return chain(room, ...contents.flatMap((content) => receiptOf(content, state, waiting)));
  };
}

/** Only the newest word on a message speaks for it: while a newer wording is on its way, the message is not delivered as it is shown. */
function receiptOf(content: Content, state: ReceiptState, waiting: readonly Content[]): readonly Step[] {
  const id = messageOf(content);
  const reacts = content.kind === KIND.reaction;
  const isNewer = (one: Content): boolean =>
    one.kind !== KIND.text &&
    one.order > content.order &&
    (one.kind === KIND.reaction) === reacts &&
    messageOf(one) === id;
  if (id === null || waiting.some(isNewer)) return [];
  if (!reacts) return [tell({ event: "receipt", id, state })];
  const emoji = bodies.reaction.decode(content.body)?.emoji ?? "";
  return [tell({ event: "reaction", id, key: null, from: "self", emoji, state })];
}

/** The message that an own content makes or changes; null for one that does neither. */
export function messageOf({ kind, id, body }: Content): string | null {
  switch (kind) {
    case KIND.text:
      return formatId(id);
    case KIND.edit:
    case KIND.delete:
    case KIND.reaction:
      return formatId(body.subarray(0, id.length));
    default:
      return null;
  }
}
