/*
 * One page with its room for many: the real room, keyring and socket driver (packages/client), on clocks of its own, over a line of its own. It can be
 * frozen, sleep, lose its network, and be gone without a word.
 */
import { createWebSocketDriver } from "../../packages/client/src/index.ts";
import { type GroupFace, groupRooms } from "../../packages/client/src/group/index.ts";
import type { Clock, Crypto, HttpPort } from "../../packages/client/src/index.ts";
import { createDevice, type Device } from "../person.ts";
import { socketsOf } from "../page-socket.ts";
import type { Ground } from "./ground.ts";
import { dialler, type Way } from "./way.ts";

export type GroupEvent = GroupFace["event"];
export type GroupCommand = GroupFace["command"];

export interface Member {
  readonly name: string;
  readonly device: Device;
  readonly way: Way;
  /** All that its face was told, with the moment. */
  readonly heard: { readonly atMs: number; readonly event: GroupEvent }[];
  here: boolean;
  done: boolean;
  timers: number;
  command(command: GroupCommand): void;
}

export function createMember(ground: Ground, name: string, crypto: Crypto): Member {
  const { world } = ground;
  const device = createDevice(world);
  const way: Way = { line: null, away: false, view: null };
  const deliver = (run: () => void): void => {
    if (!member.here) return;
    if (device.frozen()) {
      device.hold(() => {
        deliver(run);
      });
      return;
    }
    world.touch();
    run();
  };
  const clock = clockOf(ground, device, deliver, (by) => {
    member.timers += by;
  });
  const sockets = socketsOf(dialler(ground, name, way, deliver));
  const socket = createWebSocketDriver(
    sockets,
    (event) => {
      room.socketEvent(event);
    },
    (ms, run) => clock.after(ms, run),
  );
  const http: HttpPort = {
    createRoom: async (_origin, request) => Promise.resolve(ground.relay.createRoom(name, request)),
  };
  const room = groupRooms.create({
    socket,
    http,
    clock,
    crypto,
    emit: (event) => {
      ground.trace.note(name, `hears ${event.event}`);
      ground.heard(member, event);
      member.heard.push({ atMs: world.nowMs(), event });
    },
    done: () => {
      member.done = true;
    },
  });
  const member: Member = {
    name,
    device,
    way,
    heard: [],
    here: true,
    done: false,
    timers: 0,
    // In a moment of its own: what the one before has begun comes to its end first.
    command: (command) => {
      ground.trace.note(name, `is told ${command.do}`);
      world.after(0, () => {
        deliver(() => {
          room.command(command);
        });
      });
    },
  };
  return member;
}

function clockOf(
  { world }: Ground,
  device: Device,
  deliver: (run: () => void) => void,
  counted: (by: 1 | -1) => void,
): Clock {
  const after = (ms: number, run: () => void): (() => void) => {
    const dueMs = device.monotonicMs() + ms;
    let waits = true;
    counted(1);
    const end = (): void => {
      if (waits) counted(-1);
      waits = false;
    };
    const wait = (): void => {
      world.after(dueMs - device.monotonicMs(), () => {
        deliver(() => {
          if (!waits) return;
          if (device.monotonicMs() < dueMs) {
            wait();
            return;
          }
          end();
          run();
        });
      });
    };
    wait();
    return end;
  };
  return { monotonicMs: device.monotonicMs, wallMs: device.wallMs, after };
}
