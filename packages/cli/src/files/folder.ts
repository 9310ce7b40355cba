/*
 * A folder that takes the other side's files (spec/files.md 7 and 8). A file is written under a name of its own beside its later place, and
 * gets that name by a link when it was verified and is on the disk: the link cannot replace anything, a symbolic link of that name included.
 * A name that is taken gets a number. Names come cleaned, so none of them leaves the folder.
 */
import { open, unlink } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { SinkCommand, SinkEvent } from "../room/open.ts";
import { MAKE, OWN_MODE, takeName } from "./names.ts";

interface Writing {
  readonly handle: FileHandle;
  readonly partial: string;
  readonly name: string;
  at: number;
}

export interface Folder {
  post(command: SinkCommand): void;
  /** Where a finished file was saved; null while it is not. */
  place(id: string): string | null;
  /** Resolves when all that was asked for so far is done. */
  settled(): Promise<void>;
  /** Closes and removes what is not whole: nothing more comes. */
  abandon(): Promise<void>;
}

/** The places of so many files are remembered, for those who ask where the newest were saved. */
const PLACES_MAX = 100;

export function createFolder(path: string, answer: (event: SinkEvent) => void): Folder {
  const writing = new Map<string, Writing>();
  const places = new Map<string, string>();
  let turn = Promise.resolve();
  const start = async ({ id, name }: SinkCommand & { do: "open" }): Promise<void> => {
    const partial = join(path, `tacet-${id}.part`);
    const handle = await open(partial, MAKE, OWN_MODE);
    writing.set(id, { handle, partial, name, at: 0 });
    answer({ on: "opened", id });
  };
  const finish = async (id: string, file: Writing): Promise<void> => {
    await file.handle.sync();
    await file.handle.close();
    places.set(id, await takeName(path, file.partial, file.name));
    const [oldest] = places.size > PLACES_MAX ? places.keys() : [];
    if (oldest !== undefined) places.delete(oldest);
    writing.delete(id);
    answer({ on: "closed", id });
  };
  const drop = async (id: string): Promise<void> => {
    const file = writing.get(id);
    writing.delete(id);
    if (file === undefined) return;
    await file.handle.close().catch(() => undefined);
    await unlink(file.partial).catch(() => undefined);
  };
  const take = async (command: SinkCommand): Promise<void> => {
    const file = writing.get(command.id);
    if (command.do === "open") await start(command);
    else if (file === undefined || command.do === "abort") await drop(command.id);
    else if (command.do === "write") {
      await writeAll(file, command.bytes);
      answer({ on: "written", id: command.id });
    } else await finish(command.id, file);
  };
  const post = (command: SinkCommand): void => {
    turn = turn
      .then(() => take(command))
      .catch(async () => {
        await drop(command.id);
        answer({ on: "failed", id: command.id });
      });
  };
  return {
    post,
    place: (id) => places.get(id) ?? null,
    settled: () => turn,
    abandon: async () => {
      await turn;
      await Promise.all([...writing.keys()].map(drop));
    },
  };
}

async function writeAll(file: Writing, bytes: Uint8Array): Promise<void> {
  let from = 0;
  while (from < bytes.length) {
    const { bytesWritten } = await file.handle.write(bytes, from, bytes.length - from, file.at);
    from += bytesWritten;
    file.at += bytesWritten;
  }
}
