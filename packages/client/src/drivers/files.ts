/*
 * Where a room's files are reached (spec/files.md 7). All but this door is loaded with the first offer; what comes meanwhile waits in order.
 */
import type { Crypto } from "@tacet/core";
import type { RoomEvent } from "../face.ts";
import type { FilesDesk } from "../files/index.ts";
import type { FilesInput, FilesSay } from "../files/state.ts";
import type { Clock, SinkEvent, SinkPort } from "../ports.ts";

export interface FilesDoorPorts {
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly sink: SinkPort | null;
  emit(event: RoomEvent): void;
  say(says: FilesSay): void;
}

export interface FilesDoor {
  take(input: FilesInput): void;
  sinkEvent(event: SinkEvent): void;
  /** Erases everything: the room is over. */
  wipe(): void;
}

export function createFilesDoor(ports: FilesDoorPorts): FilesDoor {
  const { clock, crypto, sink } = ports;
  let waiting: FilesInput[] = [];
  let desk: FilesDesk | null = null;
  let loading = false;
  let closed = false;
  const emit = (event: RoomEvent): void => {
    if (!closed) ports.emit(event);
  };
  const say = (says: FilesSay): void => ports.say(says);
  const load = async (): Promise<void> => {
    try {
      const { createFilesDesk } = await import("../files/index.ts");
      if (closed) return;
      desk = createFilesDesk({ clock, random: crypto.random, sink, emit, say });
      for (const input of waiting.splice(0)) desk.take(input);
    } catch {
      loading = false;
      // The path is told once: it waits for the next try.
      const lost = waiting;
      waiting = lost.filter(({ on }) => on === "path").slice(-1);
      for (const input of lost) miss(input, emit, say);
    }
  };
  return {
    take: (input) => {
      if (closed) return;
      if (desk !== null) {
        desk.take(input);
        return;
      }
      if (input.on === "end") {
        for (const one of waiting.splice(0)) miss(one, emit, say);
        return;
      }
      waiting.push(input);
      if (loading || input.on === "path") return;
      loading = true;
      void load(); // It catches what it meets.
    },
    sinkEvent: (event) => desk?.sinkEvent(event),
    wipe: () => {
      closed = true;
      waiting = [];
      // A room that broke has told nobody: its sinks give up what is not whole.
      desk?.take({ on: "end" });
      desk?.close();
    },
  };
}

/** The program's part did not load: what is not done is told. */
function miss(input: FilesInput, emit: (event: RoomEvent) => void, say: (says: FilesSay) => void): void {
  if (input.on === "piece") say({ do: "judged", path: input.path, opened: true, counts: true });
  if (input.on === "content") say({ do: "unreadable" });
  if (input.on === "command" && input.command.do === "file")
    emit({ event: "refused", key: input.command.key, reason: "unavailable" });
}
