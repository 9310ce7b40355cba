/*
 * Real time, a real relay on a free port, Node's own WebSocket and fetch; the peer connections alone stay in memory, because Node has none.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKem, systemRandom } from "@tacet/core";
import { createRelay, readConfig, systemPorts } from "@tacet/relay";
import type { Relay } from "@tacet/relay";
import {
  createHttpDriver,
  createPairRoom,
  createSystemClock,
  createWebSocketDriver,
} from "../../src/index.ts";
import type { PairRoom, PeerCommand, PeerEvent, RoomEvent, SocketEvent } from "../../src/index.ts";
import type { Clock, SinkEvent, SinkPort } from "../../src/ports.ts";
import type { World } from "./world.ts";

export interface RealRelay {
  readonly url: string;
  /** Its data directory. */
  readonly folder: string;
  readonly relay: Relay;
  stop(): Promise<void>;
}

/** @param again where another one stood before: it is started anew */
export async function startRealRelay(
  settings: Readonly<Record<string, string>> = {},
  again: { readonly url: string; readonly folder: string } | null = null,
): Promise<RealRelay> {
  const folder = again?.folder ?? mkdtempSync(join(tmpdir(), "tacet-client-"));
  const config = readConfig({
    ...settings,
    PORT: again === null ? "0" : new URL(again.url).port,
    TACET_DATA_DIR: folder,
    TACET_STUN: "stun:127.0.0.1:9",
  });
  const relay = createRelay({ ...config, limits: { ...config.limits, closeTimeoutMs: 500 } }, systemPorts());
  const { url } = await relay.listen();
  return {
    url,
    folder,
    relay,
    stop: async () => {
      await relay.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface RealClient {
  readonly room: PairRoom;
  readonly events: RoomEvent[];
  /** Resolves with the first event that fits, past ones included. */
  until(fits: (event: RoomEvent) => boolean): Promise<RoomEvent>;
}

export async function createRealClient(
  relayUrl: string,
  attachPeer: (emit: (event: PeerEvent) => void) => (command: PeerCommand) => void,
  onFrame: (bytes: Uint8Array) => void = () => undefined,
  sinkOf: ((emit: (event: SinkEvent) => void) => SinkPort) | null = null,
  clock: Clock = createSystemClock(),
): Promise<RealClient> {
  const events: RoomEvent[] = [];
  const waiting = new Set<(event: RoomEvent) => void>();
  const emit = (event: RoomEvent): void => {
    events.push(event);
    for (const check of waiting) check(event);
  };
  const socketEvent = (event: SocketEvent): void => {
    if (event.on === "received") onFrame(event.bytes.slice());
    room.socketEvent(event);
  };
  const socket = createWebSocketDriver(originWebSocket(relayUrl), socketEvent, (ms, run) => {
    setTimeout(run, ms).unref();
  });
  const post = attachPeer((event) => {
    room.peerEvent(event);
  });
  const room: PairRoom = createPairRoom({
    socket: {
      post: (command) => {
        if (command.do === "send") onFrame(command.bytes.slice());
        socket.post(command);
      },
    },
    peer: { post },
    http: createHttpDriver(fetch),
    clock,
    crypto: { random: systemRandom, kem: await createKem() },
    ...(sinkOf === null ? {} : { sink: sinkOf((event) => room.sinkEvent(event)) }),
    emit,
  });
  const until = (fits: (event: RoomEvent) => boolean): Promise<RoomEvent> => {
    const past = events.find(fits);
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve) => {
      const check = (event: RoomEvent): void => {
        if (!fits(event)) return;
        waiting.delete(check);
        resolve(event);
      };
      waiting.add(check);
    });
  };
  return { room, events, until };
}

/** For who waits long for what no other clock has a part in: all of its time passes so many times as fast. */
export function createHurriedClock(times: number): Clock {
  const system = createSystemClock();
  const [monotonic, wall] = [system.monotonicMs(), system.wallMs()];
  return {
    monotonicMs: () => monotonic + (system.monotonicMs() - monotonic) * times,
    wallMs: () => wall + (system.wallMs() - wall) * times,
    after: (ms, run) => system.after(ms / times, run),
  };
}

/** Node's WebSocket sends no Origin by itself, and the relay wants one (spec/relay.md 1). */
export function originWebSocket(origin: string): new (url: string, protocols: string) => WebSocket {
  return class extends WebSocket {
    constructor(url: string, protocols: string) {
      // Node's constructor also takes options, which the page's type does not know.
      const options: unknown = { protocols: [protocols], headers: { origin } };
      super(url, options as string[]);
    }
  };
}

/** The in-memory peers' idea of time, on real timers. */
export function createRealWorld(): World {
  return {
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
    jumpWall: () => undefined,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    work: (run) => {
      void run();
    },
    run: () => Promise.reject(new Error("real time runs by itself")),
  };
}
