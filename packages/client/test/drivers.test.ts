import { describe, expect, it } from "vitest";
import { createHttpDriver, createPeerDriver, createWebSocketDriver } from "../src/index.ts";
import type { PeerConnectionConstructor, PeerEvent, SocketEvent } from "../src/index.ts";
import { FakeSocket, lastSocket } from "./harness/fake-socket.ts";
import { FakeChannel } from "./harness/fake-channel.ts";

describe("the socket driver", () => {
  const start = (): {
    events: SocketEvent[];
    driver: ReturnType<typeof createWebSocketDriver>;
    socket: FakeSocket;
  } => {
    const events: SocketEvent[] = [];
    const driver = createWebSocketDriver(FakeSocket, (event) => events.push(event));
    driver.post({ do: "open", connection: 1, url: "wss://relay.test/relay" });
    return { events, driver, socket: lastSocket() };
  };

  it("speaks the relay's subprotocol, in binary", () => {
    const { socket } = start();
    expect([socket.protocols, socket.binaryType]).toEqual(["tacet.v1", "arraybuffer"]);
  });

  it("tags what it tells with the connection, and tells a text message as no bytes", () => {
    const { events, socket } = start();
    socket.onopen?.(new Event("open"));
    socket.onmessage?.(new MessageEvent("message", { data: Uint8Array.of(4).buffer }));
    socket.onmessage?.(new MessageEvent("message", { data: "text" }));
    expect(events).toEqual([
      { on: "opened", connection: 1 },
      { on: "received", connection: 1, bytes: Uint8Array.of(4) },
      { on: "received", connection: 1, bytes: new Uint8Array(0) },
    ]);
  });

  it("tells of a closing once, and nothing of a replaced socket", () => {
    const { events, driver, socket } = start();
    const closing = socket.onclose;
    driver.post({ do: "open", connection: 2, url: "wss://relay.test/relay" });
    expect(socket.closed).toBe(true);
    closing?.(new CloseEvent("close"));
    expect(events).toEqual([]);
    const second = lastSocket();
    const failing = second.onclose;
    second.onerror?.(new Event("error"));
    failing?.(new CloseEvent("close"));
    expect(events).toEqual([{ on: "closed", connection: 2 }]);
  });

  it("sends one frame that was there before the socket was open as its first, and tells of the opening after it", () => {
    const { events, driver, socket } = start();
    driver.post({ do: "send", connection: 1, bytes: Uint8Array.of(1) });
    driver.post({ do: "send", connection: 1, bytes: Uint8Array.of(2) });
    expect(socket.sent).toEqual([]);
    socket.onopen?.(new Event("open"));
    expect(socket.sent.map((bytes) => bytes[0])).toEqual([1]);
    expect(events).toEqual([{ on: "opened", connection: 1 }]);
    driver.post({ do: "open", connection: 2, url: "wss://relay.test/relay" });
    lastSocket().onopen?.(new Event("open"));
    expect(lastSocket().sent).toEqual([]);
  });

  it("sends only on the open, present connection, nothing long beyond 1 MiB and nothing beyond 2 MiB; last words go at once", () => {
    const { driver, socket } = start();
    driver.sendLast([Uint8Array.of(2)]);
    socket.onopen?.(new Event("open"));
    driver.post({ do: "send", connection: 9, bytes: Uint8Array.of(3) });
    driver.post({ do: "send", connection: 1, bytes: Uint8Array.of(4) });
    driver.sendLast([Uint8Array.of(5), Uint8Array.of(6)]);
    socket.bufferedAmount = 1_048_576;
    driver.post({ do: "send", connection: 1, bytes: new Uint8Array(65_536).fill(7) });
    driver.sendLast([Uint8Array.of(8)]);
    socket.bufferedAmount = 2_097_152;
    driver.post({ do: "send", connection: 1, bytes: Uint8Array.of(9) });
    expect(socket.sent.map((bytes) => bytes[0])).toEqual([4, 5, 6, 2, 8, 2]); // 2: `leave` (spec/relay.md 2)
  });

  it("tells of an address that cannot be opened as of a closed socket", () => {
    const events: SocketEvent[] = [];
    class Refusing extends FakeSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols);
        throw new SyntaxError("no such address");
      }
    }
    createWebSocketDriver(Refusing, (event) => events.push(event)).post({
      do: "open",
      connection: 3,
      url: "?",
    });
    expect(events).toEqual([{ on: "closed", connection: 3 }]);
  });
});

class FakeConnection {
  static readonly all: FakeConnection[] = [];
  static async generateCertificate(): Promise<unknown> {
    return Promise.resolve("a certificate");
  }
  readonly calls: string[] = [];
  readonly configuration: RTCConfiguration;
  channel: FakeChannel | null = null;
  files: FakeChannel | null = null;
  localDescription: { type: string; sdp: string } | null = null;
  remote: string | null = null;
  connectionState = "new";
  onicecandidate: ((event: { candidate: { candidate: string } | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  constructor(configuration: RTCConfiguration) {
    this.configuration = configuration;
    FakeConnection.all.push(this);
  }
  createDataChannel(label: string, options: RTCDataChannelInit): FakeChannel {
    const made = new FakeChannel(label, options);
    if (label === "tacet-files") this.files = made;
    else this.channel = made;
    return made;
  }
  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    const type = this.remote === null ? "offer" : "answer";
    this.calls.push(`local ${type}`);
    this.localDescription = { type, sdp: `sdp of ${type}` };
  }
  async setRemoteDescription({ type, sdp }: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    if (sdp === "broken") throw new TypeError("no description");
    this.calls.push(`remote ${type}`);
    this.remote = type;
  }
  async addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    await Promise.resolve();
    if (candidate === "broken") throw new TypeError("no candidate");
    this.calls.push(`candidate ${candidate}`);
  }
  close(): void {
    this.calls.push("close");
  }
}

describe("the peer driver", () => {
  const start = async (role: "offer" | "answer") => {
    const events: PeerEvent[] = [];
    const later: (() => void)[] = [];
    const driver = createPeerDriver(
      FakeConnection as unknown as PeerConnectionConstructor,
      (event) => events.push(event),
      (_ms, run) => later.push(run),
    );
    driver.post({ do: "prepare" });
    await settled();
    driver.post({ do: "open", generation: 1, role, iceServers: [{ urls: "stun:relay.test" }] });
    await settled();
    const connection = FakeConnection.all.at(-1);
    const channel = connection?.channel ?? null;
    if (connection === undefined || channel === null) throw new Error("no connection was opened");
    return { events, later, driver, connection, channel };
  };
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };

  it("opens a negotiated, ordered, binary channel with the certificate it made ahead, and offers", async () => {
    const { events, connection, channel } = await start("offer");
    expect([channel.label, channel.options]).toEqual(["tacet", { negotiated: true, id: 0, ordered: true }]);
    expect(channel.binaryType).toBe("arraybuffer");
    expect(connection.configuration).toEqual({
      iceServers: [{ urls: "stun:relay.test" }],
      certificates: ["a certificate"],
    });
    expect(events).toEqual([{ on: "signal", generation: 1, type: "offer", text: "sdp of offer" }]);
  });

  it("answers an offer, and takes candidates after the description however early they came", async () => {
    const { events, driver, connection } = await start("answer");
    expect(events).toEqual([]);
    driver.post({ do: "signal", generation: 1, type: "offer", text: "v=0" });
    driver.post({ do: "signal", generation: 1, type: "candidate", text: "one" });
    driver.post({ do: "signal", generation: 1, type: "candidate", text: "broken" });
    driver.post({ do: "signal", generation: 1, type: "end", text: "" });
    await settled();
    expect(connection.calls).toEqual(["remote offer", "local answer", "candidate one", "candidate "]);
    expect(events).toEqual([{ on: "signal", generation: 1, type: "answer", text: "sdp of answer" }]);
  });

  it("tells of candidates one by one, of their end once, and of a description that breaks as a failure", async () => {
    const { events, driver, connection } = await start("offer");
    events.length = 0;
    connection.onicecandidate?.({ candidate: { candidate: "one" } });
    connection.onicecandidate?.({ candidate: { candidate: "" } });
    connection.onicecandidate?.({ candidate: null });
    driver.post({ do: "signal", generation: 1, type: "answer", text: "broken" });
    await settled();
    expect(events).toEqual([
      { on: "signal", generation: 1, type: "candidate", text: "one" },
      { on: "signal", generation: 1, type: "end", text: "" },
      { on: "state", generation: 1, state: "failed" },
    ]);
  });

  it("maps states, and is silent once replaced", async () => {
    const { events, driver, connection, channel } = await start("offer");
    events.length = 0;
    channel.onopen?.();
    for (const state of ["connecting", "connected", "disconnected", "failed"]) {
      connection.connectionState = state;
      connection.onconnectionstatechange?.();
    }
    driver.post({ do: "open", generation: 2, role: "offer", iceServers: [] });
    channel.onclose?.();
    channel.onmessage?.({ data: new ArrayBuffer(1) });
    expect(events).toEqual([
      { on: "opened", generation: 1 },
      { on: "state", generation: 1, state: "connected" },
      { on: "state", generation: 1, state: "disconnected" },
      { on: "state", generation: 1, state: "failed" },
    ]);
    expect(connection.calls).toContain("close");
  });

  it("sends on the open channel alone, and reports what has left its queue at least every 256 KiB", async () => {
    const { events, driver, channel } = await start("offer");
    events.length = 0;
    driver.post({ do: "send", generation: 1, bytes: new Uint8Array(256) });
    channel.readyState = "open";
    for (let index = 0; index < 5; index += 1)
      driver.post({ do: "send", generation: 1, bytes: new Uint8Array(65_536) });
    expect(channel.sent).toHaveLength(5);
    expect(events).toEqual([{ on: "drained", generation: 1, totalBytes: 262_144 }]);
    channel.bufferedAmount = 65_536;
    channel.onbufferedamountlow?.();
    expect(events.at(-1)).toEqual({ on: "drained", generation: 1, totalBytes: 262_144 });
    channel.bufferedAmount = 0;
    channel.onbufferedamountlow?.();
    expect(events.at(-1)).toEqual({ on: "drained", generation: 1, totalBytes: 327_680 });
  });

  it("has a second channel for files: it tells of it apart, and sends on it", async () => {
    const { events, driver, connection } = await start("offer");
    const { files } = connection;
    if (files === null) throw new Error("no channel for files was opened");
    expect([files.label, files.options]).toEqual(["tacet-files", { negotiated: true, id: 1, ordered: true }]);
    events.length = 0;
    const piece = new Uint8Array(65_536).fill(16, 0, 1);
    driver.post({ do: "send-piece", generation: 1, bytes: piece });
    files.readyState = "open";
    files.onopen?.();
    for (let count = 0; count < 5; count += 1)
      driver.post({ do: "send-piece", generation: 1, bytes: piece.slice() });
    expect(files.sent).toHaveLength(5);
    for (const data of ["text", piece.buffer]) files.onmessage?.({ data });
    const told = events.map((event) =>
      event.on === "files" && event.did === "received" ? event.bytes.length : event,
    );
    expect(told).toEqual([
      { on: "files", generation: 1, did: "opened" },
      { on: "files", generation: 1, did: "drained", totalBytes: 262_144 },
      0,
      65_536,
    ]);
  });

  it("hands its channel for files over before anybody listens to it, where that can be", async () => {
    const lent: unknown[] = [];
    const driver = createPeerDriver(
      FakeConnection as unknown as PeerConnectionConstructor,
      () => undefined,
      () => undefined,
      (generation, channel) => {
        lent.push([generation, channel, channel.onmessage, channel.onopen]);
        return true;
      },
    );
    driver.post({ do: "open", generation: 3, role: "answer", iceServers: [] });
    await settled();
    const files = FakeConnection.all.at(-1)?.files;
    expect(lent).toEqual([[3, files, null, null]]);
    driver.post({ do: "send-piece", generation: 3, bytes: new Uint8Array(65_536) });
    expect([files?.onmessage, files?.sent]).toEqual([null, []]);
  });

  it("lets last words leave the queue before it closes the connection", async () => {
    const { later, driver, connection, channel } = await start("offer");
    channel.readyState = "open";
    driver.sendLast([new Uint8Array(256)]);
    channel.bufferedAmount = 256;
    driver.post({ do: "close", generation: 1 });
    expect([channel.sent.length, channel.closed, connection.calls.includes("close")]).toEqual([
      1,
      true,
      false,
    ]);
    for (const run of later) run();
    expect(connection.calls.at(-1)).toBe("close");
  });
});

describe("the HTTP driver", () => {
  const request = { kind: "pair", admission: "a", seat: "s" } as const;
  const answer = {
    room_id: "AAAAAAAAAAAAAAAAAAAAAA",
    expires_at: 1,
    ticket: "CQ",
    ice_servers: [{ urls: "stun:relay.test" }],
    limits: { ttl_seconds: 1, grace_seconds: 1, frame_bytes: 65_536 },
  };
  const ask = async (respond: () => Promise<Response>): Promise<unknown> => {
    const fetched: string[] = [];
    const driver = createHttpDriver(async (input) => {
      fetched.push(input instanceof URL ? input.href : "?");
      return respond();
    });
    const answered = await driver.createRoom("https://relay.test", request);
    expect(fetched).toEqual(["https://relay.test/rooms"]);
    return answered;
  };
  const json = (body: unknown, status: number) => () =>
    Promise.resolve(new Response(JSON.stringify(body), { status }));

  it("gives the relay's answer, or its code, or its own", async () => {
    expect(await ask(json(answer, 201))).toEqual(answer);
    expect(await ask(json({ error: { code: "busy", message: "x" } }, 503))).toEqual({ error: "busy" });
    expect(await ask(() => Promise.reject(new TypeError("offline")))).toEqual({ error: "network" });
    expect(await ask(() => Promise.resolve(new Response("<html>", { status: 201 })))).toEqual({
      error: "network",
    });
  });

  it.each(["room_id", "expires_at", "ticket", "ice_servers", "limits"])(
    "refuses an answer without %s",
    async (key) => {
      const { [key as keyof typeof answer]: _left, ...rest } = answer;
      expect(await ask(json(rest, 201))).toEqual({ error: "bad-answer" });
    },
  );

  it.each([
    ["a ticket of 513 bytes", { ticket: Buffer.alloc(513).toString("base64url") }],
    ["a ticket that is not base64url", { ticket: "C+" }],
    ["a ticket with two spellings", { ticket: "CR" }],
    ["a room id that is none", { room_id: "../rooms/AAAAAAAAAAAAA" }],
    ["a room id of 15 bytes", { room_id: "AAAAAAAAAAAAAAAAAAAA" }],
    ["an end that is no time", { expires_at: 1.5 }],
    ["an end before 1970", { expires_at: -1 }],
    ["five servers", { ice_servers: Array.from({ length: 5 }, () => ({ urls: "stun:a.test" })) }],
    ["a server without address", { ice_servers: [{ urls: ["stun:a.test"] }] }],
    ["a server that is null", { ice_servers: [null] }],
    ["no list of servers", { ice_servers: { length: 0 } }],
    ["limits that are null", { limits: null }],
    ["a life that is no number", { limits: { ...answer.limits, ttl_seconds: "900" } }],
    ["a life without end", { limits: { ...answer.limits, ttl_seconds: 1e300 } }],
    ["a grace time below zero", { limits: { ...answer.limits, grace_seconds: -1 } }],
    ["no frame size", { limits: { ttl_seconds: 1, grace_seconds: 1 } }],
  ] as const)("refuses an answer with %s", async (_what, change) => {
    expect(await ask(json({ ...answer, ...change }, 201))).toEqual({ error: "bad-answer" });
  });

  it.each([null, 7, "x", [], {}])("refuses the answer %j", async (body) => {
    expect(await ask(json(body, 201))).toEqual({ error: "bad-answer" });
  });

  it("takes the longest ticket, and hands on nothing that it does not know", async () => {
    const longest = { ...answer, ticket: Buffer.alloc(512).toString("base64url") };
    expect(await ask(json({ ...longest, extra: "x" }, 201))).toEqual(longest);
  });
});
