/*
 * Which path may carry what (spec/direct.md 5). A path is open when a frame given to it now can reach the other side: the relay
 * path needs our admitted socket and, by the relay's word, theirs. The relay can lie about that and gains a refusal of service.
 */
import { bodies } from "@tacet/core";
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
function freshRoute(room: Room): Route | null {
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

/** What holds for the room: the stricter of both. */
export function pathOf({ policy }: Room): PathPolicy {
  return bodies.policy.both(policy.own, policy.other).path;
}

/** In a room that its creator made `direct`, talk crosses the relay for the sake of R's wish only once I has said so too (content.md 8). */
export function isAgreed(room: Room): boolean {
  const { own, other, created } = room.policy;
  if (created !== "direct" || pathOf(room) !== "relayed") return true;
  return (room.role === "initiator" ? own : other).path === "relayed";
}

/** In a session that answers a knock nothing is said before its person has compared (spec/pair.md 9). */
export function mustCompare({ compares, verification }: Room): boolean {
  return compares && verification !== "verified";
}

export function contentRoute(room: Room, stream: StreamName): Route | null {
  return stream === "talk" && mustCompare(room) ? null : routeOf(room, stream);
}

/** The table of direct.md 5. */
function routeOf(room: Room, stream: StreamName): Route | null {
  if (room.session === null) return null;
  const path = pathOf(room);
  if (path === "relayed") return stream === "signal" || isAgreed(room) ? relayRoute(room) : null;
  if (stream === "signal") return bestRoute(room);
  return path === "any" ? freeRoute(room) : freshRoute(room);
}

/** The direct path, unless the connection itself doubts it and there is another. */
function freeRoute(room: Room): Route | null {
  const [direct, relay] = [freshRoute(room), relayRoute(room)];
  return room.direct.disconnectedMs === null ? (direct ?? relay) : (relay ?? direct);
}

/** Both sides' confirmations are there, and what is said takes the relay path. */
export function talksByRelay(room: Room): boolean {
  return room.other.heardOnce && routeOf(room, "talk")?.path === "relay";
}
