/*
 * Everything that takes part in one history: the world, the relay, the ways between, and pages that come and go. What the seed decides
 * about the place is decided here; what happens in it, in story.ts.
 */
import { seededCrypto } from "@tacet/core";
import type { RoomEvent } from "../packages/client/src/index.ts";
import { answerLater } from "./answering.ts";
import { createDice } from "./dice.ts";
import type { Dice } from "./dice.ts";
import { createEther } from "./ether.ts";
import type { Ether } from "./ether.ts";
import { createMiddle } from "./hostile.ts";
import type { Middle } from "./hostile.ts";
import { createKeyPool } from "./key-pool.ts";
import type { KeyPool } from "./key-pool.ts";
import { createLedger } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import { dialler } from "./network.ts";
import type { Wiring } from "./network.ts";
import { socketsOf } from "./page-socket.ts";
import { createPerson } from "./person.ts";
import type { Person } from "./person.ts";
import { createRelayHost } from "./relay-host.ts";
import type { RelayHost } from "./relay-host.ts";
import { createTrace } from "./trace.ts";
import type { Trace } from "./trace.ts";
import { createWatch } from "./watch.ts";
import type { Watch } from "./watch.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

export type Kind = "calm" | "stormy" | "doubling" | "hostile";

/** What a seed says of the place. */
export interface Place {
  readonly kind: Kind;
  readonly graceSeconds: number;
  readonly ttlSeconds: number;
  /** Which paths the creator asks for; `hide` is that no address is shown. */
  readonly path: "direct" | "any" | "hide";
  readonly joinerHides: boolean;
  /** People may come back to it. */
  readonly rejoin: boolean;
}

export interface Actor extends Wiring {
  readonly person: Person;
  readonly ledger: Ledger;
  /** Random values of 32 bytes in the order in which the page drew them: the first is its seat secret, a creator's second its invite key. */
  readonly drawn: readonly Uint8Array[];
}

/** Faults that a test plants, to see them found. */
export interface Plant {
  event?(event: RoomEvent, at: Ledger): readonly RoomEvent[];
  setsTimer?(ms: number, at: Ledger): boolean;
}

export interface Stage {
  readonly seed: number;
  readonly place: Place;
  readonly world: World;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly watch: Watch;
  readonly relay: RelayHost;
  readonly ether: Ether;
  readonly middle: Middle;
  readonly pool: KeyPool;
  readonly actors: Actor[];
  /** What has happened that an end may come from (cause.ts). */
  readonly facts: Set<string>;
  readonly counts: Map<string, number>;
  readonly plant: Plant;
  /** When the relay made the room, on the world's clock. */
  madeMs: number | null;
  count(what: string): void;
}

const LOADS_MS = 20_000;

export const ORIGIN = "https://relay.test";

export function createStage(
  seed: number,
  of: { readonly print: ((line: string) => void) | null; readonly plant: Plant },
): Stage {
  const dice = createDice(seed);
  const world = createWorld();
  const place = choosePlace(dice, seed);
  const counts = new Map<string, number>();
  const count = (what: string): void => {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  };
  const trace = createTrace(() => world.nowMs(), of.print);
  const delay = { leastMs: 1 + dice.below(60), jitterMs: 1 + dice.below(20) };
  const { graceSeconds } = place;
  const stage: Stage = {
    seed,
    place,
    world,
    dice,
    trace,
    watch: createWatch(() => world.nowMs(), place.rejoin),
    relay: createRelayHost({ world, seed: String(seed), graceSeconds, rejoin: place.rejoin }),
    ether: createEther(world, dice, delay),
    middle: createMiddle(dice, (trick) => {
      trace.note("relay", `plays a trick: ${trick}`);
      count(trick);
    }),
    pool: createKeyPool(),
    actors: [],
    facts: new Set(),
    counts,
    plant: of.plant,
    madeMs: null,
    count,
  };
  trace.note(
    "seed",
    `${String(seed)}: ${place.kind}${place.rejoin ? " return room" : ""}, ${place.path}, grace ${String(graceSeconds)} s, life ${String(place.ttlSeconds)} s`,
  );
  return stage;
}

/** One of so many histories is a return room's. By the seed itself, so that the others are what they were. */
export const RETURN_EVERY = 6;

function choosePlace(dice: Dice, seed: number): Place {
  const lot = dice.next();
  const kind = lot < 0.08 ? "calm" : lot < 0.62 ? "stormy" : lot < 0.7 ? "doubling" : "hostile";
  return {
    kind,
    graceSeconds: dice.pick([20, 60, 300]),
    ttlSeconds: dice.pick([120, 300, 900, 900, 900]),
    path: dice.pick(["direct", "direct", "any", "hide"]),
    joinerHides: dice.chance(0.15),
    rejoin: seed % RETURN_EVERY === 0,
  };
}

/** A page is opened by somebody. */
export function enterStage(stage: Stage, name: string, role: Ledger["role"]): Actor {
  const { world, trace, watch, plant, pool, place } = stage;
  const ledger = createLedger(name, role);
  const wiring: Wiring = {
    address: name,
    line: null,
    away: false,
    admits: [],
    delay: { leastMs: 1 + stage.dice.below(80), jitterMs: 1 + stage.dice.below(20) },
  };
  const drawn: Uint8Array[] = [];
  const { random } = seededCrypto(`${String(stage.seed)} ${name}`);
  const bytes = (length: number): Uint8Array => {
    const made = random.bytes(length);
    if (length === 32) drawn.push(made);
    return made;
  };
  const heard = (event: RoomEvent): void => {
    for (const one of plant.event?.(event, ledger) ?? [event]) {
      trace.note(name, wordsOf(one));
      watch.event(ledger, one);
      if (one.event === "told") judgeTold(stage, ledger, one);
      if (one.event === "verification" && one.state === "open")
        world.after(0, () => {
          person.command({ do: "safety" });
        });
      if (one.event === "door") stage.count(`door ${one.state}`);
      if (place.rejoin) answerLater(stage, actor, one);
    }
  };
  const person: Person = createPerson({
    name,
    world,
    crypto: { random: { bytes }, kem: pool.kem },
    ether: stage.ether,
    sockets: socketsOf(
      dialler(stage, {
        wiring,
        ledger,
        deliver: (run) => {
          person.deliver(run);
        },
      }),
    ),
    http: {
      createRoom: async (_origin, request) =>
        request.kind === "pair"
          ? askRelay(stage, () => stage.relay.createRoom(name, request))
          : { error: "unavailable" },
    },
    turn: () => {
      watch.turn = ledger;
    },
    connects: () => {
      if (ledger.policy.path === "relayed") watch.say("hidden", `${name} makes a connection object`);
    },
    heard,
    ...(plant.setsTimer === undefined
      ? {}
      : { setsTimer: (ms: number) => plant.setsTimer?.(ms, ledger) ?? true }),
  });
  const actor: Actor = Object.assign(wiring, { person, ledger, drawn });
  stage.actors.push(actor);
  return actor;
}

/** The relay is said to know only when it does; one that began anew may know the room again by the other side's ticket. */
function judgeTold(
  { place, facts, relay, watch }: Stage,
  { name, role }: Ledger,
  told: { relayTold: boolean },
): void {
  const known = (relay.look()?.contents.rooms.length ?? 0) > 0;
  const mayLive = place.rejoin && role === "joiner";
  const honest = place.kind === "hostile" || facts.has("restart") || !known || mayLive;
  if (told.relayTold && !honest)
    watch.say("I6", `${name} takes the relay for told, which still holds the room`);
}

/** An answer comes after two ways; a relay that is down gives none. */
function askRelay<T extends object>(stage: Stage, ask: () => T): Promise<T> {
  const { world, dice, place } = stage;
  return new Promise((resolve) => {
    world.after(20 + dice.below(40), () => {
      const answer = ask();
      if (!("error" in answer)) stage.madeMs ??= world.nowMs();
      world.after(20 + dice.below(40), () => {
        const [creator] = stage.actors;
        creator?.person.deliver(() => {
          resolve(answer);
          if (place.rejoin && !("error" in answer)) world.hold(opened(creator.ledger));
        });
      });
    });
  });
}

/** The steps of a return room are loaded, which takes the time that it takes. */
async function opened(ledger: Ledger): Promise<void> {
  const untilMs = Date.now() + LOADS_MS;
  while (ledger.door === null && Date.now() < untilMs) await new Promise((resolve) => setImmediate(resolve));
  if (ledger.door === null) throw new Error("the steps of a return room did not load");
}

function wordsOf(event: RoomEvent): string {
  switch (event.event) {
    case "message":
      return `message of ${event.from}: ${event.text.slice(0, 32)}`;
    case "status":
      return `status ${event.value}`;
    case "receipt":
      return `receipt ${event.id.slice(0, 6)} ${event.state}`;
    case "end":
      return `end ${event.reason}, ${String(event.undelivered)} undelivered, ${String(event.unopenedBlocks)} unopened`;
    case "told":
      return `told: relay ${String(event.relayTold)}, other ${String(event.otherTold)}, telling ${String(event.telling)}`;
    case "policy":
      return `policy ${event.path}, own ${event.own}, awaits ${String(event.awaits)}`;
    case "notice":
      return `notice ${String(event.notice)}`;
    case "other":
      return `other is ${event.presence}`;
    case "door":
      return `door ${event.state} ${String(event.knock ?? "")}`;
    default:
      return event.event;
  }
}
