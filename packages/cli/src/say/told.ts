import type { RoomEvent } from "@tacet/client";
import { phraseTold } from "./ends.ts";
import { refusalText } from "./files.ts";
import { safetyText } from "./safety.ts";
import { noticeText, statusText } from "./status.ts";

/** What people are told of an event beside texts, files and invitations, not yet safe to print; null for what they need not know. */
export function toldText(event: RoomEvent): string | null {
  switch (event.event) {
    case "status":
      return statusText(event);
    case "notice":
      return event.notice === null ? null : noticeText(event.notice);
    case "invitation":
      return event.state === "used" ? "The invitation is used: nobody else can come in." : null;
    case "phrase-over":
      return phraseTold(event.outcome);
    case "verification":
      return event.state === "verified" ? "Verified: you compared, and nobody stands between." : null;
    case "safety":
      return safetyText(event);
    case "door":
      return doorText(event.state);
    case "policy":
      return event.awaits === "self" ? "The other person asks for the relay." : null;
    case "edited":
      return event.from === "other" ? `They changed a message: ${event.text}` : null;
    case "deleted":
      return event.from === "other" ? "They deleted a message." : null;
    case "reaction":
      return event.from === "other" && event.emoji !== "" ? `They reacted: ${event.emoji}` : null;
    case "refused":
      return refusalText(event.reason);
    default:
      return null;
  }
}

/** Of rooms that one may come back to, as whoever comes in hears of it (spec/pair.md 9). */
function doorText(state: (RoomEvent & { event: "door" })["state"]): string | null {
  if (state === "asking") return "You have asked to come in. Whoever made the room decides.";
  if (state === "returnable") return "You may come back to this room: the same link asks to come in again.";
  return state === "compare"
    ? "New keys: compare before you write. Type /check, compare, then /match or /differ."
    : null;
}
