import { describe, expect, it } from "vitest";
import { createLaneDriver } from "../src/drivers/lanes.ts";
import type { PeerConnectionConstructor } from "../src/drivers/peer-connection.ts";
import type { LaneEvent, LaneName } from "../src/ports.ts";
import { FakeChannel } from "./harness/fake-channel.ts";

class FakeConnection {
  readonly calls: string[] = [];
  readonly configuration: RTCConfiguration;
  readonly channel = new FakeChannel("", {});
  readonly channels: unknown[] = [];
  localDescription: { sdp: string } | null = null;
  connectionState = "new";
  iceGatheringState = "new";
  onconnectionstatechange: (() => void) | null = null;
  onicegatheringstatechange: (() => void) | null = null;
  constructor(configuration: RTCConfiguration) {
    this.configuration = configuration;
    if (configuration.iceServers?.[0]?.urls === "none") throw new SyntaxError("no server");
    made.push(this);
  }
  createDataChannel(...given: readonly unknown[]): FakeChannel {
    this.channels.push(given);
    return this.channel;
  }
  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    this.localDescription = { sdp: "described" };
  }
  async setRemoteDescription({ type, sdp }: { type: string; sdp: string }): Promise<void> {
    await Promise.resolve();
    if (sdp === "broken") throw new TypeError("no description");
    this.calls.push(`remote ${type} ${sdp}`);
  }
  close(): void {
    this.calls.push("close");
  }
}

const made: FakeConnection[] = [];
const OWN: LaneName = { generation: 2, number: 1, own: true };
const THEIRS: LaneName = { ...OWN, own: false };
const iceServers = [{ urls: "stun:relay.test" }];

function start(lends = false) {
  made.length = 0;
  const events: LaneEvent[] = [];
  const later: (() => void)[] = [];
  const lent: unknown[] = [];
  const driver = createLaneDriver(FakeConnection as unknown as PeerConnectionConstructor, {
    emit: (event) => void events.push(event),
    after: (_ms, run) => void later.push(run),
    lend: (name, channel) => {
      if (lends) lent.push([name, channel.onmessage]);
      return lends;
    },
  });
  const connection = (): FakeConnection => {
    const last = made.at(-1);
    if (last === undefined) throw new Error("no connection was opened");
    return last;
  };
  return { driver, events, later, lent, connection };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

describe("the lane driver", () => {
  it("opens a connection with a channel of its own, and describes it once all is gathered", async () => {
    const { driver, events, connection } = start();
    driver.post({ ...OWN, do: "open", iceServers });
    await settled();
    expect(connection().configuration).toEqual({ iceServers });
    expect(connection().channels).toEqual([["tacet-lane", { negotiated: true, id: 0, ordered: true }]]);
    expect(events).toEqual([]);
    connection().iceGatheringState = "complete";
    connection().onicegatheringstatechange?.();
    await settled();
    expect(events).toEqual([{ ...OWN, on: "described", text: "described" }]);
    driver.post({ ...OWN, do: "answer", text: "v=0" });
    await settled();
    expect(connection().calls).toEqual(["remote answer v=0"]);
  });

  it("describes what it has after a second, and nothing of a lane that was closed meanwhile", async () => {
    const { driver, events, later, connection } = start();
    driver.post({ ...THEIRS, do: "take", iceServers, text: "v=0" });
    await settled();
    expect(connection().calls).toEqual(["remote offer v=0"]);
    for (const run of later) run();
    await settled();
    expect(events).toEqual([{ ...THEIRS, on: "described", text: "described" }]);
    driver.post({ ...OWN, do: "open", iceServers });
    driver.post({ ...OWN, do: "close" });
    for (const run of later) run();
    await settled();
    expect(events).toHaveLength(1);
    expect(connection().calls).toEqual(["close"]);
  });

  it("tells what its channel says, sends on it, and asks for more with hardly one piece left", async () => {
    const { driver, events, connection } = start();
    driver.post({ ...OWN, do: "open", iceServers });
    await settled();
    const { channel } = connection();
    channel.readyState = "open";
    channel.onopen?.();
    driver.post({ ...OWN, do: "send", bytes: new Uint8Array(65_536) });
    driver.post({ ...THEIRS, do: "send", bytes: new Uint8Array(65_536) });
    channel.onbufferedamountlow?.();
    channel.onmessage?.({ data: new ArrayBuffer(3) });
    // A single piece in the queue is above the threshold: else nobody would hear that it has left.
    expect([channel.sent.length, channel.bufferedAmountLowThreshold]).toEqual([1, 65_535]);
    expect(events).toEqual([
      { ...OWN, on: "opened" },
      { ...OWN, on: "drained", totalBytes: 65_536 },
      { ...OWN, on: "received", bytes: new Uint8Array(3) },
    ]);
  });

  it("hands its channel over before anybody listens to it", async () => {
    const { driver, lent, connection } = start(true);
    driver.post({ ...OWN, do: "open", iceServers });
    await settled();
    expect(lent).toEqual([[OWN, null]]);
    expect(connection().channel.onmessage).toBe(null);
  });

  it("takes an object that another has replaced for nobody's, and tells of one that cannot be made", async () => {
    const { driver, events, later, connection } = start();
    driver.post({ ...OWN, do: "open", iceServers });
    const before = connection();
    driver.post({ ...OWN, do: "close" });
    driver.post({ ...OWN, do: "open", iceServers });
    before.connectionState = "failed";
    before.onconnectionstatechange?.();
    for (const run of later) run();
    await settled();
    for (const run of later) run();
    await settled();
    expect(events).toEqual([{ ...OWN, on: "described", text: "described" }]);
    expect(connection().calls).toEqual([]);
    driver.post({ ...THEIRS, do: "open", iceServers: [{ urls: "none" }] });
    expect(events.slice(1)).toEqual([{ ...THEIRS, on: "closed" }]);
  });

  it("closes what fails, says so once, and closes all at the end", async () => {
    const { driver, events, connection } = start();
    driver.post({ ...THEIRS, do: "take", iceServers, text: "broken" });
    await settled();
    expect(events).toEqual([{ ...THEIRS, on: "closed" }]);
    driver.post({ ...OWN, do: "open", iceServers });
    for (const state of ["connected", "disconnected", "failed"]) {
      connection().connectionState = state;
      connection().onconnectionstatechange?.();
    }
    expect(events.slice(1)).toEqual([{ ...OWN, on: "closed" }]);
    driver.post({ ...OWN, number: 2, do: "open", iceServers });
    driver.close();
    expect(connection().calls).toEqual(["close"]);
  });
});
