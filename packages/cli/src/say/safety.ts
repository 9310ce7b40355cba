import type { RoomEvent } from "@tacet/client";
import { EMOJI } from "@tacet/client/safety";
import { words } from "@tacet/client/words";

/** The safety check (spec/pair.md 5) for people: seven emoji with their names, or five words. */
export function safetyText(event: RoomEvent & { event: "safety" }): string {
  const emoji = event.emoji.map((place) => (EMOJI[place] ?? []).toReversed().join(" "));
  const list = event.words.map((place) => words[place] ?? "");
  return [
    "Compare one of these with the other person, by voice or side by side. Both see the same if nobody stands between.",
    `Emoji: ${emoji.join(", ")}`,
    `Words: ${list.join(" ")}`,
  ].join("\n");
}
