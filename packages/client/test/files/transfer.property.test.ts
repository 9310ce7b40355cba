import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, holds, Play } from "./play.ts";
import { PIECE_BYTES } from "./side.ts";

/** Real keys and whole pieces: few runs, each of some hundred moves (spec/files.md 5 to 7). */
const TIMEOUT_MS = 120_000;
const RUNS = 30;

const moves = {
  piece: async (play: Play): Promise<void> => play.piece(),
  toReceiver: (play: Play): void => play.talk("sender"),
  toSender: (play: Play): void => play.talk("receiver"),
  wait: (play: Play): void => play.wait(300),
  down: (play: Play): void => play.down(),
  direct: (play: Play): void => play.up("direct"),
  relay: (play: Play): void => play.up("relay"),
  /** A relay that loses a piece says nothing of it. */
  lose: async (play: Play): Promise<void> => {
    await play.sender.settled();
    if (play.sender.files.path.route?.path === "relay") play.sender.sent.shift();
  },
  senderCancels: (play: Play): void => cancel(play, "sender"),
  receiverCancels: (play: Play): void => cancel(play, "receiver"),
} as const;

function cancel(play: Play, who: "sender" | "receiver"): void {
  const { out, in: coming } = play[who].files;
  const id = (who === "sender" ? out : coming).at(0)?.id;
  if (id !== undefined) play[who].command({ do: "cancel", id });
}

type Move = keyof typeof moves;
const WORK: readonly Move[] = [
  "piece",
  "piece",
  "piece",
  "piece",
  "toReceiver",
  "toSender",
  "toSender",
  "wait",
];
const CUTS: readonly Move[] = ["down", "direct", "relay", "lose"];
const work = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...WORK) },
  { weight: 1, arbitrary: fc.constantFrom(...CUTS) },
);
const upset = fc.oneof(
  { weight: 60, arbitrary: work },
  { weight: 1, arbitrary: fc.constantFrom<Move>("senderCancels", "receiverCancels") },
);
const lengths = fc.array(fc.integer({ min: 0, max: 9 * PIECE_BYTES }), { minLength: 1, maxLength: 3 });
const script = (move: fc.Arbitrary<Move>) => fc.array(move, { maxLength: 120, size: "max" });

async function play(given: readonly number[], plan: readonly Move[]) {
  const of = new Play("property");
  const files = given.map((length, at) => ({ bytes: bytesOf(length, at + 1), id: "" }));
  for (const [at, file] of files.entries()) file.id = of.begin(file.bytes, `file ${String(at)}`);
  for (const move of plan) {
    await moves[move](of);
    for (const { kept } of of.sender.files.out) expect(kept.size).toBeLessThanOrEqual(64);
  }
  of.up();
  await of.finish();
  return { of, files };
}

describe("transfers over paths that come and go", { timeout: TIMEOUT_MS }, () => {
  test("arrive whole, all of them, and both say so", async () => {
    await fc.assert(
      fc.asyncProperty(lengths, script(work), async (given, plan) => {
        const { of, files } = await play(given, plan);
        for (const { bytes, id } of files) {
          const [sender, receiver] = of.ends(id);
          expect([sender?.state, receiver?.state]).toEqual(["done", "done"]);
          expect(await holds(receiver?.blob, bytes)).toBe(true);
          // Each piece was read and sealed once, whatever was sent again (spec/files.md 4).
          const seals = of.sender.jobs.filter((job) => job.job === "seal" && job.id === id);
          expect(seals).toHaveLength(Math.max(1, Math.ceil(bytes.length / PIECE_BYTES)));
        }
        expect(of.sender.files.out.length + of.receiver.files.in.length).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  test("that anybody cancels at any moment end alike for both", async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(lengths, script(upset), async (given, plan) => {
        const { of, files } = await play(given, plan);
        for (const { bytes, id } of files) {
          const [sender, receiver] = of.ends(id);
          expect([sender?.state, sender?.reason]).toEqual([receiver?.state, receiver?.reason]);
          if (receiver?.state === "done") expect(await holds(receiver.blob, bytes)).toBe(true);
          ends.add(receiver?.state ?? "");
        }
      }),
      { numRuns: RUNS },
    );
    expect([...ends].sort()).toEqual(["cancelled", "done"]);
  });

  test("whose session ends at any moment are never done for the sender alone", async () => {
    await fc.assert(
      fc.asyncProperty(lengths, script(upset), async (given, plan) => {
        const of = new Play("ends");
        const ids = given.map((length, at) => of.begin(bytesOf(length), `file ${String(at)}`));
        for (const move of plan) await moves[move](of);
        await of.sender.settled();
        of.sender.take({ on: "end" });
        of.receiver.take({ on: "end" });
        for (const id of ids) {
          const [sender, receiver] = of.ends(id);
          if (sender?.state === "done") expect(receiver?.state).toBe("done");
          if (receiver?.state === "done" && sender?.state !== "done")
            expect(sender?.reason).toBe("unconfirmed");
          expect(["done", "failed", "cancelled"]).toContain(sender?.state);
          expect(["done", "failed", "cancelled"]).toContain(receiver?.state);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
