/*
 * The safety check (spec/pair.md 5). The keyring reads it; here is only what was shown and said of it, and none of it leaves this side.
 *
 *     none ──shown──> shown ──they match──> verified
 *                       └──they do not match──┴──> the room ends: mismatch
 */
import { end } from "./end.ts";
import type { JobResult } from "./messages.ts";
import { ask, chain, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** There is something to compare from the moment there is a session. */
export const askSafety: Step = (room) => (room.session === null ? stay : ask({ job: "safety" }))(room);

export function onSafety({ check }: JobResult & { did: "safety" }): Step {
  return (room) => {
    if (check === null || room.phase !== "live") return turn(room);
    const verification = room.verification === "none" ? "shown" : room.verification;
    return tell({ event: "safety", ...check })({ ...room, verification });
  };
}

/** Nobody can have compared what was not shown. */
export function onVerified(match: boolean): Step {
  return (room) => {
    if (room.verification === "none") return turn(room);
    return match ? turn({ ...room, verification: "verified" }) : end("mismatch")(room);
  };
}

/** Told when it changes: there is a session whose check can be compared, and then that it was. */
export const reportVerification: Step = (room) => {
  const state = room.session === null ? null : room.verification === "verified" ? "verified" : "open";
  if (state === null || state === room.shown.verification) return turn(room);
  return chain(
    { ...room, shown: { ...room.shown, verification: state } },
    tell({ event: "verification", state }),
  );
};
