import type { Bucket } from "../limits/bucket.ts";
import type { PlaceNumber, Room } from "./room.ts";

/** What the registry asks of a socket. Both calls may drop the socket; neither throws. */
export interface SeatSocket {
  /** Sends one frame. */
  send(frame: Uint8Array): void;
  /** Sends one last frame and closes. */
  finish(frame: Uint8Array): void;
  /** Tells the socket its place; null when it has none any more. */
  place(place: Place | null): void;
}

/** What a seat may still send; it belongs to the seat, so that a new socket does not refill it. */
export interface SeatBudget {
  readonly frames: Bucket;
  readonly bytes: Bucket;
}

/** The one phrase that a room may have at a time, as far as the room knows it (spec/phrase.md 6). */
export interface RoomPhrase {
  /** Ends it; `gone` is the inviter's socket or the whole room. */
  end(how: "withdrawn" | "replaced" | "closed" | "gone"): void;
  /** A `phrase-message` frame of the inviter. */
  message(frame: Uint8Array): void;
}

/** A living room with its sockets and its one timer. */
export interface Entry {
  readonly key: string;
  room: Room;
  /** Of both seats, and of who is at the door. */
  readonly sockets: [SeatSocket | null, SeatSocket | null, SeatSocket | null];
  readonly budgets: readonly [SeatBudget, SeatBudget, SeatBudget];
  /** The keys under which its places are found. */
  placeKeys: readonly string[];
  cancelTimer: () => void;
  phrase: RoomPhrase | null;
  /** Offers in the room's life. */
  phraseOffers: number;
}

/** A socket's seat in a room, or the door. */
export interface Place {
  readonly entry: Entry;
  readonly seat: PlaceNumber;
}
