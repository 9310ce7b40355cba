import type { Said } from "../pair/said.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { GroupNotice, GroupStatus } from "./face.ts";
import type { GroupView, OwnerSays, Returned, Saying, Spelled, WishFor } from "./messages.ts";
import type { Order, Outbox } from "./order-state.ts";

/*
 *  idle ── create ──> creating ──┐                        ┌── leave, end ──> leaving ──> ended
 *    └──── join ────> entering ──┴─> asking ──> open ─────┤
 *                     (a place at the     (somebody       └── removed, expired, ended, different ──> ended
 *                      relay is asked)     lets us in)
 */
export interface Room {
  readonly phase: "idle" | "creating" | "entering" | "asking" | "open" | "leaving" | "ended";
  readonly nowMs: number;
  readonly wallMs: number;
  readonly role: "owner" | "joiner";
  readonly ownName: string;
  /** Given with the command `join`, until it is used. */
  readonly password: string | null;
  readonly link: Link;
  readonly seats: Seats;
  /** Null until one is in. */
  readonly view: GroupView | null;
  /** The own tag while one comes back: it stays the same. */
  readonly ownTag: string;
  readonly joinedEpoch: number;
  readonly spelled: Spelled | null;
  readonly order: Order;
  readonly outbox: Outbox;
  readonly commits: Commits;
  readonly roster: Roster;
  readonly talk: Talk;
  readonly asking: Asking;
  readonly admitting: Admitting;
  readonly owning: Owning;
  /** The member that one compares with, and until when. */
  readonly comparing: { readonly member: string; readonly endsMs: number; readonly shown: boolean } | null;
  readonly life: { readonly endsMs: number | null };
  readonly shown: Shown;
  readonly droppedFrames: number;
  /** 16 fresh random bytes of this step. */
  readonly entropy: Uint8Array;
}

export interface Link {
  readonly state: "off" | "opening" | "admitting" | "admitted";
  readonly origin: string;
  readonly roomId: string;
  readonly connection: number;
  readonly seated: boolean;
  readonly ticket: Uint8Array;
  /** Of this connection, for the owner's commands. */
  readonly nonce: Uint8Array;
  readonly openedMs: number;
  readonly heardMs: number;
  readonly retryAtMs: number | null;
  readonly downSinceMs: number | null;
  readonly delayMs: number;
  readonly jitter: number;
}

/** What the relay says of seats: hints alone. */
export interface Seats {
  readonly own: number | null;
  readonly present: ReadonlySet<number>;
  /** Where a member was heard last, by its tag. */
  readonly of: ReadonlyMap<string, number>;
}

export interface Wish {
  readonly id: number;
  readonly key: string | null;
  readonly want: WishFor;
  /** Another's commit was first. */
  readonly lost: boolean;
}

export interface Commits {
  readonly nextId: number;
  /** When the last commit had its place. */
  readonly changedMs: number;
  readonly waiting: readonly Wish[];
  readonly flying: {
    readonly wish: Wish;
    /** Null while it is made. */
    readonly blocks: readonly Uint8Array[] | null;
    readonly again: number;
  } | null;
}

export interface Entry {
  readonly name: string;
  /** The epoch it was heard in last; -1 for never. */
  readonly heardEpoch: number;
  readonly heardMs: number;
  readonly verified: boolean;
  /** The epoch that its Add began; 0 for who was here before us. */
  readonly sinceEpoch: number;
  /** Who added it; null for who was here before us. */
  readonly letInBy: string | null;
  /** It says that it was shown another room. */
  readonly differs: boolean;
}

export interface Roster {
  readonly of: ReadonlyMap<string, Entry>;
  /** The epoch that the last change of members began, and when it came. */
  readonly epoch: number;
  readonly changedMs: number;
  readonly pendingSinceMs: number;
  /** When it was heard that somebody leaves, or is absent. */
  readonly goneSinceMs: number | null;
  /** The last removal that was asked for: its epoch and whom it names. */
  readonly goneAsked: string;
  /** Leaves that were said to be absent in this epoch. */
  readonly foundAbsent: ReadonlySet<number>;
  readonly pathMs: number;
  readonly pathDueMs: number | null;
  /** Somebody new has to be told our name. */
  readonly nameDue: boolean;
  readonly nameSaidMs: number;
  readonly expireAtMs: number | null;
}

/** What was heard of one member's content, from `first`: up to `top`, but for what is missing, and what came of before `first`. */
export interface Heard {
  readonly first: number;
  readonly before: readonly number[];
  readonly top: number;
  readonly missing: readonly number[];
}

/** A message of our own, and who has it. */
export interface Mine {
  readonly id: string;
  readonly order: number;
  readonly number: number | null;
  /** Members that it was said to, once it has its place. */
  readonly to: readonly string[];
  readonly got: readonly string[];
  readonly gone: readonly string[];
}

export interface Talk {
  readonly said: Said<string>;
  readonly heard: ReadonlyMap<string, Heard>;
  /** Up to which order each member was told that its content has arrived. */
  readonly told: ReadonlyMap<string, number>;
  readonly ackDueMs: number | null;
  /** Not before: one acknowledgement in five seconds. */
  readonly ackPauseMs: number;
  readonly mine: readonly Mine[];
  readonly typing: ReadonlyMap<string, number>;
  readonly ownTyping: { readonly active: boolean; readonly sentMs: number };
  readonly reading: { readonly wanted: string | null; readonly named: number; readonly dueMs: number };
  /** When messages of a member were shown, the last ten, and what waits to be. */
  readonly pace: ReadonlyMap<string, Pace>;
}

export interface Pace {
  readonly shownMs: readonly number[];
  readonly waiting: readonly { readonly number: number; readonly saying: Saying }[];
}

/** Of whoever wants to be let in. */
export interface Asking {
  readonly turn: number;
  readonly dueMs: number | null;
  readonly endsMs: number | null;
  readonly person: boolean;
  readonly needsPassword: boolean;
  /** An attempt waits for the password; else it is kept for the next one. */
  readonly offered: boolean;
  /** The password of this attempt, while nobody has tested it. */
  readonly tried: string | null;
  /** How often somebody named another owner than the room had. */
  readonly moved: number;
  /** Coming back: the last number that was taken before; null for who comes by the link. */
  readonly backFrom: number | null;
}

/** Of whoever lets in: requests that wait for a press, by number; and attempts that are added, by name. */
export interface Admitting {
  readonly nextRequest: number;
  readonly requests: readonly { readonly request: number; readonly attempt: string; readonly name: string }[];
  readonly attempts: readonly string[];
  /** Whom one lets in just now, and who waits for it: commits come one after the other. */
  readonly letting: readonly { readonly attempt: string; readonly sinceMs: number }[];
  readonly queue: readonly string[];
  /** Members that come back, by attempt. */
  readonly returning: ReadonlyMap<string, Returned>;
  /** When a password was tried that was not the room's (spec/admission.md 5). */
  readonly guard: { readonly failedAtMs: readonly number[] };
  /** When attempts are looked at again whose time may be over. */
  readonly lookAtMs: number | null;
}

/** What the relay was told by the owner, and has not answered. */
export interface Owning {
  readonly nextCounter: number;
  readonly waiting: readonly {
    readonly counter: number;
    readonly says: OwnerSays;
    readonly key: string | null;
  }[];
  /** Who handed the room over to us, and tells when the relay knows. */
  readonly former: string | null;
  /** One has, or had, a key that the relay takes commands by. */
  readonly commands: boolean;
}

export interface Shown {
  readonly status: GroupStatus | null;
  readonly notice: GroupNotice | null;
  /** What was told last of members and settings, as text: told again when it differs. */
  readonly members: string;
  readonly settings: string;
  /** What both followed from. */
  readonly seen: readonly unknown[];
  readonly farewellEpoch: number;
}

const NOTHING = new Uint8Array(0);

export const emptyRoom: Room = {
  phase: "idle",
  nowMs: 0,
  wallMs: 0,
  role: "joiner",
  ownName: "",
  password: null,
  link: {
    state: "off",
    origin: "",
    roomId: "",
    connection: 0,
    seated: false,
    ticket: NOTHING,
    nonce: NOTHING,
    openedMs: 0,
    heardMs: 0,
    retryAtMs: null,
    downSinceMs: null,
    delayMs: 0,
    jitter: 0,
  },
  seats: { own: null, present: new Set(), of: new Map() },
  view: null,
  ownTag: "",
  joinedEpoch: 0,
  spelled: null,
  order: {
    got: 0,
    taken: 0,
    waitingBytes: 0,
    catchUpTo: 0,
    caughtUp: false,
    early: [],
    breaks: 0,
    gatherEndsMs: null,
    split: { unopenedMs: null, askedMs: null, answerMs: null },
  },
  outbox: { nextRef: 1, nextOrder: 1, nextCounter: 1, waiting: [], flights: [], fullEpoch: null, leftMs: [] },
  commits: { nextId: 1, changedMs: 0, waiting: [], flying: null },
  roster: {
    of: new Map(),
    epoch: 0,
    changedMs: 0,
    pendingSinceMs: 0,
    goneSinceMs: null,
    goneAsked: "",
    foundAbsent: new Set(),
    pathMs: 0,
    pathDueMs: null,
    nameDue: false,
    nameSaidMs: 0,
    expireAtMs: null,
  },
  talk: {
    said: { pages: [], count: 0 },
    heard: new Map(),
    told: new Map(),
    ackDueMs: null,
    ackPauseMs: 0,
    mine: [],
    typing: new Map(),
    ownTyping: { active: false, sentMs: 0 },
    reading: { wanted: null, named: 0, dueMs: 0 },
    pace: new Map(),
  },
  asking: {
    turn: 0,
    dueMs: null,
    endsMs: null,
    person: false,
    needsPassword: false,
    offered: false,
    tried: null,
    moved: 0,
    backFrom: null,
  },
  admitting: {
    nextRequest: 1,
    requests: [],
    attempts: [],
    letting: [],
    queue: [],
    returning: new Map(),
    guard: { failedAtMs: [] },
    lookAtMs: null,
  },
  owning: { nextCounter: 1, waiting: [], former: null, commands: false },
  comparing: null,
  life: { endsMs: null },
  shown: { status: null, notice: null, members: "", settings: "", seen: [], farewellEpoch: -1 },
  droppedFrames: 0,
  entropy: new Uint8Array(16),
};

/** The id of a content that nobody asked for by a command: random, and another for each content of a step. */
export function freshId({ entropy, outbox }: Room): Uint8Array {
  const id = entropy.slice();
  new DataView(id.buffer).setUint32(12, outbox.nextOrder);
  return id;
}

/** The own tag, "" before one is in. */
export function selfOf({ view, ownTag }: Room): string {
  return view?.members.find(({ leaf }) => leaf === view.self)?.tag ?? ownTag;
}

export function isOwner(room: Room): boolean {
  return room.view !== null && room.view.settings.owner === selfOf(room);
}

/** Owner or moderator. */
export function isHost(room: Room, tag: string = selfOf(room)): boolean {
  const settings = room.view?.settings;
  return settings !== undefined && (settings.owner === tag || settings.moderators.includes(tag));
}

/** Live and in the room. */
function isOpen(room: Room): boolean {
  return room.phase === "open" && room.view !== null;
}

/** In the room, at the relay, and with all that it had: what is ours can be said. */
export function canSend(room: Room): boolean {
  return isOpen(room) && room.link.state === "admitted" && room.order.caughtUp;
}

/** How often each member acknowledges, and says its name to those who came: the more there are, the more seldom. */
export function paceMs({ view }: Room): number {
  return Math.max(GROUP_LIMITS.ackMs, GROUP_LIMITS.ackMsOfMember * (view?.members.length ?? 0));
}

/** Whose turn it is among the members present, from 0: the lowest leaf first (spec/group.md 5, 13). */
export function rankOf(room: Room): number {
  const { view } = room;
  if (view === null) return 0;
  return presentLeaves(room).filter((leaf) => leaf < view.self).length;
}

/** Leaves of the members that the relay calls present, oneself always. */
export function presentLeaves({ view, seats }: Room): readonly number[] {
  if (view === null) return [];
  const isPresent = (tag: string): boolean => {
    const seat = seats.of.get(tag);
    return seat !== undefined && seats.present.has(seat);
  };
  return view.members.filter(({ leaf, tag }) => leaf === view.self || isPresent(tag)).map(({ leaf }) => leaf);
}
