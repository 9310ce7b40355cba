/*
 * What a face (page, terminal) asks of a room for many, and what it is told (spec/group.md). In the style of face.ts: plain data, so it crosses a
 * Worker's boundary as it is. A member is named by the text of its tag, 22 characters of base64url; a message by its id, 22 characters.
 */
import type { Hindrance, ReceiptState } from "../face.ts";

/** Who may let people in (spec/group.md 7): any member's client by itself; any member by a press; owner and moderators by a press. */
export type GroupAdmission = "open" | "knock" | "locked";

/**
 * `create` or `join` comes first and once. `key` is the face's own handle of what it asks: it comes back in the event that answers, or in
 * `refused`. Commands of the owner by anybody else, and those that name nobody, are `refused`.
 *
 * `create`: `ttlSeconds` 0 is never, and without it the room lives as long as its host says; `capacity` is 2 to 100. `join`: a password that is
 * not given is asked for by an event, and the command `password` answers it; an empty text gives up. `read` says that this message of
 * somebody else was on a screen that is seen. `remove`, `moderator` and `hand-over` name a member. `admission` is "Lock room" and "Ask before letting
 * people in". `let-in` and `refuse` answer a request by its number. `invitation` makes a new one, and voids the old. `verify` begins to
 * compare with one member, and `verified` says what came of it. `end` deletes the room for all. Muting and blocking are the face's own.
 */
export type GroupCommand =
  | {
      readonly do: "create";
      readonly origin: string;
      readonly name: string;
      /** 4 to 200 characters; null for none. */
      readonly password: string | null;
      readonly ttlSeconds?: number;
      /** 0 for never. */
      readonly disappearingSeconds: number;
      readonly path: "any" | "direct" | "relayed";
      readonly capacity?: number;
      /** "Delete all when I leave". */
      readonly endsWithOwner: boolean;
      readonly admission?: GroupAdmission;
    }
  | {
      readonly do: "join";
      readonly origin: string;
      readonly invitation: string;
      readonly name: string;
      readonly password?: string;
    }
  | { readonly do: "password"; readonly text: string }
  | { readonly do: "message"; readonly text: string; readonly key: string; readonly replyTo?: string }
  | { readonly do: "edit"; readonly id: string; readonly text: string; readonly key: string }
  | { readonly do: "delete"; readonly id: string; readonly key: string }
  | { readonly do: "react"; readonly id: string; readonly emoji: string; readonly key: string }
  | { readonly do: "read"; readonly id: string }
  | { readonly do: "typing"; readonly active: boolean }
  | { readonly do: "name"; readonly name: string }
  | { readonly do: "remove"; readonly member: string; readonly key: string }
  | { readonly do: "admission"; readonly value: GroupAdmission; readonly key: string }
  | { readonly do: "disappearing"; readonly seconds: number; readonly key: string }
  | { readonly do: "ends-with-owner"; readonly value: boolean; readonly key: string }
  | { readonly do: "moderator"; readonly member: string; readonly value: boolean; readonly key: string }
  | { readonly do: "hand-over"; readonly member: string; readonly key: string }
  | { readonly do: "invitation"; readonly key: string }
  | { readonly do: "let-in" | "refuse"; readonly request: number }
  | { readonly do: "verify"; readonly member: string }
  | { readonly do: "verified"; readonly member: string; readonly match: boolean }
  | { readonly do: "network-changed" }
  | { readonly do: "leave" }
  | { readonly do: "end"; readonly key: string };

/**
 * Why a room ended here. `removed`: by somebody, named by the last event `membership`. `ended-there`: the owner deleted it, or it left a room that ends with
 * it (`owner-left`). Before one is in: `full`, `locked` (nobody may be let in now), `declined` (a person said no), `no-answer` (nobody let one in), `password`
 * (none was given), `absent` (ended or never existed). `different`: the relay shows different rooms to different people. `lost`: what was missed can
 * not be caught up, and the room has to be entered anew by its link. `elsewhere`: another socket took the place. `relay`: it made no room, or cannot be reached.
 */
export type GroupEndReason =
  | "left-here"
  | "ended-here"
  | "ended-there"
  | "owner-left"
  | "removed"
  | "expired"
  | "full"
  | "locked"
  | "declined"
  | "no-answer"
  | "password"
  | "absent"
  | "version"
  | "different"
  | "lost"
  | "elsewhere"
  | "relay"
  | "fault";

/**
 * `entering`: the relay is asked for a place. `asking`: it gave one, and somebody inside is asked to let one in, which may wait for a press. `open`: in the
 * room. `reconnecting`: in the room, without the relay.
 */
export type GroupStatus = "creating" | "entering" | "asking" | "open" | "reconnecting" | "ended";

/** `split`: frames come that do not open, and nothing else; the room may be split (spec/group.md 6). */
export type GroupNotice = "relay-unreachable" | "split" | "newer-content" | "unreadable-content";

/** Everybody in the room, oneself too. */
export interface GroupMember {
  readonly id: string;
  /** Cleaned; empty for none. No proof of anything. */
  readonly name: string;
  /** 0 to 11, the same at everybody; two members may share one. */
  readonly colour: number;
  /** Sixteen hexadecimal digits in fours, the same at everybody. */
  readonly fingerprint: string;
  readonly self: boolean;
  readonly owner: boolean;
  readonly moderator: boolean;
  /** Heard since the last change of members: `waiting` for at most 30 s, then `unconfirmed` (spec/group.md 12). */
  readonly roster: "confirmed" | "waiting" | "unconfirmed";
  /** Not heard for some time, and not at the relay. */
  readonly away: boolean;
  /** Two people compared what is shown for them (spec/group.md 18). */
  readonly verified: boolean;
}

/**
 * What happened to the members. `different`: this member says that it was shown another room than we: either it is wrong, or the relay shows different rooms; what
 * it says is not shown. `unusable`: it made a change that cannot be used here, and the room may be split by it. `keys`: somebody has new keys after coming back. `absent`: removed because nobody hears it; its place waits for 24 h.
 */
export type GroupChange =
  | "joined"
  | "left"
  | "removed"
  | "absent"
  | "keys"
  | "owner"
  | "moderator"
  | "different"
  | "unusable";

/**
 * Who has a message. `of` counts the members it was said to, less oneself; `missing` have not confirmed it yet; `gone` left or were removed before they did.
 * `delivered` as a state: nobody is missing.
 */
export interface GroupReceipt {
  readonly id: string;
  readonly state: ReceiptState;
  /** Its place among the room's messages; null while it has none. */
  readonly number: number | null;
  readonly delivered: number;
  readonly of: number;
  readonly missing: readonly string[];
  readonly gone: readonly string[];
}

/** Why something that was asked was not done. */
export type GroupRefusal =
  | "empty"
  | "too-long"
  | "too-many-waiting"
  | "no-room"
  | "gone"
  | "no-emoji"
  | "invitation"
  /** Only the owner, or who moderates, may. */
  | "not-allowed"
  /** Nobody of that name is here. */
  | "nobody"
  /** It did not come through: another change was first, and it is not possible any more. */
  | "overtaken"
  | "password-length"
  | "limit";

/**
 * What a room tells its face.
 *
 * `room` comes when there is an invitation and whenever there is a new one; `link` and `code` are null while there is none (it was voided, and the
 * new one has not come). `status`, `settings`, `members` and `notice` are the whole of it, whenever it changed. `membership` is for the log, in the room's
 * order. `message` of one's own comes at once with `number` null, then in receipts with its place; faces show by rising number, own ones without
 * one last. `disappearsMs` counts from when a message was shown, null for never. `edited`, `deleted`, `reaction` name a message told before.
 * `read`: this member has seen it and all before. `gap`: so many frames of the room were missed, and what was said in them. `password`: `asked`, `wrong`
 * after a failed exchange, each to be answered by the command; `wait` says for how long none is taken. `request`: somebody asks to be let in,
 * and is over when it was answered or gave up; `warned` counts wrong passwords of the last ten minutes. `safety` gives places of seven emoji and five words as in
 * face.ts. `farewell` holds whole frames for whatever can speak last. `time-left` is null for a room that does not end by itself. After `end` nothing comes any more.
 */
export type GroupEvent =
  | {
      readonly event: "room";
      readonly roomId: string;
      readonly link: string | null;
      readonly code: string | null;
    }
  | { readonly event: "status"; readonly value: GroupStatus }
  | {
      readonly event: "settings";
      readonly admission: GroupAdmission;
      readonly path: "any" | "direct" | "relayed";
      readonly password: boolean;
      readonly endsWithOwner: boolean;
      readonly disappearingSeconds: number;
      readonly capacity: number;
      /** Null where the owner has left: the room goes on as it is. */
      readonly owner: string | null;
      /** The owner was heard since one came in. */
      readonly ownerConfirmed: boolean;
    }
  | { readonly event: "members"; readonly members: readonly GroupMember[] }
  | {
      readonly event: "membership";
      readonly change: GroupChange;
      readonly member: string;
      /** Its name then; empty for none. */
      readonly name: string;
      /** Who did it; null where it was its own doing. */
      readonly by: string | null;
      readonly number: number;
    }
  | {
      readonly event: "message";
      readonly id: string;
      readonly key: string | null;
      readonly from: string;
      readonly number: number | null;
      readonly text: string;
      readonly replyTo: string | null;
      readonly disappearsMs: number | null;
    }
  | {
      readonly event: "edited";
      readonly id: string;
      readonly key: string | null;
      readonly from: string;
      readonly text: string;
    }
  | { readonly event: "deleted"; readonly id: string; readonly key: string | null; readonly from: string }
  | {
      readonly event: "reaction";
      readonly id: string;
      readonly key: string | null;
      readonly from: string;
      /** Empty: taken back. */
      readonly emoji: string;
    }
  | { readonly event: "read"; readonly id: string; readonly by: string }
  | ({ readonly event: "receipt" } & GroupReceipt)
  | { readonly event: "typing"; readonly member: string; readonly active: boolean }
  | { readonly event: "notice"; readonly notice: GroupNotice | null }
  | { readonly event: "gap"; readonly first: number; readonly last: number }
  | { readonly event: "password"; readonly state: "asked" | "wrong" | "wait"; readonly waitMs: number }
  | {
      readonly event: "request";
      readonly request: number;
      readonly state: "asking" | "over";
      /** What it says of itself; empty for nothing. */
      readonly name: string;
      readonly warned: number;
    }
  | { readonly event: "verification"; readonly member: string; readonly state: "asked" | "verified" | "over" }
  | {
      readonly event: "safety";
      readonly member: string;
      readonly emoji: readonly number[];
      readonly words: readonly number[];
    }
  | { readonly event: "time-left"; readonly ms: number | null }
  | { readonly event: "farewell"; readonly frames: readonly Uint8Array[] }
  | { readonly event: "done"; readonly key: string }
  | { readonly event: "refused"; readonly key: string; readonly reason: GroupRefusal }
  | {
      readonly event: "end";
      readonly reason: GroupEndReason;
      readonly hindrance: Hindrance | null;
      /** Own texts that not everybody has confirmed. */
      readonly undelivered: number;
    };
