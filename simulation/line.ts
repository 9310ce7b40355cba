/*
 * One connection, of a page to the relay or to another page: two ordered streams with a delay. It can stall (all of it comes later, in order), go
 * silent (nothing comes any more, and nobody is told), or be cut (each end is told, perhaps at different times, or never).
 */
import type { Dice } from "./dice.ts";
import type { World } from "./world.ts";

/** `channel` is a data channel's, of those that share a connection. */
export type Item =
  | { readonly kind: "message"; readonly bytes: Uint8Array; readonly channel?: number }
  /** The WebSocket's own closing, or a channel's, behind what was sent before it. */
  | { readonly kind: "close"; readonly code: number; readonly channel?: number };

export interface LineEnd {
  take(item: Item): void;
  /** The connection broke: nothing more can be sent or come. */
  broken(): void;
}

export interface Line {
  send(to: End, item: Item, gone?: () => void): void;
  /** Bytes that were sent and have not left, because the line does not take them. */
  waitingBytes(to: End): number;
  stall(ms: number): void;
  /** A stall is over: what waited comes now. */
  resume(): void;
  silence(): void;
  /** Null: this end is never told. */
  cut(toldAfterMs: Readonly<Record<End, number | null>>): void;
  readonly alive: () => boolean;
}

/** A page dials from the left; the relay, or the other page, is on the right. */
export type End = "left" | "right";

interface Waiting {
  readonly item: Item;
  readonly dueMs: number;
  readonly gone: (() => void) | undefined;
}

/** The delay of one direction of any path, and what it may add to it. */
export interface Delay {
  readonly leastMs: number;
  readonly jitterMs: number;
}

export function createLine(of: {
  readonly world: World;
  readonly dice: Dice;
  readonly delay: Delay;
  readonly ends: Readonly<Record<End, LineEnd>>;
}): Line {
  const { world, dice, delay, ends } = of;
  const queues: Record<End, Waiting[]> = { left: [], right: [] };
  let stalledUntilMs = 0;
  let dead = false;

  const arrive = (to: End): void => {
    const [first] = queues[to];
    if (dead || first === undefined) return;
    const waitMs = Math.max(first.dueMs, stalledUntilMs) - world.nowMs();
    if (waitMs > 0) {
      world.after(waitMs, () => {
        arrive(to);
      });
      return;
    }
    queues[to].shift();
    first.gone?.();
    ends[to].take(first.item);
    if (queues[to].length > 0) arrive(to);
  };
  return {
    send: (to, item, gone) => {
      if (dead) return;
      const queue = queues[to];
      const soonestMs = queue.at(-1)?.dueMs ?? 0;
      const dueMs = Math.max(soonestMs, world.nowMs() + delay.leastMs + dice.next() * delay.jitterMs);
      queue.push({ item, dueMs, gone });
      if (queue.length === 1)
        world.after(dueMs - world.nowMs(), () => {
          arrive(to);
        });
    },
    waitingBytes: (to) =>
      dead || world.nowMs() < stalledUntilMs
        ? queues[to].reduce((sum, { item }) => sum + (item.kind === "message" ? item.bytes.length : 0), 0)
        : 0,
    stall: (ms) => {
      stalledUntilMs = Math.max(stalledUntilMs, world.nowMs() + ms);
    },
    resume: () => {
      if (dead || stalledUntilMs <= world.nowMs()) return;
      stalledUntilMs = 0;
      for (const to of ["left", "right"] as const) {
        world.after(0, () => {
          arrive(to);
        });
      }
    },
    silence: () => {
      // What waits still waits: the sender's queue grows until somebody gives up.
      stalledUntilMs = Infinity;
      dead = true;
    },
    cut: (toldAfterMs) => {
      dead = true;
      for (const to of ["left", "right"] as const) {
        const ms = toldAfterMs[to];
        if (ms !== null) world.after(ms, () => ends[to].broken());
      }
    },
    alive: () => !dead,
  };
}
