import type { Room } from "./state.ts";

/**
 * The relay socket may be dead and not know it: the next one takes its seat (spec/relay.md 3), or is tried at once. Before the first seat nothing
 * is known that could be doubted. @param waitMs for so long this one is still listened to
 */
export function replaceSoon(room: Room, waitMs: number): Room {
  const { link, nowMs } = room;
  if (!link.seated) return room;
  const atMs = nowMs + waitMs;
  return link.state === "off"
    ? { ...room, link: { ...link, delayMs: 0, retryAtMs: nowMs } }
    : { ...room, link: { ...link, replaceAtMs: Math.min(link.replaceAtMs ?? Infinity, atMs) } };
}
