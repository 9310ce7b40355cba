import type { PathPolicy } from "@tacet/core";
import type { Presence } from "@tacet/wire";
import type { FileCommand, FileEvent, FileRefusal } from "./face-files.ts";

/** Why a room ended (spec/direct.md 6). A closed list. */
export type EndReason =
  | "left-here"
  | "left-there"
  | "burned-here"
  | "burned-there"
  | "expired"
  | "gone"
  | "handshake-failed"
  | "policy"
  | "absent"
  | "forgotten"
  | "used"
  | "relay"
  | "elsewhere"
  | "mismatch"
  | "declined";

/** Why the relay made no room or gave no seat: it asks to wait, it is full, or it cannot be reached. */
export type Hindrance = "rate" | "busy" | "network";

/** What is known when a room ends (spec/direct.md 6), so that nothing is said of it that is not so. */
export interface RoomEnding {
  readonly reason: EndReason;
  readonly unopenedBlocks: number;
  /** Own texts that the other side has not confirmed. */
  readonly undelivered: number;
  /** There was a session with the other person. */
  readonly met: boolean;
  /** The other side was told, or will be as soon as it reaches the relay. */
  readonly otherTold: boolean;
  /** The relay said that the room is over. */
  readonly relayTold: boolean;
  /** Both are still being told: the event `told` says what became of it. */
  readonly telling: boolean;
  /** For the reason `relay`, where it is known. */
  readonly hindrance: Hindrance | null;
}

/** What a person is told (spec/direct.md 6). */
export type RoomStatus = "waiting" | "connecting" | "securing" | "secure" | "reconnecting" | "ended";

/** `looking`: the relay does not know the room, and is asked again for some seconds (spec/direct.md 6). */
export type Notice =
  | "looking"
  | "no-direct-path"
  | "reconnecting"
  | "no-valid-answer"
  | "relay-unreachable"
  | "newer-content"
  | "unreadable-content";

/** Which paths a room may take (spec/content.md 8), and whose press would change it. */
export interface PolicyInForce {
  /** What holds for the room: the stricter of what both sides ask for. */
  readonly path: PathPolicy;
  /** What this side asks for. */
  readonly own: PathPolicy;
  /** Whose press (`use-relay`) is awaited, for talk to flow through the relay. */
  readonly awaits: "self" | "other" | null;
  /** The addresses are hidden now, and the other side may have seen this side's before. */
  readonly seen: boolean;
}

/**
 * A return room (spec/pair.md 9). To its creator: `offered` or `withdrawn` before anybody came; `vacant` when the other person's session is over and its keys are gone;
 * `knock` when somebody with the link asks to come in, `quiet` when that is over, `late` when it was over before "Let in" took effect, so that nobody came in, `shut` when no more
 * knocks are answered. To the guest: `asking` while it waits to be let in. To
 * both: `returnable` with the first session; `compare` with one that answers a knock, in which nothing can be said before "They match".
 */
export type DoorState =
  | "offered"
  | "withdrawn"
  | "vacant"
  | "knock"
  | "quiet"
  | "late"
  | "shut"
  | "asking"
  | "returnable"
  | "compare";

/** States of own content (spec/content.md 4). */
export type ReceiptState = "sending" | "sent" | "delivered" | "failed";

/**
 * What became of a spoken phrase (spec/phrase.md 5). The inviter's: `used` (the invitation was handed over), `failed` (somebody had the
 * address and not the secret), `expired`, `withdrawn`, `closed` (the invitation is used), `lost` (the own socket), `off` (two have failed).
 * The joiner's: `invited`, `unknown` (nothing is open there), `mismatch` (the words differ, or somebody stood between), `tried` (begun
 * before), `network`. Of both: `cut`, `late`, `busy`, and `unavailable` where the program's part for phrases did not load.
 */
export type PhraseOutcome =
  | "used"
  | "failed"
  | "expired"
  | "withdrawn"
  | "closed"
  | "lost"
  | "off"
  | "invited"
  | "unknown"
  | "mismatch"
  | "tried"
  | "network"
  | "cut"
  | "late"
  | "busy"
  | "unavailable";

/**
 * What a face (page, terminal) asks of a room. `create` or `join` comes first and once. `key` is the face's own handle of what it asks:
 * it comes back in the event that answers, or in `refused`. `id` and `replyTo` name messages, 22 characters. `react` with an empty emoji
 * takes the reaction back. `read` says that this message of the other side was on a screen that is seen; the room says it on, and keeps
 * the pace of spec/content.md 7. What concerns files is in face-files.ts. `hideAddress` and `hide-address` make the path `relayed` for good: from
 * then on no connection object is made, and nothing that names an address leaves. `use-relay` agrees to the relay, or offers it (spec/content.md 8).
 * `network-changed` says that the device has another network, or has one again. Everything is plain data, so it crosses a Worker's boundary as it is.
 */
export type RoomCommand =
  | {
      readonly do: "create";
      /** False: a room that is entered once, whatever the relay's host allows (spec/pair.md 9). */
      readonly rejoin?: false;
      readonly origin: string;
      readonly ttlSeconds?: number;
      readonly name: string;
      /** `direct` where it is not said. */
      readonly path?: "any" | "direct";
      readonly hideAddress?: boolean;
    }
  | {
      readonly do: "join";
      readonly origin: string;
      readonly invitation: string;
      readonly name: string;
      readonly hideAddress?: boolean;
    }
  | {
      readonly do: "message";
      readonly text: string;
      readonly key: string;
      /** The message that this one answers. */
      readonly replyTo?: string;
    }
  | { readonly do: "edit"; readonly id: string; readonly text: string; readonly key: string }
  | { readonly do: "delete"; readonly id: string; readonly key: string }
  | { readonly do: "react"; readonly id: string; readonly emoji: string; readonly key: string }
  | { readonly do: "read"; readonly id: string }
  | FileCommand
  | { readonly do: "typing"; readonly active: boolean }
  | { readonly do: "name"; readonly name: string }
  | { readonly do: "phrase" }
  | { readonly do: "phrase-withdraw" }
  | { readonly do: "phrase-allow" }
  | { readonly do: "keep-trying" }
  | { readonly do: "network-changed" }
  | { readonly do: "hide-address" }
  | { readonly do: "use-relay" }
  | { readonly do: "safety" }
  | { readonly do: "verified"; readonly match: boolean }
  /** The creator's word on coming back, before anybody came; or on the knock of this number. */
  | { readonly do: "door"; readonly says: "offer" | "withdraw" }
  | { readonly do: "door"; readonly says: "let-in" | "refuse"; readonly knock: number }
  | { readonly do: "leave" }
  | { readonly do: "burn" };

/**
 * What a room tells its face.
 *
 * `room` comes once, to the creator. `status`, `policy` and `notice` are said when they change (before its first, a policy is `direct` on both sides); `notice: null` takes the last one back.
 * `message` ids are 22 characters; `receipt` names them, and speaks of what was last said of a message: its text, a newer wording, its
 * deletion. `edited`, `deleted` and `reaction` name a message that was told before; a reaction of one's own comes again whenever its
 * `state` changes. `read` names an own message: it and all earlier ones were seen. `time-left` comes when it is known or corrected: faces count down by
 * themselves. `farewell` holds whole frames: whatever can speak last (at `pagehide`, unless `persisted`) sends the newest set on
 * every path. `refused` with an empty key and `invitation` answers a `join` whose invitation cannot be read; the room may be
 * asked again. Every command with a key is answered by an event with that key, `refused` if nothing was taken. After `end` nothing comes any
 * more but that answer (`no-room`) and, where that was `telling`, `told`: when the other side was heard to know, and at last, within 105 s, with
 * `telling: false`. All keys are gone.
 *
 * `verification` says that there is a session whose safety check can be compared, and then that it was. `safety` answers the command of
 * this name, as soon as there is a session, with places: of seven emoji in `EMOJI` of "@tacet/client/safety", and of five words in `words`
 * of "@tacet/client/words". The command `verified` counts once they were shown; with `match: false` it ends the room.
 */
export type RoomEvent =
  | { readonly event: "room"; readonly roomId: string; readonly link: string; readonly code: string }
  | { readonly event: "invitation"; readonly state: "open" | "used" }
  | { readonly event: "status"; readonly value: RoomStatus; readonly path: "direct" | "relayed" | null }
  | ({ readonly event: "policy" } & PolicyInForce)
  | {
      readonly event: "notice";
      readonly notice: Notice | null;
      readonly unopenedBlocks: number;
      readonly attempt: number;
    }
  | { readonly event: "other"; readonly presence: Presence; readonly name: string }
  | {
      readonly event: "message";
      readonly id: string;
      readonly key: string | null;
      readonly from: "self" | "other";
      readonly text: string;
      /** The message that it answers, which may be deleted, or not be here at all. */
      readonly replyTo: string | null;
    }
  | {
      readonly event: "edited";
      readonly id: string;
      readonly key: string | null;
      readonly from: "self" | "other";
      readonly text: string;
    }
  | {
      readonly event: "deleted";
      readonly id: string;
      readonly key: string | null;
      readonly from: "self" | "other";
    }
  | {
      readonly event: "reaction";
      readonly id: string;
      readonly key: string | null;
      readonly from: "self" | "other";
      /** Empty: taken back. */
      readonly emoji: string;
      /** Only one's own has one. */
      readonly state: ReceiptState | null;
    }
  | { readonly event: "read"; readonly id: string }
  | { readonly event: "receipt"; readonly id: string; readonly state: ReceiptState }
  | FileEvent
  | { readonly event: "typing"; readonly active: boolean }
  | { readonly event: "phrase"; readonly phrase: string; readonly expiresInMs: number }
  | { readonly event: "phrase-over"; readonly outcome: PhraseOutcome; readonly allowed: boolean }
  | { readonly event: "verification"; readonly state: "open" | "verified" }
  | { readonly event: "safety"; readonly emoji: readonly number[]; readonly words: readonly number[] }
  | {
      readonly event: "door";
      readonly state: DoorState;
      /** Its number, for the answer. */
      readonly knock?: number;
      /** Until when a knock can be answered. */
      readonly endsInMs?: number;
      /** Of a session that is over, or that letting in would end: own texts that the other side has not confirmed. */
      readonly undelivered?: number;
      /** Letting in would end a session whose other side is away. */
      readonly replaces?: boolean;
    }
  | { readonly event: "time-left"; readonly ms: number }
  | {
      readonly event: "refused";
      readonly key: string;
      /** `gone`: the message is not here, deleted, or not one's own; `no-emoji`: a reaction that is not one emoji; `compare`: the safety check comes first. */
      readonly reason:
        | "empty"
        | "too-long"
        | "too-many-waiting"
        | "no-room"
        | "gone"
        | "no-emoji"
        | "compare"
        | "invitation"
        | FileRefusal;
    }
  | { readonly event: "farewell"; readonly frames: readonly Uint8Array[] }
  | ({ readonly event: "end" } & RoomEnding)
  | ({ readonly event: "told" } & Pick<RoomEnding, "otherTold" | "relayTold" | "telling">);
