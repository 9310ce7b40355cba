/*
 * One page with its room: the real room, keyring and drivers (packages/client), on clocks of its own. A page can be frozen (its clock runs on, and
 * nothing else), sleep (its monotonic clock stands still too), have its wall clock set, and be closed with or without a farewell.
 */
import { createPairRoom, createPeerDriver, createWebSocketDriver } from "../packages/client/src/index.ts";
import type {
  Clock,
  Crypto,
  HttpPort,
  RoomCommand,
  RoomEvent,
  WebSocketConstructor,
} from "../packages/client/src/index.ts";
import type { Ether, Owner } from "./ether.ts";
import type { World } from "./world.ts";

export interface Person extends Owner {
  /** The page is there. */
  readonly here: () => boolean;
  readonly frozen: () => boolean;
  /** The room has erased its keys and closed its paths. */
  readonly done: () => boolean;
  /** Timers of the room that wait. */
  readonly timers: () => number;
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
  command(command: RoomCommand): void;
  freeze(ms: number): void;
  sleep(ms: number): void;
  setWall(byMs: number): void;
  wake(): void;
  /** What a browser does at `pagehide`: the last frames, and then the page is gone. */
  hide(): void;
  /** The page is gone without a word. */
  vanish(): void;
}

export interface Surroundings {
  readonly name: string;
  readonly world: World;
  readonly crypto: Crypto;
  readonly ether: Ether;
  readonly sockets: WebSocketConstructor;
  readonly http: HttpPort;
  /** Whose turn it is: everything that happens from here on until time moves is this page's. */
  turn(owner: Owner): void;
  /** A connection object is made. */
  readonly connects: () => void;
  heard(event: RoomEvent): void;
  /** A fault of ours that a test plants: a timer that is not set. */
  readonly setsTimer?: (ms: number) => boolean;
}

const WALL_STARTED_MS = 1_800_000_000_000;

export function createPerson(of: Surroundings): Person {
  const { world } = of;
  const device = createDevice(world);
  let here = true;
  let done = false;
  let timers = 0;
  let farewell: readonly Uint8Array[] = [];

  const deliver = (run: () => void): void => {
    if (!here) return;
    if (device.frozen()) {
      device.hold(() => {
        deliver(run);
      });
      return;
    }
    of.turn(owner);
    world.touch();
    run();
  };
  const owner: Owner = { name: of.name, deliver, made: of.connects };
  const after = (ms: number, run: () => void): (() => void) => {
    if (of.setsTimer?.(ms) === false) return () => undefined;
    const dueMs = device.monotonicMs() + ms;
    let waits = true;
    timers += 1;
    const end = (): void => {
      if (waits) timers -= 1;
      waits = false;
    };
    const wait = (): void => {
      world.after(dueMs - device.monotonicMs(), () => {
        deliver(() => {
          if (!waits) return;
          // A device that slept has less of its time behind it.
          if (device.monotonicMs() < dueMs) wait();
          else {
            end();
            run();
          }
        });
      });
    };
    wait();
    return end;
  };
  const clock: Clock = { monotonicMs: device.monotonicMs, wallMs: device.wallMs, after };
  const socket = createWebSocketDriver(
    of.sockets,
    (event) => {
      room.socketEvent(event);
    },
    after,
  );
  const peer = createPeerDriver(of.ether.constructorFor(owner), (event) => room.peerEvent(event), after);
  const room = createPairRoom({
    socket,
    peer,
    http: of.http,
    clock,
    crypto: of.crypto,
    emit: (event) => {
      if (event.event === "farewell") farewell = event.frames;
      of.heard(event);
    },
    done: () => {
      done = true;
    },
  });
  const vanish = (): void => {
    here = false;
  };
  return {
    ...owner,
    here: () => here,
    frozen: device.frozen,
    done: () => done,
    timers: () => timers,
    wallMs: device.wallMs,
    monotonicMs: device.monotonicMs,
    // In a moment of its own: what the one before has begun comes to its end first.
    command: (command) => {
      world.after(0, () => {
        deliver(() => {
          room.command(command);
        });
      });
    },
    freeze: device.freeze,
    sleep: device.sleep,
    setWall: device.setWall,
    wake: device.wake,
    hide: () => {
      if (here && !device.frozen()) {
        of.turn(owner);
        peer.sendLast(farewell);
        socket.sendLast(farewell);
      }
      vanish();
    },
    vanish,
  };
}

export interface Device {
  readonly monotonicMs: () => number;
  readonly wallMs: () => number;
  readonly frozen: () => boolean;
  readonly hold: (run: () => void) => void;
  readonly freeze: (ms: number) => void;
  readonly sleep: (ms: number) => void;
  readonly setWall: (byMs: number) => void;
  readonly wake: () => void;
}

/** The clocks of a machine, and what happens while its page does not run. */
export function createDevice(world: World): Device {
  let wallOffMs = 0;
  let sleptMs = 0;
  let asleepSinceMs: number | null = null;
  let frozen = false;
  let held: (() => void)[] = [];
  let cancel = (): void => undefined;
  const wake = (): void => {
    if (!frozen) return;
    cancel();
    if (asleepSinceMs !== null) sleptMs += world.nowMs() - asleepSinceMs;
    asleepSinceMs = null;
    frozen = false;
    const waiting = held;
    held = [];
    // Each in a moment of its own, as tasks are.
    for (const run of waiting) world.after(0, run);
  };
  const freeze = (ms: number): void => {
    if (frozen) return;
    frozen = true;
    cancel = world.after(ms, wake);
  };
  return {
    monotonicMs: () => (asleepSinceMs ?? world.nowMs()) - sleptMs,
    wallMs: () => WALL_STARTED_MS + world.nowMs() + wallOffMs,
    frozen: () => frozen,
    hold: (run) => {
      held.push(run);
    },
    freeze,
    wake,
    sleep: (ms) => {
      if (frozen) return;
      asleepSinceMs = world.nowMs();
      freeze(ms);
    },
    setWall: (byMs) => {
      wallOffMs += byMs;
    },
  };
}
