/*
 * What a face asks of a room about files, and is told of them (spec/files.md). A part of face.ts.
 */

/**
 * Bytes of which nobody knows how many will come: a pipe. `read` gives the next 1 to `bytesMax` of them as soon as some are there, gathering for
 * at most 20 ms what comes slowly, null when there are no more, and rejects where it cannot read on; it is asked for one at a time.
 * `close` comes once, when the file is over, whatever became of it. It cannot cross a Worker's boundary: for faces on the room's own thread.
 */
interface ByteStream {
  read(bytesMax: number): Promise<Uint8Array | null>;
  close(): void;
}

/**
 * `file` offers a file under the face's own `key`; it is answered by an event `file` with that key, or by `refused`. Of the `source`
 * nothing is read before the other side accepts, and then piece by piece: it may be of any length, and is cloned as a handle, not as
 * bytes; or a stream. `name` (cleaned, spec/files.md 8) and `type` (a media type; what is none becomes none) are what the other side is shown.
 *
 * The others name a file by its `id`, 22 characters, and do nothing to one that is unknown or over. `accept` says where the bytes go:
 * `memory` gives the finished file as a `Blob` with the event `done`, and is for files of at most 32 MiB; `sink` hands them to the
 * room's `SinkPort` as they come. A longer file goes to the sink whatever was said. `cancel` is of both sides, at any time before the end.
 */
export type FileCommand =
  | {
      readonly do: "file";
      readonly key: string;
      readonly name: string;
      readonly type: string;
      readonly source: Blob | ByteStream;
    }
  | { readonly do: "accept"; readonly id: string; readonly save: "memory" | "sink" }
  | { readonly do: "decline"; readonly id: string }
  | { readonly do: "cancel"; readonly id: string };

/**
 * Where a file stands. `accepted`: nothing of it has arrived yet (the sink is being opened, or four others move first). `cancelling`:
 * an own cancel that the other side has not confirmed; a file that was whole before may still become `done`. The last three are ends:
 * `done` is verified and closed, `cancelled` has the reason `declined` or `cancelled`, `failed` any other.
 */
export type FileState = "offered" | "accepted" | "moving" | "cancelling" | "done" | "failed" | "cancelled";

/**
 * Why a file ended without being done, or is being cancelled (spec/files.md 3, 6): a person declined or cancelled; 60 s without progress;
 * over a limit; over 16 open offers; the source cannot be read on, or has changed; the sink cannot be written; what came contradicts
 * the offer; the offer is of a later version; the session ended; it ended after all was sent, so it is not known whether it arrived.
 */
export type FileReason =
  | "declined"
  | "cancelled"
  | "stalled"
  | "too-large"
  | "too-many"
  | "unreadable"
  | "unwritable"
  | "broken"
  | "refused"
  | "ended"
  | "unconfirmed";

/** Why a command `file` was refused: over the limit of this moment, 16 are open, no session whose limits are known, or the program's part did not load. */
export type FileRefusal = "too-large" | "too-many-files" | "not-yet" | "unavailable";

/**
 * `files` says whether files can be offered now, and how long one may be: `bytesMax`, which is 2^40 where the room has no limit. It comes
 * when that changes.
 *
 * `file` tells the whole of one file whenever its state changes, and at most every 150 ms while bytes move. `bytes` counts those that
 * the other side has written (own files), or that were written here. `size` is null for a stream. `name` is cleaned: nothing else is to
 * be shown or saved. `blob` comes with `done` to whoever accepted into memory; its type is `application/octet-stream`, since what the other side says
 * a file is must not decide how a browser opens it. Every open file is told `failed` before the event `end`.
 */
export type FileEvent =
  | { readonly event: "files"; readonly open: boolean; readonly bytesMax: number }
  | {
      readonly event: "file";
      /** 22 characters, the same on both sides. A message's id: replies, reactions and `read` may name it. */
      readonly id: string;
      /** The face's own handle, in the first event of an own file; else null. */
      readonly key: string | null;
      readonly from: "self" | "other";
      readonly name: string;
      /** `type/subtype`, or empty. */
      readonly type: string;
      readonly size: number | null;
      readonly state: FileState;
      readonly bytes: number;
      readonly reason: FileReason | null;
      readonly blob: Blob | null;
    };
