/*
 * How many blocks a room takes in before the last are dealt with (spec/pair.md 6). Each path has its own bound. A block that does not open
 * costs up to 4,000 steps of a ratchet, so those of the relay path are paid for: 64 in hand, 10 more a second, and one that opens is free.
 */
import { LIMITS } from "../limits.ts";
import type { Intake, Room } from "./state.ts";

export type Path = "relay" | "direct";

/** Takes one more block of this path in, or null: it is to be dropped. */
export function takeIn(room: Room, path: Path): Room | null {
  const intake = earn(room);
  const { waiting } = intake;
  const free = path === "relay" ? Math.floor(intake.credit) : LIMITS.openingBlocksOfDirect;
  if (waiting[path] >= free) return null;
  return { ...room, intake: { ...intake, waiting: { ...waiting, [path]: waiting[path] + 1 } } };
}

/** A block that was taken in has been dealt with. */
export function release(room: Room, path: Path, opened: boolean): Room {
  const intake = earn(room);
  const { waiting } = intake;
  const credit = path === "direct" || opened ? intake.credit : Math.max(0, intake.credit - 1);
  return {
    ...room,
    intake: { ...intake, credit, waiting: { ...waiting, [path]: Math.max(0, waiting[path] - 1) } },
  };
}

function earn({ intake, nowMs }: Room): Intake {
  const { atOnce, perSecond } = LIMITS.unopenedOfRelay;
  const earned = (Math.max(0, nowMs - intake.creditAtMs) * perSecond) / 1000;
  return { ...intake, credit: Math.min(atOnce, intake.credit + earned), creditAtMs: nowMs };
}
