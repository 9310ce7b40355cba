/*
 * Which path may carry what (spec/direct.md 5). A path is open when a frame given to it now can reach the other side: the relay
 * path needs our admitted socket and, by the relay's word, theirs. The relay can lie about that and gains a refusal of service.
 */
import type { PathPolicy } from "@tacet/core";
import type { StreamName } from "./messages.ts";
import type { Route } from "./messages.ts";
import type { Room } from "./state.ts";

export function relayRoute(room: Room): Route | null {
  const open = room.link.state === "admitted" && room.other.presence === "present";
  return open ? { path: "relay", number: room.link.connection } : null;
}

/** The direct path from the moment its channel is open: rekeying, heartbeats and signals may use it. */
export function directRoute(room: Room): Route | null {
  return room.direct.state === "open" ? { path: "direct", number: room.direct.generation } : null;
}

/** The direct path once the fresh exchange on it is done: talk may use it. */
export function freshRoute(room: Room): Route | null {
  return room.direct.freshEpoch === null ? null : directRoute(room);
}

export function isPresent(room: Room, route: Route): boolean {
  const now = route.path === "relay" ? relayRoute(room) : directRoute(room);
  return now?.number === route.number;
}

/** Where a frame without content goes: what is closest to the other side. */
export function bestRoute(room: Room): Route | null {
  return directRoute(room) ?? relayRoute(room);
}

/** What holds for the room. */
export function pathOf({ policy }: Room): PathPolicy {
  return policy;
}

/** The table of direct.md 5. */
export function contentRoute(room: Room, stream: StreamName): Route | null {
  if (room.session === null) return null;
  if (room.policy === "relayed") return relayRoute(room);
  if (stream === "signal") return bestRoute(room);
  return room.policy === "any" ? (freshRoute(room) ?? relayRoute(room)) : freshRoute(room);
}
