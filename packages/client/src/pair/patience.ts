/*
 * How long an acknowledgement is waited for before this side doubts its socket (spec/direct.md 4).
 *
 *     untimed ──content goes out──> timed ──that content is acknowledged──> untimed
 *
 * Nothing else ends a timing. So acknowledging old content after each new one shortens no waiting.
 */
import { LIMITS } from "../limits.ts";
import type { Link } from "./link-state.ts";
import type { Tag } from "./messages.ts";
import type { Room } from "./state.ts";

/** When a spare socket is opened next, because what asks for an answer has none, and the relay is silent. */
export function nextReachMs(link: Link): number | null {
  const { state, unansweredMs, reachAtMs, doubted, doubts, waitingBytes, drainedMs } = link;
  if (state !== "admitted" || unansweredMs === null || doubted) return null;
  const sinceMs = waitingBytes > 0 ? Math.max(unansweredMs, drainedMs) : unansweredMs;
  const answerMs = Math.max(LIMITS.doubtMs, 2 * (link.tookMs ?? 0), 2 * link.acknowledgeMs);
  return reachAtMs ?? sinceMs + answerMs * 2 ** doubts;
}

/** A frame goes out on the socket. @param tag the content in it that is to be acknowledged */
export function sentOn({ link, nowMs }: Room, tag: Tag | null): Link {
  const sent = { ...link, sentMs: nowMs };
  return tag
    ? {
        ...sent,
        unansweredMs: link.unansweredMs ?? nowMs,
        timed: link.timed ?? { ...tag, connection: link.connection, sentMs: nowMs },
      }
    : sent;
}

/** Something was acknowledged: if it was what is timed, the next waiting goes by how long it took. */
export function acknowledgedOn({ link, nowMs, ...room }: Room): Link {
  const { timed, doubts, acknowledgeMs, connection, openedMs, tookMs } = link;
  if (timed === null || room[timed.stream].acknowledged < timed.order) return link;
  const ms = nowMs - Math.max(timed.sentMs, openedMs + (tookMs ?? 0));
  // Else it answers what went out before, or what went out again since: it took at least this long.
  return timed.connection === connection
    ? { ...link, timed: null, doubts: 0, acknowledgeMs: (3 * acknowledgeMs + ms) / 4 }
    : { ...link, timed: null, doubts: doubts / 2, acknowledgeMs: Math.max(acknowledgeMs, ms) };
}
