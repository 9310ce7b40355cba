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
  const parts = new Map<string, Uint8Array<ArrayBuffer>[]>();
  const drop = (id: string): void => {
    for (const part of parts.get(id) ?? []) part.fill(0);
    parts.delete(id);
  };
  const write = (id: string, bytes: Uint8Array): void => {
    const held = parts.get(id);
    const total = held?.reduce((sum, part) => sum + part.length, bytes.length) ?? Infinity;
    if (held === undefined || total > FILE_LIMITS.memoryBytes) {
      answer({ on: "failed", id }, null);
      return;
    }
    held.push(ownBytes(bytes));
    answer({ on: "written", id }, null);
  };
  const close = (id: string): void => {
    const blob = new Blob(parts.get(id) ?? [], { type: UNNAMED });
    drop(id);
    answer({ on: "closed", id }, blob);
  };
  return {
    post: (command) => {
      const { id } = command;
      if (command.do === "open") {
        parts.set(id, []);
        answer({ on: "opened", id }, null);
      } else if (command.do === "write") write(id, command.bytes);
      else if (command.do === "close") close(id);
      else drop(id);
    },
    wipe: () => {
      for (const id of parts.keys()) drop(id);
    },
  };
}
