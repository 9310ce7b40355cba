/*
 * What a relay does that is not honest, to the frames of a room's order (spec/relay.md 10.3): it drops, doubles, turns around and alters them for one
 * member, or shows two rooms to two halves for a while, each with an order of its own without gaps.
 */
import type { Dice } from "../dice.ts";

export type Trick = "drop" | "double" | "swap" | "flip" | "fork";

export interface Tricks {
  /** The frames that leave in the place of this one. */
  apply(name: string, frame: Uint8Array): readonly Uint8Array[];
  /** From now on, for so many frames. */
  begin(trick: Trick, victims: readonly string[]): void;
  /** Every frame goes to everybody again. */
  end(): void;
  readonly done: ReadonlyMap<Trick, number>;
}

const NUMBERED = 18;
const PLACED = 139;

interface View {
  readonly seats: Set<number>;
  readonly names: ReadonlySet<string>;
}

export function createTricks(dice: Dice, seatOf: (name: string) => number | null): Tricks {
  const done = new Map<Trick, number>();
  let once: { readonly trick: Trick; readonly victim: string } | null = null;
  let held: { readonly name: string; readonly frame: Uint8Array } | null = null;
  let fork: { readonly views: readonly [View, View]; healed: boolean } | null = null;
  /** By how much a member's numbers lag behind the relay's. */
  const behind = new Map<string, number>();
  const count = (trick: Trick): void => void done.set(trick, (done.get(trick) ?? 0) + 1);

  const forked = (name: string, frame: Uint8Array): readonly Uint8Array[] => {
    if (fork === null) return [frame];
    const own = fork.views.find(({ names }) => names.has(name));
    if (own === undefined) return [frame];
    const other = fork.views.find((view) => view !== own);
    const at = frame[0] === NUMBERED ? 1 : 5;
    const isOthers = frame[0] === NUMBERED && other?.seats.has(frame[5] ?? 255) === true;
    if (isOthers && !fork.healed) {
      behind.set(name, (behind.get(name) ?? 0) + 1);
      count("fork");
      return [];
    }
    return [renumbered(frame, at, -(behind.get(name) ?? 0))];
  };
  const tricked = (name: string, frame: Uint8Array): readonly Uint8Array[] => {
    if (held?.name === name) {
      const before = held.frame;
      held = null;
      return [swapNumber(frame, before), swapNumber(before, frame)];
    }
    if (once?.victim !== name || frame[0] !== NUMBERED) return [frame];
    const { trick } = once;
    once = null;
    count(trick);
    if (trick === "drop") return [];
    if (trick === "double") return [frame, frame];
    if (trick === "flip") {
      const bit = 48 + dice.below((frame.length - 6) * 8);
      return [frame.with(bit >> 3, (frame[bit >> 3] ?? 0) ^ (128 >> (bit & 7)))];
    }
    held = { name, frame };
    return [];
  };
  return {
    apply: (name, frame) => {
      if (frame[0] !== NUMBERED && frame[0] !== PLACED) return [frame];
      return tricked(name, frame).flatMap((one) => forked(name, one));
    },
    begin: (trick, victims) => {
      const [victim] = victims;
      if (trick !== "fork") once = victim === undefined ? null : { trick, victim };
      else if (fork === null) {
        const all = victims.map((name) => ({ name, seat: seatOf(name) }));
        const half = (parity: number): View => {
          const mine = all.filter((_, at) => at % 2 === parity);
          const seats = mine.flatMap(({ seat }) => (seat === null ? [] : [seat]));
          return { seats: new Set(seats), names: new Set(mine.map(({ name }) => name)) };
        };
        fork = { views: [half(0), half(1)], healed: false };
      }
    },
    end: () => {
      if (fork !== null) fork.healed = true;
      once = null;
    },
    done,
  };
}

function renumbered(frame: Uint8Array, at: number, by: number): Uint8Array {
  const next = frame.slice();
  const view = new DataView(next.buffer);
  view.setUint32(at, view.getUint32(at) + by);
  return next;
}

/** The frame under the other's number: turned around, and no gap to be seen. */
function swapNumber(frame: Uint8Array, other: Uint8Array): Uint8Array {
  const at = (it: Uint8Array): number => (it[0] === NUMBERED ? 1 : 5);
  const number = new DataView(other.buffer).getUint32(at(other));
  const next = frame.slice();
  new DataView(next.buffer).setUint32(at(frame), number);
  return next;
}
