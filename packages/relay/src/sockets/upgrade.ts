import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { LIMITS, SUBPROTOCOL } from "@tacet/wire";
import { type ServerOptions, WebSocketServer } from "ws";
import { type Answer, errorAnswer } from "../http/answer.ts";
import { type Exchange, header } from "../http/exchange.ts";
import { tooMany } from "../http/make-room.ts";
import { stoppingAnswer, upgradeRequired } from "../http/routes.ts";
import { badRequest, refuseRaw } from "../http/server.ts";
import type { Site } from "../http/site.ts";
import { UNCOUNTED, type Visit } from "../limits/headcount.ts";
import type { Visitors } from "../limits/visitors.ts";
import { Connection, type ConnectionContext, ServedSocket } from "./connection.ts";
import type { PendingBudget } from "./pending.ts";

/** Chunks that a message may arrive in: more than a slow line needs for 64 KiB, few enough to be cheap. */
const CHUNKS_MAX = 1_024;
const RETRY_SECONDS = 5;

/** How often the deadlines of all sockets are looked at (spec/relay.md 5): one timer instead of one for each. */
const ROUND_MS = 1_000;

export interface GateOptions {
  readonly connection: Omit<ConnectionContext, "closed">;
  readonly visitors: Visitors;
  readonly pending: PendingBudget;
  /** The names under which the relay is reached, with their ports; the first where it is asked under another. */
  readonly hosts: readonly string[];
  readonly socketsMax: number;
  readonly closeTimeoutMs: number;
}

/** Turns upgrade requests into connections, or refuses them by HTTP, and knows every connection that is open. */
export class SocketGate {
  readonly #options: GateOptions;
  readonly #server: ReturnType<typeof createSocketServer>;
  /** Every open connection, with its place in its address's count. */
  readonly #connections = new Map<Connection, Visit>();
  readonly #context: ConnectionContext;
  #stopping = false;
  #site: Site | null = null;
  #whenEmpty: (() => void) | null = null;
  #cancelRound: (() => void) | null = null;

  constructor(options: GateOptions) {
    this.#options = options;
    const closed = (connection: Connection): void => this.#closed(connection);
    this.#context = { ...options.connection, closed };
    this.#server = createSocketServer(options.closeTimeoutMs);
    this.#server.on("headers", (headers) => headers.push(...(this.#site?.upgradeHeaders() ?? [])));
    // What the library refuses by itself, after our own checks: it would answer without our headers.
    this.#server.on("wsClientError", (_error, socket) => {
      if (this.#site !== null) refuseRaw(socket, badRequest("This is no WebSocket handshake."), this.#site);
    });
  }

  get size(): number {
    return this.#connections.size;
  }

  open(site: Site): void {
    this.#site = site;
  }

  /** Answers one upgrade request for the relay's address (spec/relay.md 1 and 8). */
  upgrade(exchange: Exchange, socket: Socket, head: Buffer, site: Site): void {
    const refusal = this.#refusal(exchange, site);
    if (refusal !== null) return refuseRaw(socket, refusal, site);
    const hold = this.#options.pending.open(exchange.visitor, "socket");
    const visit = this.#options.visitors.openSockets.enter(exchange.visitor) ?? UNCOUNTED;
    const { hosts } = this.#options;
    const asked = header(exchange.request, "host");
    const host = hosts.find((one) => one === asked) ?? hosts[0] ?? "";
    let opened = false;
    try {
      // It answers before it returns: a listener for the case that it does not would be kept by every socket.
      this.#server.handleUpgrade(exchange.request, socket, head, (ws) => {
        this.#connections.set(new Connection(ws, socket, { hold, visit, host }, this.#context), visit);
        opened = true;
        this.#cancelRound ??= this.#waitForRound();
      });
    } finally {
      if (!opened) {
        hold.release();
        visit.leave();
      }
    }
  }

  /** Says `stopping` to everybody; resolves when the last one has gone. */
  stop(): Promise<void> {
    this.#stopping = true;
    // Nobody hears that the other is away, because everybody is about to be.
    for (const connection of this.#connections.keys()) connection.place(null);
    for (const connection of this.#connections.keys()) connection.fault("stopping");
    if (this.#connections.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
    });
  }

  terminate(): void {
    for (const connection of this.#connections.keys()) connection.drop();
  }

  #refusal(exchange: Exchange, site: Site): Answer | null {
    const { request, origin } = exchange;
    if (this.#stopping) return stoppingAnswer();
    if (request.method !== "GET") {
      return errorAnswer("method", "Open this address with GET.", { headers: { allow: "GET" } });
    }
    if (origin === undefined || !site.allows(origin)) {
      return errorAnswer("origin", "Pages of this origin may not use this relay. Open the relay's own page.");
    }
    if (header(request, "sec-websocket-version") !== "13") return upgradeRequired();
    if (!offersProtocol(request)) return badRequest(`Ask for the subprotocol ${SUBPROTOCOL}.`);
    return this.#crowding(exchange);
  }

  #crowding(exchange: Exchange): Answer | null {
    const waitSeconds = this.#options.visitors.sockets.take(exchange.visitor, exchange.nowMs);
    if (waitSeconds > 0) return tooMany(waitSeconds);
    if (this.#options.visitors.openSockets.isFull(exchange.visitor)) return tooMany(RETRY_SECONDS);
    const pending = this.#options.pending.allows(exchange.visitor);
    if (pending === "address") return tooMany(RETRY_SECONDS);
    if (pending === "yes" && this.#connections.size < this.#options.socketsMax) return null;
    const headers = { "retry-after": String(RETRY_SECONDS) };
    return errorAnswer("busy", "This relay holds as many connections as it can. Try again later.", {
      headers,
    });
  }

  #waitForRound(): () => void {
    const { clock } = this.#options.connection;
    return clock.after(ROUND_MS, () => {
      this.#cancelRound = this.#waitForRound();
      const nowMs = clock.nowMs();
      for (const connection of this.#connections.keys()) connection.look(nowMs);
    });
  }

  #closed(connection: Connection): void {
    const visit = this.#connections.get(connection);
    this.#connections.delete(connection);
    visit?.leave();
    if (this.#connections.size > 0) return;
    this.#cancelRound?.();
    this.#cancelRound = null;
    this.#whenEmpty?.();
  }
}

function createSocketServer(closeTimeoutMs: number) {
  // The published types do not know the three limits in the middle yet.
  const options: ServerOptions<typeof ServedSocket> & {
    maxFragments: number;
    maxBufferedChunks: number;
    closeTimeout: number;
  } = {
    noServer: true,
    WebSocket: ServedSocket,
    clientTracking: false,
    perMessageDeflate: false,
    maxFragments: LIMITS.fragmentsMax,
    maxBufferedChunks: CHUNKS_MAX,
    closeTimeout: closeTimeoutMs,
    // A ping is a fault, whose frame is the last: no answer to the ping may come in between.
    autoPong: false,
    maxPayload: LIMITS.frameBytesMax,
    skipUTF8Validation: true,
    handleProtocols: () => SUBPROTOCOL,
  };
  return new WebSocketServer<typeof ServedSocket>(options);
}

function offersProtocol(request: IncomingMessage): boolean {
  const offered = header(request, "sec-websocket-protocol").split(",");
  return offered.some((protocol) => protocol.trim() === SUBPROTOCOL);
}
