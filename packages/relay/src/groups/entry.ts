import type { FromGroup } from "@tacet/wire/group";
import type { Bucket } from "../limits/bucket.ts";
import type { SeatBudget } from "../rooms/entry.ts";
import type { Blobs } from "./blobs.ts";
import type { Ring } from "./ring.ts";
import type { GroupRoom } from "./state.ts";

/** What the rooms for many ask of a socket. None of it throws, and all may drop the socket. */
export interface GroupSocket {
  /** The relay's host as this socket's owner knows it, for its commands (spec/relay.md 10.5). */
  readonly host: string;
  /** Bytes that wait to be sent. */
  readonly waitingBytes: number;
  /** Sends one frame. */
  send(frame: Uint8Array): void;
  /** Writes frames that are framed already, in one write. Who calls keeps them unchanged. */
  write(parts: readonly Buffer[]): void;
  /** Sends one last frame and closes. */
  finish(frame: Uint8Array): void;
  /** Tells the socket its place; null when it has none any more. */
  sit(place: GroupPlace | null): void;
}

/** A frame that waits until a room has gathered. */
export interface HeldFrame {
  readonly place: GroupPlace;
  readonly frame: Buffer;
}

/** What a seat may still send, whoever holds it. */
export interface GroupBudget extends SeatBudget {
  readonly commands: Bucket;
}

/** What goes with a seat, whichever socket it has. */
export interface SeatState {
  readonly budget: GroupBudget;
  socket: GroupSocket | null;
  /** The number that it gets next; 0 for whatever comes first once the room has gathered, infinite where its numbers are not the room's. */
  cursor: number;
  /** What its holder had when that was of another order than the room's; null where it was not. */
  strayLast: number | null;
}

/** A living room for many with its sockets, its ring and its one timer. */
export interface GroupEntry {
  readonly key: string;
  room: GroupRoom;
  readonly seats: (SeatState | null)[];
  readonly ring: Ring;
  readonly blobs: Blobs;
  readonly budgets: (GroupBudget | undefined)[];
  held: HeldFrame[];
  /** Whom tickets of earlier boots have seated, and who of them was told to go, or went: no ticket brings those back. */
  readonly byTicket: Set<string>;
  readonly gone: Set<string>;
  placeKeys: readonly string[];
  tokenKey: string;
  cancelTimer: () => void;
  timerMs: number;
  /** Something waits for the end of the tick. */
  isDue: boolean;
  cancelTick: () => void;
  flushedMs: number;
  isSeatsDue: boolean;
  /** The first number that was given in this tick, and by whom all of the tick's are. */
  batchFirst: number;
  readonly batchSeats: Set<number>;
}

/** A socket's seat in a room for many, with what its commands are judged by. */
export interface GroupPlace {
  readonly entry: GroupEntry;
  readonly seat: number;
  readonly nonce: Uint8Array;
  /** The highest counter of a command that was done, -1 before the first. */
  counter: number;
}

export type GroupFaultCode = Extract<FromGroup, { kind: "fault" }>["code"];

/** Everything held of rooms for many, so that a test can search it. */
export interface GroupContents {
  readonly rooms: readonly GroupRoom[];
  readonly keys: readonly string[];
  readonly reopened: readonly string[];
  readonly ringBytes: number;
  readonly blobBytes: number;
}
