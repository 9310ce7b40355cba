import {
  createHttpDriver,
  createKem,
  createSystemClock,
  createWebSocketDriver,
  systemRandom,
} from "@tacet/client";
import { type GroupFace, groupRooms } from "@tacet/client/group";
import { createSockets } from "../paths/socket.ts";

export type GroupCommand = GroupFace["command"];
export type GroupEvent = GroupFace["event"];
export type Members = (GroupEvent & { event: "members" })["members"];

export interface OpenGroup {
  command(command: GroupCommand): void;
  /** Resolves when keys are erased and the socket is closed. */
  readonly done: Promise<void>;
}

/** At most so long is waited for the socket's own goodbye. */
const GOODBYE_MS = 1000;

/** A room for many over Node's own network. */
export async function openGroup(
  take: (event: GroupEvent) => void,
  note: (sentence: string) => void,
): Promise<OpenGroup> {
  const clock = createSystemClock();
  const sockets = createSockets();
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const socket = createWebSocketDriver(sockets.WebSocketCtor, (event) => {
    if (event.on === "opened" || event.on === "closed") note(`socket ${event.connection} ${event.on}`);
    room.socketEvent(event);
  });
  const crypto = { random: systemRandom, kem: await createKem() };
  const room = groupRooms.create({
    socket,
    http: createHttpDriver(fetch),
    clock,
    crypto,
    emit: take,
    done: finish,
  });
  const close = async (): Promise<void> => {
    await over;
    const late = new Promise<void>((resolve) => void clock.after(GOODBYE_MS, resolve));
    await Promise.race([sockets.closed(), late]);
  };
  return { command: (command) => room.command(command), done: close() };
}
