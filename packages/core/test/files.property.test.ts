import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assemblies, fileBodies, pieces } from "../src/files/index.ts";
import type { Assembly } from "../src/files/assembly.ts";
import { encodeOffer } from "../src/files/offer.ts";
import { FIRST_LINK, linkAfter, rootOf } from "../src/files/chain.ts";
import { FILE_LABELS } from "../src/files/labels.ts";
import { ascii, concat, u16, u32, u64, u8 } from "../src/notation/bytes.ts";
import { hash } from "../src/primitives/hash.ts";
import { importIndexedKey } from "../src/primitives/indexed-aead.ts";
import { by, PLATFORMS, shareOf } from "./platforms.ts";
import { RUNS_MS, runsOr } from "./runs.ts";
import { sealerOf } from "./sealing.ts";

const PIECE_BYTES = 65_000;
const id = fc.uint8Array({ minLength: 16, maxLength: 16 });
const file = new Uint8Array(16).fill(9);
const key = new Uint8Array(32).fill(8);

/** A stream of short pieces, so that many runs are cheap: the chain and the order are those of long ones. */
async function streamOf(
  contents: readonly Uint8Array[],
): Promise<{ blocks: Uint8Array[]; root: Uint8Array }> {
  const sealer = await sealerOf(file, { key, size: null });
  const all = await Promise.all(contents.map(async (it, at) => sealer.seal(it, at === contents.length - 1)));
  return { blocks: all.map((it) => it.block), root: all.at(-1)?.root ?? new Uint8Array(0) };
}

/** A block that opens, whatever it holds: who has the key can make it. */
async function sealedAnyhow(piece: {
  readonly index: number;
  readonly last: boolean;
  readonly length: number;
  readonly total: number;
  readonly padding: number;
}): Promise<Uint8Array> {
  const { index, last, length, total, padding } = piece;
  const plaintext = new Uint8Array(65_497);
  plaintext.fill(index + 1, 2, 2 + length);
  plaintext.set(u16(length));
  if (last && length <= PIECE_BYTES) plaintext.set(u64(total), 2 + length);
  if (padding !== 0) plaintext[plaintext.length - 1] = padding;
  const header = concat(u8(4), file, u32(index), u8(last ? 1 : 0));
  return (await importIndexedKey(key, "encrypt")).seal(index, header, plaintext);
}

/** What a receiver does with blocks in some order: what it wrote, and how it ended. Writing lags behind by `lag` pieces. */
async function receive(blocks: readonly Uint8Array[], size: number | null, lag: number) {
  const opener = await pieces.opener(file, { key, size });
  let assembly: Assembly = assemblies.begin(size, 64);
  const written: Uint8Array[] = [];
  let verdict = "more";
  let broken = false;
  for (const block of blocks) {
    const header = pieces.header(block);
    if (header === null || !assemblies.wants(assembly, header.index)) continue;
    const opened = await opener.open(block);
    if (opened.kind === "broken") broken = true;
    if (opened.kind !== "piece" || broken) continue;
    const taken = assemblies.take(assembly, opened);
    assembly = taken.assembly;
    if (taken.verdict === "broken") broken = true;
    if (taken.verdict !== "known") verdict = taken.verdict;
    written.push(...taken.write);
    while (assembly.handed - assembly.written > lag) assembly = assemblies.wrote(assembly);
    expect(assembly.held.size + assembly.handed - assembly.written).toBeLessThanOrEqual(64);
  }
  return { assembly, written: concat(...written), verdict: broken ? "broken" : verdict };
}

const contents = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 40 })
  .map((all) => all.map((it) => Uint8Array.from(it)));

describe.each(PLATFORMS)("a file's pieces, by %s", (platform) => {
  test(
    "in any order, with duplicates, give the same bytes and root",
    by(platform, async () => {
      await fc.assert(
        fc.asyncProperty(contents, fc.infiniteStream(fc.nat()), fc.nat(5), async (parts, chance, lag) => {
          const { blocks, root } = await streamOf(parts);
          const next = (bound: number): number => (chance.next().value as number) % bound;
          const order = [...blocks, ...blocks.filter(() => next(3) === 0)];
          for (let at = order.length - 1; at > 0; at -= 1) {
            const other = next(at + 1);
            const [a, b] = [order[at], order[other]];
            if (a !== undefined && b !== undefined) [order[at], order[other]] = [b, a];
          }
          const got = await receive(order, null, lag);
          expect(got.verdict).toBe("whole");
          expect(got.written).toEqual(concat(...parts));
          expect(got.assembly.root).toEqual(root);
        }),
        { numRuns: shareOf(platform, runsOr(25)) },
      );
    }),
    RUNS_MS,
  );

  test(
    "with any bit changed do not open",
    by(platform, async () => {
      const { blocks } = await streamOf([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
      const opener = await pieces.opener(file, { key, size: null });
      const place = fc.oneof(fc.nat(8 * 80), fc.nat(8 * 65_535 - 1));
      await fc.assert(
        fc.asyncProperty(fc.nat(1), place, async (which, bit) => {
          const changed = (blocks[which] ?? new Uint8Array(0)).slice();
          changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
          expect((await opener.open(changed)).kind).toBe("dropped");
        }),
        { numRuns: shareOf(platform, 400) },
      );
    }),
  );

  test(
    "that are missing leave it unfinished: nothing but all of them is whole",
    by(platform, async () => {
      await fc.assert(
        fc.asyncProperty(contents, fc.nat(), async (parts, missing) => {
          const { blocks } = await streamOf(parts);
          const got = await receive(
            blocks.filter((_, at) => at !== missing % blocks.length),
            null,
            0,
          );
          expect(got.verdict).toBe("more");
          expect(got.assembly.root).toBeNull();
        }),
        { numRuns: shareOf(platform, runsOr(20)) },
      );
    }),
    RUNS_MS,
  );

  test(
    "of a file of another size than was offered are never the file, and nothing is written beyond the size",
    by(platform, async () => {
      const size = fc.constantFrom(0, 1, 2, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES);
      await fc.assert(
        fc.asyncProperty(size, size, fc.nat(3), async (offered, real, lag) => {
          const sealer = await sealerOf(file, { key, size: real });
          const count = pieces.count(real);
          const blocks: Uint8Array[] = [];
          for (let at = 0; at < count; at += 1) {
            const bytes = new Uint8Array(Math.min(PIECE_BYTES, real - at * PIECE_BYTES)).fill(at);
            blocks.push((await sealer.seal(bytes, at === count - 1)).block);
          }
          const got = await receive([...blocks, ...blocks], offered, lag);
          expect(got.written.length).toBeLessThanOrEqual(offered);
          expect(got.verdict === "whole").toBe(offered === real);
        }),
        { numRuns: shareOf(platform, runsOr(25)) },
      );
    }),
    RUNS_MS,
  );

  test(
    "whatever a dishonest sender seals, nothing is written beyond the size, or out of order",
    by(platform, async () => {
      // It keeps to nothing: lengths, marks, indexes and totals are as they fall, but near enough to what they should be.
      const made = fc.record({
        index: fc.nat(3),
        last: fc.boolean(),
        length: fc.constantFrom(0, 1, 2, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 65_535),
        total: fc.constantFrom(0, 1, PIECE_BYTES, 2 * PIECE_BYTES, 2 ** 40, 2 ** 52),
        padding: fc.constantFrom(0, 0, 0, 1),
      });
      const begun = { index: 0, last: false, length: PIECE_BYTES, total: 0, padding: 0 } as const;
      const offered = fc.constantFrom(null, 0, 1, 2, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES);
      const verdicts = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.array(made, { minLength: 1, maxLength: 8 }), offered, async (all, size) => {
          const blocks = await Promise.all(all.map(sealedAnyhow));
          const got = await receive(blocks, size, 0);
          verdicts.add(got.verdict);
          expect(got.written.length).toBe(got.assembly.total);
          if (size !== null) expect(got.written.length).toBeLessThanOrEqual(size);
          // No link is right, so no file is whole.
          expect(got.verdict).not.toBe("whole");
          // Piece i is filled with i + 1.
          expect(got.written.every((byte, at) => at === 0 || byte >= (got.written[at - 1] ?? 0))).toBe(true);
        }),
        // Without these two, chance alone would leave out one of the verdicts once in a thousand runs.
        {
          numRuns: shareOf(platform, runsOr(25)),
          examples: [
            [[begun], null],
            [[begun], 1],
          ],
        },
      );
      expect([...verdicts].sort()).toEqual(["broken", "more"]);
    }),
    RUNS_MS,
  );

  test("beyond the credit are not wanted, and the credit is never past the size", () => {
    const waiting = assemblies.begin(5 * PIECE_BYTES, 0);
    expect([assemblies.credit(waiting), assemblies.wants(waiting, 0)]).toEqual([0, false]);
    expect(assemblies.credit(assemblies.begin(5 * PIECE_BYTES, 64))).toBe(5);
    expect(assemblies.credit(assemblies.begin(0, 64))).toBe(1);
    const stream = assemblies.begin(null, 64);
    expect([assemblies.wants(stream, 63), assemblies.wants(stream, 64)]).toEqual([true, false]);
  });

  test("after the last one break a stream, whichever comes first", () => {
    const tag = new Uint8Array(16);
    const bytes = Uint8Array.of(1);
    const last = {
      kind: "piece",
      index: 3,
      bytes,
      tag,
      end: { total: 4, link: new Uint8Array(32) },
    } as const;
    const beyond = { kind: "piece", index: 5, bytes, tag, end: null } as const;
    for (const [one, other] of [
      [last, beyond],
      [beyond, last],
    ] as const) {
      const { assembly, verdict } = assemblies.take(assemblies.begin(null, 64), one);
      expect(verdict).toBe("more");
      expect(assemblies.take(assembly, other).verdict).toBe("broken");
    }
  });
});

describe("the chain", () => {
  const tag = (at: number): Uint8Array => hash(u16(at)).subarray(0, 16);
  const chainOf = (order: readonly number[]): Uint8Array =>
    order.reduce((link, at) => linkAfter(link, tag(at)), FIRST_LINK);

  test("is the hash of the chain before and the tag, under its label", () => {
    const label = concat(ascii(FILE_LABELS.fileLink), u8(0));
    expect(FIRST_LINK).toEqual(hash(label));
    expect(chainOf([7, 9])).toEqual(hash(concat(label, hash(concat(label, hash(label), tag(7))), tag(9))));
    expect(rootOf(FIRST_LINK, 3)).toEqual(
      hash(concat(ascii(FILE_LABELS.fileRoot), u8(0), u64(3), hash(label))),
    );
  });

  test("of two orders is two chains, and so with one left out or one twice", () => {
    const tags = fc.uniqueArray(fc.nat(255), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(tags, fc.nat(), (order, chance) => {
        const at = chance % order.length;
        const others = [
          [...order].reverse(),
          order.toSpliced(at, 1),
          order.toSpliced(at, 0, order[at] ?? 0),
          order.toSpliced(at, 1, 256),
        ];
        const chains = [order, ...others].map((one) => chainOf(one).join());
        expect(new Set(chains).size).toBe(chains.length);
      }),
    );
  });
});

describe("what is said about a file", () => {
  const offers = fc
    .record({
      key: fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((it) => it.some((byte) => byte !== 0)),
      size: fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
      type: fc.constantFrom("", "text/plain", "image/svg+xml", "application/vnd.ms-excel"),
      name: fc.string({ unit: "binary", maxLength: 50 }).map(fileBodies.offer.cleanName),
    })
    .map((it) => ({ ...it }));
  const acknowledgements = fc
    .record({ next: fc.nat(2 ** 31), window: fc.nat(64), early: fc.uniqueArray(fc.nat(62)) })
    .map(({ next, window, early }) => ({
      next,
      credit: next + window,
      early: early
        .filter((at) => at + 1 < window)
        .map((at) => next + 1 + at)
        .sort((a, b) => a - b),
    }));

  test("comes back as it was, and cut or lengthened it is refused", () => {
    fc.assert(
      fc.property(offers, acknowledgements, id, fc.nat(), (offer, acknowledged, target, at) => {
        const body = encodeOffer(offer);
        expect(fileBodies.offer.decode(body)).toEqual(offer);
        expect(fileBodies.offer.decode(body.subarray(0, at % body.length))).toBeNull();
        expect(fileBodies.offer.decode(concat(body, u8(0)))).toBeNull();
        const said = { file: target, ...acknowledged };
        const bytes = fileBodies.acknowledge.encode(said);
        expect(fileBodies.acknowledge.decode(bytes)).toEqual(said);
        expect(fileBodies.acknowledge.decode(bytes.subarray(0, at % bytes.length))).toBeNull();
        const cancel = fileBodies.cancel.encode(target, "stalled");
        expect(fileBodies.cancel.decode(cancel)).toEqual({ file: target, reason: "stalled" });
        expect(fileBodies.cancel.decode(cancel.subarray(0, at % cancel.length))).toBeNull();
      }),
    );
  });

  test(
    "an assembly's own words can be said",
    async () => {
      await fc.assert(
        fc.asyncProperty(contents, fc.nat(), async (parts, missing) => {
          const { blocks } = await streamOf(parts);
          const { assembly } = await receive(
            blocks.filter((_, at) => at !== missing % (blocks.length + 1)),
            null,
            3,
          );
          const early = assemblies.early(assembly);
          const said = { file, next: assembly.written, credit: assemblies.credit(assembly), early };
          expect(fileBodies.acknowledge.decode(fileBodies.acknowledge.encode(said))).toEqual(said);
        }),
        { numRuns: runsOr(15) },
      );
    },
    RUNS_MS,
  );

  test("decoders of untrusted bytes never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (body) => {
        const { offer, accept, done, acknowledge, cancel } = fileBodies;
        for (const one of [offer, accept, done, acknowledge, cancel]) one.decode(body);
        pieces.header(body);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a file's name", () => {
  const reserved = /^(?:(?:con|prn|aux|nul|clock\$|com\d|lpt\d)\s*(?:\.|$)|desktop\.ini$|thumbs\.db$)/i;
  const parts = fc.constantFrom(
    "..",
    "/",
    "\\",
    ".",
    " ",
    "con",
    "NUL",
    "com1",
    "\u202e",
    "\u0000",
    ":",
    "a",
    "\u0301",
    "\ud800",
    "-",
    "\u{1f600}",
    "\uff0f",
    "%",
    ".{",
    "}",
    "clock$",
    "desktop.ini",
    ".txt",
  );
  const said = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.array(parts, { maxLength: 12 }).map((all) => all.join("")),
    fc.string({ unit: "grapheme", minLength: 200, maxLength: 400 }),
  );

  test(
    "cleaned twice is cleaned once, and is never dangerous",
    () => {
      fc.assert(
        fc.property(said, (typed) => {
          const name = fileBodies.offer.cleanName(typed);
          expect(fileBodies.offer.cleanName(name)).toBe(name);
          expect(name).not.toMatch(
            /[/\\<>:"|?*%\p{C}\p{Default_Ignorable_Code_Point}\uFF0F\uFF3C\u2215\u2216]/u,
          );
          expect(name).not.toMatch(/\.\{[^.]*\}$/u);
          expect(name).not.toMatch(/^[.\s-]|[.\s]$/u);
          expect(name).not.toMatch(reserved);
          const bytes = new TextEncoder().encode(name).length;
          expect(bytes >= 1 && bytes <= 255).toBe(true);
        }),
        { numRuns: 3 * runsOr(300) },
      );
    },
    RUNS_MS,
  );
});
