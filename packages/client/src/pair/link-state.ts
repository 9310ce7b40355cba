/*
 * The state of the relay socket (link.ts, patience.ts).
 */
import type { IceServer } from "../ports.ts";
import type { StreamName } from "./messages.ts";

export interface Link {
  readonly state: "off" | "opening" | "admitting" | "admitted";
  readonly origin: string;
  readonly connection: number;
  readonly seated: boolean;
  /** The last connection whose first frame was handed over; 0: none. And whether one was open then, so that the relay may know of us. */
  readonly asked: number;
  readonly shown: boolean;
  /** How often the relay did not know the room that was to be entered. */
  readonly absences: number;
  /** When the last socket was given up whose first frame had left and was not answered: it may still take the seat, once. */
  readonly lateAdmitSinceMs: number | null;
  readonly ticket: Uint8Array;
  readonly iceServers: readonly IceServer[];
  /** What this side has from its relay (spec/files.md 2), bytes, 0 for none; null before it is seated. */
  readonly fileLimits: FileLimits | null;
  readonly retryAtMs: number | null;
  readonly delayMs: number;
  readonly jitter: number;
  readonly openedMs: number;
  readonly heardMs: number;
  readonly sentMs: number;
  /** Since when something on its way asks for an answer, and nothing at all has come over this socket. */
  readonly unansweredMs: number | null;
  /** The content of which the acknowledgement is timed (patience.ts). */
  readonly timed: Timed | null;
  /** How long the other side takes to acknowledge, smoothed; 0 before it was timed. */
  readonly acknowledgeMs: number;
  /** When the next spare socket is opened for that; null before the first. */
  readonly reachAtMs: number | null;
  /** It was replaced for that, and nothing of the other side's has come since. */
  readonly doubted: boolean;
  /** How often it was replaced for that; halved and forgotten in patience.ts. */
  readonly doubts: number;
  /** Bytes that this socket has not sent yet, as far as it was told. */
  readonly waitingBytes: number;
  /** When that was last seen to become less. */
  readonly drainedMs: number;
  readonly downSinceMs: number | null;
  /** How long the last socket took to be admitted; null before the first. And how many were lost since. */
  readonly tookMs: number | null;
  readonly failures: number;
  /** When this socket is replaced, because it may be dead and not know it (doubt.ts). */
  readonly replaceAtMs: number | null;
}

export interface FileLimits {
  readonly directFileBytesMax: number;
  readonly relayedFileBytesMax: number;
}

/** One content, by its stream and order, that went out on a connection. */
export interface Timed {
  readonly stream: StreamName;
  readonly order: number;
  /** 0 once a spare socket was tried; `sentMs` is then when. */
  readonly connection: number;
  readonly sentMs: number;
}

export const emptyLink: Link = {
  state: "off",
  origin: "",
  connection: 0,
  seated: false,
  asked: 0,
  shown: false,
  absences: 0,
  lateAdmitSinceMs: null,
  ticket: new Uint8Array(0),
  iceServers: [],
  fileLimits: null,
  retryAtMs: null,
  delayMs: 0,
  jitter: 0,
  openedMs: 0,
  heardMs: 0,
  sentMs: 0,
  waitingBytes: 0,
  downSinceMs: null,
  tookMs: null,
  failures: 0,
  unansweredMs: null,
  timed: null,
  acknowledgeMs: 0,
  reachAtMs: null,
  doubted: false,
  doubts: 0,
  drainedMs: 0,
  replaceAtMs: null,
};
