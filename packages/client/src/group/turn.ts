import type { GroupEvent } from "./face.ts";
import type { Effect, Job } from "./messages.ts";
import type { Room } from "./state.ts";

/** What a step makes of a room for many: the next state, and what is to be done, in order. */
export interface Turn {
  readonly room: Room;
  readonly effects: readonly Effect[];
}

export type Step = (room: Room) => Turn;

export function turn(room: Room, ...effects: readonly Effect[]): Turn {
  return { room, effects };
}

/** Takes steps one after the other; their effects follow in the same order. */
export function chain(room: Room, ...steps: readonly Step[]): Turn {
  let state = room;
  const effects: Effect[] = [];
  for (const step of steps) {
    const taken = step(state);
    state = taken.room;
    effects.push(...taken.effects);
  }
  return { room: state, effects };
}

export const stay: Step = (room) => turn(room);

export function tell(event: GroupEvent): Step {
  return (room) => turn(room, { to: "face", event });
}

export function ask(job: Job): Step {
  return (room) => turn(room, { to: "crypto", job });
}

/** What is nothing to this room: dropped, without any other consequence. */
export const drop: Step = (room) => turn({ ...room, droppedFrames: room.droppedFrames + 1 });
