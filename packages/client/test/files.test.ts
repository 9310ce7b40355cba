import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/index.ts";
import { createFolderSink } from "./harness/folder-sink.ts";
import { createMemoryPeers } from "./harness/peers.ts";
import type { MemoryPeers } from "./harness/peers.ts";
import { createDice } from "./harness/random.ts";
import { createRealClient, createRealWorld, startRealRelay } from "./harness/real.ts";
import type { RealClient, RealRelay } from "./harness/real.ts";
import { createWeather } from "./harness/wire.ts";

/** Real sockets and real cryptography on a busy machine. */
const TIMEOUT_MS = 60_000;

type FileTold = RoomEvent & { event: "file" };

interface Meeting {
  readonly peers: MemoryPeers;
  readonly creator: RealClient;
  readonly joiner: RealClient;
  readonly folder: string;
  readonly crossed: Uint8Array[];
}

const relays: RealRelay[] = [];
const clients: RealClient[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.room.close();
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface MeetingOptions {
  readonly path?: "any" | "direct";
  readonly hideAddress?: boolean;
  /** No direct path comes up. */
  readonly blocked?: boolean;
  readonly relayedFileBytesMax?: number;
  /** Told of all bytes that the joiner has been given to write, with each that come. */
  readonly written?: (bytes: number) => void;
}

/** Two people over a real relay, up to a session in which files can be offered; the joiner saves into a folder. */
async function meet({
  blocked = false,
  relayedFileBytesMax,
  written,
  ...asked
}: MeetingOptions = {}): Promise<Meeting> {
  const limit = String(relayedFileBytesMax ?? "");
  const relay = await startRealRelay({ TACET_FILE_LIMIT_RELAYED_BYTES: limit });
  relays.push(relay);
  const folder = mkdtempSync(join(tmpdir(), "tacet-files-"));
  folders.push(folder);
  const peers = createMemoryPeers(createRealWorld(), createDice(1), createWeather());
  peers.blocked = blocked;
  const crossed: Uint8Array[] = [];
  const record = (bytes: Uint8Array): void => void crossed.push(bytes);
  const creator = await createRealClient(relay.url, (emit) => peers.attach(0, emit), record);
  const sink = (emit: Parameters<typeof createFolderSink>[1]): ReturnType<typeof createFolderSink> => {
    const saves = createFolderSink(folder, emit);
    let total = 0;
    return {
      post: (command) => {
        saves.post(command);
        if (command.do !== "write") return;
        total += command.bytes.length;
        written?.(total);
      },
    };
  };
  const joiner = await createRealClient(relay.url, (emit) => peers.attach(1, emit), record, sink);
  clients.push(creator, joiner);
  creator.room.command({ do: "create", origin: relay.url, name: "canary-Ada", ...asked });
  const room = await creator.until((event) => event.event === "room");
  const link = room.event === "room" ? room.link : "";
  joiner.room.command({ do: "join", origin: relay.url, invitation: link, name: "canary-Bob" });
  const open = (event: RoomEvent): boolean => event.event === "files" && event.open;
  await Promise.all([creator.until(open), joiner.until(open)]);
  return { peers, creator, joiner, folder, crossed };
}

const file = (state: FileTold["state"], name?: string) => (event: RoomEvent) =>
  event.event === "file" && event.state === state && (name === undefined || event.name === name);

async function told(client: RealClient, state: FileTold["state"], name?: string): Promise<FileTold> {
  const event = await client.until(file(state, name));
  if (event.event !== "file") throw new Error("no file was told");
  return event;
}

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31 + (at >> 8)) & 0xff;
  return bytes;
}

describe("files over the real relay", { timeout: TIMEOUT_MS }, () => {
  it("arrive whole in memory and in a folder, in both directions, with words between", async () => {
    const { creator, joiner, folder, crossed } = await meet();
    const [small, large] = [bytesOf(200_000), bytesOf(5_000_000)];
    creator.room.command({
      do: "file",
      key: "a",
      name: "../a.png",
      type: "image/png",
      source: new Blob([small]),
    });
    const offered = await told(joiner, "offered");
    expect(offered).toMatchObject({
      from: "other",
      name: "a.png",
      type: "image/png",
      size: 200_000,
      bytes: 0,
    });
    expect(await told(creator, "offered")).toMatchObject({ key: "a", from: "self", id: offered.id });
    joiner.room.command({ do: "accept", id: offered.id, save: "memory" });
    const done = await told(joiner, "done");
    expect(Buffer.compare(new Uint8Array((await done.blob?.arrayBuffer()) ?? []), small)).toBe(0);
    expect(await told(creator, "done")).toMatchObject({ bytes: 200_000, key: null, blob: null });

    creator.room.command({ do: "file", key: "b", name: "large", type: "", source: new Blob([large]) });
    joiner.room.command({ do: "accept", id: (await told(joiner, "offered", "large")).id, save: "sink" });
    joiner.room.command({ do: "message", text: "meanwhile", key: "m" });
    await creator.until((event) => event.event === "message" && event.text === "meanwhile");
    await Promise.all([told(joiner, "done", "large"), told(creator, "done", "large")]);
    expect(readdirSync(folder)).toEqual(["large"]);
    expect(Buffer.compare(readFileSync(join(folder, "large")), large)).toBe(0);
    // What goes directly never crosses the relay.
    expect(crossed.filter((frame) => frame.length === 65_536)).toEqual([]);

    joiner.room.command({ do: "file", key: "c", name: "back", type: "", source: new Blob([]) });
    creator.room.command({ do: "accept", id: (await told(creator, "offered", "back")).id, save: "memory" });
    expect((await told(creator, "done", "back")).blob?.size).toBe(0);
    expect(await told(joiner, "done", "back")).toMatchObject({ size: 0 });
  });

  it("go on where they were after the direct path is cut, and nothing has its name before it is whole", async () => {
    // Counted where it is written: what is told of it comes twice a second, and it may be whole by then.
    const cutsAt = [1_000_000, 12_000_000];
    const { peers, creator, joiner, folder } = await meet({
      written: (total) => {
        if (total <= (cutsAt[0] ?? Infinity)) return;
        cutsAt.shift();
        expect(readdirSync(folder)).not.toContain("whole");
        peers.cut();
      },
    });
    const bytes = bytesOf(24_000_000);
    creator.room.command({ do: "file", key: "k", name: "whole", type: "", source: new Blob([bytes]) });
    joiner.room.command({ do: "accept", id: (await told(joiner, "offered")).id, save: "sink" });
    await Promise.all([told(joiner, "done"), told(creator, "done")]);
    expect(cutsAt).toEqual([]);
    expect(readdirSync(folder)).toEqual(["whole"]);
    expect(Buffer.compare(readFileSync(join(folder, "whole")), bytes)).toBe(0);
  });

  it("that are not whole when the room ends have failed for both before the end is told, and are gone", async () => {
    const { creator, joiner, folder } = await meet();
    const source = new Blob([bytesOf(40_000_000)]);
    creator.room.command({ do: "file", key: "k", name: "never", type: "", source });
    joiner.room.command({ do: "accept", id: (await told(joiner, "offered")).id, save: "sink" });
    await joiner.until((event) => event.event === "file" && event.bytes > 0);
    creator.room.command({ do: "burn" });
    for (const client of [creator, joiner]) {
      expect(await told(client, "failed")).toMatchObject({ reason: "ended", blob: null });
      await client.until((event) => event.event === "end");
      const names = client.events.map((event) => (event.event === "file" ? event.state : event.event));
      expect(names.indexOf("failed")).toBeLessThan(names.indexOf("end"));
    }
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  it("never take the place of a file that is there", async () => {
    const { creator, joiner, folder } = await meet();
    writeFileSync(join(folder, "mine"), "kept");
    creator.room.command({ do: "file", key: "k", name: "mine", type: "", source: new Blob(["new"]) });
    joiner.room.command({ do: "accept", id: (await told(joiner, "offered")).id, save: "sink" });
    const ends = await Promise.all([told(joiner, "failed"), told(creator, "failed")]);
    expect(ends.map(({ reason }) => reason)).toEqual(["unwritable", "unwritable"]);
    expect(readFileSync(join(folder, "mine"), "utf8")).toBe("kept");
    expect(readdirSync(folder)).toEqual(["mine"]);
  });

  it("cross the relay in a room that hides addresses, up to its limit, and nothing of them can be read there", async () => {
    const { creator, joiner, crossed } = await meet({ hideAddress: true, relayedFileBytesMax: 400_000 });
    expect(creator.events.findLast((event) => event.event === "files")).toMatchObject({ bytesMax: 400_000 });
    const send = (key: string, source: Blob): void =>
      joiner.room.command({ do: "file", key, name: `canary-${key}`, type: "canary/plain", source });
    send("long", new Blob([new Uint8Array(400_001)]));
    await joiner.until((event) => event.event === "refused" && event.reason === "too-large");
    const bytes = new TextEncoder().encode("canary! ".repeat(50_000));
    send("fits", new Blob([bytes]));
    creator.room.command({ do: "accept", id: (await told(creator, "offered")).id, save: "memory" });
    const done = await told(creator, "done");
    await told(joiner, "done");
    expect(Buffer.compare(new Uint8Array((await done.blob?.arrayBuffer()) ?? []), bytes)).toBe(0);
    // Each of seven pieces is recorded on its way up and on its way down; a slow machine may send one again.
    const pieces = crossed.filter((frame) => frame.length === 65_536 && frame[1] === 4);
    expect(pieces.length).toBeGreaterThanOrEqual(14);
    expect(crossed.filter((frame) => Buffer.from(frame).includes("canary"))).toEqual([]);
  });

  it("take the relay where there is no direct path, and longer ones wait for it, in a room that may take either", async () => {
    const { peers, creator, joiner, crossed } = await meet({
      path: "any",
      blocked: true,
      relayedFileBytesMax: 200_000,
    });
    const files = { short: new Blob([bytesOf(190_000)]), long: new Blob([bytesOf(210_000)]) };
    for (const [name, source] of Object.entries(files)) {
      creator.room.command({ do: "file", key: name, name, type: "", source });
      joiner.room.command({ do: "accept", id: (await told(joiner, "offered", name)).id, save: "memory" });
    }
    await Promise.all([told(joiner, "done", "short"), told(creator, "done", "short")]);
    const pieces = (): number => crossed.filter((frame) => frame.length === 65_536).length;
    const before = pieces();
    expect(before).toBeGreaterThanOrEqual(6);
    expect(joiner.events.some((event) => file("moving", "long")(event))).toBe(false);
    peers.blocked = false;
    joiner.room.command({ do: "keep-trying" });
    creator.room.command({ do: "keep-trying" });
    await Promise.all([told(joiner, "done", "long"), told(creator, "done", "long")]);
    expect(pieces()).toBe(before);
  });
});
