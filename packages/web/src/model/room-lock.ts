/**
 * The name under which tabs of one browser tell each other that they are in a room: the room's id, which is no secret, and never its key.
 * Null for what names no room.
 */
export function lockOf(invitation: string): string | null {
  return /[\w-]{22}(?=[#:]|%23)/.exec(invitation)?.[0] ?? null;
}
