/*
 * The steps of a return room (spec/pair.md 9), as the room's machine knows them: they are loaded (door/) once the relay has made one, since
 * most rooms are entered once.
 */
import type { PathPolicy } from "@tacet/core";
import type { EndReason, RoomCommand } from "../face.ts";
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
  /** A handshake block while somebody is at the door. */
  readonly onBlock: (block: Uint8Array) => Step;
  readonly onResult: (result: DoorResult) => Step;
  /** The other side has left (`left-there`), or is gone: the session ends, and the room does not. */
  readonly vacate: (reason: EndReason) => Step;
  /** The other page is going, and has not shown in time that it lives. */
  readonly missed: Step;
  readonly settle: Step;
  readonly nextMs: (room: Room) => number | null;
}

/** Who asks to come in (door/steps.ts), by the relay's number. */
export interface Door {
  readonly part: DoorPart;
  /** The creator lets people come back. */
  readonly open: boolean;
  /** Null: nobody. */
  readonly at: "proving" | "asking" | "seating" | null;
  readonly knock: number;
  /** What I's m1 asks for. */
  readonly path: PathPolicy;
  /** The identity of the first content after "Let in", and the socket on which the relay was told. */
  readonly id: Uint8Array;
  readonly connection: number;
  /** I's m1 for this knock. */
  readonly block: Uint8Array | null;
  readonly repeats: number;
  readonly repeatAtMs: number | null;
  readonly endsMs: number | null;
  readonly knocks: number;
  readonly declined: number;
  /** A session has ended here, and jobs that were asked for in it may still be answered. */
  readonly deaf: boolean;
  /** What let the last one in: one who never had it has no keys for a farewell. */
  readonly m3: Uint8Array | null;
  /** Farewells of the session that this side ended by its own judgement, and when they go out again: whoever still has it may come back. */
  readonly untold: { readonly blocks: readonly Uint8Array[]; readonly atMs: number } | null;
}
