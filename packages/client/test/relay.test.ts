import { afterEach, describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/index.ts";
import { createMemoryPeers } from "./harness/peers.ts";
import type { MemoryPeers } from "./harness/peers.ts";
import { createDice } from "./harness/random.ts";
import { createHurriedClock, createRealClient, createRealWorld, startRealRelay } from "./harness/real.ts";
import type { RealClient, RealRelay } from "./harness/real.ts";
import { createWeather } from "./harness/wire.ts";

/** Real sockets on a busy machine. */
const TIMEOUT_MS = 180_000;

interface Meeting {
  readonly relay: RealRelay;
  readonly peers: MemoryPeers;
  readonly creator: RealClient;
  readonly joiner: RealClient;
  readonly crossed: Uint8Array[];
  readonly link: string;
}

const relays: RealRelay[] = [];
const clients: RealClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.room.close();
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});

const status = (value: string) => (event: RoomEvent) => event.event === "status" && event.value === value;
const end = (event: RoomEvent): boolean => event.event === "end";

/** Two people over a real relay, up to "secure" on both sides. */
async function meet(): Promise<Meeting> {
  const relay = await startRealRelay();
  relays.push(relay);
  const peers = createMemoryPeers(createRealWorld(), createDice(1), createWeather());
  const crossed: Uint8Array[] = [];
  const record = (bytes: Uint8Array): void => void crossed.push(bytes);
  const creator = await createRealClient(relay.url, (emit) => peers.attach(0, emit), record);
  const joiner = await createRealClient(relay.url, (emit) => peers.attach(1, emit), record);
  clients.push(creator, joiner);
  creator.room.command({ do: "create", origin: relay.url, name: "canary-Ada" });
  const room = await creator.until((event) => event.event === "room");
  const link = room.event === "room" ? room.link : "";
  joiner.room.command({ do: "join", origin: relay.url, invitation: link, name: "canary-Bob" });
  await Promise.all([creator.until(status("secure")), joiner.until(status("secure"))]);
  return { relay, peers, creator, joiner, crossed, link };
}

describe("over the real relay", { timeout: TIMEOUT_MS }, () => {
  it("two people are secure, and 200 texts each way arrive once and in order; nothing readable crosses", async () => {
    const { creator, joiner, crossed, link } = await meet();
    const texts = Array.from({ length: 200 }, (_, at) => `canary-text-${String(at)}`);
    for (const text of texts) {
      creator.room.command({ do: "message", text: `c-${text}`, key: text });
      joiner.room.command({ do: "message", text: `j-${text}`, key: text });
    }
    const last = (text: string) => (event: RoomEvent) =>
      event.event === "message" && event.from === "other" && event.text === text;
    await Promise.all([creator.until(last("j-canary-text-199")), joiner.until(last("c-canary-text-199"))]);
    const heard = (client: RealClient): string[] =>
      client.events.flatMap((event) =>
        event.event === "message" && event.from === "other" ? [event.text] : [],
      );
    expect(heard(joiner)).toEqual(texts.map((text) => `c-${text}`));
    expect(heard(creator)).toEqual(texts.map((text) => `j-${text}`));
    const delivered = (client: RealClient): number =>
      client.events.filter((event) => event.event === "receipt" && event.state === "delivered").length;
    await Promise.all(
      [creator, joiner].map((client) => client.until(() => delivered(client) === texts.length)),
    );
    const key = Buffer.from(link.split("#")[1]?.slice(1) ?? "", "base64url");
    expect(key).toHaveLength(32);
    const readable = crossed.filter((frame) => {
      const bytes = Buffer.from(frame);
      return bytes.includes("canary") || bytes.includes("description-of") || bytes.includes(key);
    });
    expect(readable).toEqual([]);
    expect(crossed.length).toBeGreaterThan(8);
  });

  it("a burnt room is over on both sides and at the relay; its link is worth nothing", async () => {
    const { relay, creator, joiner, link } = await meet();
    joiner.room.command({ do: "burn" });
    expect(await joiner.until(end)).toMatchObject({ reason: "burned-here" });
    expect(await creator.until(end)).toMatchObject({ reason: "burned-there" });
    const peers = createMemoryPeers(createRealWorld(), createDice(2), createWeather());
    // It asks for the room four times in five and a half seconds (spec/direct.md 6).
    const clock = createHurriedClock(10);
    const attach = (emit: Parameters<typeof peers.attach>[1]) => peers.attach(1, emit);
    const late = await createRealClient(relay.url, attach, undefined, null, clock);
    late.room.command({ do: "join", origin: relay.url, invitation: link, name: "" });
    expect(await late.until(end)).toMatchObject({ reason: "absent" });
    expect(relay.relay.inspect().rooms).toEqual([]);
  });

  it("a second person with the same link is told that it was used", async () => {
    const { relay, link } = await meet();
    const peers = createMemoryPeers(createRealWorld(), createDice(3), createWeather());
    const second = await createRealClient(relay.url, (emit) => peers.attach(1, emit));
    second.room.command({ do: "join", origin: relay.url, invitation: link, name: "" });
    expect(await second.until(end)).toMatchObject({ reason: "used" });
  });

  it("a path that fails comes back by itself, through the relay", async () => {
    const { peers, creator, joiner } = await meet();
    peers.cut();
    const cut = Promise.all([creator.until(status("reconnecting")), joiner.until(status("reconnecting"))]);
    await cut;
    creator.room.command({ do: "message", text: "after the cut", key: "k" });
    await joiner.until((event) => event.event === "message" && event.text === "after the cut");
  });

  it("leaving is known at once", async () => {
    const { creator, joiner } = await meet();
    creator.room.close();
    expect(await joiner.until(end)).toMatchObject({ reason: "left-there" });
  });
});
