import { KIND, base64url, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import type { RoomEvent } from "../face.ts";
import { chain, tell } from "./turn.ts";
import type { Step } from "./turn.ts";

/** A content's identity as the face knows it: 22 characters of base64url, equal on both sides. */
export function formatId(id: Uint8Array): string {
  return base64url.encode(id);
}

/** How a text is shown, by its sender and by its receiver alike; null if it cannot be read. */
export function messageEvent(content: Content, from: "self" | "other", key: string | null): RoomEvent | null {
  const text = content.kind === KIND.text ? bodies.text.decode(content.body) : null;
  return text === null ? null : { event: "message", id: formatId(content.id), key, from, text };
}

/** Receipts for texts alone: names have none to show. */
export function tellReceipts(contents: readonly Content[], state: "sent" | "delivered" | "failed"): Step {
  return (room) => {
    const texts = contents.filter((content) => content.kind === KIND.text);
    return chain(room, ...texts.map((text) => tell({ event: "receipt", id: formatId(text.id), state })));
  };
}
