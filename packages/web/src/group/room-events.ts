/** What a room for many shows, as values. */
import type { GroupFace } from "@tacet/client/group";

export type GroupEvent = GroupFace["event"];
export type GroupCommand = GroupFace["command"];
export type Event<Name extends GroupEvent["event"]> = GroupEvent & { event: Name };

export type Settings = Event<"settings">;
export type Member = Event<"members">["members"][number];
export type Receipt = Event<"receipt">;
export type Status = Event<"status">["value"];

/** A line of the room itself: of somebody who came or went, or of what was missed. */
export type Line = Event<"membership"> | Event<"gap">;

/** Somebody who asks to be let in. */
export interface Request {
  readonly request: number;
  /** What it says of itself, which is no proof; empty for nothing. */
  readonly name: string;
  /** Wrong passwords of the last ten minutes. */
  readonly warned: number;
}

/** A password is wanted; `untilMs`, by the wall clock: before that none is taken. */
export interface PasswordWish {
  readonly state: "asked" | "wrong" | "wait";
  readonly untilMs: number;
}

/** What is no talk. */
export type Settled = Event<
  | "room"
  | "status"
  | "settings"
  | "members"
  | "membership"
  | "gap"
  | "notice"
  | "password"
  | "request"
  | "verification"
  | "safety"
  | "time-left"
  | "done"
  | "refused"
  | "end"
  | "farewell"
>;
