/** A shorter press is no holding: it records until the next press. */
const HOLD_MS = 400;

/**
 * What a press on the button that records means. Held down, it records until it is let go; a short press, or one by the keyboard, begins, and the next
 * one ends. Pure: times come from outside.
 *
 *   resting --down--> pressed --up after 400 ms--> resting (stop)
 *                        └--up before-----------> locked --down or press--> resting (stop)
 */
export type Hold =
  | { readonly at: "resting" }
  | { readonly at: "pressed"; readonly sinceMs: number }
  | { readonly at: "locked" };

export type HoldEvent =
  | { readonly on: "down" | "up" | "cancel"; readonly atMs: number }
  /** A press without a pointer. */
  | { readonly on: "press" }
  /** The recording ended in another way. */
  | { readonly on: "ended" };

export interface HoldStep {
  readonly hold: Hold;
  readonly does: "start" | "stop" | null;
}

export function stepHold(hold: Hold, event: HoldEvent): HoldStep {
  if (event.on === "ended") return { hold: { at: "resting" }, does: null };
  if (event.on === "press")
    return hold.at === "resting"
      ? { hold: { at: "locked" }, does: "start" }
      : { hold: { at: "resting" }, does: "stop" };
  if (event.on === "down") {
    if (hold.at === "locked") return { hold: { at: "resting" }, does: "stop" };
    if (hold.at === "resting") return { hold: { at: "pressed", sinceMs: event.atMs }, does: "start" };
    return { hold, does: null };
  }
  if (hold.at !== "pressed") return { hold, does: null };
  // A finger that the browser took away, for its own question say, was not lifted.
  if (event.on === "cancel" || event.atMs - hold.sinceMs < HOLD_MS)
    return { hold: { at: "locked" }, does: null };
  return { hold: { at: "resting" }, does: "stop" };
}
