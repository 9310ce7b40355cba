/*
 * Left before the relay's answer came (spec/pair.md 8). The face has been told; the room that was asked for would stay at the relay until
 * its time, so its seat is taken once more, to leave it. Whatever fails on the way, or lasts too long, ends in the wipe.
 *
 *     asking ──leave, burn──> leaving ──room made──> (socket, admit, welcome) ──leave──> ending
 *                                └──refused, closed, 15 s──────────────────────────────^
 */
import { WireError, decodeFromRelay } from "@tacet/wire";
import type { RoomAnswer } from "@tacet/wire";
import { LIMITS } from "../limits.ts";
import type { HttpRefusal, SocketEvent } from "../ports.ts";
import { onAdmit, onOpened, openLink } from "./link.ts";
import type { Input } from "./messages.ts";
import { tellRelay } from "./outbox.ts";
import { readRoomAnswer } from "./room-answer.ts";
import { ask, chain, stay, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

export function onLeaving(input: Input): Step {
  return (room) => chain(room, heard(input), settleLeaving);
}

function heard(input: Input): Step {
  switch (input.from) {
    case "http":
      return onRoomMade(input.answer);
    case "socket":
      return onSocket(input.event);
    case "crypto":
      return input.result.did === "admit" ? onAdmit(input.result.connection, input.result.bytes) : stay;
    case "fault":
      return wipeNow;
    default:
      return stay;
  }
}

const settleLeaving: Step = (room) =>
  room.phase === "leaving" && room.leavingEndsMs !== null && room.nowMs >= room.leavingEndsMs
    ? wipeNow(room)
    : turn(room);

function onRoomMade(answer: RoomAnswer | HttpRefusal): Step {
  return (room) => {
    const made = "error" in answer ? null : readRoomAnswer(answer);
    if (made === null || room.roomId !== "") return wipeNow(room);
    const { room_id: roomId } = made;
    const leavingEndsMs = room.nowMs + LIMITS.admissionMs;
    return chain(
      { ...room, roomId, leavingEndsMs },
      ask({ job: "invite", roomId, origin: room.link.origin }),
      openLink,
    );
  };
}

function onSocket(event: SocketEvent): Step {
  return (room) => {
    if (event.connection !== room.link.connection) return turn(room);
    if (event.on === "opened") return onOpened(room);
    if (event.on === "closed" || !seats(event.bytes)) return wipeNow(room);
    return chain({ ...room, link: { ...room.link, state: "admitted" } }, tellRelay("leave"), wipeNow);
  };
}

function seats(bytes: Uint8Array): boolean {
  try {
    return decodeFromRelay(bytes).kind === "welcome";
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

const wipeNow: Step = (room) =>
  turn({ ...room, phase: "ending", leavingEndsMs: null }, { to: "crypto", job: { job: "wipe" } });
