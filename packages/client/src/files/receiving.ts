/*
 * R, one file of the other side (spec/files.md 7):
 *
 *     offered ──accepts──> opening ──sink open──> moving ──all written, right root──> closing ──closed──> done
 *        │                    │        └─4 move─> waiting ──its turn──^ │                 │
 *        └──declines──────────┴──cancel, person, sink, clock, limit, contradiction──────────┴──> failed
 *
 * R decides: its first `done` or `cancel` is the outcome. Nothing of a file that failed is kept.
 */
import { KIND, equal } from "@tacet/core";
import { assemblies, fileBodies, pieces } from "@tacet/core/files";
import type { FileReason } from "../face-files.ts";
import { acknowledgeFile, awaitsMore, giveCredit, isMoving } from "./credit.ts";
import { FILE_LIMITS } from "./limits.ts";
import type { FileJobResult, Files, Incoming, PiecesFrom } from "./state.ts";
import { tellEnd } from "./telling.ts";
import {
  askRoom,
  bytesMaxOf,
  chain,
  findIn,
  findOut,
  forget,
  sayCancel,
  stay,
  turn,
  withIn,
  without,
} from "./turn.ts";
import type { CancelReason, Step } from "./turn.ts";

/** An offer of the other side: shown, or answered at once; its body is erased, for it holds the key. `known`: a message has this id already. */
export function onOffer(id: string, file: Uint8Array, body: Uint8Array, known: boolean): Step {
  return (files) => chain(files, judgeOffer(id, file, body, known), erase(body));
}

function judgeOffer(id: string, file: Uint8Array, body: Uint8Array, known: boolean): Step {
  return (files) => {
    const reason = whyNot(files, id, known);
    if (reason !== null) return refuseOffer(id, file, reason)(files);
    const offer = fileBodies.offer.decode(body);
    if (offer === null) return chain(files, askRoom({ do: "unreadable" }), refuseOffer(id, file, "refused"));
    const { key, size, type, name } = offer;
    const bytesMax = bytesMaxOf(files.path);
    if (bytesMax !== null && (size ?? 0) > bytesMax)
      return chain(files, refuseOffer(id, file, "too-large"), erase(key));
    const offered: Incoming = {
      id,
      file,
      name,
      type,
      size,
      state: "offered",
      memory: true,
      assembly: assemblies.begin(size, 0),
      opening: new Set(),
      byRelay: false,
      given: 0,
      unsaid: 0,
      acknowledgeAtMs: null,
      said: null,
      repeats: 0,
      progressMs: files.nowMs,
      told: null,
    };
    return turn(
      { ...files, in: [...files.in, offered] },
      { to: "job", job: { job: "hold", id, file, key, size } },
    );
  };
}

function erase(secret: Uint8Array): Step {
  return (files) => turn(files, { to: "job", job: { job: "erase", secrets: [secret] } });
}

function whyNot(files: Files, id: string, known: boolean): CancelReason | null {
  if (
    known ||
    [...files.ended.out, ...files.ended.in].includes(id) ||
    findOut(files, id) !== null ||
    findIn(files, id) !== null
  )
    return "broken";
  return files.in.length >= FILE_LIMITS.openOffers ? "too-many" : null;
}

/** A file that is open under the same id fails with it, so that both sides say the same. */
function refuseOffer(id: string, file: Uint8Array, reason: CancelReason): Step {
  return (files) => (findIn(files, id) === null ? sayCancel(file, reason)(files) : failIn(id, reason)(files));
}

/** The person accepts: the sink is opened first. What does not fit into memory never goes there. */
export function onAccepted(id: string, save: "memory" | "sink"): Step {
  return about(id, (file) => (files) => {
    if (file.state !== "offered") return turn(files);
    const fits = file.size !== null && file.size <= FILE_LIMITS.memoryBytes;
    const memory = save === "memory" && fits;
    const { name, type, size } = file;
    return turn(withIn(files, { ...file, state: "opening", memory }), {
      to: "sink",
      command: { do: "open", id, name, type, size },
      memory,
    });
  });
}

export function onSinkOpened(id: string): Step {
  return about(id, (file) => (files) => {
    if (file.state !== "opening") return turn(files);
    const free = files.in.filter(isMoving).length < FILE_LIMITS.movingFiles;
    const next = free ? giveCredit(file, files.nowMs) : { ...file, state: "waiting" as const };
    const credit = assemblies.credit(next.assembly);
    return askRoom({
      do: "say",
      kind: KIND.fileAccept,
      id: file.file,
      body: fileBodies.accept.encode(file.file, credit),
    })(withIn(files, { ...next, given: credit }));
  });
}

/** A piece, sealed: opened if it is wanted, and else dropped and counted. */
export function onPiece(path: PiecesFrom, block: Uint8Array): Step {
  return (files) => {
    const header = pieces.header(block);
    const file = header === null ? undefined : files.in.find((one) => equal(one.file, header.file));
    const wanted = header !== null && file !== undefined && wants(file, header.index, path);
    if (!wanted) return judge(path, true, true)(files);
    const { index } = header;
    const opening = path !== "relay" ? new Set([...file.opening, index]) : file.opening;
    return turn(withIn(files, { ...file, opening, byRelay: path === "relay" }), {
      to: "job",
      job: { job: "open", id: file.id, index, path, block },
    });
  };
}

/** Of the direct path each once at a time; of the relay path, where anybody may write, a wrong one keeps out no right one. */
function wants(file: Incoming, index: number, path: PiecesFrom): boolean {
  if (file.state !== "moving" || !assemblies.wants(file.assembly, index)) return false;
  return path === "relay" || !file.opening.has(index);
}

export function onOpened({ id, index, path, piece }: FileJobResult & { did: "open" }): Step {
  const opened = piece.kind !== "dropped";
  const taken = about(id, (before) => (files) => {
    const opening = new Set(before.opening);
    if (path !== "relay") opening.delete(index);
    const file = { ...before, opening };
    if (file.state !== "moving" || piece.kind === "dropped") return turn(withIn(files, file));
    if (piece.kind === "broken") return failIn(id, "broken")(files);
    const { assembly, write, verdict } = assemblies.take(file.assembly, piece);
    if (verdict === "broken") return failIn(id, "broken")(files);
    const next = withIn(files, { ...file, assembly, progressMs: files.nowMs });
    return turn(
      next,
      ...write.map(
        (bytes) => ({ to: "sink", command: { do: "write", id, bytes }, memory: file.memory }) as const,
      ),
    );
  });
  return (files) => chain(files, judge(path, opened, !opened), taken);
}

/** The room has paid for what came through it; what was dropped is counted. */
function judge(path: PiecesFrom, opened: boolean, counts: boolean): Step {
  if (path !== "channel") return askRoom({ do: "judged", path, opened, counts });
  return counts ? (files) => turn(files, { to: "count" }) : stay;
}

export function onWritten(id: string): Step {
  return about(id, (file) => (files) => {
    if (file.state !== "moving") return turn(files);
    const assembly = assemblies.wrote(file.assembly);
    const acknowledgeAtMs = file.unsaid > 0 ? file.acknowledgeAtMs : files.nowMs + FILE_LIMITS.acknowledgeMs;
    const next = { ...file, assembly, unsaid: file.unsaid + 1, acknowledgeAtMs, progressMs: files.nowMs };
    const whole = assembly.root !== null && assembly.written === assembly.handed;
    if (!whole) return turn(withIn(files, next));
    return turn(withIn(files, { ...next, state: "closing", acknowledgeAtMs: null }), {
      to: "sink",
      command: { do: "close", id },
      memory: file.memory,
    });
  });
}

/** Everything is written and closed: only now is it said to be done. */
export function onSinkClosed(id: string, blob: Blob | null): Step {
  return about(id, (file) => {
    const { root } = file.assembly;
    if (file.state !== "closing" || root === null) return stay;
    const body = fileBodies.done.encode(file.file, root);
    return (files) =>
      chain(
        without(files, id),
        askRoom({ do: "say", kind: KIND.fileDone, id: file.file, body }),
        tellEnd(file, null, blob),
        forget(id),
      );
  });
}

/** S's cancel is a request: it is answered with the outcome. Once the file is being closed, that answer is on its way. */
export function onInCancelled(id: string, reason: CancelReason): Step {
  return about(id, (file) => (file.state === "closing" ? stay : failIn(id, reason)));
}

export function onDeclined(id: string): Step {
  return about(id, (file) => (file.state === "offered" ? failIn(id, "declined") : stay));
}

/** What the sink says of a file that was not accepted is said of another room's. */
export function onSinkFailed(id: string): Step {
  return about(id, (file) => (file.state === "offered" ? stay : failIn(id, "unwritable")));
}

/** The person, the sink, the clock, a limit or what came: all alike. */
export function failIn(id: string, reason: CancelReason): Step {
  return about(id, (file) => (files) => chain(files, endIn(file, reason), sayCancel(file.file, reason)));
}

/** The session is over: nobody is told but the person. */
export function endIn(file: Incoming, reason: FileReason): Step {
  const begun = file.state !== "offered";
  return (files) =>
    chain(
      without(files, file.id),
      (left) =>
        begun
          ? turn(left, { to: "sink", command: { do: "abort", id: file.id }, memory: file.memory })
          : turn(left),
      tellEnd(file, reason),
      forget(file.id),
    );
}

/** Stalls, limits, acknowledgements that are due, and whose turn it is. */
export const settleIn: Step = (files) => {
  const bytesMax = bytesMaxOf(files.path);
  const steps = files.in.map((file) => {
    const long = Math.max(file.size ?? 0, file.assembly.total);
    if (bytesMax !== null && long > bytesMax && file.state !== "closing") return failIn(file.id, "too-large");
    const endsMs = stallsInMs(file);
    return endsMs !== null && files.nowMs >= endsMs ? failIn(file.id, "stalled") : stay;
  });
  return chain(files, ...steps, nextTurn, (left) => chain(left, ...left.in.map(acknowledgeFile)));
};

export function stallsInMs(file: Incoming): number | null {
  return isMoving(file) && awaitsMore(file) ? file.progressMs + FILE_LIMITS.stallMs : null;
}

/** One has ended: the first that waits may move. */
const nextTurn: Step = (files) => {
  const waiting = files.in.find(({ state }) => state === "waiting");
  const free = files.in.filter(isMoving).length < FILE_LIMITS.movingFiles;
  if (waiting === undefined || !free) return turn(files);
  return nextTurn(withIn(files, giveCredit(waiting, files.nowMs)));
};

function about(id: string, next: (file: Incoming) => Step): Step {
  return (files) => {
    const file = findIn(files, id);
    return file === null ? turn(files) : next(file)(files);
  };
}
