/*
 * The state of a room for two. Every slice belongs to the file that bears its name.
 */
import type { PathPolicy, bodies } from "@tacet/core";
import type { Presence } from "@tacet/wire";
import type { EndReason, Notice, PolicyInForce, RoomStatus } from "../face.ts";
import type { PiecePath } from "../files/state.ts";
import { LIMITS } from "../limits.ts";
import type { Held } from "./ahead.ts";
import type { Door } from "./door-part.ts";
import { emptyStream } from "./delivery.ts";
import type { Stream } from "./delivery.ts";
import { emptyLink } from "./link-state.ts";
import type { Link } from "./link-state.ts";
import type { Moment, Route, SealedAhead, SessionView } from "./messages.ts";
import { nothingSaid } from "./said.ts";
import type { Said } from "./said.ts";

export interface Room extends Moment {
  readonly phase: "idle" | "asking" | "live" | "leaving" | "ending" | "ended";
  readonly role: "initiator" | "responder";
  readonly roomId: string;
  readonly link: Link;
  readonly life: Life;
  readonly other: Other;
  readonly handshake: Handshake;
  /** Null until the handshake is done. */
  readonly session: SessionView | null;
  readonly policy: Policies;
  readonly rekey: Rekey;
  readonly direct: Direct;
  readonly signal: Stream;
  readonly talk: Stream;
  readonly talking: Talking;
  readonly said: Said;
  readonly reading: Reading;
  readonly files: FilesSlice;
  readonly ackDueMs: number | null;
  readonly expireAtMs: number | null;
  /** Blocks that may open a little later (spec/pair.md 7): of the next epoch, or ahead of m3. */
  readonly early: readonly { readonly route: Route; readonly block: Uint8Array }[];
  readonly unopenedBlocks: number;
  readonly intake: Intake;
  readonly shown: Shown;
  /** What became of the safety check on this side (verification.ts). */
  readonly verification: "none" | "shown" | "verified";
  /** The creator's side of a return room (door/); null in every other room, and for whoever came in. */
  readonly door: Door | null;
  /** This session answers a knock: nothing is said before its person has compared (spec/pair.md 9). */
  readonly compares: boolean;
  readonly ending: EndReason | null;
  /** The relay was asked to make a room, and has not answered. */
  readonly requested: boolean;
  readonly leaving: Leaving | null;
}

type Policy = Parameters<typeof bodies.policy.encode>[0];

/** What each side asks for (policy.ts). Before the session the other side asks for nothing. */
export interface Policies {
  readonly own: Policy;
  readonly other: Policy;
  /** The path that the room was made with. */
  readonly created: PathPolicy;
  /** The last own word that was taken into the signal stream. */
  readonly said: PathPolicy | null;
  /** How often the other side has changed its word. */
  readonly changes: number;
  /** Something that names an own address was given to a path. */
  readonly seen: boolean;
}

/** Until when the relay is told, and what that still needs (leaving.ts). */
export interface Leaving {
  readonly endsMs: number;
  /** For so long the other side may close a direct path on which last words went out. */
  readonly pathEndsMs: number;
  readonly keys: "held" | "going" | "gone";
  /** The first frame of every further socket: it holds the seat secret, and no key. */
  readonly frame: Uint8Array | null;
  readonly otherTold: boolean;
}

/** Blocks whose `open` or `handshake` job is not answered yet, and what those of the relay path may still cost (intake.ts). */
export interface Intake {
  readonly waiting: { readonly relay: number; readonly direct: number };
  readonly credit: number;
  readonly creditAtMs: number;
}

/** Time and grace (presence.ts). */
export interface Life {
  readonly endsMs: number | null;
  readonly endsWallMs: number | null;
  readonly graceMs: number;
  /** What its creator asked for; 30 days for the joiner. */
  readonly longestMs: number;
}

export interface Other {
  readonly presence: Presence;
  readonly name: string;
  /** When a frame of theirs last opened; the beginning of the session before that. */
  readonly heardMs: number;
  readonly heardOnce: boolean;
  /** The relay says that the page goes away (going.ts). */
  readonly going: Going | null;
}

/**
 * `sinceMs` is when the relay said so. With an open direct path `order` is the question's place in the signal stream, null between an answer and the
 * next question, and `dueMs` is when the answer must have come or the next question goes; without one it is when the page must be back.
 */
export type Going = { readonly sinceMs: number; readonly dueMs: number } & (
  | { readonly awaits: "answer"; readonly order: number | null }
  | { readonly awaits: "return" }
);

/** One attempt after the other (handshake.ts). */
export interface Handshake {
  readonly attempt: number;
  readonly state: "none" | "trying" | "done";
  /** What I asked for in its m1. */
  readonly path: PathPolicy;
  readonly block: Uint8Array | null;
  readonly repeats: number;
  readonly repeatAtMs: number | null;
  readonly presentMs: number;
  readonly presentSinceMs: number | null;
  /** R: m1 says that this is a knock, so somebody has to let us in. */
  readonly asks: boolean;
}

/** The exchange of fresh keys (rekey.ts). */
export interface Rekey {
  readonly state: "idle" | "making" | "ready" | "asked";
  readonly body: Uint8Array;
  /** rk1 as it was sealed when it was made, for one generation of the direct path, until it is sent. */
  readonly sealed: SealedAhead | null;
  readonly crossedRelay: boolean;
  readonly repeatAtMs: number | null;
  readonly wanted: boolean;
  readonly lastMs: number;
  readonly talked: boolean;
  readonly answeredEpoch: number;
  readonly answeredByRelay: boolean;
  readonly pleaseAtMs: number;
}

/** The path from browser to browser (direct.ts). */
export interface Direct {
  readonly state: "none" | "ahead" | "opening" | "open" | "down";
  readonly generation: number;
  /** The last attempt in which an object was made ahead, and what it said so far (ahead.ts). */
  readonly aheadOf: number;
  readonly held: readonly Held[];
  /** Our own description of this generation has been made, and the other side's has come. */
  readonly offered: boolean;
  readonly described: boolean;
  readonly candidates: number;
  readonly openingEndsMs: number | null;
  /** The epoch made by the exchange on this generation's channel, once it is done. */
  readonly freshEpoch: number | null;
  readonly secure: boolean;
  readonly wasSecure: boolean;
  readonly heardMs: number;
  readonly sentMs: number;
  readonly handedBytes: number;
  readonly drainedBytes: number;
  readonly disconnectedMs: number | null;
  /** When the other side last closed an open path, until the next one is open. */
  readonly closedMs: number | null;
  /** A question of which the answer shows that the path lives (doubt.ts): its order in the signal stream. */
  readonly doubt: { readonly order: number; readonly dueMs: number } | null;
  readonly rebuildAtMs: number | null;
  readonly rebuilds: number;
  readonly asked: boolean;
  readonly noticeAtMs: number | null;
}

/** Names and typing (talk.ts). */
export interface Talking {
  readonly ownName: string;
  readonly typing: boolean;
  readonly typingSentMs: number;
  readonly otherTypingEndsMs: number | null;
}

/** Receipts (talk-acts.ts, talk-heard.ts). Messages are named by their numbers (said.ts); 0 is none. */
export interface Reading {
  /** The message of the other side to be named next; null when nothing waits. */
  readonly wanted: {
    readonly id: string;
    readonly number: number;
    /** The id of the receipt itself. */
    readonly content: Uint8Array;
  } | null;
  readonly named: number;
  readonly namedAtMs: number | null;
  /** The newest own message that the other side has named. */
  readonly otherNamed: number;
}

/** What the room knows of its files (files.ts). */
export interface FilesSlice {
  /** Somebody has offered one. */
  readonly active: boolean;
  /** The generation whose files channel is open; 0 for none. */
  readonly channel: number;
  /** What the machines of files were last told, and the face. */
  readonly told: PiecePath | null;
  readonly bytesMax: number | null;
}

/** What the face was last told, so that it is told changes only (status.ts). */
export interface Shown {
  readonly status: RoomStatus | null;
  readonly path: "direct" | "relayed" | null;
  /** Since when it is `reconnecting`, or the connection itself doubted its path. */
  readonly outageMs: number | null;
  readonly notice: Notice | null;
  readonly policy: PolicyInForce;
  readonly presence: Presence | null;
  readonly name: string;
  readonly invitation: "open" | "used" | null;
  readonly verification: "open" | "verified" | null;
}

export const emptyRoom: Room = {
  nowMs: 0,
  wallMs: 0,
  phase: "idle",
  role: "initiator",
  roomId: "",
  link: emptyLink,
  life: { endsMs: null, endsWallMs: null, graceMs: 300_000, longestMs: LIMITS.lifeMs },
  other: { presence: "never", name: "", heardMs: 0, heardOnce: false, going: null },
  handshake: {
    attempt: 0,
    state: "none",
    path: "direct",
    block: null,
    repeats: 0,
    repeatAtMs: null,
    presentMs: 0,
    presentSinceMs: null,
    asks: false,
  },
  session: null,
  policy: {
    own: { path: "direct", directFileBytesMax: 0, relayedFileBytesMax: 0 },
    other: { path: "any", directFileBytesMax: 0, relayedFileBytesMax: 0 },
    created: "direct",
    said: null,
    changes: 0,
    seen: false,
  },
  rekey: {
    state: "idle",
    body: new Uint8Array(0),
    sealed: null,
    crossedRelay: false,
    repeatAtMs: null,
    wanted: false,
    lastMs: 0,
    talked: false,
    answeredEpoch: 0,
    answeredByRelay: false,
    pleaseAtMs: 0,
  },
  direct: {
    state: "none",
    generation: 0,
    aheadOf: 0,
    held: [],
    offered: false,
    described: false,
    candidates: 0,
    openingEndsMs: null,
    freshEpoch: null,
    secure: false,
    wasSecure: false,
    heardMs: 0,
    sentMs: 0,
    handedBytes: 0,
    drainedBytes: 0,
    disconnectedMs: null,
    closedMs: null,
    doubt: null,
    rebuildAtMs: null,
    rebuilds: 0,
    asked: false,
    noticeAtMs: null,
  },
  signal: emptyStream,
  talk: emptyStream,
  talking: { ownName: "", typing: false, typingSentMs: 0, otherTypingEndsMs: null },
  said: nothingSaid,
  files: { active: false, channel: 0, told: null, bytesMax: null },
  reading: { wanted: null, named: 0, namedAtMs: null, otherNamed: 0 },
  ackDueMs: null,
  expireAtMs: null,
  early: [],
  unopenedBlocks: 0,
  intake: { waiting: { relay: 0, direct: 0 }, credit: LIMITS.unopenedOfRelay.atOnce, creditAtMs: 0 },
  shown: {
    status: null,
    path: null,
    outageMs: null,
    notice: null,
    policy: { path: "direct", own: "direct", awaits: null, seen: false },
    presence: null,
    name: "",
    invitation: null,
    verification: null,
  },
  verification: "none",
  door: null,
  compares: false,
  ending: null,
  requested: false,
  leaving: null,
};
