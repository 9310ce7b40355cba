import { KIND } from "@tacet/core";
import { fileBodies } from "@tacet/core/files";
import { describe, expect, test } from "vitest";
import { bytesOf, Play } from "./play.ts";
import { DIRECT, PIECE_BYTES, Side } from "./side.ts";
import type { PiecePath } from "../../src/files/state.ts";

/** spec/files.md 7, S: what a receiver that keeps to nothing can do to a sender; and what paths, limits and clocks do. */
const RELAY: PiecePath = { ...DIRECT, route: { path: "relay", number: 1 }, policy: "any" };

function accepted(pieces: number, path: PiecePath = DIRECT, credit = 64) {
  const side = new Side("s", path);
  const id = side.send(bytesOf(pieces * PIECE_BYTES));
  const file = side.files.out[0]?.file ?? new Uint8Array(16);
  const say = (kind: number, body: Uint8Array): void =>
    side.take({ on: "content", kind, id: new Uint8Array(16), body, known: false });
  const accept = (): void => say(KIND.fileAccept, fileBodies.accept.encode(file, credit));
  const acknowledge = (next: number, to = 64, early: number[] = []): void =>
    say(KIND.fileAcknowledge, fileBodies.acknowledge.encode({ file, next, credit: to, early }));
  const done = (): void => say(KIND.fileDone, fileBodies.done.encode(file, new Uint8Array(32).fill(1)));
  accept();
  const sent = async (): Promise<number> => {
    await side.settled();
    return side.sent.length;
  };
  return { side, id, file, accept, acknowledge, done, sent };
}

describe("a receiver that lies", () => {
  test("of more than was sealed, or less than before, changes nothing", async () => {
    const { side, acknowledge, accept, sent } = accepted(4);
    await sent();
    acknowledge(2);
    expect(side.files.out[0]).toMatchObject({ next: 2, credit: 64 });
    acknowledge(5, 66);
    acknowledge(2, 64, [4]);
    acknowledge(1, 65);
    acknowledge(3, 63);
    accept();
    expect(side.files.out[0]).toMatchObject({ next: 2, credit: 64 });
  });

  test("that it is done, before the end or with another root, is told that it broke", async () => {
    for (const pieces of [1, 40]) {
      const { side, id, done, sent } = accepted(pieces);
      await sent();
      done();
      expect(side.last(id)).toMatchObject({ state: "failed", reason: "broken" });
      expect(side.files.out).toEqual([]);
    }
  });

  test("with credit without end makes it hold no more than its window", async () => {
    const { side, acknowledge, sent } = accepted(200);
    acknowledge(0, 64);
    for (let turn = 0; turn < 40; turn += 1) {
      await sent();
      side.take({ on: "drained", generation: 1, totalBytes: turn * 1_000_000 });
    }
    expect([side.files.out[0]?.kept.size, await sent()]).toEqual([64, 64]);
  });

  test("about a file that nobody knows, or one that is over, is not heard", async () => {
    const { side, acknowledge, done, sent, id } = accepted(1);
    await sent();
    side.take({ on: "end" });
    const told = side.told.length;
    acknowledge(1, 64);
    done();
    side.command({ do: "cancel", id });
    side.command({ do: "accept", id: "nobody's", save: "memory" });
    expect([side.told.length, side.says.length]).toEqual([told, 1]);
  });
});

describe("a path", () => {
  test("gets a piece only when no content waits, and no more than 1 MiB before it drains", async () => {
    const { side, sent } = accepted(60, { ...DIRECT, busy: true });
    expect(await sent()).toBe(0);
    side.path(DIRECT);
    for (let turn = 0; turn < 10; turn += 1) await sent();
    expect(await sent()).toBe(16);
    side.take({ on: "drained", generation: 1, totalBytes: 3 * 65_536 });
    expect(await sent()).toBe(19);
  });

  test("through the relay has 6 pieces out, 12 a second, and gets them again after 5 s without news", async () => {
    const { side, acknowledge, sent } = accepted(60, RELAY);
    expect(await sent()).toBe(1);
    side.wait(300);
    expect(await sent()).toBe(4);
    side.wait(1000);
    expect(await sent()).toBe(6);
    acknowledge(1);
    expect(await sent()).toBe(7);
    side.wait(5_100);
    const again = side.sent.slice(7).map(({ block }) => indexOf(block));
    expect(again.slice(0, 2)).toEqual([1, 2]);
  });

  test("through the relay gets nothing again while some of it waits in the socket, and 5 s after that", async () => {
    const { side, sent } = accepted(60, RELAY);
    side.wait(1000);
    const first = await sent();
    side.path({ ...RELAY, queued: true });
    side.wait(20_000);
    expect(await sent()).toBe(Math.max(first, 6));
    side.path({ ...RELAY, queued: false });
    side.wait(4_900);
    expect(await sent()).toBe(6);
    side.wait(200);
    expect(indexOf(side.sent[6]?.block ?? new Uint8Array(0))).toBe(0);
  });

  test("that is another gets what is not acknowledged, lowest first, and what was there is not sent", async () => {
    const { side, acknowledge, sent } = accepted(6);
    await sent();
    acknowledge(1, 64, [2]);
    side.sent.length = 0;
    side.path({ ...DIRECT, route: null });
    side.path({ ...DIRECT, route: { path: "direct", number: 2 } });
    await sent();
    expect(side.sent.map(({ block }) => indexOf(block))).toEqual([1, 3, 4, 5]);
    expect(side.sent.every(({ route }) => route.number === 2)).toBe(true);
  });

  test("that is another is told at once what is here, and what is here is not sent again", async () => {
    const play = new Play("told");
    play.begin(bytesOf(6 * PIECE_BYTES));
    for (let count = 0; count < 3; count += 1) await play.piece();
    expect(play.receiver.says).toEqual([]);
    play.up();
    const said = play.receiver.says.map(({ body }) => fileBodies.acknowledge.decode(body)?.next);
    expect(said).toEqual([3]);
    play.allTalk();
    expect([...(play.sender.files.out[0]?.kept.keys() ?? [])]).toEqual([3, 4, 5]);
  });

  test("that comes back as it was has room again, whatever became of what was on it", async () => {
    const { side, sent } = accepted(60);
    for (let turn = 0; turn < 10; turn += 1) await sent();
    side.take({ on: "drained", generation: 1, totalBytes: 4 * 65_536 });
    for (let turn = 0; turn < 10; turn += 1) await sent();
    expect(await sent()).toBe(20);
    side.path({ ...DIRECT, route: null });
    side.path(DIRECT);
    expect(side.sent.slice(20).map(({ block }) => indexOf(block))).toEqual(
      Array.from({ length: 16 }, (_, at) => at),
    );
  });

  test("is shared by the files that move, turn by turn", async () => {
    const side = new Side("fair", { ...DIRECT, route: null });
    for (const name of ["a", "b", "c"]) side.send(bytesOf(4 * PIECE_BYTES), name);
    for (const { file } of side.files.out) {
      const body = fileBodies.accept.encode(file, 64);
      side.take({ on: "content", kind: KIND.fileAccept, id: new Uint8Array(16), body, known: false });
    }
    await side.settled();
    side.path(DIRECT);
    const order = side.sent.map(({ block }) => Buffer.from(block.subarray(1, 17)).toString("base64url"));
    const [a, b, c] = side.files.out.map(({ id }) => id);
    expect(order.slice(0, 6)).toEqual([a, b, c, a, b, c]);
  });
});

describe("limits", () => {
  test("refuse a file that is too long, the 17th open one, and any before the limits are known", () => {
    const side = new Side("limits", { ...DIRECT, limits: { direct: 10, relayed: 5 } });
    const refusals = (): unknown[] =>
      side.told.flatMap((event) => (event.event === "refused" ? [event.reason] : []));
    side.send(new Blob([new Uint8Array(11)]));
    for (let count = 0; count < 17; count += 1) side.send(new Blob([new Uint8Array(10)]));
    side.path({ ...DIRECT, limits: null });
    side.send(new Blob([]));
    expect(refusals()).toEqual(["too-large", "too-many-files", "not-yet"]);
    expect(side.files.out).toHaveLength(16);
  });

  test("of a relay that are beyond what any file may have are taken for 2^40", () => {
    const side = new Side("beyond", { ...DIRECT, limits: { direct: 2 ** 50, relayed: 0 } });
    side.send(Object.defineProperty(new Blob([]), "size", { value: 2 ** 40 + 1 }));
    expect(side.told).toEqual([{ event: "refused", key: "a", reason: "too-large" }]);
  });

  test("of the relay call off what is longer on both sides, when the room hides addresses", () => {
    const play = new Play("relayed", { ...DIRECT, limits: { direct: 0, relayed: 10 } });
    const [long, short] = [play.begin(bytesOf(11), "long"), play.sender.send(bytesOf(10), "short")];
    play.allTalk();
    for (const side of [play.sender, play.receiver])
      side.path({ ...side.files.path, policy: "relayed", route: { path: "relay", number: 2 } });
    play.allTalk();
    expect(play.ends(long).map((end) => end?.reason)).toEqual(["too-large", "too-large"]);
    expect(play.ends(short).map((end) => end?.state)).toEqual(["offered", "offered"]);
  });

  test("of the relay keep a longer file for the direct path, in a room that may take either", async () => {
    const limits = { direct: 0, relayed: PIECE_BYTES };
    const { side, sent } = accepted(2, { ...RELAY, limits });
    side.wait(1000);
    expect(await sent()).toBe(0);
    side.path({ ...DIRECT, policy: "any", limits });
    expect(await sent()).toBe(2);
  });

  test("let four files move, and the fifth when one has ended", async () => {
    const play = new Play("turns");
    const ids = ["a", "b", "c", "d", "e"].map((name) => play.begin(bytesOf(PIECE_BYTES), name));
    const fifth = ids[4] ?? "";
    expect(play.receiver.files.in.map(({ state }) => state)).toEqual([
      ...Array<string>(4).fill("moving"),
      "waiting",
    ]);
    expect(play.receiver.last(fifth)?.state).toBe("accepted");
    play.sender.command({ do: "cancel", id: ids[0] ?? "" });
    play.allTalk();
    await play.finish();
    expect(ids.map((id) => play.receiver.last(id)?.state)).toEqual([
      "cancelled",
      "done",
      "done",
      "done",
      "done",
    ]);
  });
});

describe("time", () => {
  test("without progress for 60 s ends a file for both, once a word gets through", async () => {
    const play = new Play("stall");
    const id = play.begin(bytesOf(3 * PIECE_BYTES));
    await play.piece();
    play.allTalk();
    play.down();
    play.wait(59_000);
    expect(play.ends(id).map((end) => end?.state)).toEqual(["accepted", "moving"]);
    play.wait(2000);
    play.allTalk();
    expect(play.ends(id).map((end) => [end?.state, end?.reason])).toEqual([
      ["failed", "stalled"],
      ["failed", "stalled"],
    ]);
  });

  test("does not end an offer that nobody answers, nor a file that waits for its turn", () => {
    const play = new Play("patience");
    const id = play.sender.send(bytesOf(10));
    play.allTalk();
    play.wait(600_000);
    expect(play.ends(id).map((end) => end?.state)).toEqual(["offered", "offered"]);
    const { side } = accepted(3, DIRECT, 0);
    side.wait(600_000);
    expect(side.files.out[0]?.state).toBe("moving");
  });

  test("tells progress at most every 500 ms", async () => {
    const play = new Play("pace");
    const id = play.begin(bytesOf(30 * PIECE_BYTES));
    for (let turn = 0; turn < 31; turn += 1) await play.piece();
    const moving = play.receiver.events(id).filter(({ state }) => state === "moving");
    expect(moving).toHaveLength(1);
    play.wait(160);
    expect(play.receiver.last(id)?.state).toBe("done");
  });
});

describe("a source", () => {
  test("that cannot be read, or has become shorter, calls its file off for both", async () => {
    const broken = new Blob([bytesOf(3 * PIECE_BYTES)]);
    broken.slice = () => new Blob([new Uint8Array(7)]);
    const play = new Play("source");
    const id = play.sender.send(broken);
    play.allTalk();
    play.receiver.command({ do: "accept", id, save: "memory" });
    play.allTalk();
    await play.sender.settled();
    expect(play.sender.last(id)).toMatchObject({ state: "cancelling", reason: "unreadable" });
    play.allTalk();
    expect(play.ends(id).map((end) => [end?.state, end?.reason])).toEqual([
      ["failed", "unreadable"],
      ["failed", "unreadable"],
    ]);
  });
});

function indexOf(block: Uint8Array): number {
  return new DataView(block.buffer, block.byteOffset).getUint32(17);
}
