import { createHttpDriver, createPeerDriver, createWebSocketDriver } from "@tacet/client";
import type { HttpPort, PeerDriver, WebSocketDriver } from "@tacet/client";
import type { ToWorker } from "../worker/letters.ts";

export interface Network {
  readonly sockets: WebSocketDriver;
  readonly peers: PeerDriver;
  readonly http: HttpPort;
}

/** The drivers, on the main thread because peer connections exist nowhere else. What they meet goes to the worker. */
export function openNetwork(post: (letter: ToWorker, transfer?: Transferable[]) => void): Network {
  const after = (ms: number, run: () => void): void => {
    setTimeout(run, ms);
  };
  const sockets = createWebSocketDriver(
    WebSocket,
    (event) => {
      post({ to: "socket", event });
    },
    after,
  );
  const peers = createPeerDriver(
    RTCPeerConnection,
    (event) => {
      post({ to: "peer", event });
    },
    after,
    (generation, channel) => {
      const event = { on: "lent", generation, number: 0, own: true, channel } as const;
      try {
        post({ to: "sink", event }, [channel]);
        return true;
      } catch {
        // A browser that keeps channels where their connection is.
        return false;
      }
    },
  );
  // Takes the longest of all that a first connection needs; begun with the press, it is done while the relay is asked. It reaches nobody.
  peers.post({ do: "prepare" });
  return { sockets, peers, http: createHttpDriver((input, init) => fetch(input, init)) };
}
