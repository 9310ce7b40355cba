import type { Crypto } from "@tacet/core";
import type { RoomAnswer, RoomRequest } from "@tacet/wire";
import type { RoomCommand, RoomEvent } from "../face.ts";
import { nextAlarmMs } from "../pair/alarm.ts";
import { closePaths } from "../pair/end.ts";
import type { Effect, Input, Job, JobResult } from "../pair/messages.ts";
import { step } from "../pair/room.ts";
import { emptyRoom } from "../pair/state.ts";
import type { Room } from "../pair/state.ts";
import type {
  Clock,
  HttpPort,
  HttpRefusal,
  LaneEvent,
  LanePort,
  PeerEvent,
  PeerPort,
  SinkEvent,
  SinkPort,
  SocketEvent,
  SocketPort,
} from "../ports.ts";
import { createAlarm } from "./clock.ts";
import { createFilesDoor } from "./files.ts";
import type { FilesDoor } from "./files.ts";
import { createJobQueue } from "./job-queue.ts";
import { createKeyring } from "./keyring.ts";
import type { Keyring } from "./keyring.ts";
import { createPhrases } from "./phrases.ts";
import type { Phrases } from "./phrases.ts";

/** The world of a room. `emit` is called on the room's own thread, and may call `command` again. */
export interface PairRoomPorts {
  readonly socket: SocketPort;
  readonly peer: PeerPort;
  readonly http: HttpPort;
  readonly clock: Clock;
  readonly crypto: Crypto;
  /** Without one, a file that does not stay in memory cannot be written. */
  readonly sink?: SinkPort;
  /** Without one, files take the direct path alone (spec/files.md 11). */
  readonly lanes?: LanePort;
  emit(event: RoomEvent): void;
  /** Once, at the very end: keys are erased and paths closed, and nothing comes any more. It may be 105 s after the event `end` (spec/pair.md 8). */
  done?(): void;
}

/** A room for two. Nothing here throws, whatever a relay or another party sends. */
export interface PairRoom {
  command(command: RoomCommand): void;
  socketEvent(event: SocketEvent): void;
  peerEvent(event: PeerEvent): void;
  sinkEvent(event: SinkEvent | LaneEvent): void;
  /** Leaves if the room still lives, and forgets everything. */
  close(): void;
}

const ID_BYTES = 16;

/** Runs a room over its ports: one input after the other, and back when the alarm rings. */
export function createPairRoom(ports: PairRoomPorts): PairRoom {
  const { clock, crypto } = ports;
  const inputs: Input[] = [];
  let room: Room = emptyRoom;
  let working = false;
  let faults = 0;
  const tellDone = onceDone(ports);

  /** Effects may bring inputs at once (a port that answers within `post`): they wait until this one is done. */
  const take = (input: Input): void => {
    inputs.push(input);
    if (working) return;
    working = true;
    try {
      for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) advance(next);
    } finally {
      working = false;
    }
    alarm(nextAlarmMs(room));
    if (room.phase === "ended") tellDone();
  };
  /** Only a mistake of ours, of the face or of the platform throws here: it ends the room, and no one input is taken twice. */
  const advance = (input: Input): void => {
    try {
      const taken = step(room, input, { nowMs: clock.monotonicMs(), wallMs: clock.wallMs() });
      room = taken.room;
      for (const effect of taken.effects) attempt(effect);
    } catch {
      stop();
    }
  };
  /** One effect that throws does not keep the others of its step from being carried out: the wipe may be among them. */
  const attempt = (effect: Effect): void => {
    try {
      perform(effect);
    } catch {
      stop();
    }
  };
  /** The room ends as any other does; if even that throws, keys are wiped, paths are closed and nothing is heard any more. */
  const stop = (): void => {
    faults += 1;
    if (faults === 1) inputs.push({ from: "fault" });
    else if (room.phase !== "ended") {
      const { effects } = closePaths(room);
      room = { ...emptyRoom, phase: "ended" };
      attempt({ to: "crypto", job: { job: "wipe" } });
      effects.forEach(attempt);
    }
  };
  const takeCommand = (command: RoomCommand): void => {
    take({ from: "face", command, id: crypto.random.bytes(ID_BYTES) });
  };
  const { perform, phrases, files } = createPerformer(ports, take, takeCommand);
  const alarm = createAlarm(clock, () => take({ from: "clock" }));
  const command = (command: RoomCommand): void => {
    // In a room there is nothing to join: the machine says so.
    if (room.phase !== "idle" || !phrases.join(command)) takeCommand(command);
  };
  return {
    command,
    socketEvent: (event) => {
      if (!phrases.hears(event)) take({ from: "socket", event });
    },
    peerEvent: (event) => {
      take({ from: "peer", event });
    },
    sinkEvent: (event) => {
      files.sinkEvent(event);
    },
    close: () => {
      command({ do: "leave" });
    },
  };
}

function onceDone(ports: PairRoomPorts): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    try {
      ports.done?.();
    } catch {
      // There is nothing left to end.
    }
  };
}

interface Performer {
  readonly perform: (effect: Effect) => void;
  readonly phrases: Phrases;
  readonly files: FilesDoor;
}

/** Carries effects out. Cryptography is done one job at a time, in the order of its queue; the room hears of one before the next begins. */
function createPerformer(
  ports: PairRoomPorts,
  take: (input: Input) => void,
  join: (command: RoomCommand) => void,
): Performer {
  const keyring = createKeyring(ports.crypto);
  const phrases = createPhrases({
    clock: ports.clock,
    crypto: ports.crypto,
    socket: ports.socket,
    invited: () => keyring.invited(),
    emit: (event) => {
      ports.emit(event);
    },
    join,
  });
  const files = createFilesDoor({ ...ports, take });
  const jobs = createJobQueue();
  let working = false;

  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (let job = jobs.next(); job !== null; job = jobs.next()) await runJob(job);
    working = false;
  };
  const runJob = async (job: Job): Promise<void> => {
    take(await keyring.run(job).then(answered, () => ({ from: "fault" })));
  };
  const makeRoom = async ({ origin, request }: Effect & { to: "http" }): Promise<void> => {
    take({ from: "http", answer: await askRelay(ports.http, origin, request) });
  };
  const perform = (effect: Effect): void => {
    switch (effect.to) {
      case "face":
        ports.emit(effect.event);
        break;
      case "socket":
        ports.socket.post(effect.command);
        break;
      case "peer":
        ports.peer.post(effect.command);
        break;
      case "phrase":
        phrases.invite(effect.input);
        break;
      case "files":
        files.take(effect.input);
        break;
      case "door":
        void openDoor(keyring, take); // It catches what does not load.
        break;
      case "crypto":
        if (effect.job.job === "wipe") {
          phrases.wipe();
          files.wipe();
        }
        jobs.add(effect.job);
        void work(); // A job that throws is caught where it runs.
        break;
      case "http":
        void makeRoom(effect); // It catches what the port may throw.
        break;
    }
  };
  return { perform, phrases, files };
}

/** Without its steps the room is entered once, like any other. */
async function openDoor(keyring: Keyring, take: (input: Input) => void): Promise<void> {
  const loaded = await import("../door/index.ts").catch(() => null);
  if (loaded !== null) keyring.answerKnocks(loaded.doorWork);
  take({ from: "door", part: loaded?.doorPart ?? null });
}

function answered(result: JobResult): Input {
  return { from: "crypto", result };
}

async function askRelay(
  http: HttpPort,
  origin: string,
  request: RoomRequest,
): Promise<RoomAnswer | HttpRefusal> {
  try {
    return await http.createRoom(origin, request);
  } catch {
    return { error: "network" };
  }
}
