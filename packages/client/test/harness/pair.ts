/*
 * Two clients, a relay, a peer pair and the weather; and the rules that no history may break.
 */
import type { EndReason, RoomEvent } from "../../src/face.ts";
import { createTestClient } from "./client.ts";
import type { Plant, TestClient } from "./client.ts";
import { createNetwork } from "./network.ts";
import type { Network } from "./network.ts";
import { createMemoryPeers } from "./peers.ts";
import type { MemoryPeers } from "./peers.ts";
import { createDice } from "./random.ts";
import type { Dice } from "./random.ts";
import { createMemoryRelay } from "./relay.ts";
import type { MemoryRelay } from "./relay.ts";
import { createWeather } from "./wire.ts";
import type { Weather } from "./wire.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

export interface TestPair {
  readonly world: World;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly relay: MemoryRelay;
  readonly peers: MemoryPeers;
  readonly network: Network;
  readonly creator: TestClient;
  readonly joiner: TestClient;
  /** Every text that was said, by whom. */
  readonly said: { creator: string[]; joiner: string[] };
  say(by: "creator" | "joiner", text: string): void;
  /** Makes the room, and lets the joiner in with its link. */
  meet(options?: MeetOptions): Promise<void>;
}

export interface MeetOptions {
  readonly ttlSeconds?: number;
  readonly path?: "any" | "direct";
  readonly hideAddress?: boolean;
  /** The joiner hides its own. */
  readonly joinerHides?: boolean;
}

export const NAMES = { creator: "canary-Ada", joiner: "canary-Bob" };

/** What a relay makes of a frame on its way to one side: the frames that arrive there in its place. */
export type Middle = (to: "creator" | "joiner", bytes: Uint8Array) => readonly Uint8Array[];

export interface TestPairOptions {
  readonly creator?: Plant;
  readonly joiner?: Plant;
  readonly middle?: Middle;
  /** What the relay is configured with; 300 where it is not said. */
  readonly graceSeconds?: number;
  /** Two pairs may share one time. */
  readonly world?: World;
}

export function createTestPair(seed: number, options: TestPairOptions = {}): TestPair {
  const world = options.world ?? createWorld();
  const dice = createDice(seed);
  const weather = createWeather();
  const relay = createMemoryRelay(world, dice, weather, options.graceSeconds);
  const peers = createMemoryPeers(world, dice, weather);
  const network = createNetwork(world, (side) => {
    relay.lose(side);
  });
  const make = (side: 0 | 1, plant: Plant | undefined): TestClient =>
    createTestClient({
      world,
      seed: `${String(seed)}/${String(side)}`,
      relay,
      socket: network.socket(side, (emit) =>
        relay.attach((event) => {
          const to = side === 0 ? "creator" : "joiner";
          const frames = event.on === "received" ? options.middle?.(to, event.bytes) : undefined;
          if (event.on !== "received" || frames === undefined) emit(event);
          else for (const bytes of frames) emit({ ...event, bytes });
        }),
      ),
      peer: network.peer(side, (emit) => peers.attach(side, emit)),
      ...(plant === undefined ? {} : { plant }),
    });
  const creator = make(0, options.creator);
  const joiner = make(1, options.joiner);
  const said: TestPair["said"] = { creator: [], joiner: [] };
  return {
    world,
    dice,
    weather,
    relay,
    peers,
    network,
    creator,
    joiner,
    said,
    say: (by, text) => {
      said[by].push(text);
      (by === "creator" ? creator : joiner).command({ do: "message", text, key: text });
    },
    meet: async ({ joinerHides = false, ...options } = {}) => {
      creator.command({ do: "create", origin: "https://relay.test", name: NAMES.creator, ...options });
      await world.run(100);
      joiner.command({
        do: "join",
        origin: "https://relay.test",
        invitation: linkOf(creator),
        name: NAMES.joiner,
        hideAddress: joinerHides,
      });
    },
  };
}

export function linkOf(creator: TestClient): string {
  const room = creator.events.find((event) => event.event === "room");
  if (room === undefined) throw new Error("the creator's face was given no link");
  return room.link;
}

export function statusOf(client: TestClient): string {
  return client.events.findLast((event) => event.event === "status")?.value ?? "none";
}

export function endOf(client: TestClient): EndReason | null {
  return client.events.find((event) => event.event === "end")?.reason ?? null;
}

export function heardBy(client: TestClient): string[] {
  return client.events.filter(isOthers).map((event) => event.text);
}

function isOthers(event: RoomEvent): event is RoomEvent & { event: "message" } {
  return event.event === "message" && event.from === "other";
}

/** The last receipt of every own text, in the order of the texts. */
export function receiptsOf(client: TestClient): string[] {
  const states = new Map<string, string>();
  for (const event of client.events) if (event.event === "receipt") states.set(event.id, event.state);
  return [...states.values()];
}
