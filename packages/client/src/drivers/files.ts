/*
 * Where a room's files are reached (spec/files.md 7). All but this door is loaded with the first offer; what comes meanwhile waits in order.
 */
import { KIND, wipe } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import type { RoomEvent } from "../face.ts";
import type { FilesDesk } from "../files/index.ts";
import type { FilesInput, FilesSay } from "../files/state.ts";
import { LIMITS } from "../limits.ts";
import type { Input } from "../pair/messages.ts";
import type { Clock, LaneEvent, LanePort, SinkEvent, SinkPort } from "../ports.ts";

/** A reason of `cancel` (spec/files.md 3). */
const REFUSED = 9;

type FilesAnswer = Input & { from: "files" | "peer" };

export interface FilesDoorPorts {
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly sink?: SinkPort;
  readonly lanes?: LanePort;
  emit(event: RoomEvent): void;
  /** What files say, and a channel that was handed over. */
  take(input: FilesAnswer): void;
}

export interface FilesDoor {
  take(input: FilesInput): void;
  sinkEvent(event: SinkEvent | LaneEvent): void;
  /** Erases everything: the room is over. */
  wipe(): void;
}

export function createFilesDoor(ports: FilesDoorPorts): FilesDoor {
  const { clock, crypto } = ports;
  let waiting: FilesInput[] = [];
  let desk: FilesDesk | null = null;
  /** The newest channel that was handed over. */
  let lent: LaneEvent | null = null;
  let loading = false;
  let closed = false;
  /** After a load that failed, what the other side says begins none before this. */
  let restsUntilMs = 0;
  const emit = (event: RoomEvent): void => {
    if (!closed) ports.emit(event);
  };
  const say = (says: FilesSay): void => ports.take({ from: "files", says });
  const load = async (): Promise<void> => {
    try {
      const { createFilesDesk } = await import("../files/index.ts");
      if (closed) return;
      desk = createFilesDesk({ ...ports, random: crypto.random, emit, say });
      for (const input of waiting.splice(0)) desk.take(input);
      // After them: that it is open makes another path of the one that waited.
      if (lent !== null) desk.sinkEvent(lent);
    } catch {
      loading = false;
      restsUntilMs = clock.monotonicMs() + LIMITS.filesLoadAgainMs;
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
      if (input.on === "path") {
        // Only the newest counts, and it comes before all that waits.
        waiting = [input, ...waiting.filter(({ on }) => on !== "path")];
        return;
      }
      const rests = input.on !== "command" && !loading && clock.monotonicMs() < restsUntilMs;
      if (rests || !fits(waiting, input)) {
        miss(input, emit, say);
        return;
      }
      waiting.push(input);
      if (loading) return;
      loading = true;
      void load(); // It catches what it meets.
    },
    sinkEvent: (event) => {
      if (desk !== null) desk.sinkEvent(event);
      else if (event.on === "lent" || event.on === "carried") lent = event;
    },
    wipe: () => {
      closed = true;
      for (const input of waiting.splice(0)) if (isOffer(input)) wipe(input.body);
      // A room that broke has told nobody: its sinks give up what is not whole.
      desk?.take({ on: "end" });
      desk?.close();
    },
  };
}

/** What the other side says does not pile up while the network keeps the part back. Pieces are bounded where they are taken in (spec/pair.md 6). */
function fits(waiting: readonly FilesInput[], input: FilesInput): boolean {
  if (input.on !== "content") return true;
  const { contents, bytes } = LIMITS.filesWaiting;
  const said = waiting.filter((one) => one.on === "content");
  const sum = said.reduce((all, { body }) => all + body.length, input.body.length);
  return said.length < contents && sum <= bytes;
}

/** The program's part did not load: what is not done is told, and the other side's offer answered with `refused` (spec/files.md 3 and 7). */
function miss(input: FilesInput, emit: (event: RoomEvent) => void, say: (says: FilesSay) => void): void {
  if (input.on === "piece") say({ do: "judged", path: input.path, opened: true, counts: true });
  if (input.on === "content") {
    say({ do: "unreadable" });
    if (isOffer(input)) refuse(input, say);
  }
  if (input.on === "command" && input.command.do === "file")
    emit({ event: "refused", key: input.command.key, reason: "unavailable" });
}

function isOffer(input: FilesInput): input is FilesInput & { on: "content" } {
  return input.on === "content" && input.kind === KIND.fileOffer;
}

/** The encoder is in the part that is missing. */
function refuse({ id, body, known }: FilesInput & { on: "content" }, say: (says: FilesSay) => void): void {
  wipe(body);
  if (known) return;
  const cancel = new Uint8Array(id.length + 1);
  cancel.set(id);
  cancel[id.length] = REFUSED;
  say({ do: "say", kind: KIND.fileCancel, id, body: cancel });
}
