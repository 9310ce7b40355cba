import { seededCrypto } from "@tacet/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RoomEvent } from "../src/index.ts";
import type { FilesInput, FilesSay } from "../src/files/state.ts";
import { DIRECT } from "./files/side.ts";

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
    const clock = { monotonicMs: () => 0, wallMs: () => 0, after: () => () => undefined };
    const door = createFilesDoor({
      clock,
      crypto: seededCrypto("door"),
      sink: null,
      emit: (event) => void events.push(event),
      say: (said) => void says.push(said),
    });
    return { door, events, says };
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
    expect(says.map((said) => said.do)).toEqual(["unreadable", "judged"]);
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

  it("that is still loading when the room ends refuses what waited", async () => {
    const { door, events } = await start();
    door.take(FILE);
    door.take({ on: "end" });
    door.wipe();
    expect(events).toEqual([{ event: "refused", key: "k", reason: "unavailable" }]);
  });
});
