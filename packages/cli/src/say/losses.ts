import type { RoomEnding } from "@tacet/client";
import type { End } from "./ends.ts";

/** What of a room that ended has not arrived here or there, as the page says it; empty where all did. */
export function lossesText({
  undelivered,
  unopenedBlocks,
}: Pick<RoomEnding, "undelivered" | "unopenedBlocks">): string {
  const texts =
    undelivered === 1
      ? "1 of your messages was not confirmed as received."
      : `${undelivered} of your messages were not confirmed as received.`;
  const blocks =
    unopenedBlocks === 1
      ? "1 block that arrived did not open."
      : `${unopenedBlocks} blocks that arrived did not open.`;
  return [undelivered > 0 ? texts : "", unopenedBlocks > 0 ? blocks : ""]
    .filter((part) => part !== "")
    .join(" ");
}

/** An end with what did not arrive before its sentence. What a person or a program said has arrived, or the run has `failed`. */
export function withLosses(end: End, why: string, failed: boolean): End {
  if (why === "") return end;
  return { ...end, failure: end.failure ?? (failed ? "failed" : null), sentence: `${why} ${end.sentence}` };
}
