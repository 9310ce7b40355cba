/*
 * What goes into the machine of a room for many and what comes out of it, as for pairs (../pair/messages.ts): plain data, and no key. Members are
 * named by the text of their tag.
 */
import type { RoomAnswer } from "@tacet/wire";
import type { GroupRequest } from "@tacet/wire/group";
import type { HttpRefusal, SocketCommand, SocketEvent } from "../ports.ts";
import type { GroupAdmission, GroupCommand, GroupEvent } from "./face.ts";

export type Input =
  | { readonly from: "face"; readonly command: GroupCommand; readonly id: Uint8Array }
  | { readonly from: "http"; readonly answer: RoomAnswer | HttpRefusal }
  | { readonly from: "socket"; readonly event: SocketEvent }
  | { readonly from: "crypto"; readonly result: JobResult }
  | { readonly from: "clock" }
  | { readonly from: "fault" };

export type Effect =
  | { readonly to: "face"; readonly event: GroupEvent }
  | { readonly to: "http"; readonly origin: string; readonly request: GroupRequest }
  | { readonly to: "socket"; readonly command: SocketCommand }
  | { readonly to: "crypto"; readonly job: Job };

export interface MemberView {
  readonly leaf: number;
  readonly tag: string;
}

export interface SettingsView {
  readonly owner: string;
  readonly admission: GroupAdmission;
  readonly path: "any" | "direct" | "relayed";
  readonly password: boolean;
  readonly endsWithOwner: boolean;
  readonly disappearingSeconds: number;
  readonly capacity: number;
  readonly moderators: readonly string[];
}

/** What the machine may know of the group: what all members have in common, and no key. */
export interface GroupView {
  readonly epoch: number;
  /** The own leaf. */
  readonly self: number;
  readonly members: readonly MemberView[];
  readonly settings: SettingsView;
  readonly pending: number | null;
  /** Leaves that said they leave, and those that more than half of the others find absent (spec/group.md 8). */
  readonly left: readonly number[];
  readonly absent: readonly number[];
}

/** What a commit is to do; leaves are found when it is made. */
export type WishFor =
  | { readonly kind: "update" }
  /** `instead`: a member that comes back, whose old leaf goes first. */
  | { readonly kind: "add"; readonly attempt: string; readonly instead: string | null }
  | { readonly kind: "remove"; readonly members: readonly string[] }
  | { readonly kind: "settings"; readonly change: SettingsChange };

export type SettingsChange = Partial<
  Pick<SettingsView, "owner" | "admission" | "endsWithOwner" | "disappearingSeconds">
> & { readonly moderator?: { readonly member: string; readonly value: boolean } };

/** What a commit did. */
export type Changed =
  | { readonly kind: "update" }
  | { readonly kind: "add"; readonly member: string }
  | { readonly kind: "remove"; readonly members: readonly MemberView[] }
  | { readonly kind: "settings" };

/** What is said, as the machine knows it. */
export interface Saying {
  readonly order: number;
  readonly kind: number;
  readonly id: Uint8Array;
  readonly body: Uint8Array;
}

export type Outcome =
  | { readonly kind: "unopened" | "dropped" | "piece" }
  | { readonly kind: "placed"; readonly epoch: number }
  | { readonly kind: "said"; readonly by: MemberView; readonly epoch: number; readonly content: Saying }
  | {
      readonly kind: "changed";
      readonly by: string;
      readonly own: boolean;
      readonly change: Changed;
      /** A proposal of our own came too late. */
      readonly lost: boolean;
    }
  | { readonly kind: "refused"; readonly by: string; readonly own: boolean; readonly why: string }
  | { readonly kind: "unusable"; readonly by: string }
  /** `absent`: nobody heard us, so we may come back (spec/admission.md 6). */
  | { readonly kind: "removed"; readonly by: string; readonly absent: boolean }
  /** Its sender was shown another room (spec/group.md 10). */
  | { readonly kind: "different"; readonly by: string; readonly epoch: number };

/** Content without an id. */
export interface PlainSaying {
  readonly kind: number;
  readonly body: Uint8Array;
}

/** What a frame did to a comparison (spec/group.md 18): something is to be said, or two people can look. */
export interface Compared {
  readonly member: string;
  readonly says: PlainSaying | null;
  readonly shown: { readonly emoji: readonly number[]; readonly words: readonly number[] } | null;
}

export interface Spelled {
  readonly link: string;
  readonly code: string;
}

/** Cryptography, strictly one job after the other, in the order in which they were asked for. */
export type Job =
  | {
      readonly job: "create";
      readonly password: string | null;
      readonly ttlSeconds: number | null;
      readonly settings: Omit<SettingsView, "owner" | "moderators" | "password">;
    }
  | { readonly job: "found"; readonly roomId: string; readonly origin: string }
  | { readonly job: "join"; readonly invitation: string; readonly origin: string }
  | {
      readonly job: "admit";
      readonly connection: number;
      readonly mode: "enter" | "return";
      readonly ticket: Uint8Array;
      readonly last: number;
    }
  | {
      readonly job: "take";
      readonly number: number;
      readonly block: Uint8Array;
      readonly ref: number | null;
      /** The kind of our own content in it, where it is one. */
      readonly own: number | null;
      /** Where the relay says that it came from. */
      readonly seat: number | null;
    }
  | { readonly job: "seal"; readonly ref: number | null; readonly saying: Saying; readonly withKey: boolean }
  | { readonly job: "propose"; readonly wish: WishFor }
  | { readonly job: "admission"; readonly does: AdmissionDoes }
  | {
      readonly job: "command";
      readonly counter: number;
      readonly nonce: Uint8Array;
      readonly says: OwnerSays;
    }
  /** A key for commands, of who owns the room from now on. */
  | { readonly job: "room-key" }
  /** A new invite key; the old one is erased. */
  | { readonly job: "new-key" }
  /** Begins a comparison with a member, or gives up the one there is. */
  | { readonly job: "compare"; readonly leaf: number | null }
  | { readonly job: "farewell"; readonly counter: number; readonly order: number }
  /** Whoever is alone goes on after this number. */
  | { readonly job: "skip"; readonly number: number }
  | { readonly job: "expire" }
  | { readonly job: "wipe" };

/** What the owner tells the relay (spec/group.md 17). */
export type OwnerSays =
  | { readonly kind: "admission"; readonly hash: Uint8Array }
  | { readonly kind: "remove"; readonly seat: number }
  | { readonly kind: "lock"; readonly locked: boolean }
  | { readonly kind: "end" }
  /** To whoever holds this public key (32), and this seat. */
  | { readonly kind: "owner"; readonly owner: Uint8Array; readonly seat: number };

/** Steps of the admission channel, of either side (spec/group.md 5). `attempt` is the text of its 16 bytes. */
export type AdmissionDoes =
  | { readonly side: "joiner"; readonly act: "ask"; readonly turn: number; readonly name: string }
  | { readonly side: "joiner"; readonly act: "take"; readonly seat: number; readonly block: Uint8Array }
  | { readonly side: "joiner"; readonly act: "agree"; readonly password: string | null }
  | { readonly side: "joiner"; readonly act: "leave" }
  /** The room's order is lost: what is needed to come back is kept, and the rest of the group erased. */
  | { readonly side: "joiner"; readonly act: "come-back" }
  | { readonly side: "admitter"; readonly act: "take"; readonly seat: number; readonly block: Uint8Array }
  | { readonly side: "admitter"; readonly act: "begin"; readonly attempt: string }
  | { readonly side: "admitter"; readonly act: "wait" | "welcome"; readonly attempt: string }
  /** `pressed`: by a person. */
  | {
      readonly side: "admitter";
      readonly act: "let-in";
      readonly attempt: string;
      readonly pressed: boolean;
    }
  | {
      readonly side: "admitter";
      readonly act: "refuse";
      readonly attempt: string;
      readonly why: "declined" | "full" | "later";
      /** Of `later`; else 0. */
      readonly seconds: number;
    }
  | { readonly side: "both"; readonly act: "expire" };

/** Blocks are to be whispered in order. */
export type AdmissionDid =
  /** `moved`: of who comes back, the room has another owner than it knew. */
  | { readonly side: "joiner"; readonly what: "said" | "waiting" | "over" | "moved" }
  /** `asks`: a person has to type the password. */
  | {
      readonly side: "joiner";
      readonly what: "terms";
      readonly settings: SettingsView;
      readonly asks: boolean;
    }
  | {
      readonly side: "joiner";
      readonly what: "refused";
      readonly why: "password" | "declined" | "full" | "later";
      readonly seconds: number;
      /** It comes back with its old key: another may let it in. */
      readonly returning: boolean;
    }
  | {
      readonly side: "joiner";
      readonly what: "joined";
      readonly view: GroupView;
      readonly number: number;
      readonly spelled: Spelled | null;
    }
  | { readonly side: "admitter"; readonly what: "said" | "key-package" | "done"; readonly attempt: string }
  | {
      readonly side: "admitter";
      readonly what: "asked";
      readonly attempt: string;
      readonly turn: number;
      readonly by: "link" | "return";
      readonly seat: number;
    }
  | {
      readonly side: "admitter";
      readonly what: "asks";
      readonly attempt: string;
      readonly name: string;
      /** The member that comes back, and what proves that its old leaf leaves. */
      readonly returning: Returned | null;
    }
  | { readonly side: "admitter"; readonly what: "over"; readonly attempt: string; readonly guessed: boolean }
  | { readonly side: "both"; readonly what: "nothing" };

/** An attempt that came to nothing beside the one that a job was about: given up for another, or too old. */
export interface EndedAttempt {
  readonly attempt: string;
  /** A password was tried in it, and did not confirm. */
  readonly guessed: boolean;
}

/** A member that comes back, and the words that its old leaf leaves: none, one or two. */
export interface Returned {
  readonly tag: string;
  readonly notices: readonly Uint8Array[];
}

export interface Whispered {
  readonly seat: number;
  readonly block: Uint8Array;
}

export type JobResult =
  /** Null: the password is none. */
  | { readonly did: "create"; readonly request: GroupRequest | null }
  /** Null: no invitation can name this relay, or the relay's room id is none. */
  | { readonly did: "found"; readonly view: GroupView | null; readonly spelled: Spelled | null }
  | { readonly did: "join"; readonly roomId: string | null; readonly origin: string | null }
  | { readonly did: "admit"; readonly connection: number; readonly bytes: Uint8Array }
  | {
      readonly did: "take";
      readonly number: number;
      readonly bytes: number;
      readonly ref: number | null;
      readonly seat: number | null;
      readonly outcome: Outcome;
      readonly view: GroupView | null;
      /** The invitation that came with it, by the owner's word. */
      readonly spelled: Spelled | null;
      readonly compared: Compared | null;
      /** Attempts by the link of before. */
      readonly ended: readonly EndedAttempt[];
    }
  /** Null: no frame of this epoch is left. */
  | {
      readonly did: "seal";
      readonly ref: number | null;
      readonly block: Uint8Array | null;
      readonly epoch: number;
    }
  | { readonly did: "propose"; readonly blocks: readonly Uint8Array[] | null; readonly why: string }
  | {
      readonly did: "admission";
      readonly whispers: readonly Whispered[];
      readonly outcome: AdmissionDid;
      readonly ended: readonly EndedAttempt[];
    }
  | { readonly did: "command"; readonly counter: number; readonly bytes: Uint8Array }
  | {
      readonly did: "new-key";
      readonly hash: Uint8Array;
      readonly spelled: Spelled | null;
      readonly ended: readonly EndedAttempt[];
    }
  | { readonly did: "room-key"; readonly publicKey: Uint8Array }
  | { readonly did: "compare"; readonly says: PlainSaying | null }
  | { readonly did: "skip"; readonly number: number }
  | {
      readonly did: "farewell";
      readonly counter: number;
      readonly block: Uint8Array;
      readonly frame: Uint8Array;
      readonly epoch: number;
    }
  | { readonly did: "nothing" };
