/*
 * A sink that writes into a folder: under another name until the file is closed, and never over one that is there (spec/files.md 8).
 */
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { SinkCommand, SinkEvent, SinkPort } from "../../src/ports.ts";

interface Writing {
  readonly handle: FileHandle;
  readonly partial: string;
  readonly name: string;
}

export function createFolderSink(folder: string, emit: (event: SinkEvent) => void): SinkPort {
  const writing = new Map<string, Writing>();
  let turn = Promise.resolve();
  const start = async (command: SinkCommand & { do: "open" }): Promise<void> => {
    const { id, name } = command;
    await mkdir(folder, { recursive: true });
    const partial = join(folder, `.${id}.part`);
    writing.set(id, { handle: await open(partial, "wx"), partial, name });
    emit({ on: "opened", id });
  };
  const finish = async (id: string, { handle, partial, name }: Writing): Promise<void> => {
    await handle.close();
    const whole = join(folder, name);
    const taken = await access(whole).then(
      () => true,
      () => false,
    );
    if (taken) throw new Error("there is a file of that name");
    await rename(partial, whole);
    writing.delete(id);
    emit({ on: "closed", id });
  };
  const drop = async (id: string): Promise<void> => {
    const file = writing.get(id);
    writing.delete(id);
    if (file === undefined) return;
    await file.handle.close().catch(() => undefined);
    await rm(file.partial, { force: true });
  };
  const take = async (command: SinkCommand): Promise<void> => {
    const file = writing.get(command.id);
    if (command.do === "open") await start(command);
    else if (file === undefined || command.do === "abort") await drop(command.id);
    else if (command.do === "write") {
      await file.handle.write(command.bytes);
      emit({ on: "written", id: command.id });
    } else await finish(command.id, file);
  };
  return {
    post: (command) => {
      turn = turn
        .then(() => take(command))
        .catch(async () => {
          await drop(command.id);
          emit({ on: "failed", id: command.id });
        });
    },
  };
}
