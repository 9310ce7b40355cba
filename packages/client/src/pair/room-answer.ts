import { CoreError, base64url, roomIds } from "@tacet/core";
import { FRAME_LIMITS } from "@tacet/wire";
import type { RoomAnswer } from "@tacet/wire";

/** What the relay answers to `POST /rooms` (spec/relay.md 7) when every field is what it must be, copied out of it; else null. */
export function readRoomAnswer(body: unknown): RoomAnswer | null {
  const answer = fieldsOf(body);
  const limits = fieldsOf(answer["limits"]);
  const { room_id, expires_at, ticket, ice_servers } = answer;
  const { ttl_seconds, grace_seconds, frame_bytes } = limits;
  const whole =
    isRoomId(room_id) &&
    isCount(expires_at) &&
    isTicket(ticket) &&
    isServers(ice_servers) &&
    isCount(ttl_seconds) &&
    isCount(grace_seconds) &&
    isCount(frame_bytes);
  if (!whole) return null;
  const rejoin = answer["rejoin"] === true || undefined;
  return {
    room_id,
    expires_at,
    ticket,
    ice_servers,
    rejoin,
    limits: { ttl_seconds, grace_seconds, frame_bytes },
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function isRoomId(value: unknown): value is string {
  if (typeof value !== "string") return false;
  try {
    roomIds.parse(value);
    return true;
  } catch (error) {
    if (error instanceof CoreError) return false;
    throw error;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Canonical base64url of at most what an `admit` frame holds (spec/relay.md 2). */
function isTicket(value: unknown): value is string {
  const bytes = typeof value === "string" ? base64url.decode(value) : null;
  return bytes !== null && bytes.length <= FRAME_LIMITS.ticketBytesMax;
}

function isServers(value: unknown): value is RoomAnswer["ice_servers"] {
  return (
    Array.isArray(value) &&
    value.length <= FRAME_LIMITS.stunServersMax &&
    value.every((server) => typeof fieldsOf(server)["urls"] === "string")
  );
}
