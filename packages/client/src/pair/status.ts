/*
 * What a person is told (spec/direct.md 6), derived from the state after every step and said when it changed.
 */
import type { Notice, RoomStatus } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { isAgreed, pathOf, talksByRelay } from "./paths.ts";
import { reportPolicy } from "./policy.ts";
import type { Room } from "./state.ts";
import { reportVerification } from "./verification.ts";
import { chain, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

export const report: Step = (room) =>
  room.phase === "live"
    ? chain(room, reportInvitation, reportOther, reportPolicy, reportStatus, reportVerification, reportNotice)
    : turn(room);

function statusOf(room: Room): RoomStatus {
  const { direct, link, other, role, session } = room;
  if (direct.state === "open" && direct.secure) return "secure";
  if (talksByRelay(room)) return "secure";
  if (direct.state === "open") return "securing";
  // Whether the other person is there is the relay's knowledge: without the relay the last word counts.
  const awaited = link.seated ? other.presence !== "present" : role === "initiator";
  if (awaited) return "waiting";
  return session !== null && wasSecure(room) ? "reconnecting" : "connecting";
}

/** On the direct path, or on the relay path where it may be taken. */
function wasSecure(room: Room): boolean {
  return room.direct.wasSecure || (pathOf(room) !== "direct" && isAgreed(room) && room.other.heardOnce);
}

/** Since when nothing that is said goes out, though it did before. */
function outageMs(room: Room, status: RoomStatus): number | null {
  if (status !== "reconnecting") return room.direct.disconnectedMs;
  return room.shown.outageMs ?? room.nowMs;
}

const reportStatus: Step = (before) => {
  const status = statusOf(before);
  const room = { ...before, shown: { ...before.shown, outageMs: outageMs(before, status) } };
  return tellStatus(room);
};

const tellStatus: Step = (room) => {
  const value = statusOf(room);
  const path = value !== "secure" ? null : talksByRelay(room) ? "relayed" : "direct";
  if (value === room.shown.status && path === room.shown.path) return turn(room);
  return tell({ event: "status", value, path })({ ...room, shown: { ...room.shown, status: value, path } });
};

const reportOther: Step = (room) => {
  const { presence, name } = room.other;
  if (presence === room.shown.presence && name === room.shown.name) return turn(room);
  return tell({ event: "other", presence, name })({ ...room, shown: { ...room.shown, presence, name } });
};

/** For the creator: the invitation was used when the other seat is taken, by the relay's word or by the handshake. */
const reportInvitation: Step = (room) => {
  if (room.role !== "initiator") return stay(room);
  const state = room.other.presence !== "never" || room.session !== null ? "used" : "open";
  if (room.shown.invitation === "used" || state === room.shown.invitation) return turn(room);
  return tell({ event: "invitation", state })({ ...room, shown: { ...room.shown, invitation: state } });
};

/** The three notices that last are derived; the others are said where they arise and stay until one of these changes. */
const reportNotice: Step = (room) => {
  const notice = lasting(room);
  const { shown } = room;
  const over = notice === null && isOver(shown.notice, room);
  if (notice === shown.notice || (notice === null && !over)) return turn(room);
  return tell({
    event: "notice",
    notice,
    unopenedBlocks: room.unopenedBlocks,
    attempt: room.handshake.attempt,
  })({ ...room, shown: { ...shown, notice } });
};

function lasting(room: Room): Notice | null {
  const { link, direct, nowMs } = room;
  const unreachable =
    direct.state !== "open" &&
    link.downSinceMs !== null &&
    nowMs - link.downSinceMs >= LIMITS.unreachableNoticeMs;
  if (unreachable) return "relay-unreachable";
  if (link.absences > 0 && !link.seated) return "looking";
  const late = direct.noticeAtMs !== null && nowMs >= direct.noticeAtMs && pathOf(room) === "direct";
  if (late) return "no-direct-path";
  const { outageMs: since, status } = room.shown;
  const out = status === "reconnecting" && since !== null && nowMs - since >= LIMITS.outageNoticeMs;
  return out ? "reconnecting" : null;
}

function isOver(notice: Notice | null, room: Room): boolean {
  if (notice === "no-valid-answer") return room.session !== null;
  return (
    notice === "relay-unreachable" ||
    notice === "no-direct-path" ||
    notice === "looking" ||
    notice === "reconnecting"
  );
}
