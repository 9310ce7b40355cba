/*
 * The sink of short files: what was written is held until it is closed, and given away as one Blob (spec/files.md 6: a partial file is wiped).
 */
import { ownBytes } from "../drivers/web-socket.ts";
import type { SinkCommand, SinkEvent } from "../ports.ts";
import { FILE_LIMITS } from "./limits.ts";

/** What the other side says a file is decides nothing here. */
const UNNAMED = "application/octet-stream";

export interface MemorySink {
  post(command: SinkCommand): void;
  wipe(): void;
}

export function createMemorySink(answer: (event: SinkEvent, blob: Blob | null) => void): MemorySink {
  const files = new Map<string, { readonly parts: Uint8Array<ArrayBuffer>[]; bytes: number }>();
  const drop = (id: string): void => {
    for (const part of files.get(id)?.parts ?? []) part.fill(0);
    files.delete(id);
  };
  const write = (id: string, bytes: Uint8Array): void => {
    const held = files.get(id);
    if (held === undefined || held.bytes + bytes.length > FILE_LIMITS.memoryBytes) {
      answer({ on: "failed", id }, null);
      return;
    }
    held.parts.push(ownBytes(bytes));
    held.bytes += bytes.length;
    answer({ on: "written", id }, null);
  };
  const close = (id: string): void => {
    const blob = new Blob(files.get(id)?.parts ?? [], { type: UNNAMED });
    drop(id);
    answer({ on: "closed", id }, blob);
  };
  return {
    post: (command) => {
      const { id } = command;
      if (command.do === "open") {
        files.set(id, { parts: [], bytes: 0 });
        answer({ on: "opened", id }, null);
      } else if (command.do === "write") write(id, command.bytes);
      else if (command.do === "close") close(id);
      else drop(id);
    },
    wipe: () => {
      for (const id of files.keys()) drop(id);
    },
  };
}
