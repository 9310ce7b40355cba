import { type Socket, connect, createServer } from "node:net";

export interface Scales {
  /** Where the relay is reached through the scales. */
  readonly origin: string;
  /** Bytes that came from the relay so far: of heads and bodies, as they were on the wire. */
  bytes(): number;
  target(port: number): void;
  close(): Promise<void>;
}

/** Stands before a relay and weighs what it sends. A browser's own account leaves out what its workers fetch. */
export async function startScales(): Promise<Scales> {
  const sockets = new Set<Socket>();
  let port = 0;
  let weight = 0;
  const server = createServer((page) => {
    const relay = connect(port, "127.0.0.1");
    for (const socket of [page, relay]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    }
    relay.on("data", (chunk: Buffer) => {
      weight += chunk.length;
    });
    page.pipe(relay).pipe(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The scales have no port.");
  return {
    origin: `http://localhost:${address.port}`,
    bytes: () => weight,
    target: (to) => {
      port = to;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
