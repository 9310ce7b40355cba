import type { RoomStatus } from "@tacet/client";
import type { Refusal } from "../model/room-facts.ts";
import type { Event, Status } from "./room-events.ts";

/** A room for many as the ring and the header say it: alone in it one waits. */
export function statusOf(state: Status, members: number): RoomStatus {
  if (state === "open") return members > 1 ? "secure" : "waiting";
  return state === "reconnecting" || state === "ended" ? state : "waiting";
}

/** Whether a refusal is of something that was written; an invitation is refused before there is a room. */
export function isOfTalk(reason: Event<"refused">["reason"]): reason is Refusal & typeof reason {
  return reason !== "invitation";
}

/** The set with one more, or one less. */
export function changed(set: ReadonlySet<string>, one: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(one);
  else next.delete(one);
  return next;
}
