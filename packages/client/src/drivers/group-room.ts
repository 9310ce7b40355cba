import type { Crypto } from "@tacet/core";
import { nextAlarmMs } from "../group/alarm.ts";
import type { GroupCommand, GroupEvent } from "../group/face.ts";
import type { Effect, Input, Job } from "../group/messages.ts";
import { emptyRoom, step } from "../group/room.ts";
import type { Room } from "../group/room.ts";
import type { Clock, HttpPort, SocketEvent, SocketPort } from "../ports.ts";
import { createAlarm } from "./clock.ts";
import { createGroupKeyring } from "./group-keyring.ts";

/** The world of a room for many. `emit` is called on the room's own thread, and may call `command` again. */
export interface GroupRoomPorts {
  readonly socket: SocketPort;
  readonly http: HttpPort;
  readonly clock: Clock;
  readonly crypto: Crypto;
  emit(event: GroupEvent): void;
  /** Once, at the very end: keys are erased and the socket is closed, and nothing comes any more. */
  done?(): void;
}

/** Nothing here throws, whatever a relay or a member sends. */
export interface GroupRoom {
  command(command: GroupCommand): void;
  socketEvent(event: SocketEvent): void;
  /** Leaves if the room still lives, and forgets everything. */
  close(): void;
}

const ID_BYTES = 16;

/** Runs a room for many over its ports: one input after the other, and back when the alarm rings. */
export function createGroupRoom(ports: GroupRoomPorts): GroupRoom {
  const { clock, crypto } = ports;
  const inputs: Input[] = [];
  let room: Room = emptyRoom;
  let working = false;
  let isDone = false;

  const take = (input: Input): void => {
    inputs.push(input);
    if (working) return;
    working = true;
    for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) advance(next);
    working = false;
    alarm(nextAlarmMs(room));
  };
  /** Only a mistake of ours, of the face or of the platform throws: it ends the room, and if even that throws, everything is dropped. */
  const advance = (input: Input): void => {
    try {
      const moment = {
        nowMs: clock.monotonicMs(),
        wallMs: clock.wallMs(),
        entropy: crypto.random.bytes(ID_BYTES),
      };
      const taken = step(room, input, moment);
      room = taken.room;
      taken.effects.forEach(perform);
    } catch {
      if (input.from === "fault") room = { ...emptyRoom, phase: "ended" };
      else inputs.unshift({ from: "fault" });
    }
  };
  const perform = createPerformer(ports, take, () => {
    if (isDone) return;
    isDone = true;
    ports.done?.();
  });
  const alarm = createAlarm(clock, () => take({ from: "clock" }));
  const command = (command: GroupCommand): void =>
    take({ from: "face", command, id: crypto.random.bytes(ID_BYTES) });
  return {
    command,
    socketEvent: (event) => take({ from: "socket", event }),
    close: () => command({ do: "leave" }),
  };
}

function createPerformer(
  ports: GroupRoomPorts,
  take: (input: Input) => void,
  done: () => void,
): (effect: Effect) => void {
  const keyring = createGroupKeyring(ports.crypto);
  let jobs: Job[] = [];
  let working = false;

  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const result = await keyring.run(job, ports.clock.monotonicMs()).catch(() => null);
      take(result === null ? { from: "fault" } : { from: "crypto", result });
      if (job.job === "wipe") done();
    }
    working = false;
  };
  return (effect) => {
    switch (effect.to) {
      case "face":
        ports.emit(effect.event);
        break;
      case "socket":
        ports.socket.post(effect.command);
        break;
      case "http":
        void ask(ports.http, effect, take); // It catches what the port may throw.
        break;
      default:
        // At the end nothing stands before the erasing of keys.
        if (effect.job.job === "wipe") jobs = [];
        jobs.push(effect.job);
        void work(); // A job that throws is caught where it runs.
        break;
    }
  };
}

async function ask(
  http: HttpPort,
  { origin, request }: Effect & { to: "http" },
  take: (input: Input) => void,
): Promise<void> {
  try {
    take({ from: "http", answer: await http.createRoom(origin, request) });
  } catch {
    take({ from: "http", answer: { error: "network" } });
  }
}
