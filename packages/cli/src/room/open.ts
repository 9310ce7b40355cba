import {
  createHttpDriver,
  createKem,
  createPairRoom,
  createSystemClock,
  createWebSocketDriver,
  systemRandom,
} from "@tacet/client";
import type { PairRoom, PairRoomPorts, RoomCommand, RoomEvent } from "@tacet/client";
import { createPeers } from "../paths/peers.ts";
import { createSockets } from "../paths/socket.ts";

export type SinkPort = NonNullable<PairRoomPorts["sink"]>;
export type SinkCommand = Parameters<SinkPort["post"]>[0];
export type SinkEvent = Parameters<PairRoom["sinkEvent"]>[0];

/** What a room tells the one who holds it. */
export interface Holder {
  take(event: RoomEvent): void;
  /** Where accepted files go. */
  sink(command: SinkCommand): void;
  /** What opens and closes, in words that hold nothing secret. */
  note(sentence: string): void;
  /** This machine lacks the library of data channels. */
  lacks(): void;
}

export interface OpenRoom {
  command(command: RoomCommand): void;
  sunk(event: SinkEvent): void;
  /** Resolves when the room's keys are erased and its paths closed; it may be 25 s after the event `end` (spec/pair.md 8). */
  readonly done: Promise<void>;
}

/** At most so long is waited for a socket's own goodbye, once the room is done with it. */
const GOODBYE_MS = 1000;

/** A room over Node's own network: WebSocket and fetch of the runtime, WebCrypto, and data channels where there is a library. */
export async function openRoom(holder: Holder): Promise<OpenRoom> {
  const clock = createSystemClock();
  const after = (ms: number, run: () => void): void => void clock.after(ms, run);
  const sockets = createSockets();
  const kem = await createKem();
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const socket = createWebSocketDriver(
    sockets.WebSocketCtor,
    (event) => {
      if (event.on === "opened" || event.on === "closed")
        holder.note(`socket ${event.connection} ${event.on}`);
      room.socketEvent(event);
    },
    after,
  );
  const peers = createPeers(
    (event) => {
      if (event.on === "state") holder.note(`connection ${event.generation} ${event.state}`);
      if (event.on === "opened") holder.note(`connection ${event.generation} open`);
      room.peerEvent(event);
    },
    after,
    () => holder.lacks(),
    (generation, channel) => room.sinkEvent({ on: "carried", generation, number: 0, own: true, channel }),
  );
  const room: PairRoom = createPairRoom({
    socket,
    peer: peers,
    http: createHttpDriver(fetch),
    clock,
    crypto: { random: systemRandom, kem },
    sink: { post: (command) => holder.sink(command) },
    emit: (event) => holder.take(event),
    done: finish,
  });
  const close = async (): Promise<void> => {
    await over;
    await Promise.race([sockets.closed(), new Promise<void>((resolve) => after(GOODBYE_MS, resolve))]);
    peers.close();
  };
  return {
    command: (command) => room.command(command),
    sunk: (event) => room.sinkEvent(event),
    done: close(),
  };
}
