import { seededCrypto } from "@tacet/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RoomEvent } from "../src/index.ts";
import type { FilesInput, FilesSay } from "../src/files/state.ts";
import { DIRECT } from "./files/side.ts";
import { FakeChannel } from "./harness/fake-channel.ts";

const FILE: FilesInput = {
  on: "command",
  command: { do: "file", key: "k", name: "a", type: "", source: new Blob(["x"]) },
  id: new Uint8Array(16).fill(1),
};

/** The part for files comes over a network that may fail: nothing that was asked for is lost in silence (spec/files.md 7). */
describe("the part for files", () => {
  afterEach(() => vi.doUnmock("../src/files/index.ts"));

  const start = async () => {
    const { createFilesDoor } = await import("../src/drivers/files.ts");
    const events: RoomEvent[] = [];
    const says: FilesSay[] = [];
    const time = { nowMs: 0 };
    const clock = { monotonicMs: () => time.nowMs, wallMs: () => 0, after: () => () => undefined };
    const door = createFilesDoor({
      clock,
      crypto: seededCrypto("door"),
      emit: (event) => void events.push(event),
      take: (input) => {
        if (input.from === "files") says.push(input.says);
        // The room answers an open channel with a path.
        else door.take({ on: "path", path: DIRECT });
      },
    });
    const channel = new FakeChannel("tacet-files", {});
    channel.readyState = "open";
    const lend = (): void => {
      const lent = channel as unknown as RTCDataChannel;
      door.sinkEvent({ on: "lent", generation: 1, number: 0, own: true, channel: lent });
    };
    return { door, events, says, time, channel, lend };
  };

  it("that does not load is told where it was asked for, and tried again with the next offer", async () => {
    let fails = true;
    vi.doMock("../src/files/index.ts", async (original) => {
      if (fails) throw new Error("offline");
      return original();
    });
    const { door, events, says } = await start();
    door.take({ on: "path", path: DIRECT });
    door.take(FILE);
    door.take({ on: "content", kind: 71, id: new Uint8Array(16), body: new Uint8Array(1), known: false });
    door.take({ on: "piece", path: "relay", block: new Uint8Array(65_535) });
    await expect.poll(() => events).toEqual([{ event: "refused", key: "k", reason: "unavailable" }]);
    expect(says.map((said) => said.do)).toEqual(["unreadable", "say", "judged"]);
    fails = false;
    vi.resetModules();
    door.take(FILE);
    await expect.poll(() => events.at(-1)).toMatchObject({ event: "file", state: "offered", key: "k" });
  });

  it("takes what came while it loaded in order, and says nothing after it was wiped", async () => {
    const { door, events, says } = await start();
    door.take({ on: "path", path: DIRECT });
    door.take(FILE);
    await expect.poll(() => says.map((said) => said.do)).toEqual(["say"]);
    expect(events.map((event) => event.event)).toEqual(["file"]);
    door.wipe();
    door.take(FILE);
    door.take({ on: "end" });
    expect([events.length, says.length]).toEqual([1, 1]);
  });

  it("listens to a channel that was handed over before it was there, and that channel's path is the newer one", async () => {
    const { door, says, channel, lend } = await start();
    lend();
    door.take({ on: "path", path: { ...DIRECT, route: null } });
    const id = new Uint8Array(16).fill(5);
    door.take({ ...FILE, id });
    await expect.poll(() => says.map((said) => said.do)).toEqual(["say"]);
    const { fileBodies } = await import("@tacet/core/files");
    const body = fileBodies.accept.encode(id, 1);
    door.take({ on: "content", kind: 72, id: new Uint8Array(16), body, known: false });
    await expect.poll(() => channel.sent.length).toBe(1);
  });

  it("that is still loading when the room ends refuses what waited", async () => {
    const { door, events } = await start();
    door.take(FILE);
    door.take({ on: "end" });
    door.wipe();
    expect(events).toEqual([{ event: "refused", key: "k", reason: "unavailable" }]);
  });

  const offer = (fill: number, bytes = 1): FilesInput & { on: "content" } => {
    const [id, body] = [new Uint8Array(16).fill(fill), new Uint8Array(bytes).fill(1)];
    return { on: "content", kind: 71, id, body, known: false };
  };

  it("lets no more wait than 256 contents or 4 MiB, and answers the offers beyond them", async () => {
    const { fileBodies } = await import("@tacet/core/files");
    for (const [count, bytes] of [
      [256, 1],
      [64, 65_536],
    ] as const) {
      const { door, says } = await start();
      door.take({ on: "path", path: DIRECT });
      for (let at = 0; at < count; at += 1) door.take({ ...offer(1, bytes), kind: 72 });
      expect(says).toEqual([]);
      const beyond = offer(2, bytes);
      door.take(beyond);
      expect(says.map((said) => said.do)).toEqual(["unreadable", "say"]);
      const [, answer] = says;
      const body = answer?.do === "say" ? fileBodies.cancel.decode(answer.body) : null;
      expect(body).toEqual({ file: beyond.id, reason: "refused" });
      expect(beyond.body.every((byte) => byte === 0)).toBe(true);
      door.take(FILE);
      door.take({ on: "path", path: DIRECT });
      door.wipe();
    }
  });

  it("that did not load is not asked for again by the other side for some seconds, and by a person at once", async () => {
    let loads = 0;
    vi.doMock("../src/files/index.ts", () => {
      loads += 1;
      throw new Error("offline");
    });
    const { door, says, time } = await start();
    const answers = (): number => says.filter((said) => said.do === "say").length;
    door.take(offer(1));
    await expect.poll(answers).toBe(1);
    vi.resetModules();
    time.nowMs = 2999;
    door.take(offer(2));
    expect([answers(), loads]).toEqual([2, 1]);
    door.take(FILE);
    await expect.poll(() => loads).toBe(2);
    await Promise.resolve();
    vi.resetModules();
    time.nowMs = 10_000;
    door.take(offer(3));
    await expect.poll(() => [answers(), loads]).toEqual([3, 3]);
  });
});
