/*
 * The outside world of a room. A room lives in a Worker; sockets and peer connections live on the page's main thread. So a port
 * is a letter box: commands go out by `post`, events come back as plain data, every value can be structured-cloned, and the
 * owner of a Worker forwards both with `postMessage`. A byte array that is posted is never used again by the one who posts it.
 *
 * Every command and event carries the number of the socket (`connection`) or of the peer connection (`generation`) it belongs
 * to: what a replaced one still says is recognised and ignored.
 */
import type { RoomAnswer, RoomRequest } from "@tacet/wire";
import type { GroupRequest } from "@tacet/wire/group";

/** Time and timers. `monotonicMs` never jumps; `wallMs` is the calendar's time. `after` returns what calls the timer off. */
export interface Clock {
  monotonicMs(): number;
  wallMs(): number;
  after(ms: number, run: () => void): () => void;
}

export type SocketCommand =
  | { readonly do: "open"; readonly connection: number; readonly url: string }
  /** Opens a spare one beside it, which the next `open` of the same address takes over. A frame that comes over this one closes the spare one. */
  | { readonly do: "reach"; readonly connection: number; readonly url: string }
  | { readonly do: "send"; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly do: "close"; readonly connection: number };

export type SocketEvent =
  | { readonly on: "opened"; readonly connection: number }
  /** The spare one beside it is open. */
  | { readonly on: "reached"; readonly connection: number }
  | { readonly on: "received"; readonly connection: number; readonly bytes: Uint8Array }
  /** So many bytes of what was sent have not left yet: said when that changed, while pieces are sent (spec/files.md 5). */
  | { readonly on: "waiting"; readonly connection: number; readonly bytes: number }
  | { readonly on: "closed"; readonly connection: number };

export interface SocketPort {
  post(command: SocketCommand): void;
}

/** A signal's type as the peer connection knows it; `rebuild` concerns the two rooms alone (spec/direct.md 2). */
export type PeerSignalType = "offer" | "answer" | "candidate" | "end";

export interface IceServer {
  readonly urls: string;
}

/** `prepare` makes what takes time and names no address (a certificate), before there is a connection object. */
export type PeerCommand =
  | { readonly do: "prepare" }
  | {
      readonly do: "open";
      readonly generation: number;
      readonly role: "offer" | "answer";
      readonly iceServers: readonly IceServer[];
    }
  | {
      readonly do: "signal";
      readonly generation: number;
      readonly type: PeerSignalType;
      readonly text: string;
    }
  | { readonly do: "send"; readonly generation: number; readonly bytes: Uint8Array }
  /** On the channel for files (spec/files.md 5). */
  | { readonly do: "send-piece"; readonly generation: number; readonly bytes: Uint8Array }
  | { readonly do: "close"; readonly generation: number };

/** `drained` counts the bytes of this generation that have left the channel's queue, from its beginning. */
export type PeerEvent = PathPeerEvent | FilesPeerEvent;

/** What the channel for files says, of the same kinds as the other. */
export type FilesPeerEvent = { readonly on: "files"; readonly generation: number } & (
  | { readonly did: "opened" }
  | { readonly did: "received"; readonly bytes: Uint8Array }
  | { readonly did: "drained"; readonly totalBytes: number }
);

export type PathPeerEvent =
  | { readonly on: "opened"; readonly generation: number }
  | {
      readonly on: "signal";
      readonly generation: number;
      readonly type: PeerSignalType;
      readonly text: string;
    }
  | { readonly on: "received"; readonly generation: number; readonly bytes: Uint8Array }
  | { readonly on: "drained"; readonly generation: number; readonly totalBytes: number }
  | {
      readonly on: "state";
      readonly generation: number;
      readonly state: "connected" | "disconnected" | "failed" | "closed";
    };

export interface PeerPort {
  post(command: PeerCommand): void;
}

/** One of the connections beside the direct path that carry pieces alone (spec/files.md 11). `own`: this side has opened it, and sends on it. */
export interface LaneName {
  readonly generation: number;
  readonly number: number;
  readonly own: boolean;
}

export type LaneCommand = LaneName &
  (
    | { readonly do: "open"; readonly iceServers: readonly IceServer[] }
    /** The other side's: opened by its offer. */
    | { readonly do: "take"; readonly iceServers: readonly IceServer[]; readonly text: string }
    | { readonly do: "answer"; readonly text: string }
    | { readonly do: "send"; readonly bytes: Uint8Array }
    | { readonly do: "close" }
  );

/** What a channel tells of itself, in the order in which it happens. */
export interface ChannelListener {
  opened(): void;
  /** Bytes of all that was sent which have left the channel's queue. */
  drained(totalBytes: number): void;
  received(bytes: Uint8Array): void;
}

/** The direct path's channel for files where a library and not a browser makes it. */
export interface PieceChannel {
  /** Called once; where it is open already it says so at once. @returns what sends a frame, of which it takes its copy before it returns */
  listen(listener: ChannelListener): (bytes: Uint8Array) => void;
}

/**
 * `lent`: the channel was handed over to the room's thread, and is not heard on the other any more; number 0 is the direct path's own channel for
 * files. `carried`: the same of a channel that is no browser's. `described`: with all candidates that were found in a second. `drained` counts from the lane's beginning. `closed` comes last.
 */
export type LaneEvent = LaneName &
  (
    | { readonly on: "lent"; readonly channel: RTCDataChannel }
    | { readonly on: "carried"; readonly channel: PieceChannel }
    | { readonly on: "described"; readonly text: string }
    | { readonly on: "opened" }
    | { readonly on: "received"; readonly bytes: Uint8Array }
    | { readonly on: "drained"; readonly totalBytes: number }
    | { readonly on: "closed" }
  );

export interface LanePort {
  post(command: LaneCommand): void;
}

/** A relay that could not be asked, or said no. `code` is one of the relay's (spec/relay.md 7), or `network`. */
export interface HttpRefusal {
  readonly error: string;
}

export interface HttpPort {
  createRoom(origin: string, request: RoomRequest | GroupRequest): Promise<RoomAnswer | HttpRefusal>;
}

/**
 * Where the bytes of a file go that does not stay in memory (spec/files.md 7). `open` comes once for an id (22 characters) and is answered by `opened`;
 * each `write` by `written`, in order; `close` by `closed`. `failed` answers any of them, and ends that file. At most 64 writes are not answered
 * at a time, so a slow sink slows the sender. What is written becomes a file under its name with `close` alone, which comes when all was
 * verified; after `abort`, which is not answered, and after `failed`, nothing of it may remain. `size` is null for a stream.
 */
export type SinkCommand =
  | {
      readonly do: "open";
      readonly id: string;
      readonly name: string;
      readonly type: string;
      readonly size: number | null;
    }
  | { readonly do: "write"; readonly id: string; readonly bytes: Uint8Array }
  | { readonly do: "close"; readonly id: string }
  | { readonly do: "abort"; readonly id: string };

export interface SinkEvent {
  readonly on: "opened" | "written" | "closed" | "failed";
  readonly id: string;
}

export interface SinkPort {
  post(command: SinkCommand): void;
}
