import { describe, expect, test } from "vitest";
import { CoreError } from "../src/index.ts";
import { assemblies, fileBodies, pieces } from "../src/files/index.ts";
import { createPieceSealer } from "../src/files/seal.ts";
import { seededRandom } from "../src/primitives/random.ts";

const file = new Uint8Array(16).fill(1);
const other = new Uint8Array(16).fill(2);
const about = { size: 2, type: "", name: "a" };
const said = Uint8Array.of(5, 6);

/** spec/files.md 4: a key seals each index once. */
describe("a file's key", () => {
  test("is drawn with its offer: two offers of one file have two", () => {
    const random = seededRandom("outgoing");
    const [one, two] = [pieces.offer(random, about), pieces.offer(random, about)];
    const [first, second] = [one, two].map((it) => fileBodies.offer.decode(it.body)?.key);
    expect(first).not.toEqual(second);
  });

  test("goes to one sealer: a second is refused, for the same file and for another", async () => {
    const offer = pieces.offer(seededRandom("once"), about);
    await offer.sealer(file);
    await expect(offer.sealer(file)).rejects.toThrow(new CoreError("state"));
    await expect(offer.sealer(other)).rejects.toThrow(new CoreError("state"));
  });

  test("goes to the first of two who ask at once", async () => {
    const offer = pieces.offer(seededRandom("at once"), about);
    const asked = await Promise.allSettled([offer.sealer(file), offer.sealer(other)]);
    expect(asked.map((it) => it.status)).toEqual(["fulfilled", "rejected"]);
  });

  test("stays where the id was none, and is gone when it was wiped", async () => {
    const offer = pieces.offer(seededRandom("an id"), about);
    await expect(offer.sealer(new Uint8Array(15))).rejects.toThrow(new CoreError("encoding"));
    const sealer = await offer.sealer(file);
    const decoded = fileBodies.offer.decode(offer.body);
    if (decoded === null) throw new Error("the offer is refused");
    const opened = await (await pieces.opener(file, decoded)).open((await sealer.seal(said, true)).block);
    expect(opened.kind === "piece" && opened.bytes).toEqual(said);

    const given = pieces.offer(seededRandom("given up"), about);
    given.wipe();
    await expect(given.sealer(file)).rejects.toThrow(new CoreError("state"));
  });

  test("is never one of zeros, nor with a size over 2^40", () => {
    const broken = { bytes: (length: number) => new Uint8Array(length) };
    expect(() => pieces.offer(broken, about)).toThrow(new CoreError("encoding"));
    const long = { ...about, size: 2 ** 40 + 1 };
    expect(() => pieces.offer(seededRandom("long"), long)).toThrow(new CoreError("limit"));
  });
});

/** spec/files.md 2: too far to go to, so the count begins just before. */
describe("at the limits of a stream", () => {
  const sealerFrom = (from: { pieces: number; total: number }) =>
    createPieceSealer(async () => new Uint8Array(65_535), { file, size: null }, from);

  test("a sealer takes 2^40 bytes, and not one more", async () => {
    const sealer = sealerFrom({ pieces: 4, total: 2 ** 40 - 1 });
    await expect(sealer.seal(said, false)).rejects.toThrow(new CoreError("limit"));
    await expect(sealer.seal(said, true)).rejects.toThrow(new CoreError("limit"));
    expect((await sealer.seal(said.subarray(1), false)).index).toBe(4);
    await expect(sealer.seal(said.subarray(1), true)).rejects.toThrow(new CoreError("limit"));
  });

  test("a sealer takes 2^32 - 1 pieces, and not one more", async () => {
    const sealer = sealerFrom({ pieces: 2 ** 32 - 2, total: 0 });
    expect((await sealer.seal(said, false)).index).toBe(2 ** 32 - 2);
    await expect(sealer.seal(said, true)).rejects.toThrow(new CoreError("limit"));
  });

  test("an assembly gives credit for 2^32 - 1 pieces, and not one more", () => {
    const before = { ...assemblies.begin(null, 64), written: 2 ** 32 - 10, handed: 2 ** 32 - 10 };
    expect(assemblies.credit(before)).toBe(2 ** 32 - 1);
    expect(assemblies.wants(before, 2 ** 32 - 2)).toBe(true);
    expect(assemblies.wants(before, 2 ** 32 - 1)).toBe(false);
  });

  test("an assembly writes 2^40 bytes, and of a file no more than its size", () => {
    const piece = { kind: "piece", index: 0, bytes: said, tag: new Uint8Array(16), end: null } as const;
    const stream = assemblies.begin(null, 64);
    const full = assemblies.take({ ...stream, total: 2 ** 40 - 2 }, piece);
    expect([full.verdict, full.assembly.total]).toEqual(["more", 2 ** 40]);
    const over = assemblies.take({ ...stream, total: 2 ** 40 - 1 }, piece);
    expect([over.verdict, over.write]).toEqual(["broken", []]);
    expect(assemblies.take(assemblies.begin(1, 64), piece)).toMatchObject({ verdict: "broken", write: [] });
  });
});
