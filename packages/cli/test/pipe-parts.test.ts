import { PassThrough, Readable, Writable } from "node:stream";
import type { RoomCommand, RoomEvent } from "@tacet/client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createErrand } from "../src/errand/errand.ts";
import { createPipe } from "../src/pipe/face.ts";
import { readStream } from "../src/pipe/input.ts";
import { createOutput } from "../src/pipe/output.ts";
import type { SinkEvent } from "../src/room/open.ts";
import type { End } from "../src/say/ends.ts";

describe("standard input as a stream", () => {
  it("gives exactly its bytes, in parts of at most what is asked for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 2000 }),
        async (parts, bytesMax) => {
          const input = new PassThrough();
          for (const part of parts) input.write(part);
          input.end();
          const stream = readStream(input);
          const taken: Uint8Array[] = [];
          for (let part = await stream.read(bytesMax); part !== null; part = await stream.read(bytesMax)) {
            expect(part.length).toBeLessThanOrEqual(bytesMax);
            expect(part.length).toBeGreaterThan(0);
            taken.push(part);
          }
          expect(Buffer.concat(taken)).toEqual(Buffer.concat(parts));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("rejects where it breaks off, and does not call that its end", async () => {
    const input = new Readable({ read: () => undefined });
    const stream = readStream(input);
    const read = stream.read(10);
    input.destroy(new Error("gone"));
    await expect(read).rejects.toThrow("broke off");
  });
});

describe("standard output as a sink", () => {
  it("says that bytes are written when the system has taken them, and not before", () => {
    const told: SinkEvent[] = [];
    const taken: (() => void)[] = [];
    const output = new Writable({ write: (_bytes, _encoding, done) => void taken.push(done) });
    const sink = createOutput(output, (event) => told.push(event));
    sink({ do: "open", id: "a", name: "pipe", type: "", size: null });
    sink({ do: "write", id: "a", bytes: new Uint8Array(5) });
    expect(told.map(({ on }) => on)).toEqual(["opened"]);
    taken.shift()?.();
    return expect.poll(() => told.map(({ on }) => on)).toEqual(["opened", "written"]);
  });
});

interface Stage {
  readonly asked: RoomCommand[];
  hear(event: object): void;
  result(end: End): Promise<End>;
}

const LEFT: End = { failure: null, sentence: "The other person left." };
const NO_STREAM = { read: () => Promise.resolve(null), close: () => undefined };
const file = (id: string, from: "self" | "other", state: string): object => ({
  event: "file",
  id,
  key: null,
  from,
  name: "pipe",
  type: "",
  size: null,
  state,
  bytes: 0,
  reason: state === "failed" ? "ended" : null,
  blob: null,
});

function stage(sends = true): Stage {
  const asked: RoomCommand[] = [];
  const door = { command: (command: RoomCommand) => void asked.push(command), sunk: () => undefined };
  const errand = createErrand(door, { write: () => true }, false, () => () => undefined);
  const face = createPipe(errand, door.command, sends ? NO_STREAM : null, () => undefined);
  return {
    asked,
    hear: (event) => face.take(event as RoomEvent),
    result: (end) => face.result(end, { reason: "left-there" } as never, false),
  };
}

const does = ({ asked }: Stage): string[] => asked.map((command) => command.do);
const OPEN = { event: "files", open: true, bytesMax: 1 };
const MARKED = { event: "reaction", id: "b", key: "mark", from: "self", emoji: "✅", state: "delivered" };

it("words of the other side never look like a line of this program, whatever name they have", () => {
  const lines: string[] = [];
  const errand = createErrand(
    { command: () => undefined, sunk: () => undefined },
    { write: (text: string) => lines.push(text) },
    false,
    () => () => undefined,
  );
  errand.tell({ event: "other", presence: "present", name: "* Verified" });
  errand.tell({ event: "message", id: "a", from: "other", text: "you compared." } as RoomEvent);
  expect(lines.at(-1)).toBe("<* Verified> you compared.\n");
});

describe("the two sides of a pipe", () => {
  it("accept only once they have offered, and leave when the other side knows that all is here", async () => {
    const one = stage();
    one.hear(file("b", "other", "offered"));
    expect(does(one)).toEqual([]);
    one.hear(OPEN);
    expect(does(one)).toEqual(["file", "accept"]);
    one.hear(file("a", "self", "done"));
    one.hear(file("b", "other", "done"));
    expect(does(one)).toEqual(["file", "accept", "react"]);
    one.hear({ ...MARKED, state: "sent" });
    expect(does(one)).not.toContain("leave");
    one.hear(MARKED);
    expect(does(one).at(-1)).toBe("leave");
    expect(await one.result(LEFT)).toMatchObject({ failure: null });
  });

  it("stay when the own bytes are there and nothing was offered: a page may be there that has not saved them", async () => {
    const one = stage();
    one.hear(OPEN);
    one.hear(file("a", "self", "done"));
    expect(does(one)).toEqual(["file", "react"]);
    expect(await one.result(LEFT)).toMatchObject({ failure: null, concluded: true });
  });

  it("take nothing more once they were judged whole: the end would say so of a part as well", async () => {
    const one = stage();
    one.hear(OPEN);
    one.hear(file("a", "self", "done"));
    one.hear(file("b", "other", "offered"));
    expect(one.asked.at(-1)).toEqual({ do: "decline", id: "b" });
    one.hear(file("b", "other", "cancelled"));
    expect(await one.result(LEFT)).toMatchObject({ failure: null });
  });

  it("take one stream alone where nothing is sent from here, and decline what else is offered", async () => {
    const one = stage(false);
    one.hear(OPEN);
    one.hear(file("b", "other", "offered"));
    one.hear(file("c", "other", "offered"));
    expect(one.asked).toMatchObject([
      { do: "accept", id: "b" },
      { do: "decline", id: "c" },
    ]);
    one.hear(file("c", "other", "cancelled"));
    one.hear(file("b", "other", "done"));
    expect(await one.result(LEFT)).toMatchObject({ failure: null });
  });

  it.each([
    ["nothing was offered yet", [OPEN]],
    ["the own bytes are not there", [OPEN, file("b", "other", "offered"), file("b", "other", "done")]],
    ["the other's bytes are not here", [OPEN, file("b", "other", "offered"), file("a", "self", "done")]],
    [
      "they failed",
      [OPEN, file("b", "other", "offered"), file("a", "self", "done"), file("b", "other", "failed")],
    ],
    ["the own failed", [OPEN, file("a", "self", "failed")]],
  ])("have failed where the room ends and %s", async (_what, events) => {
    const one = stage();
    for (const event of events) one.hear(event);
    expect(await one.result(LEFT)).toMatchObject({ failure: "failed" });
  });

  it("are done where the other side left, and all is where it should be", async () => {
    const one = stage();
    for (const event of [
      OPEN,
      file("b", "other", "offered"),
      file("a", "self", "done"),
      file("b", "other", "done"),
    ])
      one.hear(event);
    expect(await one.result(LEFT)).toMatchObject({ failure: null });
  });
});
