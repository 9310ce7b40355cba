/*
 * What the face is told of files: every change of state at once, and progress at most every 500 ms.
 */
import type { FileEvent, FileReason, FileState } from "../face-files.ts";
import { pieces } from "@tacet/core/files";
import { FILE_LIMITS } from "./limits.ts";
import { bytesOf, lengthOf } from "./stream.ts";
import type { Files, Incoming, Outgoing, Told } from "./state.ts";
import { chain, turn, withIn, withOut } from "./turn.ts";
import type { Step } from "./turn.ts";

type FileTold = FileEvent & { event: "file" };

/** Tells whatever has changed and is due. Taken last. */
export const tellChanges: Step = (files) =>
  chain(
    files,
    ...files.out.filter((file) => isDue(file.told, viewOfOut(file), files)).map(({ id }) => tellOut(id)),
    ...files.in.filter((file) => isDue(file.told, viewOfIn(file), files)).map(({ id }) => tellIn(id)),
  );

/** When progress that is not told yet is due. */
export function tellAtMs(file: Outgoing | Incoming): number | null {
  const { told } = file;
  const view = "kept" in file ? viewOfOut(file) : viewOfIn(file);
  return told === null || view.bytes === told.bytes ? null : told.atMs + FILE_LIMITS.progressEveryMs;
}

/** Tells the end of a file. */
export function tellEnd(
  file: Outgoing | Incoming,
  reason: FileReason | null,
  blob: Blob | null = null,
): Step {
  const state = reason === null ? "done" : endOf(reason);
  const view = "kept" in file ? viewOfOut(file) : viewOfIn(file);
  const bytes = reason === null ? totalOf(file) : view.bytes;
  return (files) => turn(files, { to: "face", event: eventOf(file, { state, bytes, reason, blob }) });
}

function totalOf(file: Outgoing | Incoming): number {
  return "kept" in file ? lengthOf(file) : file.assembly.total;
}

function endOf(reason: FileReason): FileState {
  return reason === "declined" || reason === "cancelled" ? "cancelled" : "failed";
}

function isDue(told: Told | null, view: Pick<Told, "state" | "bytes">, { nowMs }: Files): boolean {
  if (told === null || told.state !== view.state) return true;
  return told.bytes !== view.bytes && nowMs - told.atMs >= FILE_LIMITS.progressEveryMs;
}

function tellOut(id: string): Step {
  return (files) => {
    const file = files.out.find((one) => one.id === id);
    if (file === undefined) return turn(files);
    const view = viewOfOut(file);
    const event = eventOf(file, { ...view, reason: file.reason, blob: null });
    return turn(withOut(files, { ...file, told: { ...view, atMs: files.nowMs } }), { to: "face", event });
  };
}

function tellIn(id: string): Step {
  return (files) => {
    const file = files.in.find((one) => one.id === id);
    if (file === undefined) return turn(files);
    const view = viewOfIn(file);
    const event = eventOf(file, { ...view, reason: null, blob: null });
    return turn(withIn(files, { ...file, told: { ...view, atMs: files.nowMs } }), { to: "face", event });
  };
}

function viewOfOut(file: Outgoing): Pick<Told, "state" | "bytes"> {
  const { state, next } = file;
  return { state: state === "moving" && next === 0 ? "accepted" : state, bytes: bytesOf(file) };
}

function viewOfIn({ state, assembly, size }: Incoming): Pick<Told, "state" | "bytes"> {
  const written = assembly.written * pieces.limits.pieceBytesMax;
  const bytes = Math.min(size ?? assembly.total, written);
  if (state === "offered") return { state, bytes };
  const moves = (state === "moving" || state === "closing") && assembly.written > 0;
  return { state: moves ? "moving" : "accepted", bytes };
}

function eventOf(
  file: Outgoing | Incoming,
  view: Pick<FileTold, "state" | "bytes" | "reason" | "blob">,
): FileTold {
  const own = "kept" in file;
  const { id, name, type, size } = file;
  const key = own && file.told === null ? file.key : null;
  return { event: "file", id, key, from: own ? "self" : "other", name, type, size, ...view };
}
