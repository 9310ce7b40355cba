import type { Settings } from "./room-events.ts";
import type { GroupView } from "./view.ts";

/** How people came in before each room was locked. */
const before = new WeakMap<GroupView, Settings["admission"]>();

/** Unlocked, people come in as before; where this page does not know how, somebody is asked. */
export function lockOrUnlock(view: GroupView): void {
  const admission = view.settings.peek()?.admission;
  if (admission === undefined) return;
  if (admission !== "locked") before.set(view, admission);
  const value = admission === "locked" ? (before.get(view) ?? "knock") : "locked";
  view.decide({ do: "admission", value });
}
