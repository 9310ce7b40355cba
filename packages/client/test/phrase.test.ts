import { randomBytes } from "node:crypto";
import { words } from "@tacet/core/words";
import { decodeFromRelay, encodeToRelay } from "@tacet/wire";
import { afterEach, describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/index.ts";
import { typedPhrases } from "../src/phrase/typed.ts";
import { createMemoryPeers } from "./harness/peers.ts";
import { createDice } from "./harness/random.ts";
import { createRealClient, createRealWorld, originWebSocket, startRealRelay } from "./harness/real.ts";
import type { RealClient, RealRelay } from "./harness/real.ts";
import { createWeather } from "./harness/wire.ts";

const relays: RealRelay[] = [];
const clients: RealClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.room.close();
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});

interface Scene {
  readonly relay: RealRelay;
  readonly creator: RealClient;
  readonly crossed: Uint8Array[];
  guest(): Promise<RealClient>;
}

/** A creator who waits, at a real relay. */
async function wait(): Promise<Scene> {
  const relay = await startRealRelay();
  relays.push(relay);
  const peers = createMemoryPeers(createRealWorld(), createDice(1), createWeather());
  const crossed: Uint8Array[] = [];
  const open = async (side: 0 | 1): Promise<RealClient> => {
    const client = await createRealClient(
      relay.url,
      (emit) => peers.attach(side, emit),
      (bytes) => crossed.push(bytes),
    );
    clients.push(client);
    return client;
  };
  const creator = await open(0);
  creator.room.command({ do: "create", origin: relay.url, name: "canary-Ada" });
  await creator.until(({ event }) => event === "time-left");
  return { relay, creator, crossed, guest: () => open(1) };
}

/** The next of the creator's phrase events, after those that were seen. */
async function make({ creator }: Scene): Promise<string> {
  const before = creator.events.length;
  creator.room.command({ do: "phrase" });
  const isNew = (event: RoomEvent): boolean =>
    creator.events.indexOf(event) >= before && (event.event === "phrase" || event.event === "phrase-over");
  const event = await creator.until(isNew);
  if (event.event !== "phrase") throw new Error(`no phrase was made: ${JSON.stringify(event)}`);
  return event.phrase;
}

function join({ relay }: Scene, guest: RealClient, phrase: string): void {
  guest.room.command({ do: "join", origin: relay.url, invitation: phrase, name: "canary-Bob" });
}

const outcome = (of: string) => (event: RoomEvent) => event.event === "phrase-over" && event.outcome === of;
const secure = (event: RoomEvent): boolean => event.event === "status" && event.value === "secure";
const all = (client: RealClient, of: string): number => client.events.filter(outcome(of)).length;

/** The same address with another secret. */
function guess(phrase: string): string {
  const [w1 = "", w2 = "", w3 = "", w4 = ""] = phrase.split("-");
  return [w1, w2, w3, w4 === "zoo" ? "abandon" : "zoo"].join("-");
}

describe("a spoken phrase over the real relay", { timeout: 180_000 }, () => {
  it("leads to secure on both sides; neither secret words nor invitation cross the relay", async () => {
    const scene = await wait();
    const room = await scene.creator.until(({ event }) => event === "room");
    const phrase = await make(scene);
    expect(phrase).toMatch(/^[a-z]{3,8}(-[a-z]{3,8}){3}$/);
    const guest = await scene.guest();
    join(scene, guest, ` ${phrase.toUpperCase().replaceAll("-", ", ")}.`);
    await guest.until(outcome("invited"));
    await scene.creator.until(outcome("used"));
    await Promise.all([scene.creator.until(secure), guest.until(secure)]);
    const seen = Buffer.concat(scene.crossed);
    const key =
      room.event === "room" ? Buffer.from(room.link.split("#1")[1] ?? "", "base64url") : Buffer.alloc(0);
    expect(key.length).toBe(32);
    expect(seen.includes(key)).toBe(false);
    // Three letters stand by chance in so many sealed bytes once in some hundred runs, and would say nothing.
    const [w1 = "", w2 = "", w3 = "", w4 = ""] = phrase.split("-");
    const tellings = [w1, w2, w3, w4, `${w1}-${w2}`, `${w3}-${w4}`, phrase].filter(
      ({ length }) => length >= 5,
    );
    expect(tellings.filter((telling) => seen.includes(telling))).toEqual([]);
    expect(scene.relay.relay.inspect().phrases).toEqual([]);
  });

  it("tells both of wrong words, burns the address, and counts: after two it is off until allowed", async () => {
    const scene = await wait();
    for (const allowed of [true, false]) {
      const phrase = await make(scene);
      const guest = await scene.guest();
      join(scene, guest, guess(phrase));
      await guest.until(outcome("mismatch"));
      const failed = (event: RoomEvent): boolean =>
        outcome("failed")(event) && "allowed" in event && event.allowed === allowed;
      await scene.creator.until(failed);
      const late = await scene.guest();
      join(scene, late, phrase);
      await late.until(outcome("unknown"));
    }
    scene.creator.room.command({ do: "phrase" });
    await scene.creator.until(outcome("off"));
    scene.creator.room.command({ do: "phrase-allow" });
    const guest = await scene.guest();
    join(scene, guest, await make(scene));
    await guest.until(secure);
  });

  it("never begins one address twice, and asks nobody about it", async () => {
    const scene = await wait();
    const phrase = await make(scene);
    const guest = await scene.guest();
    join(scene, guest, guess(phrase));
    await guest.until(outcome("mismatch"));
    const crossed = scene.crossed.length;
    join(scene, guest, phrase);
    await guest.until(outcome("tried"));
    expect(scene.crossed.length).toBeLessThanOrEqual(crossed + 1);
    // A new phrase is another matter, and so is a link.
    join(scene, guest, await make(scene));
    await guest.until(secure);
  });

  it("answers what is no phrase as what is no invitation, and the room may be asked again", async () => {
    const scene = await wait();
    const guest = await scene.guest();
    join(scene, guest, "not four words");
    await guest.until(({ event }) => event === "refused");
    join(scene, guest, await make(scene));
    await guest.until(secure);
  });

  it("says network where there is no relay, and has begun nothing", async () => {
    const scene = await wait();
    const guest = await scene.guest();
    const phrase = await make(scene);
    guest.room.command({ do: "join", origin: "http://localhost:9", invitation: phrase, name: "" });
    await guest.until(outcome("network"));
    join(scene, guest, phrase);
    await guest.until(secure);
  });

  it("is cut with the inviter's socket, and is gone with its room", async () => {
    const scene = await wait();
    const phrase = await make(scene);
    scene.creator.room.command({ do: "burn" });
    await expect.poll(() => scene.relay.relay.inspect().phrases).toEqual([]);
    const guest = await scene.guest();
    join(scene, guest, phrase);
    await guest.until(outcome("unknown"));
    expect(all(scene.creator, "used")).toBe(0);
  });

  it("withdraws, and makes a new one in one command, which ends the one before", async () => {
    const scene = await wait();
    const [first, second] = [await make(scene), await make(scene)];
    expect(all(scene.creator, "withdrawn")).toBe(0);
    const guest = await scene.guest();
    join(scene, guest, first);
    await guest.until(outcome("unknown"));
    scene.creator.room.command({ do: "phrase-withdraw" });
    await scene.creator.until(outcome("withdrawn"));
    join(scene, guest, second);
    await expect.poll(() => all(guest, "unknown")).toBe(2);
  });

  it("gives up its attempt when the person does something else", async () => {
    const scene = await wait();
    const phrase = await make(scene);
    const guest = await scene.guest();
    join(scene, guest, phrase);
    guest.room.command({ do: "create", origin: scene.relay.url, name: "" });
    await guest.until(({ event }) => event === "room");
    expect(all(guest, "invited")).toBe(0);
  });
});

describe("a relay that does not play its part", { timeout: 180_000 }, () => {
  it("gets one guess: a message 1 with other words fails, and the inviter is told", async () => {
    const scene = await wait();
    const phrase = await make(scene);
    const [w1 = "", w2 = ""] = phrase.split("-");
    const address = words.indexOf(w1) * 2048 + words.indexOf(w2);
    const socket = new (originWebSocket(scene.relay.url))(
      `${scene.relay.url.replace("http", "ws")}/relay`,
      "tacet.v1",
    );
    socket.binaryType = "arraybuffer";
    const frames: string[] = [];
    socket.addEventListener("message", ({ data }) => {
      const frame = decodeFromRelay(new Uint8Array(data as ArrayBuffer));
      frames.push(frame.kind);
      // A message 1 whose point is none.
      const message = new Uint8Array(255);
      message.set([1, 1]);
      message.set(randomBytes(32), 2);
      message.fill(0xff, 34, 66);
      if (frame.kind === "phrase-begun")
        socket.send(Buffer.from(encodeToRelay({ kind: "phrase-message", message })));
    });
    socket.addEventListener("open", () => {
      socket.send(Buffer.from(encodeToRelay({ kind: "phrase-begin", address })));
    });
    // Before message 2 nothing was spent, so nothing is counted.
    const cut = await scene.creator.until(outcome("cut"));
    expect(cut).toMatchObject({ allowed: true });
    await expect.poll(() => frames).toEqual(["phrase-begun", "phrase-over"]);
  });
});

describe("what was typed", () => {
  it("is completed from the list, after the first letter and in either case", () => {
    expect(typedPhrases.complete("aba", 5)).toEqual(["abandon"]);
    expect(typedPhrases.complete("ABI", 5)).toEqual(["ability"]);
    expect(typedPhrases.complete("a", 3)).toEqual(["abandon", "ability", "able"]);
    expect([typedPhrases.complete("", 5), typedPhrases.complete("xq", 5)]).toEqual([[], []]);
  });

  it("is read without being used: a wrong word is named by its place", () => {
    expect(typedPhrases.read("abandon ability able about")).toEqual({ kind: "phrase" });
    expect(typedPhrases.read("abandon ability abel about")).toEqual({
      kind: "fault",
      fault: "word",
      word: 3,
    });
    expect(typedPhrases.read("abandon ability")).toEqual({ kind: "fault", fault: "count", word: null });
  });
});
