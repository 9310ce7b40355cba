/*
 * Ended where the relay cannot be told yet (spec/pair.md 8). The face has been told and the machine talks to nobody; the seat that there is, or
 * will be once the relay has made the room, is taken once more to leave it. What fails on the way, or lasts too long, ends in the wipe.
 *
 *     asking ──end──> leaving ──room made──┐
 *     live ─────end──> leaving ────────────┴──> (socket, admit: keys wiped, welcome) ──leave, burn──> ending
 *                         └──refused, closed, 15 s for the room, 10 s for the seat──────────────────────^
 */
import { WireError, decodeFromRelay } from "@tacet/wire";
import type { RoomAnswer } from "@tacet/wire";
import { LIMITS } from "../limits.ts";
import type { HttpRefusal, SocketEvent } from "../ports.ts";
import { closeDirect, closePaths, tellWord } from "./end.ts";
import { onAdmit, onOpened, openLink } from "./link.ts";
import type { Input, JobResult } from "./messages.ts";
import { sendBlock } from "./outbox.ts";
import { readRoomAnswer } from "./room-answer.ts";
import type { Leaving, Room } from "./state.ts";
import { ask, chain, stay, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

export function onLeaving(input: Input): Step {
  switch (input.from) {
    case "http":
      return onRoomMade(input.answer);
    case "socket":
      return onSocket(input.event);
    case "crypto":
      return onResult(input.result);
    case "fault":
      // Where the wipe is asked for already, it may be what broke.
      return (room) => (room.leaving?.keys === "held" ? finish(room) : closePaths(room));
    default:
      return stay;
  }
}

/** Opens the one socket that is needed, and lets the keys go when its first frame is made. */
export const settleLeaving: Step = (room) => {
  const { phase, leaving, link, nowMs } = room;
  if (phase !== "leaving" || leaving === null) return turn(room);
  if (nowMs >= leaving.endsMs) return finish(room);
  if (room.roomId === "") return turn(room);
  if (link.state === "off") return openLink(room);
  const made = leaving.keys === "held" && link.asked === link.connection;
  return made ? ask({ job: "wipe" })(withLeaving(room, leaving, { keys: "going" })) : turn(room);
};

function onRoomMade(answer: RoomAnswer | HttpRefusal): Step {
  return (room) => {
    const { leaving, nowMs, link } = room;
    const made = "error" in answer ? null : readRoomAnswer(answer);
    if (made === null || leaving === null || room.roomId !== "") return finish(room);
    const { room_id: roomId } = made;
    const known = { ...withLeaving(room, leaving, { endsMs: nowMs + LIMITS.admissionMs }), roomId };
    return ask({ job: "invite", roomId, origin: link.origin })(known);
  };
}

function onResult(result: JobResult): Step {
  switch (result.did) {
    case "admit":
      return onAdmit(result.connection, result.bytes);
    case "seal":
      return result.tag === null && result.block !== null ? sendBlock(result.route, result.block) : stay;
    case "wipe":
      return (room) => {
        const { leaving } = room;
        return leaving === null ? turn(room) : closeDirect(withLeaving(room, leaving, { keys: "gone" }));
      };
    default:
      return stay;
  }
}

function onSocket(event: SocketEvent): Step {
  return (room) => {
    if (event.connection !== room.link.connection || room.link.state === "off") return turn(room);
    if (event.on === "opened") return onOpened(room);
    if (event.on === "closed" || !seats(event.bytes)) return finish(room);
    return chain({ ...room, link: { ...room.link, state: "admitted" } }, tellWord, finish);
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

const finish: Step = (room) => {
  const keys = room.leaving?.keys ?? "held";
  if (keys === "gone") return closePaths(room);
  const ending: Room = { ...room, phase: "ending" };
  return keys === "held" ? ask({ job: "wipe" })(ending) : turn(ending);
};

function withLeaving(room: Room, leaving: Leaving, change: Partial<Leaving>): Room {
  return { ...room, leaving: { ...leaving, ...change } };
}
