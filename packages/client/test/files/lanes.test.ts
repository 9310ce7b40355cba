import { KIND } from "@tacet/core";
import { fileBodies } from "@tacet/core/files";
import { describe, expect, test } from "vitest";
import type { PiecePath } from "../../src/files/state.ts";
import { nextAlarmMs } from "../../src/files/step.ts";
import { DIRECT, PIECE_BYTES, Side } from "./side.ts";

/** Lanes (spec/files.md 11). */
const PATH = { ...DIRECT, iceServers: [{ urls: "stun:relay.test" }] };
const LANE = { generation: 1, own: true } as const;
const ALL = [1, 2, 3, 4, 5];

/** A file of so many pieces, accepted with all the credit there is. */
async function moving(count: number, path: PiecePath = PATH): Promise<Side> {
  const side = new Side(`lanes of ${count}`, path);
  const id = side.send(new Uint8Array(count * PIECE_BYTES));
  accept(side, id, count);
  await side.settled();
  return side;
}

function accept(side: Side, id: string, count: number): void {
  const file = side.files.out.find((one) => one.id === id)?.file ?? new Uint8Array(16);
  const body = fileBodies.accept.encode(file, Math.min(64, count));
  side.take({ on: "content", kind: KIND.fileAccept, id: new Uint8Array(16), body, known: false });
}

const did = (side: Side) => side.lanes.map((it) => `${it.do} ${it.own ? "" : "their "}${it.number}`);

const offered = (text: string, number: number, type: "offer" | "answer" = "offer", generation = 1) =>
  ({
    do: "say",
    kind: fileBodies.lane.kind,
    id: new Uint8Array(16),
    body: fileBodies.lane.encode({ generation, number, type, text }),
  }) as const;

/** Five lanes that are open, after a second in which nothing drained. */
async function laned(): Promise<Side> {
  const side = await moving(200);
  side.wait(1000);
  for (const number of ALL) side.take({ on: "lane", event: { ...LANE, number, on: "opened" } });
  await side.settled();
  return side;
}

describe("a side that sends", () => {
  test("opens five lanes for a long file after a second in which little left the queue", async () => {
    const side = await moving(200);
    side.take({ on: "drained", generation: 1, totalBytes: 1_000_000 });
    await side.settled();
    expect(nextAlarmMs(side.files)).toBeLessThanOrEqual(1000);
    side.wait(999);
    expect(side.lanes).toEqual([]);
    side.wait(1);
    expect(did(side)).toEqual(ALL.map((number) => `open ${number}`));
    expect(side.lanes[0]).toMatchObject({ generation: 1, iceServers: PATH.iceServers });
  });

  test("opens none while enough leaves it, for a short file, by the relay, and where none can be made", async () => {
    const fast = await moving(200);
    for (let at = 1; at <= 5; at += 1) {
      fast.wait(900);
      fast.take({ on: "drained", generation: 1, totalBytes: at * 2_000_000 });
    }
    const relay = { ...PATH, route: { path: "relay", number: 1 } } as const;
    const others = [await moving(64), await moving(200, DIRECT), await moving(200, relay)];
    for (const side of others) side.wait(4000);
    for (const side of [fast, ...others]) expect(side.lanes).toEqual([]);
  });

  test("opens none while it waits for the other side, whose credit is used up", async () => {
    const side = await moving(200);
    side.take({ on: "drained", generation: 1, totalBytes: 9 * 65_536 });
    await side.settled();
    for (let at = 10; at <= 64; at += 1) {
      side.take({ on: "drained", generation: 1, totalBytes: at * 65_536 });
      await side.settled();
    }
    expect(side.sent).toHaveLength(64);
    side.wait(5000);
    expect(side.lanes).toEqual([]);
  });

  test("says its description as content, and hands the answer over once", async () => {
    const side = await moving(200);
    side.wait(1000);
    side.take({ on: "lane", event: { ...LANE, number: 2, on: "described", text: "v=0 two" } });
    const said = side.says.findLast(({ kind }) => kind === fileBodies.lane.kind);
    expect(said && fileBodies.lane.decode(said.body)).toEqual({
      generation: 1,
      number: 2,
      type: "offer",
      text: "v=0 two",
    });
    for (const text of ["v=0 yes", "v=0 again"]) side.hear(offered(text, 2, "answer"));
    side.hear(offered("v=0 nobody's", 9, "answer"));
    expect(side.lanes.slice(5)).toEqual([{ ...LANE, number: 2, do: "answer", text: "v=0 yes" }]);
  });

  test("gives each channel two pieces at a time, and more as they drain", async () => {
    const side = await laned();
    const lanes = side.sent.slice(16).map(({ lane }) => lane);
    // The files channel has its 1 MiB from before.
    expect([...lanes].sort((a, b) => a - b)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    const before = side.sent.length;
    side.take({ on: "lane", event: { ...LANE, number: 4, on: "drained", totalBytes: 65_536 } });
    await side.settled();
    expect(side.sent.slice(before).map(({ lane }) => lane)).toEqual([4]);
    side.take({ on: "drained", generation: 1, totalBytes: 15 * 65_536 });
    await side.settled();
    expect(side.sent.slice(before + 1).map(({ lane }) => lane)).toEqual([0]);
  });

  test("sends again what was on a lane that closed, and nothing else", async () => {
    const side = await laned();
    const indexes = (lane: number): readonly number[] =>
      side.sent
        .filter((piece) => piece.lane === lane)
        .map(({ block }) => new DataView(block.buffer).getUint32(17));
    const lost = indexes(3);
    expect(lost).toHaveLength(2);
    const before = side.sent.length;
    side.take({ on: "lane", event: { ...LANE, number: 3, on: "closed" } });
    for (const number of [1, 2])
      side.take({ on: "lane", event: { ...LANE, number, on: "drained", totalBytes: 65_536 } });
    await side.settled();
    const again = side.sent.slice(before).map(({ block }) => new DataView(block.buffer).getUint32(17));
    expect(again).toEqual(lost);
    expect(side.files.lanes.own.map(({ number }) => number)).toEqual([1, 2, 4, 5]);
  });

  test("closes them with the file, with the path, with the session, and one that does not open in 20 s", async () => {
    const ends: ((side: Side) => void)[] = [
      (side) => side.command({ do: "cancel", id: side.files.out[0]?.id ?? "" }),
      (side) => side.path({ ...PATH, route: { path: "direct", number: 2 } }),
      (side) => side.path({ ...PATH, route: { path: "relay", number: 1 }, policy: "relayed" }),
      (side) => side.path({ ...PATH, route: null }),
      (side) => side.take({ on: "end" }),
    ];
    for (const end of ends) {
      const side = await laned();
      end(side);
      expect(did(side).slice(5)).toEqual(ALL.map((number) => `close ${number}`));
      expect(side.files.lanes.own).toEqual([]);
    }
    const side = await moving(200);
    side.wait(1000);
    side.take({ on: "lane", event: { ...LANE, number: 1, on: "opened" } });
    side.wait(20_000);
    expect(did(side).slice(5)).toEqual([2, 3, 4, 5].map((number) => `close ${number}`));
  });
});

test("a description that nobody could read ends its lane, and nothing else", async () => {
  for (const text of ["", "v".repeat(16_001)]) {
    const side = await moving(200);
    side.wait(1000);
    side.take({ on: "lane", event: { ...LANE, number: 2, on: "described", text } });
    expect(did(side).slice(5)).toEqual(["close 2"]);
    expect(side.says.filter(({ kind }) => kind === fileBodies.lane.kind)).toEqual([]);
    expect(side.files.out.map(({ state }) => state)).toEqual(["moving"]);
  }
});

test("numbers are not used again beside a path that went and came back, on either side", async () => {
  const side = await laned();
  side.path({ ...PATH, route: null });
  side.path(PATH);
  await side.settled();
  side.wait(2000);
  expect(did(side).slice(10)).toEqual([6, 7, 8, 9, 10].map((number) => `open ${number}`));
  const other = await receiving();
  other.hear(offered("v=0", 3));
  other.path({ ...PATH, route: null });
  other.path(PATH);
  for (const number of [1, 3, 4]) other.hear(offered("v=0", number));
  expect(did(other)).toEqual(["take their 3", "close their 3", "take their 1", "take their 4"]);
});

test("a side whose lanes nobody answered opens no others beside that path", async () => {
  const side = await moving(200);
  side.wait(30_000);
  expect(did(side)).toEqual([
    ...ALL.map((number) => `open ${number}`),
    ...ALL.map((number) => `close ${number}`),
  ]);
  side.path({ ...PATH, route: { path: "direct", number: 2 } });
  await side.settled();
  side.wait(2000);
  expect(did(side).slice(10)).toEqual(ALL.map((number) => `open ${number}`));
});

/** It was offered a file, and has accepted it: so there is something to answer for. */
async function receiving(accepted = true): Promise<Side> {
  const [from, side] = [new Side("from", PATH), new Side("to", PATH)];
  from.send(new Uint8Array(200 * PIECE_BYTES));
  for (const said of from.says) side.hear(said);
  if (accepted) side.command({ do: "accept", id: side.files.in[0]?.id ?? "", save: "memory" });
  await side.settled();
  return side;
}

describe("a side that receives", () => {
  const THEIRS = { generation: 1, own: false } as const;

  test("closes a lane that does not open in 20 s, and one that no file has needed for as long", async () => {
    const side = await receiving();
    for (const number of [1, 2]) side.hear(offered("v=0", number));
    side.take({ on: "lane", event: { ...THEIRS, number: 1, on: "opened" } });
    expect(nextAlarmMs(side.files)).toBeLessThanOrEqual(20_000);
    side.wait(19_999);
    expect(did(side).slice(2)).toEqual([]);
    side.wait(1);
    expect(did(side).slice(2)).toEqual(["close their 2"]);
    side.command({ do: "cancel", id: side.files.in[0]?.id ?? "" });
    side.wait(19_999);
    expect(did(side).slice(3)).toEqual([]);
    side.wait(1);
    expect(did(side).slice(3)).toEqual(["close their 1"]);
    expect(nextAlarmMs(side.files)).toBe(null);
  });

  test("takes none while no file moves, and none whose answer could not be read", async () => {
    const idle = await receiving(false);
    idle.hear(offered("v=0", 1));
    expect(idle.lanes).toEqual([]);
    const side = await receiving();
    side.hear(offered("v=0", 1));
    side.take({ on: "lane", event: { ...THEIRS, number: 1, on: "described", text: "" } });
    expect(did(side)).toEqual(["take their 1", "close their 1"]);
  });

  test("takes offers in whatever order gathering ended, and answers them, each number once", async () => {
    const side = await receiving();
    for (const number of [1, 5, 4, 5, 3, 1, 2]) side.hear(offered(`v=0 ${number}`, number));
    expect(did(side)).toEqual([1, 5, 4, 3, 2].map((number) => `take their ${number}`));
    side.take({ on: "lane", event: { ...LANE, own: false, number: 3, on: "described", text: "v=0 yes" } });
    const said = side.says.findLast(({ kind }) => kind === fileBodies.lane.kind);
    expect(said && fileBodies.lane.decode(said.body)).toMatchObject({ number: 3, type: "answer" });
  });

  test("takes no more than five at once, none of another generation, none with 65 candidates, and none by the relay", async () => {
    const side = await receiving();
    side.hear(offered("v=0", 1, "offer", 2));
    side.hear(offered("a=candidate:1\n".repeat(65), 1));
    side.hear({ ...offered("v=0", 1), body: Uint8Array.of(1, 2, 3) });
    expect([side.lanes, side.unreadable]).toEqual([[], 1]);
    for (let number = 1; number <= 6; number += 1) side.hear(offered("v=0", number));
    expect(did(side)).toEqual(ALL.map((number) => `take their ${number}`));
    side.path({ ...PATH, route: { path: "relay", number: 4 }, policy: "relayed" });
    expect(did(side).slice(5)).toEqual(ALL.map((number) => `close their ${number}`));
    side.hear(offered("v=0", 7));
    side.hear(offered("v=0", 7, "offer", 0));
    expect(side.lanes).toHaveLength(10);
  });
});
