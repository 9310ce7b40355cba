/*
 * One client on the virtual clock: the real machine and the real keyring, driven step by step, so that nothing runs at its own pace.
 */
import { seededCrypto } from "@tacet/core";
import type { RoomCommand, RoomEvent } from "../../src/face.ts";
import { createJobQueue } from "../../src/drivers/job-queue.ts";
import { createKeyring } from "../../src/drivers/keyring.ts";
import { nextAlarmMs } from "../../src/pair/alarm.ts";
import type { Effect, Input, Job, JobResult } from "../../src/pair/messages.ts";
import { step } from "../../src/pair/room.ts";
import { emptyRoom } from "../../src/pair/state.ts";
import type { Room } from "../../src/pair/state.ts";
import type { PeerCommand, PeerEvent, SocketCommand, SocketEvent } from "../../src/ports.ts";
import type { MemoryRelay } from "./relay.ts";
import type { World } from "./world.ts";

export interface TestClient {
  readonly events: RoomEvent[];
  readonly room: () => Room;
  readonly safety: () => string | null;
  /** Every job that was done, in order. */
  readonly done: Job[];
  /** How many connection objects were asked for, and of these while this side hid its address. */
  readonly made: { objects: number; hidden: number };
  command(command: RoomCommand): void;
  /** Stops its thread: what happens meanwhile waits, and time goes on. */
  freeze(frozen: boolean): void;
  take(input: Input): void;
}

/** A planted fault: a test double that a checker must catch. */
export interface Plant {
  event?(event: RoomEvent): readonly RoomEvent[];
  result?(result: JobResult, job: Job): JobResult;
  safety?(safety: string): string;
  /** For how long a job keeps the room's thread busy. */
  lastsMs?(job: Job): number;
}

export interface Surroundings {
  readonly world: World;
  readonly seed: string;
  readonly relay: MemoryRelay;
  readonly socket: (emit: (event: SocketEvent) => void) => (command: SocketCommand) => void;
  readonly peer: (emit: (event: PeerEvent) => void) => (command: PeerCommand) => void;
  readonly plant?: Plant;
}

export function createTestClient(of: Surroundings): TestClient {
  const { world, plant } = of;
  const crypto = seededCrypto(of.seed);
  const keyring = createKeyring(crypto);
  const jobs = createJobQueue();
  const events: RoomEvent[] = [];
  const done: Job[] = [];
  const made = { objects: 0, hidden: 0 };
  let busy = false;
  const inputs: Input[] = [];
  let room = emptyRoom;
  let safety: string | null = null;
  let working = false;
  let cancel: (() => void) | null = null;
  let frozen = false;

  const take = (input: Input): void => {
    inputs.push(input);
    if (working || frozen) return;
    working = true;
    for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
      const taken = step(room, next, { nowMs: world.nowMs(), wallMs: world.wallMs() });
      room = taken.room;
      for (const effect of taken.effects) perform(effect);
    }
    working = false;
    cancel?.();
    const atMs = nextAlarmMs(room);
    cancel =
      atMs === null
        ? null
        : world.after(atMs - world.nowMs(), () => {
            take({ from: "clock" });
          });
  };
  const socket = of.socket((event) => {
    take({ from: "socket", event });
  });
  const peer = of.peer((event) => {
    take({ from: "peer", event });
  });
  const perform = (effect: Effect): void => {
    switch (effect.to) {
      case "face":
        events.push(...(plant?.event?.(effect.event) ?? [effect.event]));
        return;
      case "socket":
        socket(effect.command);
        return;
      case "peer":
        if (effect.command.do === "open") {
          made.objects += 1;
          if (room.policy.own.path === "relayed") made.hidden += 1;
        }
        peer(effect.command);
        return;
      case "http":
        world.after(10, () => {
          take({ from: "http", answer: of.relay.createRoom(effect.request) });
        });
        return;
      case "phrase":
      case "files":
      case "door":
        // Phrases, files and return rooms have tests of their own.
        return;
      case "crypto":
        jobs.add(effect.job);
        work();
    }
  };
  const noteSafety = async (result: JobResult): Promise<void> => {
    if (result.did !== "handshake" || result.outcome.kind !== "established") return;
    const agreed = JSON.stringify(await keyring.run({ job: "safety" }));
    safety = plant?.safety?.(agreed) ?? agreed;
  };
  const finish = (result: JobResult): void => {
    busy = false;
    take({ from: "crypto", result });
    work();
  };
  /** One job at a time, as in the driver; a plant may make a job last. */
  const work = (): void => {
    world.work(async () => {
      const job = busy ? null : jobs.next();
      if (job === null) return;
      busy = true;
      const answered = await keyring.run(job);
      const result = plant?.result?.(answered, job) ?? answered;
      await noteSafety(result);
      done.push(job);
      const lastsMs = plant?.lastsMs?.(job) ?? 0;
      if (lastsMs === 0) finish(result);
      else
        world.after(lastsMs, () => {
          finish(result);
        });
    });
  };
  return {
    events,
    done,
    made,
    room: () => room,
    safety: () => safety,
    take,
    freeze: (is) => {
      frozen = is;
      if (!is && inputs.length > 0) take({ from: "clock" });
    },
    command: (command) => {
      take({ from: "face", command, id: crypto.random.bytes(16) });
    },
  };
}
