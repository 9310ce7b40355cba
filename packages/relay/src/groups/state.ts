import type { ToGroup } from "@tacet/wire/group";

/* What a room for many is, what happens to it, and what then is to be done (room.ts, orders.ts). */

/** What the owner or a moderator tells the relay to do (spec/relay.md 10.5). */
export type Order = Extract<ToGroup, { kind: "command" }>["order"];

/** `awaySinceMs` is null while the seat has a socket. The hash is of its holder's seat secret. */
export interface GroupSeat {
  readonly hash: Uint8Array;
  readonly awaySinceMs: number | null;
}

/** `floor` is what the first ticket says, which is the relay's own word; `told` the highest that any says; `lasts` is by seat what its holder says to have. */
export interface Gathering {
  readonly untilMs: number;
  readonly floor: number;
  readonly told: number;
  readonly lasts: readonly (number | undefined)[];
}

export interface GroupRoom {
  readonly id: Uint8Array;
  readonly admissionHash: Uint8Array;
  /** The room key: Ed25519, of the owner's commands. */
  readonly owner: Uint8Array;
  /** Null once the owner's seat was freed in a room that outlives it. */
  readonly ownerSeat: number | null;
  readonly moderators: readonly Uint8Array[];
  readonly capacity: number;
  readonly locked: boolean;
  readonly ownerLeaves: boolean;
  readonly path: number;
  readonly createdMs: number;
  /** Infinity for a room without an end. */
  readonly expiresMs: number;
  readonly idleMs: number;
  readonly graceMs: number;
  /** When this process first knew of it: from then on an owner who was never here counts as away. */
  readonly knownMs: number;
  /** When something was last said, or somebody came. */
  readonly heardMs: number;
  readonly newest: number;
  /** How many commands have changed what a ticket says. */
  readonly change: number;
  /** After a restart: until when nothing is numbered, and what is known of the numbers before. */
  readonly gathering: Gathering | null;
  /** The newest number of an earlier boot, as far as it is known: what somebody has of that boot beyond it is no part of this room's order. */
  readonly gatheredTo: number;
  /** When all were last given tickets, and the newest number then. */
  readonly ticketed: { readonly atMs: number; readonly newest: number };
  readonly seats: readonly (GroupSeat | null)[];
}

export type GroupEvent =
  | {
      readonly on: "enter";
      readonly token: boolean;
      readonly fits: number | null;
      readonly seatHash: Uint8Array;
    }
  // `last` is the number that the client had, 0 where it is not believed.
  | { readonly on: "return"; readonly fits: number | null; readonly last: number }
  | { readonly on: "lost" | "leave" | "frame" | "said"; readonly seat: number }
  | {
      readonly on: "order";
      readonly order: Order;
      readonly by: "owner" | "moderator";
      readonly seat: number;
    }
  | { readonly on: "time" };

/** What the driver does, in order. `hold` keeps a frame until the room has `gathered`; `seats` is told to all, once in a tick. */
export type GroupEffect =
  | { readonly do: "admitted"; readonly seat: number; readonly returned: boolean }
  | { readonly do: "refused"; readonly code: "absent" | "full" | "locked" }
  | { readonly do: "number"; readonly number: number }
  | { readonly do: "hold" }
  | { readonly do: "gathered" }
  | { readonly do: "freed"; readonly seat: number; readonly why: "left" | "removed" | "dormant" }
  | { readonly do: "seats" }
  | { readonly do: "tickets" }
  | { readonly do: "commanded"; readonly outcome: "done" | "refused" }
  | { readonly do: "ended"; readonly reason: "burned" | "expired" | "gone" };

/** A null room has ended: everything of it is to be erased. */
export interface GroupStep {
  readonly room: GroupRoom | null;
  readonly effects: readonly GroupEffect[];
}

/** The seat numbers for `seats` and `group-welcome`. */
export function seatsOf({ seats }: GroupRoom): {
  readonly taken: readonly number[];
  readonly present: readonly number[];
} {
  const numbers = [...seats.keys()];
  const taken = numbers.filter((seat) => (seats[seat] ?? null) !== null);
  return { taken, present: taken.filter((seat) => seats[seat]?.awaySinceMs === null) };
}

/** Frees a seat: its holder left or was removed, or it gave way. */
export function freeSeat(
  room: GroupRoom,
  seat: number,
  why: (GroupEffect & { do: "freed" })["why"],
): GroupStep {
  const freed: GroupEffect = { do: "freed", seat, why };
  if (seat === room.ownerSeat && room.ownerLeaves)
    return { room: null, effects: [freed, { do: "ended", reason: "gone" }] };
  const seats = room.seats.with(seat, null);
  if (seat !== room.ownerSeat) return { room: { ...room, seats }, effects: [freed, { do: "seats" }] };
  const ownerless = { ...room, ownerSeat: null, seats, change: room.change + 1 };
  return { room: ownerless, effects: [freed, { do: "seats" }, { do: "tickets" }] };
}
