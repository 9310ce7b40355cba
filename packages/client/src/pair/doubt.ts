/*
 * Paths that may be dead and not know it (spec/direct.md 4): the device slept, or its network changed. Sockets and connections believe in
 * themselves for long after that, so the socket is replaced at once, and the direct path is asked.
 *
 *     (nothing) ──woke, network changed──> doubted ──acknowledged──> (nothing)
 *                                             └── 1 s ──> lost: the next generation, on the new socket
 */
import { KIND, bodies } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import { nextAlarmMs } from "./alarm.ts";
import { isFull, take } from "./delivery.ts";
import { replaceSoon } from "./fresh-socket.ts";
import { QUESTION } from "./going.ts";
import type { Moment } from "./messages.ts";
import type { Room } from "./state.ts";
import { turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** An alarm that rings much too late, or a calendar that went on alone: the device slept, or this page was frozen. */
export function hasSlept(room: Room, { nowMs, wallMs }: Moment): boolean {
  const dueMs = nextAlarmMs(room);
  const late = dueMs !== null && nowMs - dueMs >= LIMITS.wakeMs;
  return late || wallMs - room.wallMs - (nowMs - room.nowMs) >= LIMITS.wakeMs;
}

/** @param waitMs how long what is on its way already is listened to, before the socket is replaced */
export function doubtPaths(waitMs: number): Step {
  return (room) => doubtDirect(replaceSoon(room, waitMs));
}

const doubtDirect: Step = (room) => {
  const { direct, signal, nowMs } = room;
  if (room.session === null || direct.state !== "open" || direct.doubt !== null || isFull(signal)) {
    return turn(room);
  }
  const asked = take(signal, KIND.signal, new Uint8Array(16), bodies.signal.encode(QUESTION));
  const order = asked.acknowledged + asked.pending.length;
  const doubt = { order, dueMs: nowMs + LIMITS.doubtMs };
  return turn({ ...room, signal: asked, direct: { ...direct, doubt } });
};
