import type { GroupView } from "./view.ts";

/** An owner who leaves deletes the room, or leaves it without one for good: they are asked first (spec/group.md 6). */
export function leavesAsOwner(view: Pick<GroupView, "inside" | "people">): boolean {
  return view.inside && view.people.self?.owner === true;
}
