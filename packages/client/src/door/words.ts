/* What the steps of a return room ask and tell. They stand here and not with the machine's, whose every name that another part reads is fetched by all. */
import type { DoorState, RoomEvent } from "../face.ts";
import { LIMITS } from "../limits.ts";
import type { Door } from "../pair/door-part.ts";
import type { Job } from "../pair/messages.ts";
import type { Room } from "../pair/state.ts";
import { turn } from "../pair/turn.ts";
import type { Step } from "../pair/turn.ts";
import { DOOR_LIMITS } from "./limits.ts";

export const stay: Step = (room) => turn(room);

export function ask(job: Job): Step {
  return (room) => turn(room, { to: "crypto", job });
}

export function tellDoor(state: DoorState, facts: Partial<RoomEvent & { event: "door" }> = {}): Step {
  return (room) => turn(room, { to: "face", event: { ...facts, event: "door", state } });
}

/** Steps that mean nothing without a door. */
export function withDoor(next: (door: Door) => Step): Step {
  return (room) => (room.door === null ? turn(room) : next(room.door)(room));
}

export function change(room: Room, to: Partial<Door>): Room {
  return room.door === null ? room : { ...room, door: { ...room.door, ...to } };
}

/** No more knocks are answered. */
export function isShut({ declined, knocks }: Door): boolean {
  return declined >= DOOR_LIMITS.declined || knocks >= LIMITS.knocks;
}

/** By the relay, to whoever is at the door or in the seat: no route of a session leads there. */
export function toRelay(bytes: Uint8Array): Step {
  return (room) =>
    room.link.state === "admitted"
      ? turn(room, { to: "socket", command: { do: "send", connection: room.link.connection, bytes } })
      : turn(room);
}
