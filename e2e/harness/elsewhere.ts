import { createServer } from "node:http";

/** Another site, whose answers leave a browser where it is. */
export interface Elsewhere {
  readonly origin: string;
  /** Answered with 204. */
  readonly nothing: string;
  /** Answered with something to keep. */
  readonly download: string;
  stop(): Promise<void>;
}

export async function startElsewhere(): Promise<Elsewhere> {
  const server = createServer(({ url }, answer) => {
    if (url === "/nothing") answer.writeHead(204).end();
    else {
      answer.writeHead(200, {
        "content-type": "application/octet-stream",
        "content-disposition": "attachment; filename=kept.bin",
      });
      answer.end("kept");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The other site has no port.");
  const origin = `http://localhost:${address.port}`;
  return {
    origin,
    nothing: `${origin}/nothing`,
    download: `${origin}/download`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
