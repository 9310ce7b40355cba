import type { PeerCommand, PeerDriver, SocketCommand, WebSocketDriver } from "@tacet/client";

/** Passes on what the worker asks of the drivers, and knows what is open: a worker that is gone closes nothing any more. */
export interface OpenPaths {
  socket(command: SocketCommand): void;
  peer(command: PeerCommand): void;
  /** Closes the socket and the peer connection. What was sent before still leaves. */
  close(): void;
}

export function createOpenPaths(
  sockets: Pick<WebSocketDriver, "post">,
  peers: Pick<PeerDriver, "post">,
): OpenPaths {
  let connection: number | null = null;
  let generation: number | null = null;
  return {
    socket(command) {
      if (command.do === "open") ({ connection } = command);
      sockets.post(command);
    },
    peer(command) {
      if (command.do === "open") ({ generation } = command);
      peers.post(command);
    },
    close() {
      if (connection !== null) sockets.post({ do: "close", connection });
      if (generation !== null) peers.post({ do: "close", generation });
      connection = null;
      generation = null;
    },
  };
}
