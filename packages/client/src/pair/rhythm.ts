import { LIMITS } from "../limits.ts";
import type { Life } from "./state.ts";

/** How long a path may be without a frame of ours: 25 s, or a third of the grace time if that is less (spec/content.md 6). */
export function heartbeatMs(life: Life): number {
  return Math.min(LIMITS.heartbeatMs, life.graceMs / LIMITS.heartbeatsOfGrace);
}
