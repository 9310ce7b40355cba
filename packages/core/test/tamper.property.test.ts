import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBlock, type PairSession, sealFrame, handshakes } from "../src/index.ts";
import { pair, saying } from "./pairing.ts";

/** Offers a block to a copy of a state: what became of it, and whether the copy is still as it was. */
type Offer = (block: Uint8Array) => Promise<{ readonly kind: string; readonly unchanged: boolean }>;

const pairing = await pair("tamper");
const { c, m1, m2, m3, waitingI, waitingR, answeredR, initiator, responder } = pairing;
const { block: frame } = await sealFrame(structuredClone(initiator), saying("hello"));
const [farewell = new Uint8Array(0)] = initiator.farewells;
const offers: Readonly<
  Record<"m1" | "m2" | "m3" | "frame" | "farewell", { readonly block: Uint8Array; readonly offer: Offer }>
> = {
  m1: {
    block: m1,
    offer: onCopy(waitingR, async (state, block) => handshakes.stepResponder(c, state, block)),
  },
  m2: {
    block: m2,
    offer: onCopy(waitingI, async (state, block) => handshakes.stepInitiator(c, state, block)),
  },
  m3: {
    block: m3,
    offer: onCopy(answeredR, async (state, block) => handshakes.stepResponder(c, state, block)),
  },
  frame: { block: frame, offer: onSession(responder) },
  farewell: { block: farewell, offer: onSession(responder) },
};

function onCopy<S>(
  state: S,
  step: (state: S, block: Uint8Array) => Promise<{ readonly kind: string }>,
): Offer {
  const before = textOf(state);
  return async (block) => {
    const copy = structuredClone(state);
    const { kind } = await step(copy, block);
    return { kind, unchanged: textOf(copy) === before };
  };
}

function onSession(session: PairSession): Offer {
  return onCopy(session, async (state, block) => {
    const opened = await openBlock(state, block, 0);
    // A refusal gives back the very session it was given.
    return { kind: opened.kind === "dropped" && opened.session !== state ? "changed" : opened.kind };
  });
}

/** All of a state, in a text that is soon made: thousands of them are compared, in slow engines too. */
function textOf(state: unknown): string {
  return JSON.stringify(state, (_, value: unknown) =>
    value instanceof Uint8Array ? String.fromCharCode(...value) : value,
  );
}

const flipped = (block: Uint8Array, bit: number): Uint8Array =>
  block.with(bit >> 3, (block[bit >> 3] ?? 0) ^ (128 >> (bit & 7)));

const names = ["m1", "m2", "m3", "frame", "farewell"] as const;
const refused = { kind: "dropped", unchanged: true };

/** In npm run verify every seventh, so that each bit of a byte has its turn. */
const STRIDE = process.env["TACET_SHORT"] === undefined ? 1 : 7;

describe("a damaged block changes nothing", () => {
  test.each(names)("%s as it was sent is taken", async (name) => {
    const { block, offer } = offers[name];
    expect((await offer(block)).kind).not.toBe("dropped");
  });

  test.each(["m3", "frame", "farewell"] as const)("%s with any one bit flipped", async (name) => {
    const { block, offer } = offers[name];
    for (let bit = 0; bit < block.length * 8; bit += STRIDE) {
      expect(await offer(flipped(block, bit)), `bit ${String(bit)}`).toEqual(refused);
    }
  });

  test.each(["m1", "m2"] as const)(
    "%s with a bit flipped: its first 64 bytes, and 400 bits of the rest",
    async (name) => {
      const { block, offer } = offers[name];
      for (let bit = 0; bit < 64 * 8; bit += 1) {
        expect(await offer(flipped(block, bit)), `bit ${String(bit)}`).toEqual(refused);
      }
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 512, max: block.length * 8 - 1 }), async (bit) => {
          expect(await offer(flipped(block, bit))).toEqual(refused);
        }),
        { numRuns: 400 },
      );
    },
  );

  test.each(names)("%s cut, lengthened, or of other bytes", async (name) => {
    const { block, offer } = offers[name];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(block.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        async (cut, more) => {
          expect(await offer(block.slice(0, cut))).toEqual(refused);
          expect(await offer(Uint8Array.of(...block, ...more))).toEqual(refused);
          const spliced = Uint8Array.from(block);
          spliced.set(more, Math.min(cut, block.length - more.length));
          if (textOf(spliced) !== textOf(block)) expect(await offer(spliced)).toEqual(refused);
        },
      ),
    );
  });

  test.each(names)("%s in the place of every other", async (name) => {
    const { offer } = offers[name];
    for (const other of names) {
      // R takes m1 again while it waits for m3, a session takes frame and farewell in any order.
      const belongs = other === name || (name === "m3" && other === "m1");
      const inSession = [name, other].every((one) => one === "frame" || one === "farewell");
      if (!belongs && !inSession) expect(await offer(offers[other].block), other).toEqual(refused);
    }
  });
});

describe("open(seal(x)) is x", () => {
  test("in any order of arrival, each once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (texts, picks) => {
          let sender = structuredClone(pairing.responder);
          let receiver = structuredClone(pairing.initiator);
          const blocks: { readonly at: number; readonly block: Uint8Array }[] = [];
          for (const [at, text] of texts.entries()) {
            const sealed = await sealFrame(sender, saying(text, at + 1));
            sender = sealed.session;
            blocks.push({ at, block: sealed.block });
          }
          while (blocks.length > 0) {
            const [next] = blocks.splice((picks.next().value ?? 0) % blocks.length, 1);
            if (next === undefined) break;
            const opened = await openBlock(receiver, next.block, 0);
            if (opened.kind !== "frame") throw new Error(opened.kind);
            expect(opened.frame).toEqual(saying(texts[next.at] ?? "", next.at + 1));
            receiver = opened.session;
            expect((await openBlock(receiver, next.block, 0)).kind).toBe("dropped");
          }
          expect(receiver.framesReceived).toBe(texts.length);
          expect(receiver.skipped).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
