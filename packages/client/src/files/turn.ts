import { KIND } from "@tacet/core";
import { fileBodies } from "@tacet/core/files";
import type { Files, FilesEffect, FilesSay, Incoming, Outgoing } from "./state.ts";
import { FILE_LIMITS } from "./limits.ts";

export type CancelReason = Parameters<typeof fileBodies.cancel.encode>[1];

/** What a step makes of the files: the next state, and what is to be done, in order. */
export interface Turn {
  readonly files: Files;
  readonly effects: readonly FilesEffect[];
}

export type Step = (files: Files) => Turn;

export function turn(files: Files, ...effects: readonly FilesEffect[]): Turn {
  return { files, effects };
}

/** Takes steps one after the other; their effects follow in the same order. */
export function chain(files: Files, ...steps: readonly Step[]): Turn {
  let state = files;
  const effects: FilesEffect[] = [];
  for (const step of steps) {
    const taken = step(state);
    state = taken.files;
    effects.push(...taken.effects);
  }
  return { files: state, effects };
}

export const stay: Step = (files) => turn(files);

export function askRoom(says: FilesSay): Step {
  return (files) => turn(files, { to: "room", says });
}

export function sayCancel(file: Uint8Array, reason: CancelReason): Step {
  return askRoom({
    do: "say",
    kind: KIND.fileCancel,
    id: file,
    body: fileBodies.cancel.encode(file, reason),
  });
}

/** All that is kept for a file beside its state is erased. */
export function forget(id: string): Step {
  return (files) => turn(files, { to: "job", job: { job: "forget", id } });
}

export function findOut({ out }: Files, id: string): Outgoing | null {
  return out.find((one) => one.id === id) ?? null;
}

export function findIn(files: Files, id: string): Incoming | null {
  return files.in.find((one) => one.id === id) ?? null;
}

/** Puts a newer state of a file in the place of the one with its id. */
export function withOut(files: Files, file: Outgoing): Files {
  return { ...files, out: files.out.map((one) => (one.id === file.id ? file : one)) };
}

export function withIn(files: Files, file: Incoming): Files {
  return { ...files, in: files.in.map((one) => (one.id === file.id ? file : one)) };
}

/** The file is over: nothing of it is kept but its id. */
export function without(files: Files, id: string): Files {
  const side = files.out.some((one) => one.id === id) ? "out" : "in";
  return {
    ...files,
    out: files.out.filter((one) => one.id !== id),
    in: files.in.filter((one) => one.id !== id),
    ended: { ...files.ended, [side]: [...files.ended[side], id].slice(-FILE_LIMITS.endedFiles) },
  };
}

/** How long a file may be now (spec/files.md 2); null while it is not known. */
export function bytesMaxOf({ policy, limits }: Files["path"]): number | null {
  if (limits === null) return null;
  const limit = policy === "relayed" ? limits.relayed : limits.direct;
  return limit === 0 ? FILE_LIMITS.fileBytes : Math.min(limit, FILE_LIMITS.fileBytes);
}
