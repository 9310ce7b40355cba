import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
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

/** Two people over a real relay, up to a session in which files can be offered; the joiner saves into a folder. */
async function meet(): Promise<Meeting> {
  const relay = await startRealRelay();
  relays.push(relay);
  const folder = mkdtempSync(join(tmpdir(), "tacet-files-"));
  folders.push(folder);
  const peers = createMemoryPeers(createRealWorld(), createDice(1), createWeather());
  const crossed: Uint8Array[] = [];
  const record = (bytes: Uint8Array): void => void crossed.push(bytes);
  const creator = await createRealClient(relay.url, (emit) => peers.attach(0, emit), record);
  const sink = (emit: Parameters<typeof createFolderSink>[1]) => createFolderSink(folder, emit);
  const joiner = await createRealClient(relay.url, (emit) => peers.attach(1, emit), record, sink);
  clients.push(creator, joiner);
  creator.room.command({ do: "create", origin: relay.url, name: "canary-Ada" });
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
});
