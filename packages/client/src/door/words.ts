/* What the steps of a return room ask and tell. They stand here and not with the machine's, whose every name that another part reads is fetched by all. */
import type { DoorState, RoomEvent } from "../face.ts";
import type { Job } from "../pair/messages.ts";
import { turn } from "../pair/turn.ts";
import type { Step } from "../pair/turn.ts";

export const stay: Step = (room) => turn(room);

export function ask(job: Job): Step {
  return (room) => turn(room, { to: "crypto", job });
}

export function tellDoor(state: DoorState, facts: Partial<RoomEvent & { event: "door" }> = {}): Step {
  return (room) => turn(room, { to: "face", event: { ...facts, event: "door", state } });
}
