import type { RoomView } from "./room-view.ts";

/** True while the relay is asked again for a room that it does not know (spec/direct.md 6). */
export function isLooking(view: RoomView): boolean {
  return view.reaching && view.notice.value?.notice === "looking";
}
