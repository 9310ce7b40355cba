/*
 * What a face makes of a room's events: the messages as both people see them. It says what no honest room may tell.
 */
import type { TestClient } from "./client.ts";
import type { Dice } from "./random.ts";

export interface Seen {
  readonly id: string;
  readonly from: "self" | "other";
  /** As it came; what it says now. */
  readonly first: string;
  text: string;
  deleted: boolean;
  readonly reactions: { self: string; other: string };
}

export interface Screen {
  readonly messages: ReadonlyMap<string, Seen>;
  readonly faults: readonly string[];
  /** Reactions that one's own side has given, and that the other side's brought. */
  readonly reacted: { readonly self: number; readonly other: number };
}

export function screenOf(client: TestClient): Screen {
  const messages = new Map<string, Seen>();
  const faults: string[] = [];
  const reacted = { self: 0, other: 0 };
  const own = (id: string, from: string, what: string): Seen | null => {
    const seen = messages.get(id);
    if (seen?.from === from && !seen.deleted) return seen;
    faults.push(`${what} of a message that is not the sender's, or not there`);
    return null;
  };
  for (const event of client.events) {
    if (event.event === "message") {
      const { id, from, text } = event;
      messages.set(id, {
        id,
        from,
        first: text,
        text,
        deleted: false,
        reactions: { self: "", other: "" },
      });
    } else if (event.event === "edited") {
      const seen = own(event.id, event.from, "an edit");
      if (seen !== null) seen.text = event.text;
    } else if (event.event === "deleted") {
      const seen = own(event.id, event.from, "a deletion");
      if (seen !== null) seen.deleted = true;
    } else if (event.event === "reaction") {
      const seen = messages.get(event.id);
      if (event.from === "other" || event.key !== null) reacted[event.from] += 1;
      if (seen !== undefined) seen.reactions[event.from] = event.emoji;
    } else if (event.event === "read" && messages.get(event.id)?.from !== "self")
      faults.push("a receipt of a message that is not one's own");
  }
  return { messages, faults, reacted };
}

const EMOJI = ["👍", "❤️", ""] as const;

/** Does something to a message of this side's screen, whether it may or not. */
export function act(client: TestClient, dice: Dice, words: string): void {
  const all = [...screenOf(client).messages.keys()];
  const id = all[dice.below(Math.min(all.length, 8)) - Math.min(all.length, 8) + all.length];
  if (id === undefined) return;
  const key = words;
  const what = dice.below(5);
  if (what === 0) client.command({ do: "edit", id, text: words, key });
  else if (what === 1) client.command({ do: "delete", id, key });
  else if (what === 2) client.command({ do: "read", id });
  else client.command({ do: "react", id, emoji: EMOJI[dice.below(EMOJI.length)] ?? "", key });
}
