/*
 * What a relay may do to the frames that it passes on: it has every one of them, and none of its keys. The relay that only doubles is
 * no worse than a network may be, so it must not cost a word; against the others safety alone is asked for.
 */
import type { Dice } from "./dice.ts";

export const TRICKS = [
  "drop",
  "delay",
  "double",
  "reorder",
  "reflect",
  "flip",
  "replay",
  "truncate",
  "invent",
  "lie of presence",
] as const;
export type Trick = (typeof TRICKS)[number];

export interface Middle {
  /** The probability of a trick on a frame; 0 is an honest relay. */
  rate: number;
  tricks: readonly Trick[];
  /**
   * A frame that the relay says to a page: hands on what it makes of it. `back` says a frame to the page that the first one came from.
   */
  carry(frame: Uint8Array, to: Out, back: Out): void;
}

/** Sends after so many milliseconds. */
export type Out = (bytes: Uint8Array, afterMs: number) => void;

const PASS = 16;
const PRESENCE = 131;
const KEPT_FRAMES_MAX = 48;
const CLASSES = [256, 1024, 4096] as const;

/** @param happened counts tricks */
export function createMiddle(dice: Dice, happened: (trick: Trick) => void): Middle {
  const kept: Uint8Array[] = [];
  const keep = (frame: Uint8Array): void => {
    if (kept.length < KEPT_FRAMES_MAX) kept.push(frame.slice());
    else kept[dice.below(KEPT_FRAMES_MAX)] = frame.slice();
  };
  const played: Record<Trick, (frame: Uint8Array, to: Out, back: Out) => void> = {
    drop: () => undefined,
    delay: (frame, to) => {
      to(frame, dice.below(8000));
    },
    double: (frame, to) => {
      to(frame, 0);
      to(frame.slice(), dice.below(200));
    },
    reorder: (frame, to) => {
      to(frame, 1 + dice.below(60));
    },
    reflect: (frame, to, back) => {
      to(frame, 0);
      back(frame.slice(), 0);
    },
    flip: (frame, to) => {
      const flipped = frame.slice();
      const at = dice.below(flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << dice.below(8));
      to(flipped, 0);
    },
    replay: (frame, to) => {
      to(frame, 0);
      const old = kept[dice.below(kept.length)];
      if (old !== undefined) to(old.slice(), dice.below(3000));
    },
    truncate: (frame, to) => {
      to(frame.slice(0, dice.below(frame.length)), 0);
    },
    invent: (frame, to) => {
      to(frame, 0);
      const made = new Uint8Array(dice.pick(CLASSES)).map(() => dice.below(256));
      made[0] = PASS;
      made[1] = 1 + dice.below(3);
      // A frame of the ratchet that names a likely epoch and counter, so that it is tried.
      if (made[1] === 2) made.set([0, 0, 0, dice.below(4), 0, 0, 0, dice.below(200)], 2);
      to(made, dice.below(100));
    },
    "lie of presence": (frame, to) => {
      to(frame, 0);
      const lie = new Uint8Array(256);
      lie.set([PRESENCE, dice.below(4)]);
      to(lie, dice.below(1000));
    },
  };
  const middle: Middle = {
    rate: 0,
    tricks: TRICKS,
    carry: (frame, to, back) => {
      if (frame[0] !== PASS) {
        to(frame, 0);
        return;
      }
      keep(frame);
      const trick = middle.tricks[dice.below(middle.tricks.length)];
      if (middle.rate === 0 || trick === undefined || !dice.chance(middle.rate)) {
        to(frame, 0);
        return;
      }
      happened(trick);
      played[trick](frame, to, back);
    },
  };
  return middle;
}
