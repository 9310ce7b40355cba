/*
 * The state of a room's files, and what goes into their machines and comes out of them (spec/files.md 7). All of it is plain data. Keys,
 * sources and sealers stay behind jobs; the sealed blocks that may have to be sent again are here.
 */
import type { PathPolicy } from "@tacet/core";
import type { assemblies, pieces } from "@tacet/core/files";
import type { FileCommand, FileEvent, FileReason, FileRefusal, FileState } from "../face-files.ts";
import type { Route } from "../pair/messages.ts";
import type { IceServer, LaneCommand, LaneEvent, SinkCommand, SinkEvent } from "../ports.ts";

export type Assembly = ReturnType<typeof assemblies.begin>;
export type Opened = Awaited<ReturnType<Awaited<ReturnType<typeof pieces.opener>>["open"]>>;

/** What the room says of the path for pieces. */
export interface PiecePath {
  /** Where pieces may go now. */
  readonly route: Route | null;
  /** Content or its answer waits: talk goes first. */
  readonly busy: boolean;
  /** What was given to the relay path has not all left. */
  readonly queued?: boolean;
  readonly policy: PathPolicy;
  /** For lanes beside the direct path; null where none can be made. */
  readonly iceServers: readonly IceServer[] | null;
  /** Bytes of a file on the direct path and through the relay, 0 for none; null while they are not known. */
  readonly limits: { readonly direct: number; readonly relayed: number } | null;
}

export interface Files {
  readonly nowMs: number;
  readonly path: PiecePath;
  /** Own files that are not over, in the order of their offers. */
  readonly out: readonly Outgoing[];
  /** The other side's, likewise. */
  readonly in: readonly Incoming[];
  /** Ids of files that are over, own and the other side's, the newest last. */
  readonly ended: { readonly out: readonly string[]; readonly in: readonly string[] };
  /** The file that sent a piece last: the next one goes on. */
  readonly served: string;
  /** The queue of the files channel of one generation, in bytes. */
  readonly queue: { readonly generation: number; readonly handed: number; readonly drained: number };
  readonly lanes: Lanes;
  /** When the relay path may have the next piece, and when pieces were last sent again. */
  readonly relayNextMs: number;
  readonly triedMs: number;
  /** The order of the piece that is sent next; of each lane, the newest one that is there; and how long the last of them took. */
  readonly orders: number;
  readonly arrived: ReadonlyMap<number, number>;
  readonly tookMs: number;
}

/** Connections beside the direct path (lanes.ts). */
export interface Lanes {
  /** Of the direct path that they stand beside; 0 for none. */
  readonly generation: number;
  readonly own: readonly Lane[];
  /** The other side's that are open or opening. */
  readonly theirs: readonly TheirLane[];
  /** Beside the newest direct path, which may be gone and come back: the highest number of this side, and those of the other that were taken. */
  readonly numbered: {
    readonly generation: number;
    readonly own: number;
    readonly theirs: readonly number[];
  };
  /** From when it is measured what leaves the queue of the files channel, and what had left it then. */
  readonly probe: { readonly atMs: number; readonly bytes: number } | null;
}

export interface Lane {
  readonly number: number;
  /** Null once it is open. */
  readonly openingEndsMs: number | null;
  readonly answered: boolean;
  /** Bytes. */
  readonly handed: number;
  readonly drained: number;
}

export interface TheirLane {
  readonly number: number;
  readonly open: boolean;
  /** When it is closed: it is not open yet, or no file of the other side moves. */
  readonly endsMs: number | null;
}

/** What every file has, on either side. */
interface FileFacts {
  /** 22 characters, and the same as 16 bytes. */
  readonly id: string;
  readonly file: Uint8Array;
  readonly name: string;
  readonly type: string;
  /** When something last went on (spec/files.md 6). */
  readonly progressMs: number;
  /** What the face was last told. */
  readonly told: Told | null;
}

export interface Told {
  readonly state: FileState;
  readonly bytes: number;
  readonly atMs: number;
}

/** S (sending.ts). */
export interface Outgoing extends FileFacts {
  /** Null for a stream. */
  readonly size: number | null;
  readonly key: string;
  /** Of a stream infinite until its last one is sealed. */
  readonly pieces: number;
  /** Of a stream: bytes below `next`, and the length of each piece that is sealed and at or past it. */
  readonly passed: Passed;
  readonly state: "offered" | "moving" | "cancelling";
  /** Why it is being cancelled. */
  readonly reason: FileReason | null;
  /** Pieces that were given out to be read and sealed, and how many of them are. */
  readonly asked: number;
  readonly sealed: number;
  /** Sealed, and not acknowledged. */
  readonly kept: ReadonlyMap<number, Kept>;
  /** Pieces below it were written there. */
  readonly next: number;
  readonly credit: number;
  /** 32 bytes, with the last piece. */
  readonly root: Uint8Array | null;
  readonly lastSent: boolean;
}

export interface Passed {
  readonly bytes: number;
  readonly lengths: readonly number[];
}

export interface Kept {
  readonly block: Uint8Array;
  readonly sent: boolean;
  /** The lane that it was sent on; 0 is the path itself. */
  readonly lane: number;
  /** Its place among all pieces that were sent, and when it went since it was unsent: first, and last. */
  readonly order: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** R (receiving.ts). */
export interface Incoming extends FileFacts {
  readonly size: number | null;
  /** `opening`: the sink; `waiting`: for its turn, without credit. */
  readonly state: "offered" | "opening" | "waiting" | "moving" | "closing";
  readonly memory: boolean;
  readonly assembly: Assembly;
  /** Pieces of the direct path that are being opened. */
  readonly opening: ReadonlySet<number>;
  readonly byRelay: boolean;
  /** The credit that was said last, and pieces written since. */
  readonly given: number;
  readonly unsaid: number;
  readonly acknowledgeAtMs: number | null;
  /** What was acknowledged last, and how often that was said again. */
  readonly said: Uint8Array | null;
  readonly repeats: number;
}

export type FilesInput =
  | { readonly on: "command"; readonly command: FileCommand; readonly id: Uint8Array }
  | {
      readonly on: "content";
      readonly kind: number;
      readonly id: Uint8Array;
      readonly body: Uint8Array;
      readonly known: boolean;
    }
  | { readonly on: "piece"; readonly path: Route["path"]; readonly block: Uint8Array }
  | { readonly on: "channel-piece"; readonly block: Uint8Array }
  | { readonly on: "path"; readonly path: PiecePath }
  | { readonly on: "drained"; readonly generation: number; readonly totalBytes: number }
  | {
      readonly on: "lane";
      readonly event: Exclude<LaneEvent, { readonly on: "received" | "lent" | "carried" }>;
    }
  | { readonly on: "job"; readonly result: FileJobResult }
  | { readonly on: "sink"; readonly event: SinkEvent; readonly blob: Blob | null }
  | { readonly on: "clock" }
  | { readonly on: "end" };

/** Where a piece came from: `channel` is a channel for files on this thread, so that the room has not seen it, and is not told of it. */
export type PiecesFrom = Route["path"] | "channel";

/** What the files ask of their room. `judged` answers every piece that came through the room once. */
export type FilesSay =
  | { readonly do: "say"; readonly kind: number; readonly id: Uint8Array; readonly body: Uint8Array }
  | { readonly do: "piece"; readonly route: Route; readonly lane: number; readonly block: Uint8Array }
  | {
      readonly do: "judged";
      readonly path: Route["path"];
      readonly opened: boolean;
      readonly counts: boolean;
    }
  | { readonly do: "unreadable" };

export type FileJob =
  | {
      readonly job: "offer";
      readonly id: string;
      readonly file: Uint8Array;
      readonly command: FileCommand & { do: "file" };
    }
  /** Reads the next piece and seals it. */
  | {
      readonly job: "seal";
      readonly id: string;
      readonly from: number;
      readonly to: number;
      readonly last: boolean;
    }
  /** Waits for the next bytes of a stream and seals them. After the last piece it does nothing. */
  | { readonly job: "seal-next"; readonly id: string }
  /** Keeps an offer's key, to open pieces with. */
  | {
      readonly job: "hold";
      readonly id: string;
      readonly file: Uint8Array;
      readonly key: Uint8Array;
      readonly size: number | null;
    }
  | {
      readonly job: "open";
      readonly id: string;
      readonly index: number;
      readonly path: PiecesFrom;
      readonly block: Uint8Array;
    }
  /** Bytes that held a key, and are not needed any more. */
  | { readonly job: "erase"; readonly secrets: readonly Uint8Array[] }
  /** Erases all that is kept for a file. */
  | { readonly job: "forget"; readonly id: string };

export type FileJobResult =
  | {
      readonly did: "offer";
      readonly id: string;
      readonly file: Uint8Array;
      readonly key: string;
      readonly name: string;
      readonly type: string;
      readonly size: number | null;
      readonly body: Uint8Array;
    }
  | {
      readonly did: "seal";
      readonly id: string;
      readonly index: number;
      readonly block: Uint8Array;
      readonly root: Uint8Array | null;
      /** Of a piece of a stream, its length. */
      readonly bytes?: number;
    }
  | { readonly did: "unreadable"; readonly id: string }
  | {
      readonly did: "open";
      readonly id: string;
      readonly index: number;
      readonly path: PiecesFrom;
      readonly piece: Opened;
    };

export type FilesEffect =
  | {
      readonly to: "face";
      readonly event:
        | FileEvent
        | { readonly event: "refused"; readonly key: string; readonly reason: FileRefusal };
    }
  | { readonly to: "room"; readonly says: FilesSay }
  | { readonly to: "job"; readonly job: FileJob }
  /** A piece of a channel on this thread was nothing: to be counted. */
  | { readonly to: "count" }
  | { readonly to: "lane"; readonly command: Exclude<LaneCommand, { readonly do: "send" }> }
  | { readonly to: "sink"; readonly command: SinkCommand; readonly memory: boolean };

const noLanes: Lanes = {
  generation: 0,
  own: [],
  theirs: [],
  numbered: { generation: 0, own: 0, theirs: [] },
  probe: null,
};

export const noFiles: Files = {
  nowMs: 0,
  path: { route: null, busy: false, policy: "direct", iceServers: null, limits: null },
  out: [],
  in: [],
  ended: { out: [], in: [] },
  served: "",
  queue: { generation: 0, handed: 0, drained: 0 },
  lanes: noLanes,
  relayNextMs: 0,
  triedMs: 0,
  orders: 1,
  arrived: new Map(),
  tookMs: 0,
};
