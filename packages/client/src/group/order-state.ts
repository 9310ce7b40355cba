import type { Saying } from "./messages.ts";

/** The room's order (spec/group.md 10). */
export interface Order {
  /** The last number that was handed to be taken; and that was taken. */
  readonly got: number;
  readonly taken: number;
  readonly waitingBytes: number;
  /** What the relay had when this socket was admitted: until it is taken, nothing of ours is said again. */
  readonly catchUpTo: number;
  readonly caughtUp: boolean;
  /** Frames that came before one was in. */
  readonly early: readonly {
    readonly number: number;
    readonly seat: number | null;
    readonly block: Uint8Array;
  }[];
  /** How often in a row the relay left out what comes next. */
  readonly breaks: number;
  /** After a restart the relay counts anew until it knows where the room was: until then nothing of ours is sealed. */
  readonly gatherEndsMs: number | null;
  readonly split: Split;
}

/** Whether the room may be split (spec/group.md 6). */
export interface Split {
  /** Since when frames come that do not open, and nothing else of the present epoch. */
  readonly unopenedMs: number | null;
  /** When we asked who is in our epoch; somebody has asked so, and by when we answer unless another has. */
  readonly askedMs: number | null;
  readonly answerMs: number | null;
}

/** Something of our own that is said, until it has its place. */
export interface Waiting {
  readonly ref: number;
  readonly saying: Saying;
  readonly state: "queued" | "sealing" | "flying";
  /** The invite key goes with it, which the machine does not know. */
  readonly withKey: boolean;
}

/** A frame of ours that the relay has not numbered yet. */
export interface Flight {
  readonly counter: number;
  readonly block: Uint8Array;
  /** The content it carries; null for a piece of a commit, and for what is said once. */
  readonly ref: number | null;
  readonly commit: boolean;
  readonly epoch: number;
  readonly flownMs: number;
  /** It means nothing any more and is not sent again, but may still get a number: then its block is a link of the chain. */
  readonly isVoid: boolean;
}

export interface Outbox {
  readonly nextRef: number;
  readonly nextOrder: number;
  readonly nextCounter: number;
  readonly waiting: readonly Waiting[];
  readonly flights: readonly Flight[];
  /** The epoch that holds no more of our own messages; null for none. */
  readonly fullEpoch: number | null;
  /** When own messages left, the last ten. */
  readonly leftMs: readonly number[];
}
