import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Play, bytesOf } from "./play.ts";
import { DIRECT, PIECE_BYTES } from "./side.ts";
import type { PiecePath } from "../../src/files/state.ts";

/** Bytes that a test gives when it likes. */
class Pipe {
  closed = 0;
  readonly #chunks: (Uint8Array | null | Error)[] = [];
  #wake: (() => void) | null = null;

  give(...chunks: readonly (Uint8Array | null | Error)[]): void {
    this.#chunks.push(...chunks);
    this.#wake?.();
  }

  async read(bytesMax: number): Promise<Uint8Array | null> {
    while (this.#chunks.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    // Whoever asks past the end is told of it again.
    const next = this.#chunks[0] === null ? null : this.#chunks.shift();
    if (next instanceof Error) throw next;
    if (next === undefined || next === null) return null;
    if (next.length > bytesMax) this.#chunks.unshift(next.subarray(bytesMax));
    return next.slice(0, bytesMax);
  }

  close(): void {
    this.closed += 1;
  }
}

interface Flow {
  readonly play: Play;
  readonly pipe: Pipe;
  readonly id: string;
  readonly written: Uint8Array[];
}

function begin(path: PiecePath = DIRECT): Flow {
  const play = new Play("stream", path);
  const pipe = new Pipe();
  const id = play.sender.stream(pipe);
  play.allTalk();
  play.receiver.command({ do: "accept", id, save: "memory" });
  const flow = { play, pipe, id, written: [] };
  answerSink(flow);
  play.allTalk();
  return flow;
}

/** A sink that writes at once. */
function answerSink({ play, written }: Flow): void {
  for (let asked = play.receiver.sink.shift(); asked !== undefined; asked = play.receiver.sink.shift()) {
    const { id } = asked;
    if (asked.do === "write") written.push(asked.bytes);
    if (asked.do !== "abort") {
      const on = ({ open: "opened", write: "written", close: "closed" } as const)[asked.do];
      play.receiver.take({ on: "sink", event: { on, id }, blob: null });
    }
  }
}

/** Carries pieces and words until it is so. */
async function carry(flow: Flow, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => setImmediate(resolve));
    await flow.play.piece();
    answerSink(flow);
    flow.play.allTalk();
    flow.play.wait(50);
  }
}

const ended =
  ({ play, id }: Flow) =>
  (): boolean =>
    play.ends(id).every((event) => ["done", "failed", "cancelled"].includes(event?.state ?? ""));

describe("a stream", { timeout: 120_000 }, () => {
  test("of any bytes in any parts arrives exactly, and both say how much it was", async () => {
    const parts = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4 * PIECE_BYTES })),
      {
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(parts, async (lengths) => {
        const flow = begin();
        const chunks = lengths.map((length, at) => bytesOf(length, at + 1));
        flow.pipe.give(...chunks, null);
        await carry(flow, ended(flow));
        const whole = Buffer.concat(chunks);
        expect(flow.play.ends(flow.id)).toMatchObject([
          { state: "done", size: null, bytes: whole.length },
          { state: "done", size: null, bytes: whole.length },
        ]);
        expect(Buffer.concat(flow.written).equals(whole)).toBe(true);
        expect(flow.pipe.closed).toBe(1);
      }),
      { numRuns: 25, examples: [[[]], [[1]], [[PIECE_BYTES]], [[PIECE_BYTES + 1]], [[140 * PIECE_BYTES]]] },
    );
  });

  test("may be silent for an hour, and goes on", async () => {
    const flow = begin();
    flow.play.wait(3_600_000);
    flow.pipe.give(bytesOf(10));
    await carry(flow, () => flow.play.sender.last(flow.id)?.bytes === 10);
    flow.play.wait(3_600_000);
    flow.pipe.give(bytesOf(20), null);
    await carry(flow, ended(flow));
    expect(flow.play.ends(flow.id)).toMatchObject([{ state: "done", bytes: 30 }, { state: "done" }]);
  });

  test("whose pieces are not acknowledged stalls after 60 s", async () => {
    const flow = begin();
    flow.play.wait(3_600_000);
    flow.pipe.give(bytesOf(10));
    while (flow.play.sender.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    flow.play.sender.sent.length = 0;
    flow.play.sender.wait(59_000);
    expect(flow.play.sender.last(flow.id)?.state).not.toBe("cancelling");
    flow.play.sender.wait(1000);
    expect(flow.play.sender.last(flow.id)).toMatchObject({ state: "cancelling", reason: "stalled" });
  });

  // In 6 s all that the accept allows is used up, and nothing was heard of it.
  test.each([
    { lost: "a piece in the middle", count: 80, pieces: [5], deafMs: 0 },
    { lost: "the only piece", count: 1, pieces: [0], deafMs: 0 },
    {
      lost: "the credit that would go on",
      count: 80,
      pieces: [],
      deafMs: 6000,
    },
  ])("that lives goes on where $lost is lost", async ({ count, pieces, deafMs }) => {
    const flow = begin();
    const { play } = flow;
    flow.pipe.give(...Array.from({ length: count }, (_, at) => bytesOf(PIECE_BYTES, at + 1)));
    let sent = 0;
    const carryOne = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      const losesPiece = play.sender.sent.length > 0 && pieces.some((at) => at === sent);
      sent += Math.min(1, play.sender.sent.length);
      if (losesPiece) play.sender.sent.shift();
      else await play.piece();
      answerSink(flow);
      while (play.receiver.says.length > 0) {
        if (play.receiver.nowMs < deafMs) play.receiver.says.shift();
        else play.talk("receiver");
      }
    };
    for (let ms = 0; ms < 50_000; ms += 250) {
      for (let turns = 0; turns < 4; turns += 1) await carryOne();
      play.wait(250);
    }
    expect(Buffer.concat(flow.written).length).toBe(count * PIECE_BYTES);
    expect(play.ends(flow.id)).toMatchObject([
      { state: "moving", bytes: count * PIECE_BYTES },
      { state: "moving" },
    ]);
    flow.pipe.give(null);
    await carry(flow, ended(flow));
    expect(play.ends(flow.id)).toMatchObject([{ state: "done" }, { state: "done" }]);
  });

  test("that is silent is acknowledged twice more, and not for ever", async () => {
    const flow = begin();
    const { play } = flow;
    play.receiver.wait(3_600_000);
    expect(play.receiver.says).toHaveLength(3);
    await carry(flow, () => play.receiver.says.length === 0);
    flow.pipe.give(bytesOf(10));
    await carry(flow, () => play.sender.last(flow.id)?.bytes === 10);
    play.receiver.wait(3_600_000);
    expect(play.receiver.says).toHaveLength(2);
  });

  test("or a file whose accept is lost begins with the word that comes after it", async () => {
    const play = new Play("accept");
    const id = play.sender.send(bytesOf(3 * PIECE_BYTES));
    play.talk("sender");
    play.receiver.command({ do: "accept", id, save: "memory" });
    expect(play.receiver.says.splice(0)).toHaveLength(1);
    play.wait(15_000);
    await play.finish();
    expect(play.ends(id)).toMatchObject([{ state: "done" }, { state: "done" }]);
  });

  test("that cannot be read on, or that somebody cancels, ends alike for both and is closed", async () => {
    const broken = begin();
    broken.pipe.give(bytesOf(100), new Error("gone"));
    await carry(broken, ended(broken));
    const cancelled = begin();
    cancelled.pipe.give(bytesOf(100));
    await carry(cancelled, () => cancelled.written.length === 1);
    cancelled.play.receiver.command({ do: "cancel", id: cancelled.id });
    await carry(cancelled, ended(cancelled));
    expect(broken.play.ends(broken.id).map((event) => event?.reason)).toEqual(["unreadable", "unreadable"]);
    expect(cancelled.play.ends(cancelled.id).map((event) => event?.reason)).toEqual([
      "cancelled",
      "cancelled",
    ]);
    expect([broken.pipe.closed, cancelled.pipe.closed]).toEqual([1, 1]);
  });

  test("is measured as it goes where the relay's limit holds", async () => {
    const flow = begin({
      route: { path: "relay", number: 1 },
      busy: false,
      policy: "relayed",
      iceServers: null,
      limits: { direct: 0, relayed: 100_000 },
    });
    flow.pipe.give(bytesOf(100_001));
    await carry(flow, ended(flow));
    expect(flow.play.ends(flow.id).map((event) => event?.reason)).toEqual(["too-large", "too-large"]);
  });
});
