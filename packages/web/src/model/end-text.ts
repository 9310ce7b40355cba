import type { RoomEnding } from "@tacet/client";
import type { RoomEnd } from "./room-view-ports.ts";
import type { EndText } from "../text/ends.ts";
import { text } from "../text/room-text.ts";

/**
 * What is said of an end: the sentences of its reason, and others where those would say more than is so. `again` names whoever
 * was given no seat and can ask for one once more.
 */
export function endTextOf(end: RoomEnd, again: "creator" | "guest" | null = null): EndText {
  if (end.reason === "relay") {
    const said = relayTextOf(end);
    return again !== null && said === text.ends.relay
      ? { ...said, next: text.endVariants.again[again] }
      : said;
  }
  const { why, next, left } = end.said?.(end.reason) ?? text.ends[end.reason];
  return { why, next: nextOf(end, next), left: leftOf(end, left) };
}

function relayTextOf({ hindrance }: RoomEnding): EndText {
  if (hindrance === "network") return text.ends.relay;
  return hindrance === null ? text.endVariants.unclear : text.endVariants[hindrance];
}

function nextOf({ reason, met, otherTold, telling }: RoomEnding, usual: string): string {
  const { notTold, beingTold, neverMet, neverMetBefore } = text.endVariants;
  if (reason === "left-here" || reason === "burned-here") {
    if (!met) return neverMet;
    if (otherTold) return usual;
    return telling ? beingTold : notTold;
  }
  return reason === "expired" && !met ? neverMetBefore : usual;
}

/** That the relay has forgotten the room is said when it said so itself or was told; what was saved is spoken of where there is some. */
function leftOf({ relayTold, telling, savedFiles }: RoomEnd, usual: string): string {
  const unknown = telling ? text.ends.elsewhere.left : text.endVariants.relayNotTold;
  const left = usual === text.ends["left-here"].left && !relayTold ? unknown : usual;
  return savedFiles === true ? `${left} ${text.endVariants.saved}` : left;
}
