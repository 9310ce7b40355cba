/*
 * The relay's process on virtual time: its real registry, tickets, connections and limits (packages/relay), with sockets in memory in the place
 * of the operating system's. It can stop as it should, crash, and come back with its ticket key or with another.
 */
import type { Socket } from "node:net";
import type { RoomAnswer, RoomRequest } from "@tacet/wire";
import { LIMITS } from "@tacet/wire";
import { type GroupRequest, group } from "@tacet/wire/group";
import { seededCrypto } from "@tacet/core";
import { standardLimits } from "../packages/relay/src/config/limits.ts";
import { GroupRegistry } from "../packages/relay/src/groups/registry.ts";
import { readRoomFields } from "../packages/relay/src/http/room-fields.ts";
import { UNCOUNTED } from "../packages/relay/src/limits/headcount.ts";
import { Visitors } from "../packages/relay/src/limits/visitors.ts";
import { PhraseTable } from "../packages/relay/src/phrases/table.ts";
import type { RelayPorts } from "../packages/relay/src/ports.ts";
import { Registry } from "../packages/relay/src/rooms/registry.ts";
import { BacklogBudget } from "../packages/relay/src/sockets/backlog.ts";
import { Connection } from "../packages/relay/src/sockets/connection.ts";
import type { ConnectionContext } from "../packages/relay/src/sockets/connection.ts";
import { PendingBudget } from "../packages/relay/src/sockets/pending.ts";
import type { Item, LineEnd } from "./line.ts";
import { RawLine } from "./raw-line.ts";
import { RelaySocket } from "./relay-socket.ts";
import type { Outward } from "./relay-socket.ts";
import type { World } from "./world.ts";

const STARTED_MS = 1_800_000_000_000;
const ROUND_MS = 1_000;

/** What a running relay consists of; a crash leaves nothing of it. */
interface Boot {
  readonly registry: Registry;
  readonly visitors: Visitors;
  readonly pending: PendingBudget;
  readonly backlogs: BacklogBudget;
  readonly context: ConnectionContext;
  readonly connections: Map<Connection, RelaySocket>;
  readonly timers: Set<object>;
  alive: boolean;
}

/** A look into the relay, for the invariants. */
export interface RelayView {
  readonly contents: ReturnType<Registry["contents"]>;
  readonly sockets: number;
  readonly timers: number;
  readonly backlogBytes: number;
  readonly pending: { readonly sockets: number; readonly bytes: number };
}

export interface RelayHost {
  readonly up: () => boolean;
  /** How often it has started. */
  readonly boots: () => number;
  nowMs(): number;
  start(key: "same" | "new"): void;
  /** Says `stopping` to everybody, and goes. */
  stop(): void;
  /** Goes without a word: the operating system breaks its connections. */
  crash(): void;
  createRoom(address: string, request: RoomRequest | GroupRequest): RoomAnswer | { readonly error: string };
  /** A connection that a page has opened, or null where the relay does not take it. */
  accept(address: string, outward: Outward): LineEnd | null;
  look(): RelayView | null;
}

export interface RelayHostOptions {
  readonly world: World;
  readonly seed: string;
  readonly graceSeconds: number;
  /** Its host lets people come back. */
  readonly rejoin: boolean;
  /** It makes rooms for many, too. */
  readonly groups?: boolean;
}

export function createRelayHost(options: RelayHostOptions): RelayHost {
  const { world, seed, graceSeconds, rejoin, groups = false } = options;
  const { random } = seededCrypto(`relay ${seed}`);
  const nowMs = (): number => STARTED_MS + world.nowMs();
  let boots = 0;
  let ticketKey = random.bytes(32);
  let boot: Boot | null = null;

  const start = (key: "same" | "new"): void => {
    if (boot !== null) return;
    boots += 1;
    if (key === "new") ticketKey = random.bytes(32);
    boot = createBoot({
      world,
      nowMs,
      random: (length) => random.bytes(length),
      ticketKey,
      graceSeconds,
      groups,
    });
  };
  const end = (how: (boot: Boot) => void): void => {
    if (boot === null) return;
    const ended = boot;
    boot = null;
    how(ended);
    ended.registry.clear();
    ended.context.groups.clear();
    ended.visitors.close();
    ended.alive = false;
  };
  start("same");
  return {
    up: () => boot !== null,
    boots: () => boots,
    nowMs,
    start,
    stop: () => {
      end(({ connections }) => {
        for (const connection of connections.keys()) connection.place(null);
        for (const connection of connections.keys()) connection.fault("stopping");
      });
    },
    crash: () => {
      end(({ connections }) => {
        for (const [connection, socket] of connections) {
          connection.place(null);
          socket.breakOff();
        }
      });
    },
    createRoom: (address, request) =>
      boot === null
        ? { error: "network" }
        : createRoom(boot, address, request, { graceSeconds, rejoin, nowMs: nowMs() }),
    accept: (address, outward) => (boot === null ? null : accept(boot, address, outward)),
    look: () => (boot === null ? null : lookInto(boot)),
  };
}

function createBoot(of: {
  readonly world: World;
  readonly nowMs: () => number;
  readonly random: RelayPorts["random"];
  readonly ticketKey: Uint8Array;
  readonly graceSeconds: number;
  readonly groups: boolean;
}): Boot {
  const { world, nowMs, graceSeconds } = of;
  const timers = new Set<object>();
  let boot: Boot | null = null;
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = {};
    timers.add(timer);
    const cancel = world.after(ms, () => {
      timers.delete(timer);
      if (boot?.alive === true) run();
    });
    return () => {
      timers.delete(timer);
      cancel();
    };
  };
  const soon: RelayPorts["soon"] = (run) => void after(0, run);
  const ports: RelayPorts = { clock: { nowMs, after }, random: of.random, soon };
  const limits = standardLimits();
  const visitors = new Visitors(ports, limits);
  const registry = new Registry(ports, {
    ticketKey: of.ticketKey,
    graceSeconds,
    roomsMax: limits.roomsMax,
    directFileBytesMax: 0,
    relayedFileBytesMax: 0,
    stun: () => ["stun:relay.test:3478"],
  });
  const groups = groupsOf(ports, of.ticketKey, of.groups ? limits.roomsMax : 0);
  const phraseTtlMs = LIMITS.phraseTtlSecondsDefault * 1000;
  const phrases = new PhraseTable(ports, { ...limits, phraseTtlMs }, visitors);
  const backlogs = new BacklogBudget(limits);
  const connections = new Map<Connection, RelaySocket>();
  const closed = (connection: Connection): void => {
    connections.delete(connection);
  };
  boot = {
    registry,
    visitors,
    pending: new PendingBudget(limits),
    backlogs,
    context: { clock: ports.clock, registry, groups, phrases, limits, backlogs, closed },
    connections,
    timers,
    alive: true,
  };
  const round = (): void => {
    for (const connection of connections.keys()) connection.look(nowMs());
    after(ROUND_MS, round);
  };
  after(ROUND_MS, round);
  return boot;
}

/** Where nobody makes a room for many it draws nothing, so that a seed is the same history with it. */
function groupsOf(ports: RelayPorts, ticketKey: Uint8Array, roomsMax: number): GroupRegistry {
  const random: RelayPorts["random"] = (length) =>
    roomsMax === 0 ? new Uint8Array(length) : ports.random(length);
  return new GroupRegistry(
    { ...ports, random },
    {
      ticketKey,
      groupGraceSeconds: group.limits.graceSecondsDefault,
      groupIdleSeconds: group.limits.idleSecondsDefault,
      groupTickMsMin: group.limits.tickMsMin,
      roomsMax,
      others: () => 0,
      directFileBytesMax: 0,
      relayedFileBytesMax: 0,
      stun: () => [],
    },
  );
}

function createRoom(
  { registry, visitors, context }: Boot,
  address: string,
  request: RoomRequest | GroupRequest,
  of: { readonly graceSeconds: number; readonly rejoin: boolean; readonly nowMs: number },
): RoomAnswer | { readonly error: string } {
  const body = Buffer.from(JSON.stringify(request));
  const fields = readRoomFields(body, {
    ttlSecondsDefault: LIMITS.roomTtlSecondsDefault,
    ttlSecondsMax: LIMITS.roomTtlSecondsMaxDefault,
    rejoin: of.rejoin,
    groupTtlSecondsDefault: group.limits.ttlSecondsDefault,
    groupTtlSecondsMax: group.limits.ttlSecondsMaxDefault,
    groupCapacity: group.limits.capacityDefault,
  });
  if ("status" in fields) return { error: "field" };
  if (visitors.rooms.take(address, of.nowMs) > 0) return { error: "rate" };
  const isPair = fields.kind === "pair";
  const made = isPair ? registry.create(fields) : context.groups.create(fields);
  if (made === null) return { error: "busy" };
  return {
    room_id: Buffer.from(made.roomId).toString("base64url"),
    expires_at: made.expiresSeconds,
    ticket: Buffer.from(made.ticket).toString("base64url"),
    ice_servers: [{ urls: "stun:relay.test:3478" }],
    limits: {
      ttl_seconds: fields.ttlSeconds,
      grace_seconds: of.graceSeconds,
      frame_bytes: LIMITS.frameBytesMax,
      ...(isPair ? {} : { idle_seconds: group.limits.idleSecondsDefault, capacity: fields.capacity }),
    },
    ...(isPair && fields.rejoin ? { rejoin: true } : {}),
  };
}

/** As the gate does it for an upgrade (packages/relay/src/sockets/upgrade.ts). */
function accept(boot: Boot, address: string, outward: Outward): LineEnd | null {
  if (boot.pending.allows(address) !== "yes") return null;
  const hold = boot.pending.open(address, "socket");
  const visit = boot.visitors.openSockets.enter(address) ?? UNCOUNTED;
  const line = new RawLine(outward);
  const socket = new RelaySocket(outward, line, () => boot.alive);
  const connection = new Connection(
    socket,
    line as unknown as Socket,
    { hold, visit, host: "relay.test" },
    boot.context,
  );
  boot.connections.set(connection, socket);
  const take = (item: Item): void => {
    if (boot.alive) socket.arrived(item);
  };
  return { take, broken: () => boot.alive && socket.broken() };
}

function lookInto({ registry, connections, timers, backlogs, pending }: Boot): RelayView {
  return {
    contents: registry.contents(),
    sockets: connections.size,
    timers: timers.size,
    backlogBytes: backlogs.bytes,
    pending: pending.totals(),
  };
}
