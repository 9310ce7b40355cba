import type { RoomEnding } from "@tacet/client";

/** An end of which everybody was told, but for what the test says. */
export function ending(reason: RoomEnding["reason"], known: Partial<RoomEnding> = {}): RoomEnding {
  return {
    reason,
    unopenedBlocks: 0,
    undelivered: 0,
    met: true,
    otherTold: true,
    relayTold: true,
    telling: false,
    hindrance: null,
    ...known,
  };
}
