/*
 * What the relay says in a room for many (spec/relay.md 10.3). It is believed as far as its word goes: it seats, numbers, tells which seats are present, and
 * ends rooms. What is no frame of a relay is dropped.
 */
import { WireError } from "@tacet/wire";
import { group } from "@tacet/wire/group";
import type { FromGroup } from "@tacet/wire/group";
import { LIMITS } from "../limits.ts";
import type { SocketEvent } from "../ports.ts";
import { onWhisper } from "./admitting.ts";
import { end } from "./end.ts";
import { REFUSED_END, RELAY_END } from "./ends.ts";
import { onAskedWhisper, startAsking } from "./entering.ts";
import { onHandedOver } from "./handing-over.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { catchUp, onGap, onNumbered, onPlaced } from "./order.ts";
import { commandAgain, isEnding, onCommanded } from "./owner.ts";
import { loseLink, onOpened, toRelay, withLink } from "./relay.ts";
import type { Room } from "./state.ts";
import { chain, drop, type Step, tell, turn } from "./turn.ts";

/** Something of the socket; what belongs to an older one is nothing. */
export function onSocket(event: SocketEvent): Step {
  return (room) => {
    if (event.connection !== room.link.connection) return turn(room);
    switch (event.on) {
      case "opened":
        return onOpened(room);
      case "received":
        return onBytes(event.bytes)(room);
      case "closed":
        return loseLink(room);
      default:
        return turn(room);
    }
  };
}

function onBytes(bytes: Uint8Array): Step {
  return (room) => {
    const frame = decode(bytes);
    if (frame === null) return drop(room);
    return onFrame(frame)(withLink(room, { heardMs: room.nowMs }));
  };
}

function decode(bytes: Uint8Array): FromGroup | null {
  try {
    return group.decodeFrom(bytes);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

function onFrame(frame: FromGroup): Step {
  return (room) => {
    const { state } = room.link;
    switch (frame.kind) {
      case "group-welcome":
        return state === "admitting" ? onWelcome(frame)(room) : drop(room);
      case "refused":
        return state === "admitting" ? onRefused(frame.code)(room) : drop(room);
      case "ended":
        return end(isEnding(room) ? "ended-here" : RELAY_END[frame.reason])(room);
      case "fault":
        return onFault(frame.code)(room);
      case "beat":
        return toRelay({ kind: "beat" })(room);
      case "ticket":
        return turn(withLink(room, { ticket: frame.ticket.slice() }));
      default:
        return state === "admitted" ? onRoomFrame(frame)(room) : drop(room);
    }
  };
}

type RoomFrame = Exclude<
  FromGroup,
  { kind: "group-welcome" | "refused" | "ended" | "fault" | "beat" | "ticket" }
>;

function onRoomFrame(frame: RoomFrame): Step {
  switch (frame.kind) {
    case "numbered":
      return onNumbered(frame);
    case "placed":
      return onPlaced(frame);
    case "seats":
      return onSeats(frame.present);
    case "whisper":
      return (room) =>
        room.phase === "asking"
          ? onAskedWhisper(frame.seat, frame.block)(room)
          : onWhisper(frame.seat, frame.block)(room);
    case "gap":
      return onGap(frame.first);
    case "commanded":
      return onCommanded(frame.counter, frame.outcome === "done", onHandedOver);
    default:
      return drop;
  }
}

function onWelcome(welcome: FromGroup & { kind: "group-welcome" }): Step {
  return (room) => {
    const admitted = withLink(room, {
      state: "admitted",
      seated: true,
      ticket: welcome.ticket.slice(),
      nonce: welcome.nonce.slice(),
      delayMs: 0,
      downSinceMs: null,
    });
    const { timeLeftMs } = welcome;
    const endsMs = lifeOf(room, timeLeftMs);
    return chain(
      { ...admitted, life: { endsMs }, seats: { ...room.seats, own: welcome.seat } },
      tell({ event: "time-left", ms: endsMs === null ? null : endsMs - room.nowMs }),
      onSeats(welcome.present),
      goOn(welcome.newest),
    );
  };
}

/** In the room what was missed comes first. After a restart the relay may know less than we do, until somebody has told it (spec/relay.md 10.6). */
function goOn(newest: number): Step {
  return (room) => (room.view === null ? startAsking(room) : chain(room, catchUp(newest), commandAgain));
}

/** The relay can shorten a room's life, and not lengthen it. */
function lifeOf({ life, nowMs }: Room, timeLeftMs: number | null): number | null {
  const endsMs = timeLeftMs === null ? null : nowMs + timeLeftMs;
  if (life.endsMs === null || endsMs === null) return endsMs ?? life.endsMs;
  return Math.min(life.endsMs, endsMs);
}

function onSeats(present: readonly number[]): Step {
  return (room) => turn({ ...room, seats: { ...room.seats, present: new Set(present) } });
}

function onRefused(code: (FromGroup & { kind: "refused" })["code"]): Step {
  return (room) => {
    const { link } = room;
    const isYoung = code === "absent" && !link.seated && link.connection < GROUP_LIMITS.entriesAgain;
    // After a restart the relay knows a room again when the first of its members is back (spec/relay.md 6).
    return isYoung
      ? loseLink(withLink(room, { delayMs: LIMITS.reconnectMs.soon }))
      : end(REFUSED_END[code])(room);
  };
}

function onFault(code: (FromGroup & { kind: "fault" })["code"]): Step {
  if (code === "replaced") return end("elsewhere");
  return (room) => loseLink(code === "rate" ? withLink(room, { delayMs: LIMITS.reconnectMs.last }) : room);
}
