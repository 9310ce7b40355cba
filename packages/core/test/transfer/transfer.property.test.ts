import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pieces } from "../../src/files/index.ts";
import { concat } from "../../src/notation/bytes.ts";
import { sealerOf } from "../sealing.ts";
import { Network } from "./network.ts";
import { Receiver } from "./receiver.ts";
import { Sender } from "./sender.ts";

/** The two machines of spec/files.md 7 over paths that come and go, with cancels that cross: both must end alike. */
const file = new Uint8Array(16).fill(3);
const offer = { key: new Uint8Array(32).fill(4), size: null };

interface Play {
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly network: Network;
}

async function begin(parts: readonly Uint8Array[]): Promise<Play> {
  const network = new Network();
  const sender = new Sender(file, parts, network, await sealerOf(file, offer));
  return { network, sender, receiver: new Receiver(file, network, await pieces.opener(file, offer)) };
}

const moves = {
  accept: ({ receiver }: Play): void => receiver.accept(),
  pump: async ({ sender }: Play): Promise<void> => sender.pump(),
  piece: async ({ network, receiver }: Play): Promise<void> => {
    const block = network.pieces.shift();
    if (block !== undefined) await receiver.onPiece(block);
  },
  write: ({ receiver }: Play): void => receiver.write(),
  acknowledge: ({ receiver }: Play): void => receiver.acknowledge(),
  toSender: ({ network, sender }: Play): void => {
    const talk = network.toSender.shift();
    if (talk?.kind === "accept") sender.onAccept(talk.body);
    if (talk?.kind === "acknowledge") sender.onAcknowledge(talk.body);
    if (talk?.kind === "done") sender.onDone(talk.body);
    if (talk?.kind === "cancel") sender.onCancel(talk.body);
  },
  toReceiver: ({ network, receiver }: Play): void => {
    const talk = network.toReceiver.shift();
    if (talk !== undefined) receiver.onCancel(talk.body);
  },
  /** The path goes with what is on it, and comes back as another. */
  cut: ({ network, sender, receiver }: Play): void => {
    network.up = !network.up;
    network.pieces = [];
    sender.pathChanged();
    receiver.acknowledge();
  },
  senderCancels: ({ sender }: Play): void => sender.cancel("cancelled"),
  senderStalls: ({ sender }: Play): void => sender.cancel("stalled"),
  receiverCancels: ({ receiver }: Play): void => receiver.cancel("cancelled"),
  receiverStalls: ({ receiver }: Play): void => receiver.cancel("stalled"),
} as const;

type Move = keyof typeof moves;
const WORK: readonly Move[] = [
  "pump",
  "piece",
  "piece",
  "write",
  "write",
  "acknowledge",
  "toSender",
  "toReceiver",
];
const UPSETS: readonly Move[] = ["senderCancels", "senderStalls", "receiverCancels", "receiverStalls"];

/** Until nobody has anything to do: then both have heard all that was said, and what each path that came back had them say again. */
async function settle(play: Play, parts: number, script: readonly Move[] = []): Promise<void> {
  if (!play.network.up) moves.cut(play);
  const cuts = script.filter((move) => move === "cut").length;
  for (let round = 0; round < 20 + 2 * parts + 4 * cuts; round += 1) {
    for (const move of WORK) await moves[move](play);
  }
}

const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 80 });
const work = fc.constantFrom<Move>(...WORK, ...WORK, ...WORK, "cut");
const withUpsets = fc.oneof(
  { weight: 30, arbitrary: work },
  { weight: 1, arbitrary: fc.constantFrom(...UPSETS) },
);
const plays = (move: fc.Arbitrary<Move>) => fc.array(move, { maxLength: 400, size: "max" });

/** Each has both say much again, which they have to hear before they are done. */
const MANY_CUTS: Move[] = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? "cut" : "acknowledge"));

describe("a transfer", () => {
  test("with a path that is cut anywhere, any number of times, arrives whole, and both say so", async () => {
    await fc.assert(
      fc.asyncProperty(parts, plays(work), async (given, script) => {
        const play = await begin(given);
        moves.accept(play);
        for (const move of script) {
          await moves[move](play);
          expect(play.sender.held()).toBeLessThanOrEqual(64);
        }
        await settle(play, given.length, script);
        expect([play.sender.state, play.receiver.state]).toEqual(["done", "done"]);
        expect(concat(...play.receiver.written)).toEqual(concat(...given));
        expect(play.sender.sealed).toBe(given.length);
      }),
      { numRuns: 25, examples: [[[Uint8Array.of(0)], MANY_CUTS]] },
    );
  });

  test("that anybody cancels or gives up at any moment ends alike for both", async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(parts, plays(withUpsets), async (given, script) => {
        const play = await begin(given);
        moves.accept(play);
        for (const move of script) await moves[move](play);
        await settle(play, given.length, script);
        const { sender, receiver } = play;
        expect([sender.state, sender.reason]).toEqual([receiver.state, receiver.reason]);
        if (receiver.state === "done") expect(concat(...receiver.written)).toEqual(concat(...given));
        else expect(receiver.written).toEqual([]);
        ends.add(`${receiver.state} ${receiver.reason ?? ""}`);
      }),
      { numRuns: 40 },
    );
    expect(ends.size).toBeGreaterThan(1);
  });

  test("that is done for the receiver alone when the session ends is unconfirmed for the sender", async () => {
    const play = await begin([Uint8Array.of(1), Uint8Array.of(2)]);
    moves.accept(play);
    const steps: readonly Move[] = ["toSender", "pump", "piece", "piece", "write", "write", "write"];
    for (const move of steps) await moves[move](play);
    play.sender.sessionEnds();
    play.receiver.sessionEnds();
    expect([play.receiver.state, play.sender.state]).toEqual(["done", "failed"]);
    expect(play.sender.reason).toBe("unconfirmed");
  });

  test("whose session ends at any moment is never done for the sender alone", async () => {
    await fc.assert(
      fc.asyncProperty(parts, plays(withUpsets), fc.nat(3), async (given, script, rounds) => {
        const play = await begin(given);
        moves.accept(play);
        for (const move of script) await moves[move](play);
        if (rounds > 0) await settle(play, rounds);
        play.sender.sessionEnds();
        play.receiver.sessionEnds();
        const { sender, receiver } = play;
        if (sender.state === "done") expect(receiver.state).toBe("done");
        if (receiver.state === "done" && sender.state !== "done") expect(sender.reason).toBe("unconfirmed");
      }),
      { numRuns: 25 },
    );
  });
});
