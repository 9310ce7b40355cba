/* Nothing escapes from a room's thread: whatever throws in it ends the room, wipes its keys and closes its paths. */
import { seededCrypto } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { decodeToRelay, encodeFromRelay } from "@tacet/wire";
import type { RoomAnswer } from "@tacet/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPairRoom } from "../src/index.ts";
import type { Clock, HttpPort, PairRoom, RoomEvent, SocketCommand } from "../src/index.ts";

const answer: RoomAnswer = {
  room_id: "AAAAAAAAAAAAAAAAAAAAAA",
  expires_at: 1,
  ticket: "CQ",
  ice_servers: [],
  limits: { ttl_seconds: 900, grace_seconds: 300, frame_bytes: 65_536 },
};
/** Time stands still: what happens here needs none. */
const clock: Clock = {
  monotonicMs: () => 1000,
  wallMs: () => 1_800_000_000_000,
  after: () => () => undefined,
};

interface Faulty {
  readonly room: PairRoom;
  readonly events: RoomEvent[];
  readonly posted: SocketCommand[];
  /** How often it said so. */
  readonly doneTimes: () => number;
}

function start(of: {
  createRoom?: HttpPort["createRoom"];
  crypto?: Crypto;
  emit?: (event: RoomEvent) => void;
  post?: (command: SocketCommand) => void;
}): Faulty {
  const events: RoomEvent[] = [];
  const posted: SocketCommand[] = [];
  let done = 0;
  const room: PairRoom = createPairRoom({
    clock,
    crypto: of.crypto ?? seededCrypto("faults"),
    http: { createRoom: of.createRoom ?? (() => Promise.resolve(answer)) },
    peer: { post: () => undefined },
    socket: {
      post: (command) => {
        posted.push(command);
        of.post?.(command);
        if (command.do === "open") room.socketEvent({ on: "opened", connection: command.connection });
      },
    },
    emit: (event) => {
      events.push(event);
      of.emit?.(event);
    },
    done: () => {
      done += 1;
      throw new Error("the face broke");
    },
  });
  room.command({ do: "create", origin: "https://relay.test", name: "" });
  return { room, events, posted, doneTimes: () => done };
}

/** Lets the room's own work come to its end: it needs promises and no time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const ends = (events: readonly RoomEvent[]): string[] =>
  events.flatMap((event) => (event.event === "end" ? [event.reason] : []));

describe("a room whose surroundings break", () => {
  const escaped: unknown[] = [];
  const watch = (error: unknown): void => void escaped.push(error);
  beforeEach(() => {
    escaped.length = 0;
    process.on("unhandledRejection", watch).on("uncaughtException", watch);
  });
  afterEach(() => {
    process.off("unhandledRejection", watch).off("uncaughtException", watch);
    expect(escaped).toEqual([]);
  });

  it.each([
    ["a ticket of 600 bytes", { ...answer, ticket: "A".repeat(800) }],
    ["no limits", { ...answer, limits: undefined }],
    ["nothing", null],
    ["a word", "no"],
  ])("ends with `relay` on an answer with %s, from whatever port", async (_what, bad) => {
    const { events, posted } = start({ createRoom: () => Promise.resolve(bad as unknown as RoomAnswer) });
    await settled();
    expect(ends(events)).toEqual(["relay"]);
    expect(posted).toEqual([]);
  });

  it("ends with `relay` when the port throws instead of rejecting", async () => {
    const { events } = start({
      createRoom: () => {
        throw new TypeError("no port");
      },
    });
    await settled();
    expect(ends(events)).toEqual(["relay"]);
  });

  it("ends when a job throws, and leaves its seat", async () => {
    const crypto = seededCrypto("faults");
    const kem = { ...crypto.kem, generate: () => Promise.reject(new Error("the platform's KEM broke")) };
    const { room, events, posted } = start({ crypto: { ...crypto, kem } });
    await settled();
    expect(ends(events)).toEqual(["relay"]);
    const welcome = {
      kind: "welcome",
      seat: 0,
      timeLeftMs: 900_000,
      graceSeconds: 300,
      directFileBytesMax: 0,
      relayedFileBytesMax: 16_777_216,
    } as const;
    const bytes = encodeFromRelay({ ...welcome, other: "never", ticket: new Uint8Array(0), stun: [] });
    room.socketEvent({ on: "received", connection: 1, bytes });
    await settled();
    const over = encodeFromRelay({ kind: "ended", reason: "left" });
    room.socketEvent({ on: "received", connection: 1, bytes: over });
    const [leave, close] = posted.slice(-2);
    expect(leave?.do === "send" && decodeToRelay(leave.bytes).kind).toBe("leave");
    expect(close?.do).toBe("close");
    const before = events.length;
    room.command({ do: "message", text: "hi", key: "k" });
    await settled();
    expect(events.slice(before)).toEqual([{ event: "refused", key: "k", reason: "no-room" }]);
  });

  it("says once that it is done: not with the end, but when its seat is left and its keys are gone", async () => {
    const { room, events, doneTimes } = start({});
    await settled();
    room.command({ do: "leave" });
    await settled();
    expect([ends(events), doneTimes()]).toEqual([["left-here"], 0]);
    const refused = encodeFromRelay({ kind: "refused", code: "absent" });
    room.socketEvent({ on: "received", connection: 1, bytes: refused });
    // Erasing the keys is real cryptography's work: on a busy machine it takes a while.
    await expect.poll(doneTimes).toBe(1);
    room.command({ do: "leave" });
    await settled();
    expect(doneTimes()).toBe(1);
  });

  it("ends when an effect throws, once, and still hears its other effects", async () => {
    let throws = false;
    const { room, events, posted } = start({
      post: (command) => {
        if (throws && command.do === "send") throw new Error("the socket broke");
      },
    });
    await settled();
    const bytes = encodeFromRelay({
      kind: "welcome",
      seat: 0,
      timeLeftMs: 900_000,
      graceSeconds: 300,
      directFileBytesMax: 0,
      relayedFileBytesMax: 16_777_216,
      other: "never",
      ticket: new Uint8Array(0),
      stun: [],
    });
    room.socketEvent({ on: "received", connection: 1, bytes });
    throws = true;
    room.socketEvent({ on: "received", connection: 1, bytes: encodeFromRelay({ kind: "beat" }) });
    await settled();
    expect(ends(events)).toEqual(["relay"]);
    expect(posted.at(-1)?.do).toBe("close");
  });

  it("closes its paths and forgets its keys though its face throws at every word", async () => {
    const { room, posted } = start({
      emit: () => {
        throw new Error("the face broke");
      },
    });
    await settled();
    room.command({ do: "typing", active: true });
    await settled();
    const admitted = posted.flatMap((one) => (one.do === "send" ? [decodeToRelay(one.bytes).kind] : []));
    expect(admitted.filter((kind) => kind === "pass")).toEqual([]);
    expect(posted.filter((one) => one.do === "open").length).toBe(
      posted.filter((one) => one.do === "close").length,
    );
  });
});
