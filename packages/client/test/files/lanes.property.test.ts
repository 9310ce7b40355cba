import fc from "fast-check";
import { expect, test } from "vitest";
import type { LaneName } from "../../src/ports.ts";
import { bytesOf, holds, Play } from "./play.ts";
import { DIRECT, PIECE_BYTES } from "./side.ts";

/** Two sides with lanes between them (spec/files.md 11): each carries in order, and takes what is on it along when it closes. */
const TIMEOUT_MS = 120_000;
const RUNS = 3;
const PATH = { ...DIRECT, iceServers: [] };

class LanePlay extends Play {
  readonly #drained = new Map<number, number>();

  /** What both sides ask of their lanes is done, until neither asks for more. */
  carry(): void {
    this.allTalk();
    while (this.sender.lanes.length + this.receiver.lanes.length > 0) {
      for (const { do: did, ...name } of this.sender.lanes.splice(0)) this.#asked(did, name);
      for (const { do: did, ...name } of this.receiver.lanes.splice(0)) this.#asked(did, name);
      this.allTalk();
    }
  }

  /** The next piece of a lane arrives. */
  async arrives(lane: number): Promise<void> {
    await this.sender.settled();
    const at = this.sender.sent.findIndex((piece) => piece.lane === lane);
    const [piece] = at < 0 ? [] : this.sender.sent.splice(at, 1);
    if (piece === undefined) return;
    this.receiver.take({ on: "channel-piece", block: piece.block.slice() });
    const totalBytes = (this.#drained.get(lane) ?? 0) + 65_536;
    this.#drained.set(lane, totalBytes);
    if (lane === 0) this.sender.take({ on: "drained", generation: 1, totalBytes });
    else this.#tell({ generation: 1, number: lane, own: true }, { on: "drained", totalBytes });
    await this.receiver.settled();
  }

  /** A lane closes at both ends, with what is on it. */
  breaks(lane: number): void {
    this.sender.sent.splice(0, Infinity, ...this.sender.sent.filter((piece) => piece.lane !== lane));
    for (const own of [true, false]) this.#tell({ generation: 1, number: lane, own }, { on: "closed" });
  }

  #asked(did: string, name: LaneName): void {
    if (did === "open" || did === "take") this.#tell(name, { on: "described", text: "v=0" });
    if (did === "answer") for (const own of [true, false]) this.#tell({ ...name, own }, { on: "opened" });
    if (did === "close") this.#tell({ ...name, own: !name.own }, { on: "closed" });
  }

  #tell({ generation, number, own }: LaneName, event: LaneTold): void {
    const side = own ? this.sender : this.receiver;
    side.take({ on: "lane", event: { generation, number, own, ...event } });
  }
}

type LaneTold =
  | { readonly on: "described"; readonly text: string }
  | { readonly on: "opened" | "closed" }
  | { readonly on: "drained"; readonly totalBytes: number };

const move = fc.record({
  lane: fc.integer({ min: 0, max: 5 }),
  does: fc.oneof(
    { weight: 30, arbitrary: fc.constant("arrives" as const) },
    { weight: 1, arbitrary: fc.constant("breaks" as const) },
  ),
});

test(
  "a file over lanes that close at any moment arrives whole, each piece sealed once",
  { timeout: TIMEOUT_MS },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 100, max: 125 }),
        fc.array(move, { maxLength: 150, size: "max" }),
        async (count, plan) => {
          const play = new LanePlay("lanes", PATH);
          const bytes = bytesOf(count * PIECE_BYTES - 7);
          const id = play.begin(bytes);
          await play.sender.settled();
          play.wait(1000);
          expect(play.sender.lanes).toHaveLength(5);
          play.carry();
          for (const { lane, does } of plan) {
            if (does === "arrives") await play.arrives(lane);
            else if (lane > 0) play.breaks(lane);
            play.carry();
            const queued = play.sender.sent.filter((piece) => piece.lane > 0).length;
            expect(queued).toBeLessThanOrEqual(10);
          }
          for (let at = 0; play.sender.last(id)?.state !== "done" && at < 2000; at += 1) {
            await play.arrives(at % 6);
            play.carry();
            if (at % 60 === 0) play.wait(1000);
          }
          const [sender, receiver] = play.ends(id);
          expect([sender?.state, receiver?.state]).toEqual(["done", "done"]);
          expect(await holds(receiver?.blob, bytes)).toBe(true);
          expect(play.sender.jobs.filter((job) => job.job === "seal")).toHaveLength(count);
          expect([play.sender.files.lanes.own, play.receiver.files.lanes.theirs]).toEqual([[], []]);
        },
      ),
      { numRuns: RUNS },
    );
  },
);
