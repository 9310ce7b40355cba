import type { Server } from "node:http";
import type { RelayConfig } from "./config/config.ts";
import { type Parts, assemble } from "./assemble.ts";
import { listenHttp, refuseAddress } from "./http/listen.ts";
import { type ServerContext, createHttpServer } from "./http/server.ts";
import type { GroupContents } from "./groups/entry.ts";
import type { RelayPorts } from "./ports.ts";
import type { PhraseContents } from "./phrases/table.ts";
import { Visitors } from "./limits/visitors.ts";
import { loadTicketKey } from "./proofs/ticket-key.ts";
import type { Room } from "./rooms/room.ts";
import { stunUrl } from "./addresses.ts";
import { StunAllowance } from "./stun/allowance.ts";
import { type Allows, type StunResponder, listenStun, listenStunSomewhere } from "./stun/responder.ts";

/** Where a listening relay is: the origin that people open, its real port, and the STUN servers it names. */
export interface RelayAddress {
  readonly url: string;
  readonly port: number;
  readonly stun: readonly string[];
}

/** Everything a relay holds of rooms and visitors, so that a test can search it. Nothing listens for it. */
export interface RelayContents {
  readonly rooms: readonly Room[];
  readonly keys: readonly string[];
  readonly reopened: readonly string[];
  readonly groups: GroupContents;
  readonly phrases: readonly PhraseContents[];
  readonly visitors: readonly string[];
  readonly sockets: number;
  readonly pending: { readonly sockets: number; readonly bytes: number };
  readonly backlogBytes: number;
}

export interface Relay {
  /** Rejects with ConfigError when an address cannot be had or the ticket key cannot be kept. */
  listen(): Promise<RelayAddress>;
  /** Says `stopping` to everybody and ends within 5 s. */
  close(): Promise<void>;
  inspect(): RelayContents;
}

interface Running extends Parts {
  readonly server: Server;
  readonly responder: StunResponder | null;
  readonly address: RelayAddress;
}

/** How long requests in progress have after the sockets have gone: with those, less than the 5 s of spec/relay.md 8. */
const LAST_REQUESTS_MS = 1_000;

/** A relay as configured. Nothing outside the process happens before listen(). */
export function createRelay(config: RelayConfig, ports: RelayPorts): Relay {
  let running: Running | null = null;
  return {
    async listen() {
      running = await start(config, ports);
      return running.address;
    },
    async close() {
      if (running !== null) await stop(running, config.limits.closeTimeoutMs, ports);
      running = null;
    },
    inspect() {
      if (running === null) throw new Error("a relay that does not run holds nothing to look at");
      return contentsOf(running);
    },
  };
}

async function start(config: RelayConfig, ports: RelayPorts): Promise<Running> {
  const ticketKey = config.ticketKey ?? loadTicketKey(config.dataDir, ports.random);
  const visitors = new Visitors(ports, config.limits);
  const allowance = new StunAllowance((address) => visitors.numberOf(address), ports.clock.nowMs());
  const allows: Allows = (address) => allowance.take(address, ports.clock.nowMs());
  const responder = await startStun(config, allows).catch((error: unknown) => {
    visitors.close();
    throw error;
  });
  const stun = stunServers(config, responder);
  let context: ServerContext | null = null;
  const connectionsMax = config.limits.socketsMax + config.limits.pendingSocketsMax;
  const server = createHttpServer({ ...config.limits, connectionsMax }, () => {
    if (context === null) throw new Error("a request before the server listened");
    return context;
  });
  const port = await listenHttp(server, config, "PORT").catch(async (error: unknown) => {
    await responder?.close();
    visitors.close();
    throw error;
  });
  const parts = assemble(config, ports, { ticketKey, port, stun, visitors });
  context = parts.context;
  return { ...parts, server, responder, address: { url: parts.context.site.url, port, stun } };
}

/** Readiness goes first, then the sockets, then the requests, then whatever is left. */
async function stop(running: Running, closeTimeoutMs: number, ports: RelayPorts): Promise<void> {
  running.stop();
  const cancel = ports.clock.after(closeTimeoutMs, () => running.gate.terminate());
  await running.gate.stop();
  cancel();
  await running.responder?.close();
  await new Promise<void>((resolve) => {
    const force = ports.clock.after(LAST_REQUESTS_MS, () => running.server.closeAllConnections());
    running.server.close(() => {
      force();
      resolve();
    });
    running.server.closeIdleConnections();
  });
  running.visitors.close();
  running.registry.clear();
  running.groups.clear();
}

function contentsOf({
  registry,
  groups,
  phrases,
  visitors,
  pending,
  backlogs,
  gate,
}: Running): RelayContents {
  return {
    ...registry.contents(),
    groups: groups.contents(),
    phrases: phrases.contents(),
    visitors: [...visitors.tags(), ...pending.tags()],
    sockets: gate.size,
    pending: pending.totals(),
    backlogBytes: backlogs.bytes,
  };
}

async function startStun(config: RelayConfig, allows: Allows): Promise<StunResponder | null> {
  if (config.stun.kind === "list") return null;
  const { listen } = config.stun;
  if (listen === null)
    return listenStunSomewhere(config.host, allows).catch((error: unknown) =>
      refuseAddress("HOST", config.host, error),
    );
  return listenStun(listen, allows).catch((error: unknown) =>
    refuseAddress("TACET_STUN_LISTEN", `${listen.host}:${listen.port}`, error),
  );
}

function stunServers(config: RelayConfig, responder: StunResponder | null): readonly string[] {
  if (config.stun.kind === "list") return config.stun.urls;
  return responder === null ? [] : [stunUrl(config, responder)];
}
