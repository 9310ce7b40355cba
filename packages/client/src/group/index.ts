/**
 * A room for many (spec/group.md), an entry of its own: a face loads it when such a room is made or entered. What crosses between the room and its
 * face, and the room itself, stand under one name.
 */
import type { Crypto } from "@tacet/core";
import type { Clock, HttpPort, SocketEvent, SocketPort } from "../ports.ts";
import type { GroupCommand, GroupEvent } from "./face.ts";

/** The world of a room for many. `emit` is called on the room's own thread, and may call `command` again. */
interface GroupRoomPorts {
  readonly socket: SocketPort;
  readonly http: HttpPort;
  readonly clock: Clock;
  readonly crypto: Crypto;
  emit(event: GroupEvent): void;
  /** Once, at the very end: keys are erased and the socket is closed, and nothing comes any more. */
  done?(): void;
}

/** Nothing here throws, whatever a relay or a member sends. */
interface GroupRoom {
  command(command: GroupCommand): void;
  socketEvent(event: SocketEvent): void;
  /** Leaves if the room still lives, and forgets everything. */
  close(): void;
}

/** The types of a room for many, by name. */
export interface GroupFace {
  readonly command: GroupCommand;
  readonly event: GroupEvent;
  readonly ports: GroupRoomPorts;
  readonly room: GroupRoom;
}
