import type { RoomEnd } from "../model/room-view-ports.ts";
import type { EndText } from "../text/ends.ts";
import { text } from "../text/group-text.ts";
import type { Event } from "./room-events.ts";

/** How this side stood when it ended. */
export interface Stand {
  /** It was in the room. */
  readonly seated: boolean;
  /** Nobody else was in it. */
  readonly alone: boolean;
  /** It ends for all when this side leaves. */
  readonly endsWithSelf: boolean;
  readonly role: "creator" | "guest";
}

/**
 * An end as the page's last screen says it. Where the relay made no room, or cannot be reached, that is said as of any room; else in the words of
 * rooms for many.
 */
export function endOf(
  { reason, hindrance, undelivered }: Event<"end">,
  unanswered: number,
  stand: Stand,
): RoomEnd {
  return {
    // What is said is our own, so the reason only tells that it is none of those that the page says more of.
    reason: reason === "relay" ? "relay" : "absent",
    unopenedBlocks: 0,
    undelivered: undelivered + unanswered,
    met: true,
    otherTold: true,
    relayTold: true,
    telling: false,
    hindrance,
    ...(reason === "relay" ? {} : { said: () => wordsOf(reason, stand) }),
  };
}

function wordsOf(reason: Exclude<Event<"end">["reason"], "relay">, stand: Stand): EndText {
  const said = text.ends[reason];
  if (reason === "left-here") return leavingOf(said, stand);
  // Of a room in which this side was, it may not be said that nothing was opened.
  const neverIn = said.left === text.endVariants.notJoined.left;
  const { why, next } = said;
  return stand.seated && neverIn ? { why, next, left: text.ends["left-here"].left } : said;
}

function leavingOf(said: EndText, { seated, alone, endsWithSelf, role }: Stand): EndText {
  const { notJoined, alone: whenAlone, withOwner } = text.endVariants;
  const { why, next, left } = said;
  if (!seated && role === "guest") return notJoined;
  if (endsWithSelf) return { why, next: withOwner, left };
  return { why, next: alone ? whenAlone : next, left };
}
