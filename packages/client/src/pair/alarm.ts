/*
 * When the machine next wants to be asked, though nothing happens. What was due has been looked at in the step before: a deadline
 * that still waits for a path is met when the path comes, and must not wake the driver again and again.
 */
import { LIMITS } from "../limits.ts";
import { patienceMs } from "./handshake.ts";
import { linkEndsMs } from "./link.ts";
import { nextReachMs } from "./patience.ts";
import { heartbeatMs } from "./rhythm.ts";
import type { Room } from "./state.ts";
import { receiptDueMs } from "./talk-acts.ts";

/** The monotonic time of the next deadline after the room's own now, or null if there is none. */
export function nextAlarmMs(room: Room): number | null {
  const times = timesOf(room).filter((time) => time !== null && time > room.nowMs);
  return times.reduce<number | null>((first, time) => Math.min(first ?? Infinity, time ?? Infinity), null);
}

type Times = readonly (number | null)[];

function timesOf(room: Room): Times {
  const { leaving, link, phase } = room;
  if (phase === "leaving" && leaving !== null) return [leaving.endsMs, leaving.pathEndsMs, socketMs(room)];
  if (phase !== "live") return [];
  return [
    ...lifeTimes(room),
    socketMs(room),
    ...linkTimes(link),
    ...handshakeTimes(room),
    ...(room.session === null ? [] : [...sessionTimes(room), ...directTimes(room), ...rekeyTimes(room)]),
  ];
}

function socketMs(room: Room): number | null {
  return room.link.state === "off" ? room.link.retryAtMs : linkEndsMs(room);
}

function lifeTimes(room: Room): Times {
  const { life, other, nowMs, wallMs, door } = room;
  const endsWallMs = life.endsWallMs === null ? null : nowMs + (life.endsWallMs - wallMs);
  return [life.endsMs, endsWallMs, other.going?.dueMs ?? null, door?.part.nextMs(room) ?? null];
}

function linkTimes(link: Room["link"]): Times {
  const down = link.downSinceMs;
  return [
    link.replaceAtMs,
    nextReachMs(link),
    down === null ? null : down + LIMITS.unreachableNoticeMs,
    down === null || link.seated ? null : down + LIMITS.unreachableEndMs,
  ];
}

function handshakeTimes(room: Room): Times {
  const { handshake } = room;
  if (handshake.state !== "trying" || handshake.presentSinceMs === null) return [];
  return [handshake.presentSinceMs + patienceMs(room) - handshake.presentMs, handshake.repeatAtMs];
}

function sessionTimes(room: Room): Times {
  return [
    room.other.heardMs + room.life.graceMs,
    room.link.sentMs + heartbeatMs(room.life),
    room.ackDueMs,
    room.signal.resendAtMs,
    room.talk.resendAtMs,
    room.talking.otherTypingEndsMs,
    receiptDueMs(room),
    room.shown.outageMs === null ? null : room.shown.outageMs + LIMITS.outageNoticeMs,
    room.expireAtMs,
  ];
}

function directTimes({ direct, life }: Room): Times {
  const beatMs = heartbeatMs(life);
  const open = direct.state === "open";
  return [
    direct.openingEndsMs,
    direct.disconnectedMs === null ? null : direct.disconnectedMs + LIMITS.disconnectedMs,
    direct.doubt?.dueMs ?? null,
    direct.rebuildAtMs,
    direct.noticeAtMs,
    open ? direct.sentMs + beatMs : null,
    open ? direct.heardMs + beatMs * LIMITS.silentHeartbeats : null,
  ];
}

function rekeyTimes({ rekey, role }: Room): Times {
  const oldMs = rekey.talked ? rekey.lastMs + LIMITS.rekeyAfterMs : null;
  return role === "initiator" ? [rekey.repeatAtMs, oldMs] : [rekey.pleaseAtMs, oldMs];
}
