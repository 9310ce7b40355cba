/**
 * A room for many (spec/group.md), an entry of its own: a face loads it when such a room is made or entered. In a Worker: `groupRooms.create({socket, http, clock,
 * crypto, emit})`, with the same socket driver as a room for two. What crosses between the room and its face stands under one name.
 */
import { createGroupRoom, type GroupRoom, type GroupRoomPorts } from "../drivers/group-room.ts";
import type { GroupCommand, GroupEvent } from "./face.ts";

export const groupRooms: { readonly create: typeof createGroupRoom } = { create: createGroupRoom };

/** The types of a room for many, by name. */
export interface GroupFace {
  readonly command: GroupCommand;
  readonly event: GroupEvent;
  readonly ports: GroupRoomPorts;
  readonly room: GroupRoom;
}
