/*
 * Time and signs of life: the room's end by both clocks, the other side's grace time, heartbeats, acknowledgements that are due, and
 * keys whose minute is over (spec/pair.md 7 and 8, content.md 4 and 6).
 */
import { KIND } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import { end } from "./end.ts";
import type { Route } from "./messages.ts";
import { say } from "./outbox.ts";
import { bestRoute, directRoute, relayRoute } from "./paths.ts";
import { heartbeatMs } from "./rhythm.ts";
import type { Life, Room } from "./state.ts";
import { ask, chain, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** A correction smaller than this is the network's, not the room's. */
const CORRECTION_MS = 1000;

/** The creator chose how long the room lives: the relay cannot make it longer. What no relay would grant counts as no choice. */
export function chooseLife(room: Room, ttlSeconds: number | undefined): Room {
  const chosenMs =
    Number.isSafeInteger(ttlSeconds) && (ttlSeconds ?? 0) > 0 ? (ttlSeconds ?? 0) * 1000 : Infinity;
  return { ...room, life: { ...room.life, longestMs: Math.min(chosenMs, LIMITS.lifeMs) } };
}

/** The relay names the time left and the grace time. A room's end, once known, moves nearer only. */
export function limitLife(namedMs: number, graceSeconds: number): Step {
  return (room) => {
    const { life, nowMs, wallMs } = room;
    const timeLeftMs = Math.min(namedMs, life.longestMs);
    const endsMs = Math.min(life.endsMs ?? Infinity, nowMs + timeLeftMs);
    const endsWallMs = Math.min(life.endsWallMs ?? Infinity, wallMs + timeLeftMs);
    const corrected = life.endsMs === null || life.endsMs - endsMs >= CORRECTION_MS;
    const graceMs = Math.max(graceSeconds * 1000, LIMITS.graceMsMin);
    const limited = { ...room, life: { ...life, endsMs, endsWallMs, graceMs } };
    return corrected ? tell({ event: "time-left", ms: Math.max(0, endsMs - nowMs) })(limited) : turn(limited);
  };
}

/** Ends a room whose time is over by either clock, or whose other side is gone. */
export const settleLife: Step = (room) => {
  const { life, session, other, nowMs } = room;
  if (isExpired(life, room)) return end("expired")(room);
  return session !== null && nowMs - other.heardMs >= life.graceMs ? end("gone")(room) : turn(room);
};

function isExpired({ endsMs, endsWallMs }: Life, { nowMs, wallMs }: Room): boolean {
  return (endsMs !== null && nowMs >= endsMs) || (endsWallMs !== null && wallMs >= endsWallMs);
}

/** Heartbeats on each open path, and acknowledgements nothing else could carry. Taken last: whatever else was sent counts. */
export const settlePresence: Step = (room) => {
  if (room.session === null) return turn(room);
  return chain(
    room,
    beat(relayRoute(room), room.link.sentMs),
    beat(directRoute(room), room.direct.sentMs),
    acknowledgeNow,
    expireKeys,
  );
};

function beat(route: Route | null, sentMs: number): Step {
  return (room) => {
    if (route === null || room.nowMs - sentMs < heartbeatMs(room.life)) return turn(room);
    // The sealing takes a moment: the path counts as used from now on, or the next step would beat again.
    const slice = route.path === "relay" ? "link" : "direct";
    return say(route, KIND.heartbeat)({ ...room, [slice]: { ...room[slice], sentMs: room.nowMs } });
  };
}

const acknowledgeNow: Step = (room) => {
  const route = bestRoute(room);
  const due = room.ackDueMs !== null && room.nowMs >= room.ackDueMs && route !== null;
  return due ? say(route, KIND.heartbeat)(room) : turn(room);
};

const expireKeys: Step = (room) => {
  if (room.expireAtMs === null || room.nowMs < room.expireAtMs) return stay(room);
  const expireAtMs = room.nowMs + LIMITS.expireEveryMs;
  return ask({ job: "expire", nowMs: room.nowMs })({ ...room, expireAtMs });
};
