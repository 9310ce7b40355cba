import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { ROUTES } from "@tacet/wire";
import { type Answer, asPage, errorAnswer, rawAnswer, sendAnswer } from "./answer.ts";
import { Connections } from "./connections.ts";
import { type Exchange, header, pathOf } from "./exchange.ts";
import { type Route, findRoute } from "./router.ts";
import type { Site } from "./site.ts";

export interface ServerOptions {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly connectionsMax: number;
}

/** What the server needs once it listens: only then is its own address known. */
export interface ServerContext {
  readonly site: Site;
  readonly routes: readonly Route[];
  /** The names under which it answers, with their port; null for every name. */
  readonly hosts: ReadonlySet<string> | null;
  readonly stopping: () => boolean;
  readonly exchange: (request: IncomingMessage, path: string) => Exchange;
  /** Counts a connection for its address and returns what ends that; null when the address has too many. */
  readonly arrived: (socket: Socket) => (() => void) | null;
  readonly upgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
}

const HEADER_BYTES_MAX = 8_192;
const KEEP_ALIVE_MS = 5_000;
const CHECK_INTERVAL_MS = 500;
/** A connection on which nothing moves in either direction, such as a reader that stopped in the middle of a page. */
const IDLE_MS = 15_000;

/** A server whose every answer goes through sendAnswer or rawAnswer, so that no answer lacks its security headers. */
export function createHttpServer(options: ServerOptions, context: () => ServerContext): Server {
  const connections = new Connections();
  const isOwnUpgrade = (request: IncomingMessage): boolean =>
    isRelayUpgrade(request) && !connections.owes(request.socket);
  const server = createServer({
    headersTimeout: options.headersTimeoutMs,
    requestTimeout: options.requestTimeoutMs,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: HEADER_BYTES_MAX,
    // Node's own refusal of a request without Host would not carry our headers: respond() refuses it.
    requireHostHeader: false,
    // An upgrade that earlier answers stand before is a request like others, and is refused after them.
    shouldUpgradeCallback: isOwnUpgrade,
  });
  server.timeout = IDLE_MS;
  server.maxConnections = options.connectionsMax;
  server.on("connection", (socket) => {
    const release = context().arrived(socket);
    if (release === null) socket.destroy();
    else connections.arrived(socket, release);
  });
  server.on("request", (request, response) => {
    if (connections.asked(request.socket, response)) void respond(request, response, context());
  });
  server.on("checkExpectation", (request, response) => {
    if (!connections.asked(request.socket, response)) return;
    send(request, response, badRequest("Send the request without an Expect header."), context());
  });
  server.on("upgrade", (request, socket, head) => {
    connections.upgraded(socket);
    try {
      context().upgrade(request, socket as Socket, head);
    } catch {
      socket.destroy();
    }
  });
  server.on("connect", (_request, socket) => {
    // What is written here would overtake the answers that the connection waits for.
    if (connections.owes(socket)) socket.destroy();
    else refuseRaw(socket, errorAnswer("method", "This server is no proxy."), context().site);
  });
  server.on("clientError", (_error, socket) => {
    if (connections.owes(socket)) socket.destroy();
    else clientError(socket, context().site);
  });
  return server;
}

/** An answer where there is no response object; the connection ends with it. */
export function refuseRaw(socket: Duplex, answer: Answer, site: Site): void {
  socket.on("error", () => socket.destroy());
  socket.end(rawAnswer(answer, site), () => socket.destroy());
}

/** 400 with a sentence. */
export function badRequest(message: string): Answer {
  return errorAnswer("bad-request", message);
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  context: ServerContext,
): Promise<void> {
  let answer: Answer;
  try {
    answer = await answerTo(request, context);
  } catch {
    answer = errorAnswer("internal", "Something went wrong in this relay. Try again.");
  }
  send(request, response, answer, context);
}

async function answerTo(request: IncomingMessage, context: ServerContext): Promise<Answer> {
  if (request.headers.host === undefined && request.httpVersion !== "1.0")
    return badRequest("Name the host.");
  if (context.hosts !== null && !context.hosts.has((request.headers.host ?? "").toLowerCase()))
    return { ...badRequest("This server has another name."), status: 421 };
  if (isRelayUpgrade(request)) return badRequest("Open the WebSocket on a connection of its own.");
  const path = pathOf(request.url);
  if (path === null) return badRequest("Ask for a path that begins with a slash.");
  const found = findRoute(context.routes, request.method ?? "", path);
  return "status" in found ? forPerson(request, found) : found.handle(context.exchange(request, path));
}

/** Somebody who follows a broken link gets a page that says so; a program gets the error itself. */
function forPerson(request: IncomingMessage, answer: Answer): Answer {
  if (request.method !== "GET" || !header(request, "accept").includes("text/html")) return answer;
  return asPage(answer, "Nothing here", "There is nothing at this address. Perhaps the link was cut short.");
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  context: ServerContext,
): void {
  if (response.destroyed || response.headersSent) return;
  // What is left of a refused body is not worth keeping a connection for.
  if (context.stopping() || !request.complete || isRelayUpgrade(request)) response.shouldKeepAlive = false;
  request.resume();
  sendAnswer(response, answer, context.site, request.method === "HEAD");
}

/**
 * The parser gave up, or the request took too long. When an answer has gone out before, there is nothing to add to it. And where nothing has
 * come there is nothing to answer: browsers open connections ahead of need, and take what is said on one for the answer to their next
 * request (spec/relay.md 7).
 */
function clientError(socket: Duplex, site: Site): void {
  const { bytesRead, bytesWritten } = socket as Socket;
  if (!socket.writable || bytesRead === 0 || bytesWritten > 0) socket.destroy();
  else
    refuseRaw(
      socket,
      badRequest("The request is not HTTP as this relay reads it, or came too slowly."),
      site,
    );
}

function isRelayUpgrade(request: IncomingMessage): boolean {
  return header(request, "upgrade").toLowerCase() === "websocket" && pathOf(request.url) === ROUTES.relay;
}
