import { KIND } from "@tacet/core";
import { fileBodies } from "@tacet/core/files";
import { describe, expect, test } from "vitest";
import { forge, keyOf } from "./forged.ts";
import type { Forged } from "./forged.ts";
import { bytesOf, holds, Play } from "./play.ts";
import { DIRECT, PIECE_BYTES, Side } from "./side.ts";
import type { Said } from "./side.ts";

/** spec/files.md 9: what a sender that keeps to nothing can do to a receiver. */
const SIZE = 2 * PIECE_BYTES + 10;
const bytes = bytesOf(SIZE);

/** A file of three pieces that was accepted into a sink; the sender's honest machine has made its offer and its pieces. */
async function begun() {
  const play = new Play("hostile");
  const id = play.sender.send(bytes);
  const offer = play.sender.says.at(-1);
  if (offer === undefined) throw new Error("nothing was offered");
  play.allTalk();
  play.receiver.command({ do: "accept", id, save: "sink" });
  play.receiver.take({ on: "sink", event: { on: "opened", id }, blob: null });
  play.allTalk();
  await play.sender.settled();
  play.allTalk();
  const honest = play.sender.sent.map(({ block }) => block);
  const take = async (block: Uint8Array): Promise<void> => {
    play.receiver.take({ on: "piece", path: "direct", block });
    await play.receiver.settled();
  };
  const write = (): void => play.receiver.take({ on: "sink", event: { on: "written", id }, blob: null });
  const forged = async (piece: Forged): Promise<Uint8Array> => forge(keyOf(offer), offer.id, piece);
  return { play, receiver: play.receiver, id, offer, honest, take, write, forged };
}

const full = { length: PIECE_BYTES, bytes: new Uint8Array(PIECE_BYTES) };
const link = new Uint8Array(32).fill(5);

function cancelOf(side: Side): string | undefined {
  const said = side.says.findLast(({ kind }) => kind === KIND.fileCancel);
  return said && fileBodies.cancel.decode(said.body)?.reason;
}

describe("a piece that contradicts its offer ends the file, and both are told", () => {
  const cases: readonly (readonly [string, Forged])[] = [
    ["shorter than it must be", { index: 0, last: false, length: 9, bytes: bytesOf(9) }],
    [
      "said to be the last before the end",
      { index: 1, last: true, ...full, end: { total: 2 * PIECE_BYTES, link } },
    ],
    ["not said to be the last at the end", { index: 2, last: false, length: 10, bytes: bytesOf(10) }],
    [
      "longer than what remains",
      { index: 2, last: true, length: 11, bytes: bytesOf(11), end: { total: SIZE + 1, link } },
    ],
    ["with a length of more than 65,000", { index: 0, last: false, length: 65_001, bytes: bytesOf(65_001) }],
    ["with padding that is not zero", { index: 0, last: false, ...full, padding: 1 }],
  ];
  test.each(cases)("%s", async (_what, piece) => {
    const { play, receiver, id, take, forged } = await begun();
    await take(await forged(piece));
    expect(receiver.last(id)).toMatchObject({ state: "failed", reason: "broken" });
    expect(cancelOf(receiver)).toBe("broken");
    expect(receiver.sink.map((command) => command.do)).toEqual(["open", "abort"]);
    expect(receiver.files.in).toEqual([]);
    play.allTalk();
    expect(play.sender.last(id)).toMatchObject({ state: "failed", reason: "broken" });
  });

  test.each([
    ["another total", { total: SIZE + 1, link }],
    ["another chain", { total: SIZE, link }],
  ])("%s at the end: nothing is closed, and what was written is given up", async (_what, end) => {
    const { receiver, id, honest, take, write, forged } = await begun();
    for (const block of honest.slice(0, 2)) await take(block);
    write();
    write();
    await take(await forged({ index: 2, last: true, length: 10, bytes: bytesOf(10), end }));
    expect(receiver.last(id)).toMatchObject({ state: "failed", reason: "broken" });
    expect(receiver.sink.map((command) => command.do)).toEqual(["open", "write", "write", "abort"]);
  });
});

describe("what does not open, or is not wanted, is dropped and counted, and the file goes on", () => {
  test.each([
    ["a bit is flipped", (block: Uint8Array) => flip(block, 30)],
    ["the index is another", (block: Uint8Array) => flip(block, 20)],
    ["the mark of the last is another", (block: Uint8Array) => flip(block, 21)],
    ["the file is another", (block: Uint8Array) => flip(block, 3)],
    ["it is cut", (block: Uint8Array) => block.slice(0, 16_383)],
  ])("%s", async (_what, spoil) => {
    const { receiver, id, honest, take, write } = await begun();
    await take(spoil(honest[0] ?? new Uint8Array(0)));
    expect(receiver.judged.filter(({ counts }) => counts)).toHaveLength(1);
    expect(receiver.sink.map((command) => command.do)).toEqual(["open"]);
    for (const block of honest) await take(block);
    for (const _ of honest) write();
    receiver.take({ on: "sink", event: { on: "closed", id }, blob: null });
    expect(receiver.last(id)).toMatchObject({ state: "done", bytes: SIZE });
    const written = receiver.sink.flatMap((command) => (command.do === "write" ? [command.bytes] : []));
    expect(Buffer.compare(Buffer.concat(written), bytes)).toBe(0);
  });

  test("a piece that comes twice is opened once, and one past the credit never", async () => {
    const { receiver, honest, take } = await begun();
    const first = honest[0] ?? new Uint8Array(0);
    receiver.take({ on: "piece", path: "direct", block: first });
    await take(first);
    await take(first);
    const past = first.slice();
    new DataView(past.buffer).setUint32(17, 3);
    await take(past);
    expect(receiver.jobs.filter(({ job }) => job === "open")).toHaveLength(1);
    expect(receiver.judged).toHaveLength(4);
  });

  test("a wrong piece on the relay path keeps out no right one", async () => {
    const { receiver, id, honest } = await begun();
    const first = honest[0] ?? new Uint8Array(0);
    receiver.take({ on: "piece", path: "relay", block: flip(first, 30) });
    receiver.take({ on: "piece", path: "relay", block: first });
    await receiver.settled();
    expect(receiver.judged.map(({ opened }) => opened)).toEqual([false, true]);
    expect(receiver.sink.map((command) => command.do)).toEqual(["open", "write"]);
    expect(receiver.last(id)?.state).toBe("accepted");
  });

  test("more than was offered is never written, and no more than 64 writes are unanswered", async () => {
    const play = new Play("much");
    const id = play.sender.send(bytesOf(100 * PIECE_BYTES));
    play.allTalk();
    play.receiver.command({ do: "accept", id, save: "sink" });
    play.receiver.take({ on: "sink", event: { on: "opened", id }, blob: null });
    for (let turn = 0; turn < 120; turn += 1) {
      play.allTalk();
      await play.piece();
    }
    const writes = (): number => play.receiver.sink.filter((command) => command.do === "write").length;
    expect(writes()).toBe(64);
    play.receiver.take({ on: "sink", event: { on: "written", id }, blob: null });
    expect(play.receiver.files.in[0]?.assembly.written).toBe(1);
    // A sink that does not go on: 60 s, and both are told.
    play.wait(60_100);
    play.allTalk();
    expect(play.ends(id).map((end) => [end?.state, end?.reason])).toEqual([
      ["failed", "stalled"],
      ["failed", "stalled"],
    ]);
  });
});

test("a sender that says and sends nothing more is waited for 60 s", async () => {
  const { receiver, id, honest, take } = await begun();
  receiver.wait(59_000);
  await take(honest[0] ?? new Uint8Array(0));
  receiver.wait(59_000);
  expect(receiver.files.in).toHaveLength(1);
  receiver.wait(1100);
  expect(receiver.last(id)).toMatchObject({ state: "failed", reason: "stalled" });
  expect([cancelOf(receiver), receiver.sink.at(-1)?.do]).toEqual(["stalled", "abort"]);
});

describe("an offer", () => {
  const offered = (side: Side, name = "a", size = 5): Said => {
    side.send(new Blob([new Uint8Array(size)]), name);
    const said = side.says.at(-1);
    if (said === undefined) throw new Error("nothing was offered");
    return said;
  };

  test("over the limit, the 17th, a known id and one that cannot be read are answered and not shown", () => {
    const sender = new Side("s");
    const limits = { direct: 10, relayed: 10 };
    const receiver = new Side("r", { ...DIRECT, limits });
    receiver.hear(offered(sender, "long", 11));
    expect([cancelOf(receiver), receiver.told]).toEqual(["too-large", []]);
    receiver.hear({ do: "say", kind: KIND.fileOffer, id: new Uint8Array(16), body: new Uint8Array(3) });
    expect([cancelOf(receiver), receiver.unreadable, receiver.told]).toEqual(["refused", 1, []]);
    receiver.hear(offered(sender), true);
    expect([cancelOf(receiver), receiver.told]).toEqual(["broken", []]);
    const more = new Side("more");
    for (let count = 0; count < 16; count += 1) receiver.hear(offered(more));
    expect([receiver.files.in.length, cancelOf(receiver)]).toEqual([16, "broken"]);
    receiver.hear(offered(new Side("last")));
    expect([receiver.files.in.length, cancelOf(receiver)]).toEqual([16, "too-many"]);
  });

  test("with the id of an open file ends that one, so that both say the same", () => {
    const [sender, receiver] = [new Side("s"), new Side("r")];
    const said = offered(sender);
    receiver.hear(said);
    receiver.hear(said);
    const [id] = sender.files.out.map((file) => file.id);
    expect(receiver.last(id ?? "")).toMatchObject({ state: "failed", reason: "broken" });
    expect(receiver.says).toHaveLength(1);
  });

  test("is shown by its cleaned name alone, and what is said of it later must be readable", () => {
    const [sender, receiver] = [new Side("s"), new Side("r")];
    receiver.hear(offered(sender, "..\\..\\con.txt"));
    expect(receiver.told.at(-1)).toMatchObject({ name: "_con.txt", state: "offered", from: "other" });
    for (const kind of [KIND.fileAccept, KIND.fileDone, KIND.fileAcknowledge, KIND.fileCancel])
      receiver.hear({ do: "say", kind, id: new Uint8Array(16), body: new Uint8Array(2) });
    expect(receiver.unreadable).toBe(4);
  });

  test("that is called off is answered with the same reason, and not once the file is being closed", async () => {
    const { play, receiver, id, honest, take, write } = await begun();
    for (const block of honest) await take(block);
    for (const _ of honest) write();
    play.sender.command({ do: "cancel", id });
    expect(play.sender.last(id)).toMatchObject({ state: "cancelling", reason: "cancelled" });
    play.talk("sender");
    expect(cancelOf(receiver)).toBeUndefined();
    receiver.take({ on: "sink", event: { on: "closed", id }, blob: null });
    play.allTalk();
    expect(play.ends(id).map((end) => end?.state)).toEqual(["done", "done"]);
  });
});

test("a file that was accepted into memory is given away whole, and wiped where it fails", async () => {
  const play = new Play("memory");
  const id = play.begin(bytes);
  await play.finish();
  expect(await holds(play.receiver.last(id)?.blob, bytes)).toBe(true);
  expect(play.receiver.last(id)?.blob?.type).toBe("application/octet-stream");
  const other = play.begin(bytes, "other");
  await play.piece();
  play.receiver.take({ on: "end" });
  expect(play.receiver.last(other)).toMatchObject({ state: "failed", reason: "ended", blob: null });
});

function flip(block: Uint8Array, at: number): Uint8Array {
  const flipped = block.slice();
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}
