import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phrases } from "../../src/phrase/index.ts";
import { words as list } from "../../src/phrase/words.ts";
import { seededRandom } from "../../src/primitives/random.ts";
import { multiply, pointFrom } from "../../src/primitives/ristretto.ts";
import { hex } from "../bytes.ts";
import { RUNS_MS, runsOr } from "../runs.ts";
import { honest, type Words } from "./sides.ts";

const INVITED = { roomId: new Uint8Array(16).fill(3), inviteKey: new Uint8Array(32).fill(4) };

const numbers = fc.nat(2 ** 22 - 1);
const origins = fc.constantFrom(
  "https://tacet.example",
  "https://tacet.example:8443",
  "https://tacet.example.org",
  "http://localhost",
  "https://[2001:db8::1]",
);
const words: fc.Arbitrary<Words> = fc.record({ origin: origins, address: numbers, secret: numbers });

/** What lies between the two sides; the place counts messages from 0. Null is silence. */
type Line = (message: Uint8Array, place: number) => Uint8Array | null;

/** How far an attempt comes: whether the inviter hands over, and what the joiner ends with. */
async function attempt(
  seed: string,
  inviters: Words,
  joiners: Words,
  line: Line = (message) => message,
): Promise<{ readonly delivered: boolean; readonly inviteKey: string | null }> {
  const random = seededRandom(seed);
  const inviter = honest.inviter(random, inviters, INVITED);
  const joiner = await honest.joiner(random, joiners, inviter.nonce);
  const steps: readonly ((message: Uint8Array) => Promise<Uint8Array | null>)[] = [
    async (message) => inviter.answer(message),
    async (message) => joiner.confirm(message),
    async (message) => inviter.deliver(message),
    async (message) => joiner.receive(message),
  ];
  let said: Uint8Array | null = joiner.message1;
  let delivered = false;
  for (const [place, step] of steps.entries()) {
    const received: Uint8Array | null = said && line(said, place);
    said = received && (await step(received));
    if (place === 2) delivered = said !== null;
  }
  return { delivered, inviteKey: said && hex(said) };
}

describe("an attempt hands over", () => {
  test(
    "the invitation, to who has the same words at the same relay",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.string(), words, async (seed, same) => {
          const expected = { delivered: true, inviteKey: hex(INVITED.inviteKey) };
          expect(await attempt(seed, same, same)).toEqual(expected);
        }),
        { numRuns: runsOr(10) },
      );
    },
    RUNS_MS,
  );

  test(
    "nothing, where secret, address or relay differ in whatever way",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string(),
          words,
          words,
          fc.subarray(["secret", "address", "origin"] as const, { minLength: 1 }),
          async (seed, one, two, differing) => {
            const other: Words = {
              ...one,
              ...Object.fromEntries(differing.map((field) => [field, two[field]])),
            };
            fc.pre(differing.some((field) => one[field] !== other[field]));
            expect(await attempt(seed, one, other)).toEqual({ delivered: false, inviteKey: null });
          },
        ),
        { numRuns: runsOr(25) },
      );
    },
    RUNS_MS,
  );

  test(
    "nothing, where one bit of the secret differs, whichever",
    async () => {
      for (let bit = 0; bit < 22; bit += 1) {
        const one: Words = { origin: "https://tacet.example", address: 5, secret: 1_500_000 };
        const other = { ...one, secret: one.secret ^ (1 << bit) };
        expect(await attempt(`bit ${String(bit)}`, one, other)).toEqual({
          delivered: false,
          inviteKey: null,
        });
      }
    },
    RUNS_MS,
  );

  test(
    "nothing, where any message was tampered with",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.string(), words, fc.nat(3), fc.nat(255 * 8 - 1), async (seed, same, at, bit) => {
          const line: Line = (message, place) =>
            place === at ? message.with(bit >> 3, (message[bit >> 3] ?? 0) ^ (128 >> (bit & 7))) : message;
          const { delivered, inviteKey } = await attempt(seed, same, same, line);
          expect(inviteKey).toBeNull();
          // Message 4 alone comes after the inviter has been convinced, rightly.
          expect(delivered).toBe(at === 3);
        }),
        { numRuns: runsOr(50) },
      );
    },
    RUNS_MS,
  );

  test(
    "nothing, where a point or nonce became another good one",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.string(), words, fc.constantFrom("n_j", "Ya", "Yb"), async (seed, same, what) => {
          const random = seededRandom(`${seed} line`);
          const point = multiply(random.bytes(64), pointFrom(random.bytes(64))) ?? new Uint8Array(32);
          const put = { n_j: [0, 2], Ya: [0, 34], Yb: [1, 1] } as const;
          const [at, offset] = put[what];
          const line: Line = (message, place) => {
            const changed = message.slice();
            if (place === at) changed.set(point, offset);
            return changed;
          };
          expect(await attempt(seed, same, same, line)).toEqual({ delivered: false, inviteKey: null });
        }),
        { numRuns: runsOr(20) },
      );
    },
    RUNS_MS,
  );

  test(
    "nothing, where a message is one from another attempt with the same words",
    async () => {
      const same: Words = { origin: "https://tacet.example", address: 5, secret: 1_500_000 };
      const earlier: Uint8Array[] = [];
      await attempt("earlier", same, same, (message, place) => {
        earlier[place] = message;
        return message;
      });
      for (const places of [[0], [1], [2], [3], [0, 2], [1, 3], [0, 1, 2, 3]]) {
        const line: Line = (message, place) => (places.includes(place) ? (earlier[place] ?? null) : message);
        const { inviteKey } = await attempt("later", same, same, line);
        expect(inviteKey, places.join(" ")).toBeNull();
      }
    },
    RUNS_MS,
  );
});

describe("typed phrases", () => {
  const separator = fc.constantFrom(" ", "-", ". ", ", ", " - ", "\u2013", "\n", "\u3000");

  test(
    "what is shown is taken, whatever stands between, in any case, and cut off from the fourth letter on",
    () => {
      fc.assert(
        fc.property(
          numbers,
          numbers,
          fc.array(separator, { minLength: 5, maxLength: 5 }),
          fc.array(fc.nat(8), { minLength: 4, maxLength: 4 }),
          fc.boolean(),
          (address, secret, between, cuts, upper) => {
            const shown = phrases.format({ address, secret });
            expect(phrases.parse(shown)).toEqual({ kind: "phrase", phrase: { address, secret } });
            const short = shown.split("-").map((word, at) => word.slice(0, Math.max(4, cuts[at] ?? 8)));
            const text = short.map((word, at) => `${between[at] ?? ""}${word}`).join("") + (between[4] ?? "");
            expect(phrases.parse(upper ? text.toUpperCase() : text)).toEqual({
              kind: "phrase",
              phrase: { address, secret },
            });
          },
        ),
      );
    },
    RUNS_MS,
  );

  test(
    "any text is a phrase of four words of the list, or a fault of the closed list",
    () => {
      const bits = fc.constantFrom(...list.slice(0, 40), "tacet", "aban", "ab", "-", " ", ".", "é", "1");
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string(),
            fc.array(bits, { maxLength: 9 }).map((it) => it.join(" ")),
          ),
          (text) => {
            const parsed = phrases.parse(text);
            if (parsed.kind === "fault") {
              expect(["empty", "too-long", "count", "word"]).toContain(parsed.fault);
              expect(parsed.word === null).toBe(parsed.fault !== "word");
              return;
            }
            const again = phrases.parse(phrases.format(parsed.phrase));
            expect(again).toEqual(parsed);
          },
        ),
        { numRuns: 500 },
      );
    },
    RUNS_MS,
  );
});
