import type { HttpPort, PeerCommand, RoomEvent, SocketCommand } from "@tacet/client";
import type { GroupFace } from "@tacet/client/group";
import type { ToWorker } from "../worker/letters.ts";
import { createFarewell } from "./farewell.ts";
import { openNetwork } from "./network.ts";
import { watchNetwork } from "./network-change.ts";
import { createOpenPaths } from "./open-paths.ts";

/** A room's world outside of its worker: socket, peer connection, requests, and last words. It is made at a room's first need of it. */
export interface Outside {
  /** Opens the relay's socket before the room asks for it. */
  reach(origin: string): void;
  socket(command: SocketCommand): void;
  peer(command: PeerCommand): void;
  readonly http: HttpPort;
  /** Keeps what will be said last. */
  note(event: RoomEvent | GroupFace["event"]): void;
  /** Says the last words at once on every path. */
  speakLast(): void;
  /** From now on nothing is said when the page goes. */
  forget(): void;
  /** Closes every path; what was sent before still leaves. */
  close(): void;
}

export function openOutside(post: (letter: ToWorker, transfer?: Transferable[]) => void): Outside {
  const { sockets, peers, http } = openNetwork(post);
  const paths = createOpenPaths(sockets, peers);
  const farewell = createFarewell(sockets, peers);
  let letGo = (): void => undefined;
  const unwatch = watchNetwork(() => {
    post({ to: "room", command: { do: "network-changed" } });
  });
  return {
    http,
    reach: (origin) => {
      letGo = sockets.reach(origin);
    },
    socket: (command) => {
      paths.socket(command);
    },
    peer: (command) => {
      paths.peer(command);
    },
    note: (event) => {
      farewell.note(event);
    },
    speakLast: () => {
      farewell.speak();
    },
    forget: () => {
      farewell.close();
    },
    close: () => {
      unwatch();
      letGo();
      paths.close();
    },
  };
}
