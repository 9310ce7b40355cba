import { KIND, seededCrypto } from "@tacet/core";
import { fileBodies, pieces } from "@tacet/core/files";
import { encodePass } from "@tacet/wire";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/face.ts";
import { createChannels } from "../../src/files/channels.ts";
import { createFilesDesk } from "../../src/files/desk.ts";
import type { FilesInput, FilesSay } from "../../src/files/state.ts";
import type { ChannelListener, FilesPeerEvent } from "../../src/ports.ts";
import { FakeChannel } from "../harness/fake-channel.ts";
import { DIRECT, PIECE_BYTES } from "./side.ts";

/** A channel for files that was handed over to the thread of the files (spec/files.md 5): pieces pass the room by. */
function start(state: "connecting" | "open" = "open") {
  const events: RoomEvent[] = [];
  const says: FilesSay[] = [];
  const heard: FilesPeerEvent[] = [];
  const clock = { monotonicMs: () => 0, wallMs: () => 0, after: () => () => undefined };
  const { random } = seededCrypto(state);
  const desk = createFilesDesk({
    clock,
    random,
    emit: (event) => void events.push(event),
    say: (said) => void says.push(said),
    take: ({ event }) => void heard.push(event),
  });
  desk.take({ on: "path", path: DIRECT });
  const channel = new FakeChannel("tacet-files", {});
  channel.readyState = state;
  const lent = channel as unknown as RTCDataChannel;
  desk.sinkEvent({ on: "lent", generation: 1, number: 0, own: true, channel: lent });
  return { desk, channel, events, says, heard, random };
}

/** Until sealing and opening are done. */
async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setImmediate(resolve));
}

const judged = (says: readonly FilesSay[]) => says.filter((one) => one.do === "judged");

describe("a channel for files on the thread of the files", () => {
  test("tells the room that it is open, though it was before anybody listened", () => {
    expect(start("open").heard).toEqual([{ on: "files", generation: 1, did: "opened" }]);
    const { heard, channel } = start("connecting");
    expect(heard).toEqual([]);
    channel.onopen?.();
    expect(heard).toEqual([{ on: "files", generation: 1, did: "opened" }]);
  });

  test("takes own pieces as frames, no more than 1 MiB, and more as its queue drains; a newer path's go through the room", async () => {
    const { desk, channel, says, random } = start();
    const id = random.bytes(16);
    const source = new Blob([new Uint8Array(40 * PIECE_BYTES)]);
    desk.take({ on: "command", id, command: { do: "file", key: "k", name: "a", type: "", source } });
    desk.take({
      on: "content",
      kind: KIND.fileAccept,
      id: random.bytes(16),
      body: fileBodies.accept.encode(id, 40),
      known: false,
    });
    channel.holds = true;
    await until(() => channel.sent.length === 16);
    expect(channel.sent.map((frame) => [frame.length, frame[0], frame[1]])).toEqual(
      Array.from({ length: 16 }, () => [65_536, 16, 4]),
    );
    channel.bufferedAmount = 0;
    channel.onbufferedamountlow?.();
    await until(() => channel.sent.length === 32);
    expect(says.some((one) => one.do === "piece")).toBe(false);
    desk.take({ on: "path", path: { ...DIRECT, route: { path: "direct", number: 2 } } });
    await until(() => says.some((one) => one.do === "piece"));
    expect(channel.sent).toHaveLength(32);
  });

  test("gives pieces to their file; what is not wanted is counted, what is no piece goes to the room", async () => {
    const { desk, channel, events, says, heard, random } = start();
    const id = random.bytes(16);
    const made = pieces.offer(random, { name: "a", type: "", size: 3 });
    desk.take({ on: "content", kind: KIND.fileOffer, id, body: made.body.slice(), known: false });
    const offered = events.find((event) => event.event === "file");
    if (offered?.event !== "file") throw new Error("nothing was offered");
    desk.take({
      on: "command",
      id: random.bytes(16),
      command: { do: "accept", id: offered.id, save: "memory" },
    });
    const { block } = await (await made.sealer(id)).seal(Uint8Array.of(1, 2, 3), true);
    const arrives = (bytes: Uint8Array): void => channel.onmessage?.({ data: bytes.slice().buffer });
    arrives(encodePass(block));
    await until(() => events.some((event) => event.event === "file" && event.state === "done"));
    expect(judged(says)).toEqual([]);
    arrives(encodePass(block));
    expect(judged(says)).toEqual([]);
    // The room counts it, as it counts what is no piece.
    const nothing = { on: "files", generation: 1, did: "received", bytes: new Uint8Array(0) };
    expect(heard.slice(1)).toEqual([nothing]);
    heard.length = 0;
    for (const other of [Uint8Array.of(9), encodePass(new Uint8Array(255)), block]) arrives(other);
    expect(heard.map((event) => event.did)).toEqual(["received", "received", "received"]);
  });
});

test("a lane that carries anything but its opener's pieces is closed, and the room counts it", () => {
  const piece = encodePass(new Uint8Array(65_535).fill(4, 0, 1));
  const hear = (own: boolean, bytes: Uint8Array) => {
    const heard: FilesPeerEvent[] = [];
    const inputs: FilesInput[] = [];
    const ports = { take: ({ event }: { readonly event: FilesPeerEvent }) => void heard.push(event) };
    const channels = createChannels(ports, (input) => void inputs.push(input));
    const channel = new FakeChannel("tacet-lane", {});
    const name = { generation: 3, number: 1, own };
    channels.event({ ...name, on: "lent", channel: channel as unknown as RTCDataChannel });
    channel.onmessage?.({ data: bytes.slice().buffer });
    return { heard, inputs, name };
  };
  const wanted = hear(false, piece);
  expect([wanted.heard, wanted.inputs.map(({ on }) => on)]).toEqual([[], ["channel-piece"]]);
  for (const [own, bytes] of [
    [false, Uint8Array.of(9)],
    [false, encodePass(new Uint8Array(255))],
    [true, piece],
  ] as const) {
    const { heard, inputs, name } = hear(own, bytes);
    expect(inputs).toEqual([{ on: "lane", event: { ...name, on: "closed" } }]);
    expect(heard).toEqual([{ on: "files", generation: 3, did: "received", bytes: new Uint8Array(0) }]);
  }
});

test("a channel of a library carries pieces likewise, and is told nothing of how soon to ask", () => {
  const heard: FilesPeerEvent[] = [];
  const inputs: FilesInput[] = [];
  const sent: Uint8Array[] = [];
  const listeners: ChannelListener[] = [];
  const ports = { take: ({ event }: { readonly event: FilesPeerEvent }) => void heard.push(event) };
  const channels = createChannels(ports, (input) => void inputs.push(input));
  const channel = {
    listen: (listener: ChannelListener) => {
      listeners.push(listener);
      return (bytes: Uint8Array) => void sent.push(bytes.slice());
    },
  };
  channels.event({ on: "carried", generation: 2, number: 0, own: true, channel });
  const [listener] = listeners;
  const piece = encodePass(new Uint8Array(65_535).fill(4, 0, 1));
  listener?.opened();
  listener?.received(piece);
  listener?.drained(9);
  listener?.received(Uint8Array.of(1));
  expect(heard.map((event) => event.did)).toEqual(["opened", "received"]);
  expect(inputs.map(({ on }) => on)).toEqual(["channel-piece", "drained"]);
  const says = (number: number) =>
    ({ do: "piece", route: { path: "direct", number }, lane: 0, block: piece.subarray(1) }) as const;
  expect([channels.sends(says(1)), channels.sends(says(2))]).toEqual([false, true]);
  expect(sent).toEqual([piece]);
  channels.command({ generation: 2, number: 1, own: true, do: "open", iceServers: [] });
  expect(channel).toEqual({ listen: channel.listen });
});

test("beside lanes the path's own channel asks for more with one piece left, and after them as before", () => {
  const channels = createChannels({ take: () => undefined }, () => undefined);
  const channel = new FakeChannel("tacet-files", {});
  const lent = channel as unknown as RTCDataChannel;
  channels.event({ on: "lent", generation: 1, number: 0, own: true, channel: lent });
  const before = channel.bufferedAmountLowThreshold;
  const thresholds = [
    { number: 1, own: true, do: "open", iceServers: [] },
    { number: 2, own: true, do: "open", iceServers: [] },
    { number: 1, own: true, do: "close" },
    { number: 9, own: false, do: "take", iceServers: [], text: "v=0" },
    { number: 2, own: true, do: "close" },
  ] as const;
  const low = thresholds.map((command) => {
    channels.command({ generation: 1, ...command });
    return channel.bufferedAmountLowThreshold;
  });
  expect(low).toEqual([65_535, 65_535, 65_535, 65_535, before]);
});
