/*
 * What the keyring does next (spec/pair.md 6): own work in the order it was asked for, then blocks of the direct path, then blocks of the
 * relay path. So whoever fills the relay path delays neither a word that is sealed, nor what comes directly, nor the end.
 */
import type { Job } from "../pair/messages.ts";

export interface JobQueue {
  /** A `wipe` throws out all that waits but last words, what tells the relay, and what is to be erased: at the end nothing stands before the erasing of keys (spec/pair.md 8). */
  add(job: Job): void;
  /** Takes the next job out. The one before it must be answered first: the keyring does one at a time. */
  next(): Job | null;
}

export function createJobQueue(): JobQueue {
  const lanes: Record<Lane, Job[]> = { own: [], direct: [], relay: [] };
  return {
    add: (job) => {
      if (job.job === "wipe") lanes.own = lanes.own.filter(isLast);
      // What waits was sealed in a session that is over: no other meets it.
      if (job.job === "wipe" || "ends" in job) {
        lanes.direct = [];
        lanes.relay = [];
      }
      lanes[laneOf(job)].push(job);
    },
    next: () => lanes.own.shift() ?? lanes.direct.shift() ?? lanes.relay.shift() ?? null,
  };
}

type Lane = "own" | "direct" | "relay";

/** Handshake blocks cross the relay path only. */
function laneOf(job: Job): Lane {
  if (job.job === "handshake") return "relay";
  return job.job === "open" ? job.route.path : "own";
}

/** The content `burn` belongs to no stream, and neither does anything else that is worth sealing now. A seat is taken once more to be left. */
function isLast(job: Job): boolean {
  return job.job === "seal" ? job.tag === null : ["invite", "admit", "erase"].includes(job.job);
}
