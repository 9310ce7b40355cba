import { forgetMatched } from "./matched.ts";

/**
 * The name under which tabs of one browser tell each other that they are in a room: the room's id, which is no secret, and never its key.
 * Null for what names no room.
 */
export function lockOf(invitation: string): string | null {
  const found = /[\w-]{22}(?=[#:]|%23)/.exec(invitation)?.[0] ?? "";
  forgetMatched();
  // Written anew: an engine may keep a part of a text as a view of the whole, and the whole holds the key.
  return found === "" ? null : Array.from(found).join("");
}
