/*
 * The steps of a return room (spec/pair.md 9), as the room's machine knows them: they are loaded (door/) once the relay has made one, since
 * most rooms are entered once.
 */
import type { RoomCommand } from "../face.ts";
import type { DoorResult } from "./messages.ts";
import type { Room } from "./state.ts";
import type { Step } from "./turn.ts";

export interface DoorPart {
  /** The part is here: the room lets people come back. */
  readonly open: Step;
  /** What the creator says; 16 fresh random bytes for the content that it may bring. */
  readonly onCommand: (command: RoomCommand & { do: "door" }, id: Uint8Array) => Step;
  /** The relay's number of who is at the door, 0 for nobody. */
  readonly onKnock: (knock: number) => Step;
  /** A handshake block while a knock is to be proven. */
  readonly onBlock: (block: Uint8Array) => Step;
  readonly onResult: (result: DoorResult) => Step;
  /** The other side has left, or is gone: the session ends, and the room does not. */
  readonly vacate: Step;
  readonly settle: Step;
  readonly nextMs: (room: Room) => number | null;
}

/** Who asks to come in (door/steps.ts), by the relay's number; 0: nobody. */
export interface Door {
  readonly part: DoorPart;
  /** The creator lets people come back. */
  readonly open: boolean;
  readonly at: "nobody" | "proving" | "asking";
  readonly knock: number;
  /** I's m1 for this knock. */
  readonly block: Uint8Array | null;
  readonly repeats: number;
  readonly repeatAtMs: number | null;
  readonly endsMs: number | null;
  readonly knocks: number;
  readonly declined: number;
  /** A session has ended here, and jobs that were asked for in it may still be answered. */
  readonly deaf: boolean;
}
