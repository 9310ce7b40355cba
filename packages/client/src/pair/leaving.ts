/*
 * Ended here, and the relay does not know of it yet (spec/pair.md 8). The face has been told of the end. One first frame is made and kept, the
 * keys are erased (going, gone), and the word is said until the relay answers:
 *
 *     asking ──end──> held: the room is being made ──room made──> going ──wiped──> gone: no key, the direct path closed
 *     live ──end────────────────────────────────────────────────────^
 *
 *     admitted: the word is out ──ended──> told                          off ──> opening ──> admitting ──welcome──> admitted
 *         └── closed, no answer for 2 s ──> off                                                  └──refused: absent──> told
 *
 * What lasts longer than 90 s (15 s for a room that is still being made) ends untold.
 */
import type { RoomAnswer } from "@tacet/wire";
import { LIMITS } from "../limits.ts";
import type { HttpRefusal, PeerEvent, SocketEvent } from "../ports.ts";
import { closeDirect, closePaths, tellWord } from "./end.ts";
import { askFrame } from "./first-frame.ts";
import { decodeRelay, linkEndsMs, loseLink, onAdmit, onOpened, openLink } from "./link.ts";
import type { Input, JobResult } from "./messages.ts";
import { sendBlock } from "./outbox.ts";
import { readRoomAnswer } from "./room-answer.ts";
import type { Leaving, Room } from "./state.ts";
import { ask, chain, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

export function onLeaving(input: Input): Step {
  switch (input.from) {
    case "http":
      return onRoomMade(input.answer);
    case "socket":
      return onSocket(input.event);
    case "peer":
      return onPeer(input.event);
    case "crypto":
      return onResult(input.result);
    case "fault":
      // Where the wipe is asked for already, it may be what broke.
      return (room) => (room.leaving?.keys === "held" ? finish(false)(room) : closePaths(room));
    default:
      return stay;
  }
}

/** Gives up what is too late, and opens the next socket once there is a frame for it. */
export const settleLeaving: Step = (room) => {
  const { phase, leaving, nowMs } = room;
  if (phase !== "leaving" || leaving === null) return turn(room);
  if (nowMs >= leaving.endsMs) return finish(false)(room);
  const closes = leaving.keys === "gone" && nowMs >= leaving.pathEndsMs;
  return chain(room, closes ? closeDirect : stay, leaving.frame === null ? stay : settleSocket);
};

const settleSocket: Step = (room) => {
  const { link, nowMs } = room;
  if (link.state === "off") return nowMs >= (link.retryAtMs ?? 0) ? openLink(room) : turn(room);
  return nowMs >= linkEndsMs(room) ? loseLink(room) : turn(room);
};

function onRoomMade(answer: RoomAnswer | HttpRefusal): Step {
  return (room) => {
    const { leaving, nowMs, link } = room;
    const made = "error" in answer ? null : readRoomAnswer(answer);
    if (made === null || leaving === null || room.roomId !== "") return finish(false)(room);
    const { room_id: roomId } = made;
    const known = withLeaving(room, leaving, { endsMs: nowMs + LIMITS.lastWordsMs, keys: "going" });
    return chain({ ...known, roomId }, ask({ job: "invite", roomId, origin: link.origin }), askFrame);
  };
}

function onResult(result: JobResult): Step {
  switch (result.did) {
    case "admit":
      return result.connection === 0
        ? keep({ frame: result.bytes })
        : onAdmit(result.connection, result.bytes);
    case "seal":
      return result.tag === null && result.block !== null ? sendBlock(result.route, result.block) : stay;
    case "wipe":
      return keep({ keys: "gone" });
    default:
      return stay;
  }
}

function keep(change: Partial<Leaving>): Step {
  return (room) => turn(room.leaving === null ? room : withLeaving(room, room.leaving, change));
}

/** Whoever closes the path on which last words went out has heard them, or is gone: the relay cannot make that closing. */
function onPeer(event: PeerEvent): Step {
  return (room) => {
    const { leaving, direct, nowMs } = room;
    const closed = event.on === "state" && event.state === "closed" && event.generation === direct.generation;
    if (!closed || leaving === null || nowMs >= leaving.pathEndsMs) return turn(room);
    return tell({ event: "told", otherTold: true, relayTold: false, telling: true })(
      withLeaving(room, leaving, { otherTold: true, pathEndsMs: 0 }),
    );
  };
}

function onSocket(event: SocketEvent): Step {
  return (room) => {
    const { link, nowMs } = room;
    if (event.connection !== link.connection || link.state === "off") return turn(room);
    if (event.on === "opened") return onOpened(room);
    if (event.on === "closed") return loseLink(room);
    if (event.on !== "received") return turn(room);
    const frame = decodeRelay(event.bytes);
    switch (frame?.kind) {
      case "welcome":
        return tellWord({ ...room, link: { ...link, state: "admitted", openedMs: nowMs } });
      case "ended":
        return finish(true)(room);
      case "refused":
        return finish(frame.code === "absent")(room);
      case "fault":
        return loseLink(room);
      default:
        return turn(room);
    }
  };
}

/** @param relayTold the relay says that there is no such room any more */
function finish(relayTold: boolean): Step {
  return (room) => {
    const { leaving, session } = room;
    if (leaving === null) return closePaths(room);
    const { keys, frame } = leaving;
    const otherTold = session !== null && (relayTold || leaving.otherTold);
    return chain(
      { ...room, phase: "ending" },
      tell({ event: "told", otherTold, relayTold, telling: false }),
      frame === null ? stay : ask({ job: "erase", secrets: [frame] }),
      keys === "held" ? ask({ job: "wipe" }) : keys === "gone" ? closePaths : stay,
    );
  };
}

function withLeaving(room: Room, leaving: Leaving, change: Partial<Leaving>): Room {
  return { ...room, leaving: { ...leaving, ...change } };
}
