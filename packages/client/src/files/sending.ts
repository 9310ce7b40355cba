/*
 * S, one own file (spec/files.md 7):
 *
 *     offered ──accept──> moving ──done, right root──> done
 *        │                  │ └──done otherwise──> failed, broken
 *        ├──────────────────┴──cancel of R──> failed, R's reason
 *        └──person, source, clock, limit──> cancelling ──cancel of R──> failed;  done with the right root──> done
 *
 * R's first word of an outcome is the outcome. What is to be sent, and when, is pump.ts.
 */
import { KIND, equal } from "@tacet/core";
import { pieces } from "@tacet/core/files";
import type { FileCommand, FileReason } from "../face-files.ts";
import { FILE_LIMITS } from "./limits.ts";
import { lengthOf, pass, sizeOf } from "./stream.ts";
import type { FileJobResult, Files, Kept, Outgoing } from "./state.ts";
import { tellEnd } from "./telling.ts";
import {
  askRoom,
  bytesMaxOf,
  chain,
  findOut,
  forget,
  sayCancel,
  stay,
  turn,
  withOut,
  without,
} from "./turn.ts";
import type { CancelReason, Step } from "./turn.ts";

/** The person sends a file: it is offered, or refused. */
export function onSend(id: string, file: Uint8Array, command: FileCommand & { do: "file" }): Step {
  return (files) => {
    const bytesMax = bytesMaxOf(files.path);
    const { key, source } = command;
    if (bytesMax === null) return turn(files, refusal(key, "not-yet"));
    if ((sizeOf(source) ?? 0) > bytesMax) return turn(files, refusal(key, "too-large"));
    if (files.out.length >= FILE_LIMITS.openOffers) return turn(files, refusal(key, "too-many-files"));
    return turn(files, { to: "job", job: { job: "offer", id, file, command } });
  };
}

function refusal(key: string, reason: "not-yet" | "too-large" | "too-many-files") {
  return { to: "face", event: { event: "refused", key, reason } } as const;
}

/** The offer is made, with its key. */
export function onOffered(made: FileJobResult & { did: "offer" }): Step {
  return (files) => {
    const { id, file, key, name, type, size, body } = made;
    const offered: Outgoing = {
      id,
      file,
      key,
      name,
      type,
      size,
      pieces: size === null ? Infinity : pieces.count(size),
      passed: { bytes: 0, lengths: [] },
      state: "offered",
      reason: null,
      asked: 0,
      sealed: 0,
      kept: new Map(),
      next: 0,
      credit: 0,
      root: null,
      lastSent: false,
      progressMs: files.nowMs,
      told: null,
    };
    return chain(
      { ...files, out: [...files.out, offered] },
      askRoom({ do: "say", kind: KIND.fileOffer, id: file, body }),
    );
  };
}

export function onAccept(id: string, credit: number): Step {
  return about(id, (file) => (files) => {
    if (file.state !== "offered") return turn(files);
    return turn(withOut(files, { ...file, state: "moving", credit, progressMs: files.nowMs }));
  });
}

interface Heard {
  readonly next: number;
  readonly credit: number;
  readonly early: readonly number[];
}

/** What says less than before, or more than was sealed, does nothing. Credit for a file that is only offered: the accept found no room. */
export function onAcknowledge(id: string, heard: Heard): Step {
  return about(id, (file) => (files) => {
    const { next, credit, early } = heard;
    if (file.state === "offered") return isAccept(heard) ? onAccept(id, credit)(files) : turn(files);
    const beyond = next > file.sealed || (early.at(-1) ?? -1) >= file.sealed;
    if (file.state !== "moving" || beyond || next < file.next || credit < file.credit) return turn(files);
    const there = new Set(early);
    const kept = new Map([...file.kept].filter(([index]) => index >= next && !there.has(index)));
    const news = next > file.next || credit > file.credit || kept.size < file.kept.size;
    const progressMs = news ? files.nowMs : file.progressMs;
    const passed = file.size === null ? pass(file, next) : file.passed;
    return turn(withOut(files, { ...file, kept, next, passed, credit, progressMs }));
  });
}

function isAccept({ next, credit, early }: Heard): boolean {
  return credit > 0 && next === 0 && early.length === 0;
}

export function onDone(id: string, root: Uint8Array): Step {
  return about(id, (file) => {
    if (file.state === "offered") return stay;
    const right = file.root !== null && equal(file.root, root);
    return endOut(file, right ? null : "broken");
  });
}

/** R's own end, or its answer to ours. */
export function onOutCancelled(id: string, reason: FileReason): Step {
  return about(id, (file) => endOut(file, reason));
}

/** The person, the source, the clock or a limit: all alike. What is to come of it is R's to say. */
export function cancelOut(id: string, reason: CancelReason): Step {
  return about(id, (file) => {
    if (file.state === "cancelling") return stay;
    return (files) =>
      chain(
        withOut(files, { ...file, state: "cancelling", reason, kept: new Map() }),
        sayCancel(file.file, reason),
        forget(id),
      );
  });
}

export function onSealed({ id, index, block, root, bytes = 0 }: FileJobResult & { did: "seal" }): Step {
  return about(id, (before) => (files) => {
    const piece = { bytes, last: root !== null, nowMs: files.nowMs };
    const file = before.size === null ? lengthened(before, piece) : before;
    // The root is kept in `cancelling` too: R may have been done before it heard of the cancel.
    const sealed = { ...file, sealed: file.sealed + 1, root: root ?? file.root };
    if (file.state !== "moving") return turn(withOut(files, sealed));
    const kept = new Map(file.kept).set(index, {
      block,
      sent: false,
      lane: 0,
      order: 0,
      firstMs: 0,
      lastMs: 0,
    });
    return turn(withOut(files, { ...sealed, kept }));
  });
}

/** A stream has one piece more, which may be its last: then what was asked for past it will not come. */
function lengthened(
  before: Outgoing,
  piece: { readonly bytes: number; readonly last: boolean; readonly nowMs: number },
): Outgoing {
  const passed = { ...before.passed, lengths: [...before.passed.lengths, piece.bytes] };
  // A silence that ends here was nobody's fault.
  const progressMs = before.kept.size === 0 ? piece.nowMs : before.progressMs;
  const file = { ...before, passed, progressMs };
  const count = file.sealed + 1;
  return piece.last ? { ...file, pieces: count, asked: count } : file;
}

/** Kept pieces are unsent again: another path, 5 s on the relay path without news, or a lane that is gone. */
export function unsend(which: (kept: Kept) => boolean): Step {
  const again = (file: Outgoing): Outgoing => ({
    ...file,
    kept: new Map(
      [...file.kept].map(([index, kept]) => [index, which(kept) ? { ...kept, sent: false } : kept]),
    ),
  });
  return (files) => turn({ ...files, out: files.out.map(again) });
}

/** The session is over. */
export function onSessionEnd(file: Outgoing): Step {
  return endOut(file, file.lastSent ? "unconfirmed" : "ended");
}

/** 60 s without progress, where something is awaited; and a file that is too long by now. */
export const settleOut: Step = (files) => {
  const bytesMax = bytesMaxOf(files.path);
  const steps = files.out.map((file) => {
    if (bytesMax !== null && lengthOf(file) > bytesMax) return cancelOut(file.id, "too-large");
    const endsMs = stallsOutMs(file);
    return endsMs !== null && files.nowMs >= endsMs ? cancelOut(file.id, "stalled") : stay;
  });
  return chain(files, ...steps);
};

/** When this file has stalled; null while nothing is awaited of anybody but the person there, or of a stream that is silent. */
export function stallsOutMs(file: Outgoing): number | null {
  const { state, kept, asked, credit, size } = file;
  // A stream may have nothing to say for as long as it likes.
  const awaits = kept.size > 0 || asked === file.pieces || (size !== null && asked < credit);
  return state === "moving" && awaits ? file.progressMs + FILE_LIMITS.stallMs : null;
}

function endOut(file: Outgoing, reason: FileReason | null): Step {
  return (files) => chain(without(files, file.id), tellEnd(file, reason), forget(file.id));
}

function about(id: string, next: (file: Outgoing) => Step): Step {
  return (files: Files) => {
    const file = findOut(files, id);
    return file === null ? turn(files) : next(file)(files);
  };
}
