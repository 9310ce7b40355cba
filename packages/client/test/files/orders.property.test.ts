import { KIND } from "@tacet/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createChannels } from "../../src/files/channels.ts";
import type { Channels } from "../../src/files/channels.ts";
import { createEnds } from "./ends.ts";
import type { End, Task } from "./ends.ts";
import { bytesOf, holds } from "./play.ts";
import { DIRECT, PIECE_BYTES, Side } from "./side.ts";
import type { Said } from "./side.ts";

/*
 * Two sides over channels that were handed over to them, with the real driver of channels between (spec/files.md 5 to 7). In whatever order an engine tells
 * what happens, and whatever path comes and goes, no file waits for something that will not come.
 */
const TIMEOUT_MS = 120_000;
const RUNS = 25;
/** Far below the 60 s after which a file has stalled. */
const DONE_MS = 20_000;
/** What goes wrong costs 15 s or 30 s each time, and a channel that tells nothing that for each MiB. */
const FAULTY_MS = 200_000;

class Room {
  readonly side: Side;
  readonly channels: Channels;
  /** What the room hears of its channel for files, and does in a turn of its own. */
  readonly hears: Task[] = [];
  generation = 1;
  /** Handed over, so far. */
  pieces = 0;
  #lent: End | null = null;

  constructor(seed: string) {
    this.side = new Side(seed, { ...DIRECT, route: null });
    this.channels = createChannels(
      {
        take: ({ event }) => {
          if (event.did === "opened") this.hears.push(() => this.#opened(event.generation));
        },
      },
      (input) => this.side.take(input),
    );
  }

  lend(channel: End, generation: number): void {
    this.generation = generation;
    this.#lent = channel;
    this.side.path({ ...DIRECT, route: null });
    const lent = channel as unknown as RTCDataChannel;
    this.channels.event({ on: "lent", generation, number: 0, own: true, channel: lent });
  }

  tasks(): Task[] {
    const [next] = this.hears;
    const own = next === undefined ? [] : [(): void => this.hears.shift()?.()];
    return [...own, ...(this.#lent?.tasks() ?? [])];
  }

  /** What the machine gave to its path is on it. */
  async settle(): Promise<void> {
    do {
      for (const piece of this.side.sent.splice(0)) {
        this.pieces += 1;
        this.channels.sends(piece);
      }
      await this.side.settled();
    } while (this.side.sent.length > 0);
  }

  #opened(generation: number): void {
    if (generation === this.generation)
      this.side.path({ ...DIRECT, route: { path: "direct", number: generation } });
  }
}

function isAcknowledge({ kind }: Said): boolean {
  return kind === KIND.fileAcknowledge;
}

class World {
  readonly rooms = [new Room("orders/a"), new Room("orders/b")] as const;
  nowMs = 0;
  #ends: readonly End[] = [];
  #generation = 0;
  #faults = 0;

  readonly #bytesPerSecond: number;

  constructor(bytesPerSecond = Infinity) {
    this.#bytesPerSecond = bytesPerSecond;
    this.renew();
  }

  /** Another connection in place of the one that was, with what was on it. */
  renew(): void {
    for (const end of this.#ends) end.cut();
    const ends = createEnds("tacet-files");
    this.#ends = ends;
    this.#generation += 1;
    for (const [at, room] of this.rooms.entries()) {
      const end = ends[at];
      if (end === undefined) continue;
      if (this.#bytesPerSecond < Infinity) end.leavesBytes = 0;
      room.lend(end, this.#generation);
      end.open();
    }
  }

  get pieces(): number {
    return this.rooms.reduce((sum, { pieces }) => sum + pieces, 0);
  }

  tasks(): Task[] {
    const [a, b] = this.rooms;
    const talk = (from: Room, to: Room): Task[] =>
      from.side.says.length === 0
        ? []
        : [
            () => {
              const said = from.side.says.shift();
              if (said !== undefined) to.side.hear(said);
            },
          ];
    return [...a.tasks(), ...b.tasks(), ...talk(a, b), ...talk(b, a)];
  }

  /** One of what may happen; where nothing may, time passes. */
  async step(choice: number): Promise<void> {
    const tasks = this.tasks();
    if (tasks.length === 0) this.wait(100);
    else tasks[choice % tasks.length]?.();
    await this.settle();
  }

  /** What no engine and no room should do, once or from now on. A file has three more tries before it has stalled: so no more than two. */
  fault(kind: Fault): void {
    const said = this.rooms.map(({ side: { says } }) => says);
    const acknowledged = said.find((all) => all.some(isAcknowledge));
    if (kind === "unsaid" && acknowledged === undefined) return;
    this.#faults += 1;
    if (this.#faults > 2) return;
    if (kind === "unsaid") acknowledged?.splice(acknowledged.findIndex(isAcknowledge), 1);
    for (const end of this.#ends) {
      if (kind === "mute") end.mute = true;
      else if (kind === "lose") end.loses += 1;
    }
  }

  wait(ms: number): void {
    this.nowMs += ms;
    for (const end of this.#ends) end.carries((this.#bytesPerSecond * ms) / 1000);
    for (const { side } of this.rooms) side.wait(ms);
  }

  async settle(): Promise<void> {
    for (const room of this.rooms) await room.settle();
  }
}

type Fault = "mute" | "lose" | "unsaid";
type Move = number | "renew" | "wait" | Fault;

const choice = fc.oneof(
  { weight: 60, arbitrary: fc.nat({ max: 1000 }) },
  { weight: 1, arbitrary: fc.constant("renew" as const) },
  { weight: 3, arbitrary: fc.constant("wait" as const) },
);
const lengths = fc.array(fc.integer({ min: 0, max: 50 * PIECE_BYTES }), { minLength: 1, maxLength: 3 });
/** Longer than the credit that comes with an accept. */
const long = fc.tuple(fc.integer({ min: 65 * PIECE_BYTES, max: 140 * PIECE_BYTES }));
const FAULTS = [
  { fault: "mute", files: lengths, often: 1, runs: RUNS },
  { fault: "lose", files: lengths, often: 1, runs: RUNS },
  { fault: "unsaid", files: long, often: 20, runs: 8 },
] as const;

async function live(world: World, given: readonly number[], plan: readonly Move[], withinMs = DONE_MS) {
  const files = given.map((length, at) => {
    const bytes = bytesOf(length, at + 1);
    const [from, to] = at % 2 === 0 ? world.rooms : ([world.rooms[1], world.rooms[0]] as const);
    return {
      bytes,
      from: from.side,
      to: to.side,
      id: from.side.send(bytes, `file ${String(at)}`),
      taken: false,
    };
  });
  const accept = (): void => {
    for (const file of files) {
      if (file.taken || file.to.last(file.id) === undefined) continue;
      file.taken = true;
      file.to.command({ do: "accept", id: file.id, save: "memory" });
    }
  };
  for (const move of plan) {
    if (move === "renew") world.renew();
    else if (move === "wait") world.wait(300);
    else if (typeof move === "number") await world.step(move);
    else world.fault(move);
    accept();
  }
  const begunMs = world.nowMs;
  const isOver = (): boolean => files.every(({ from, id }) => from.last(id)?.state === "done");
  for (let at = 0; !isOver() && world.nowMs - begunMs < withinMs; at += 1) {
    await world.step(at);
    accept();
  }
  return files;
}

describe("channels that tell what happens in any order", { timeout: TIMEOUT_MS }, () => {
  test("carry every file to its end, soon after the path is there", async () => {
    await fc.assert(
      fc.asyncProperty(lengths, fc.array(choice, { maxLength: 300, size: "max" }), async (given, plan) => {
        for (const { from, to, id, bytes } of await live(new World(), given, plan)) {
          expect([from.last(id)?.state, to.last(id)?.state]).toEqual(["done", "done"]);
          expect(await holds(to.last(id)?.blob, bytes)).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  // One piece of a path takes 11 s to 29 s: twice as long as R is silent, and less than half of what a file waits.
  test("carry every file over a slow path too, each piece once", async () => {
    const rates = fc.integer({ min: 2300, max: 6000 });
    const longest = fc.integer({ min: 5 * PIECE_BYTES, max: 24 * PIECE_BYTES });
    await fc.assert(
      fc.asyncProperty(rates, longest, async (rate, length) => {
        const world = new World(rate);
        const [file] = await live(world, [length], [], 2000 * Math.ceil(length / rate) + DONE_MS);
        expect([file?.from.last(file.id)?.state, file?.to.last(file.id)?.state]).toEqual(["done", "done"]);
        // At most the first is sent twice: nothing is known of the path yet.
        expect(world.pieces - Math.ceil(length / PIECE_BYTES)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 6 },
    );
  });

  test.each(FAULTS)(
    "and where something goes wrong that should not ($fault), every file moves on before it has stalled",
    async ({ fault, files, often, runs }) => {
      const faulty = fc.oneof(
        { weight: 40, arbitrary: choice },
        { weight: often, arbitrary: fc.constant(fault) },
      );
      await fc.assert(
        fc.asyncProperty(files, fc.array(faulty, { maxLength: 300, size: "max" }), async (given, plan) => {
          for (const { from, to, id, bytes } of await live(new World(), given, plan, FAULTY_MS)) {
            expect([from.last(id)?.state, to.last(id)?.state]).toEqual(["done", "done"]);
            expect(await holds(to.last(id)?.blob, bytes)).toBe(true);
          }
        }),
        { numRuns: runs },
      );
    },
  );
});
