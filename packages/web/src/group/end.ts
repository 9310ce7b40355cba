import type { RoomEnd } from "../model/room-view-ports.ts";
import { text } from "../text/group-text.ts";
import type { Event } from "./room-events.ts";

/**
 * An end as the page's last screen says it. Where the relay made no room, or cannot be reached, that is said as of any room; else in the words of
 * rooms for many.
 */
export function endOf(
  { reason, hindrance, undelivered }: Event<"end">,
  unanswered: number,
  /** It ends for all when this side leaves. */
  endsWithSelf: boolean,
): RoomEnd {
  const why = reason === "left-here" && endsWithSelf ? "ended-here" : reason;
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
    ...(why === "relay" ? {} : { said: () => text.ends[why] }),
  };
}
