import type { Server } from "node:http";
import type { Socket } from "node:net";
import { ownOrigins } from "./addresses.ts";
import { standardLimits } from "./config/limits.ts";
import { errorAnswer } from "./http/answer.ts";
import { listenHttp } from "./http/listen.ts";
import { PageFiles } from "./http/page-files.ts";
import { pageRoutes } from "./http/routes.ts";
import { type ServerContext, createHttpServer, refuseRaw } from "./http/server.ts";
import { Site } from "./http/site.ts";

/** The page on a machine of one's own, which talks to a relay elsewhere. */
export interface PageHost {
  /** Resolves with the origin that a browser opens. Rejects with ConfigError when the port cannot be had. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

export interface PageHostOptions {
  readonly port: number;
  readonly pageDir: string;
  /** The relay's origin. Its host is a name or an IPv4 address: a policy cannot name another. */
  readonly relay: string;
}

const HOST = "127.0.0.1";
/** A browser may take `localhost` for either: whoever had the other would serve the page in our place. */
const HOST_V6 = "::1";
/** A machine that has no IPv6 says one of these: then nobody else can listen there. */
const NO_V6 = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);
const CONNECTIONS_MAX = 256;

/**
 * Serves the built page to this machine alone, under the headers that a relay gives it (spec/relay.md 7), but for the one that it may connect to.
 * It knows of no room, and forwards nothing: the page talks to its relay itself. It answers under its own names alone, so that no other site's
 * name that is made to lead to this machine gets a page. There is nothing to clear before it (`Clear-Site-Data`): the page keeps nothing in the browser.
 */
export function createPageHost({ port, pageDir, relay }: PageHostOptions): PageHost {
  const files = new PageFiles(pageDir, relay);
  const { headersTimeoutMs, requestTimeoutMs } = standardLimits();
  let context: ServerContext | null = null;
  const limits = { headersTimeoutMs, requestTimeoutMs, connectionsMax: CONNECTIONS_MAX };
  const serving = (): ServerContext => {
    if (context === null) throw new Error("a request before the server listened");
    return context;
  };
  const server = createHttpServer(limits, serving);
  const serverV6 = createHttpServer(limits, serving);
  const close = async (): Promise<void> => {
    await Promise.all([server, serverV6].map(closed));
  };
  return {
    async listen() {
      const given = await listenHttp(server, { host: HOST, port }, "--port");
      const own = ownOrigins({ host: HOST, publicUrl: null }, given);
      context = contextOf(files, new Site({ own, others: [], sealedPage: files.sealed, relay }), own);
      try {
        await listenHttp(serverV6, { host: HOST_V6, port: given }, "--port", NO_V6);
      } catch (error) {
        await close();
        throw error;
      }
      return context.site.url;
    },
    close,
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function contextOf(files: PageFiles, site: Site, own: readonly string[]): ServerContext {
  return {
    hosts: new Set(own.map((origin) => new URL(origin).host)),
    site,
    routes: pageRoutes(files),
    stopping: () => false,
    exchange: (request, path) => ({ request, path, origin: undefined, visitor: "", nowMs: 0 }),
    arrived: () => () => undefined,
    upgrade: (_request, socket: Socket) => {
      refuseRaw(socket, errorAnswer("not-found", "There is no relay at this address."), site);
    },
  };
}
