import { type IncomingMessage, type ServerResponse, createServer, request } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { SUBPROTOCOL } from "@tacet/wire";

/** What the library says of a socket that closed without a status, and without a closing frame (RFC 6455 section 7.4.1). */
const NO_STATUS = 1005;
const BROKEN_OFF = 1006;

export type Direction = "up" | "down";

/** One WebSocket message on its way: up to the relay or down to a page. `socket` counts the pages' sockets from 0. */
export interface Passing {
  readonly socket: number;
  readonly direction: Direction;
  readonly bytes: Uint8Array;
}

/**
 * What a hostile relay does with a message: undefined forwards it as it is, an array forwards that instead (none, one, more).
 * `inject` sends on any socket at any time.
 */
export type Meddle = (passing: Passing, proxy: Proxy) => readonly Uint8Array[] | undefined;

export interface Proxy {
  readonly origin: string;
  /** Every message that passed, as its sender sent it. */
  readonly frames: readonly Passing[];
  /** Bodies of HTTP requests and answers other than files of the page. */
  readonly bodies: readonly Uint8Array[];
  readonly sockets: () => number;
  /** Requests whose answers are still on their way. */
  readonly unanswered: () => number;
  target(port: number): void;
  meddle(how: Meddle | undefined): void;
  inject(socket: number, direction: Direction, bytes: Uint8Array): void;
  /** While cut, every socket is torn down and nothing can be reached. */
  cut(isCut: boolean): void;
  stop(): Promise<void>;
}

interface Wire {
  readonly page: WebSocket;
  readonly relay: WebSocket;
}

/**
 * Stands between page and relay as a hostile or merely attentive network would: it sees, keeps and may change every message. The
 * page takes its address for the relay's.
 */
export async function startProxy(): Promise<Proxy> {
  const frames: Passing[] = [];
  const bodies: Uint8Array[] = [];
  const wires: Wire[] = [];
  const inner = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  let port = 0;
  let unanswered = 0;
  let isCut = false;
  let how: Meddle | undefined;

  const server = createServer((asked, answer) => {
    unanswered += 1;
    answer.once("close", () => {
      unanswered -= 1;
    });
    if (isCut) asked.destroy();
    else forwardRequest(asked, answer, port, bodies);
  });
  const pass = (wire: Wire, passing: Passing): void => {
    frames.push(passing);
    const out = how?.(passing, proxy) ?? [passing.bytes];
    const to = passing.direction === "up" ? wire.relay : wire.page;
    for (const bytes of out) if (to.readyState === WebSocket.OPEN) to.send(bytes);
  };
  server.on("upgrade", (asked, stream: Duplex, head) => {
    if (isCut) {
      stream.destroy();
      return;
    }
    // A page that goes while its socket is being made breaks off; nobody else listens for that yet.
    stream.on("error", () => stream.destroy());
    const relay = openRelaySocket(asked, port);
    relay.once("error", () => stream.destroy());
    relay.once("open", () => {
      if (isCut || stream.destroyed) {
        relay.on("error", () => undefined).terminate();
        stream.destroy();
        return;
      }
      inner.handleUpgrade(asked, stream, head, (page) => {
        const wire = { page, relay };
        const socket = wires.push(wire) - 1;
        join(wire, (direction, bytes) => {
          pass(wire, { socket, direction, bytes });
        });
      });
    });
  });

  const proxy: Proxy = {
    origin: await listen(server),
    frames,
    bodies,
    sockets: () => wires.length,
    unanswered: () => unanswered,
    target: (to) => {
      port = to;
    },
    meddle: (next) => {
      how = next;
    },
    inject: (socket, direction, bytes) => {
      const wire = wires[socket];
      const to = direction === "up" ? wire?.relay : wire?.page;
      if (to?.readyState === WebSocket.OPEN) to.send(bytes);
    },
    cut: (next) => {
      isCut = next;
      if (isCut) for (const { page, relay } of wires) for (const socket of [page, relay]) socket.terminate();
    },
    stop: async () => {
      for (const { page, relay } of wires) for (const socket of [page, relay]) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return `http://localhost:${address.port}`;
}

function openRelaySocket(asked: IncomingMessage, port: number): WebSocket {
  const { origin, host } = asked.headers;
  return new WebSocket(
    `ws://127.0.0.1:${port}${asked.url ?? "/"}`,
    asked.headers["sec-websocket-protocol"]?.split(", ") ?? [],
    {
      perMessageDeflate: false,
      headers: { ...(origin === undefined ? {} : { origin }), ...(host === undefined ? {} : { host }) },
    },
  );
}

function join({ page, relay }: Wire, passed: (direction: Direction, bytes: Uint8Array) => void): void {
  page.on("message", (data) => {
    passed("up", toBytes(data));
  });
  relay.on("message", (data) => {
    passed("down", toBytes(data));
  });
  page.on("close", (code: number) => {
    closeAs(relay, code);
  });
  relay.on("close", (code: number) => {
    closeAs(page, code);
  });
  for (const socket of [page, relay]) socket.on("error", () => socket.terminate());
}

/** One that broke off breaks off here too; else the status that was given, or none. */
function closeAs(socket: WebSocket, code: number): void {
  if (code === BROKEN_OFF) socket.terminate();
  else if (code === NO_STATUS) socket.close();
  else socket.close(code);
}

function toBytes(data: RawData): Uint8Array {
  return new Uint8Array(
    Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data),
  );
}

function forwardRequest(
  asked: IncomingMessage,
  answer: ServerResponse,
  port: number,
  bodies: Uint8Array[],
): void {
  const isFile = asked.method === "GET";
  const { method, url: path, headers } = asked;
  const onward = request({ host: "127.0.0.1", port, method, path, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    if (!isFile) reply.on("data", (chunk: Buffer) => bodies.push(new Uint8Array(chunk)));
    reply.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  if (!isFile) asked.on("data", (chunk: Buffer) => bodies.push(new Uint8Array(chunk)));
  asked.pipe(onward);
}
