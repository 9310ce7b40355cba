import listed from "../package.json" with { type: "json" };
import { ownOrigins } from "./addresses.ts";
import type { RelayConfig } from "./config/config.ts";
import { header } from "./http/exchange.ts";
import { PageFiles } from "./http/page-files.ts";
import { relayRoutes } from "./http/routes.ts";
import type { ServerContext } from "./http/server.ts";
import { Site } from "./http/site.ts";
import { isProxy, visitorOf } from "./limits/address.ts";
import type { Visit } from "./limits/headcount.ts";
import type { Visitors } from "./limits/visitors.ts";
import { PhraseTable } from "./phrases/table.ts";
import { GroupRegistry } from "./groups/registry.ts";
import type { RelayPorts } from "./ports.ts";
import { Registry } from "./rooms/registry.ts";
import { BacklogBudget } from "./sockets/backlog.ts";
import { PendingBudget } from "./sockets/pending.ts";
import { SocketGate } from "./sockets/upgrade.ts";

/** What is known once the relay listens. */
export interface Listening {
  readonly ticketKey: Uint8Array;
  readonly port: number;
  readonly stun: readonly string[];
  readonly visitors: Visitors;
}

/** The parts of a running relay that outlive one request. */
export interface Parts {
  readonly registry: Registry;
  readonly groups: GroupRegistry;
  readonly phrases: PhraseTable;
  readonly visitors: Visitors;
  readonly pending: PendingBudget;
  readonly backlogs: BacklogBudget;
  readonly gate: SocketGate;
  readonly context: ServerContext;
  readonly stop: () => void;
}

/** Puts the parts together. */
export function assemble(config: RelayConfig, ports: RelayPorts, listening: Listening): Parts {
  const stun = (): readonly string[] => listening.stun;
  const { ticketKey, visitors } = listening;
  const { limits } = config;
  const rooms = { ...config, ticketKey, roomsMax: limits.roomsMax, stun };
  const registry: Registry = new Registry(ports, { ...rooms, others: () => groups.size });
  const groups = new GroupRegistry(ports, {
    ...rooms,
    ...config.groups,
    groupTickMsMin: limits.groupTickMsMin,
    others: () => registry.size,
  });
  const phraseLimits = { ...limits, phraseTtlMs: config.phraseTtlSeconds * 1000 };
  const phrases = new PhraseTable(ports, phraseLimits, visitors);
  const pending = new PendingBudget(limits);
  const backlogs = new BacklogBudget(limits);
  const fromProxy = (address: string | undefined): boolean => isProxy(address, config.trustedProxies);
  const own = ownOrigins(config, listening.port);
  const gate = new SocketGate({
    connection: { clock: ports.clock, registry, groups, phrases, limits, backlogs },
    visitors,
    pending,
    hosts: own.map((origin) => new URL(origin).host),
    socketsMax: limits.socketsMax,
    closeTimeoutMs: limits.closeTimeoutMs,
  });
  const files = new PageFiles(config.pageDir);
  const site = new Site({ own, others: config.allowedOrigins, sealedPage: files.sealed });
  gate.open(site);

  let stopping = false;
  const maker = { ...config, ...config.groups, site, registry, groups, visitors, pending, stun };
  const exchange: ServerContext["exchange"] = (request, path) => ({
    request,
    path,
    origin: request.headers.origin,
    visitor: visitors.tagOf(
      visitorOf(request.socket.remoteAddress, header(request, "x-forwarded-for"), config.trustedProxies),
    ),
    nowMs: ports.clock.nowMs(),
  });
  const context: ServerContext = {
    site,
    routes: relayRoutes(maker, files, listed.version, () => stopping),
    hosts: null,
    stopping: () => stopping,
    exchange,
    arrived: (socket) =>
      fromProxy(socket.remoteAddress)
        ? () => undefined
        : leaving(
            visitors.connections.enter(
              visitors.tagOf(visitorOf(socket.remoteAddress, "", config.trustedProxies)),
            ),
          ),
    upgrade: (request, socket, head) => {
      gate.upgrade(exchange(request, request.url ?? "/"), socket, head, site);
    },
  };
  const stop = (): void => {
    stopping = true;
  };
  return { registry, groups, phrases, visitors, pending, backlogs, gate, context, stop };
}

function leaving(visit: Visit | null): (() => void) | null {
  return visit === null ? null : () => visit.leave();
}
