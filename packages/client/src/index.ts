/**
 * The client library: the room for two as a pure machine (`pair/`), and the drivers that let it touch the world (`drivers/`).
 *
 * In a Worker: `createPairRoom({socket, peer, http, clock, crypto, emit})`. On the page's main thread: `createWebSocketDriver` and
 * `createPeerDriver`. Between the two, `SocketCommand`, `SocketEvent`, `PeerCommand` and `PeerEvent` are forwarded with
 * `postMessage`, unchanged. Sealed frames are all that crosses; keys stay in the Worker.
 *
 * What a face needs of core (invitations, names, the system's cryptography) is passed on from here, so that a page imports the client alone.
 */
export type { EndReason, Notice, RoomCommand, RoomEnding, RoomEvent, RoomStatus } from "./face.ts";
export type {
  Clock,
  HttpPort,
  PeerCommand,
  PeerEvent,
  PeerPort,
  SocketCommand,
  SocketEvent,
  SocketPort,
} from "./ports.ts";
export { createPairRoom } from "./drivers/pair-room.ts";
export type { PairRoom, PairRoomPorts } from "./drivers/pair-room.ts";
export { createHttpDriver } from "./drivers/http.ts";
export { createPeerDriver } from "./drivers/peer-connection.ts";
export type { PeerConnectionConstructor, PeerDriver } from "./drivers/peer-connection.ts";
export { createWebSocketDriver } from "./drivers/web-socket.ts";
export type { WebSocketConstructor, WebSocketDriver } from "./drivers/web-socket.ts";
export { createSystemClock } from "./drivers/clock.ts";
export { CoreError, cleanName, createKem, parseInvitation, systemRandom } from "@tacet/core";
export type { Crypto, Invitation } from "@tacet/core";
