import { describe, expect, test } from "vitest";
import { CoreError } from "../../src/index.ts";
import { assemblies, fileBodies, pieces } from "../../src/files/index.ts";
import type { Assembly } from "../../src/files/assembly.ts";
import type { Acknowledgement, CancelReason } from "../../src/files/answers.ts";
import { encodeOffer } from "../../src/files/offer.ts";
import { hash } from "../../src/primitives/hash.ts";
import { importIndexedKey } from "../../src/primitives/indexed-aead.ts";
import { hex, unhex } from "../bytes.ts";
import { by, PLATFORMS } from "../platforms.ts";
import { sealerOf } from "../sealing.ts";
import { countSuite, loadSuite } from "../suite.ts";

interface Given {
  readonly file: string;
  readonly key: string;
  readonly size: number | null;
}

interface Case {
  readonly name: string;
  readonly body: string;
  readonly says: Readonly<Record<string, unknown>> | null;
  readonly given: Given;
  readonly blocks: readonly string[];
  readonly root: string;
  readonly header: string;
  readonly index: number;
  readonly runs: readonly (readonly [string, number])[];
  readonly last: number;
  readonly block: string;
  readonly opens: "piece" | "broken" | "dropped";
  readonly of: string;
  readonly piece: number;
  readonly flip?: number;
  readonly length?: number;
  readonly to?: Pick<Given, "file" | "key">;
  readonly rename?: boolean;
  readonly size: number;
  readonly order: readonly number[];
  readonly end: { readonly total: number; readonly link: string };
  readonly verdict: string;
  readonly said: string;
  readonly clean: string;
}

const PIECE_BYTES = 65_000;
const cases = loadSuite("files") as unknown as readonly Case[];
const of = (prefix: string): [string, Case][] =>
  cases.filter((it) => it.name.startsWith(`${prefix}: `)).map((it) => [it.name, it]);
const offered = ({ key, size }: Given): { key: Uint8Array; size: number | null } => ({
  key: unhex(key),
  size,
});

/** Piece i of a file is filled with the byte i + 1. */
function bytesOf(size: number, index: number): Uint8Array {
  return new Uint8Array(Math.min(PIECE_BYTES, size - index * PIECE_BYTES)).fill(index + 1);
}

/** The blocks of a file, and its root. */
async function sealed(given: Given): Promise<{ blocks: Uint8Array[]; root: Uint8Array | null }> {
  const size = given.size ?? 0;
  const count = pieces.count(size);
  const sealer = await sealerOf(unhex(given.file), offered(given));
  const all = await Promise.all(
    Array.from({ length: count }, async (_, at) => sealer.seal(bytesOf(size, at), at === count - 1)),
  );
  return { blocks: all.map((it) => it.block), root: all.at(-1)?.root ?? null };
}

describe("vectors/files.json", () => {
  test("holds two refusals for each case that passes", () => {
    const refused = cases.filter(
      (it) =>
        it.says === null ||
        it.opens === "broken" ||
        it.opens === "dropped" ||
        (it.verdict ?? "whole") !== "whole" ||
        (it.said ?? "") !== (it.clean ?? ""),
    );
    countSuite("files", cases.length, refused.length);
  });

  test.each(of("offer"))("%s", (_, it) => {
    const offer = fileBodies.offer.decode(unhex(it.body));
    expect(offer === null ? null : { ...offer, key: hex(offer.key) }).toEqual(it.says);
    if (offer !== null) expect(hex(encodeOffer(offer))).toBe(it.body);
  });

  test.each(of("accept"))("%s", (_, it) => {
    const accept = fileBodies.accept.decode(unhex(it.body));
    expect(accept === null ? null : { ...accept, file: hex(accept.file) }).toEqual(it.says);
    if (accept !== null) expect(hex(fileBodies.accept.encode(accept.file, accept.credit))).toBe(it.body);
  });

  test.each(of("done"))("%s", (_, it) => {
    const done = fileBodies.done.decode(unhex(it.body));
    expect(done === null ? null : { file: hex(done.file), root: hex(done.root) }).toEqual(it.says);
    if (done !== null) expect(hex(fileBodies.done.encode(done.file, done.root))).toBe(it.body);
  });

  test.each(of("cancel"))("%s", (_, it) => {
    const cancel = fileBodies.cancel.decode(unhex(it.body));
    expect(cancel === null ? null : { ...cancel, file: hex(cancel.file) }).toEqual(it.says);
    const reason = it.says?.["reason"] as CancelReason | undefined;
    if (cancel !== null && reason !== undefined)
      expect(hex(fileBodies.cancel.encode(cancel.file, reason))).toBe(it.body);
  });

  test.each(of("acknowledge"))("%s", (_, it) => {
    const said: Acknowledgement | null = fileBodies.acknowledge.decode(unhex(it.body));
    expect(said === null ? null : { ...said, file: hex(said.file) }).toEqual(it.says);
    if (said !== null) expect(hex(fileBodies.acknowledge.encode(said))).toBe(it.body);
  });

  test.each(of("lane"))("%s", (_, it) => {
    const said = fileBodies.lane.decode(unhex(it.body));
    expect(said).toEqual(it.says);
    if (said !== null) expect(hex(fileBodies.lane.encode(said))).toBe(it.body);
  });

  test.each(of("name"))("%s", (_, { said, clean }) => {
    expect(fileBodies.offer.cleanName(said)).toBe(clean);
    expect(fileBodies.offer.cleanName(clean)).toBe(clean);
  });
});

describe.each(PLATFORMS)("vectors/files.json, by %s", (platform) => {
  test.each(of("file"))(
    "%s",
    by(platform, async (_: string, it: Case) => {
      const { blocks, root } = await sealed(it.given);
      expect(blocks.map((block) => hex(hash(block)))).toEqual(it.blocks);
      expect(hex(root ?? new Uint8Array(0))).toBe(it.root);
    }),
  );

  test.each(of("piece"))(
    "%s",
    by(platform, async (_: string, it: Case) => {
      const plaintext = new Uint8Array(65_497);
      plaintext.set(unhex(it.runs.map(([unit, times]) => unit.repeat(times)).join("")));
      if (it.last !== 0) plaintext[plaintext.length - 1] = it.last;
      const header = unhex(it.header);
      const key = await importIndexedKey(unhex(it.given.key), "encrypt");
      const block = await key.seal(it.index, header, plaintext);
      expect(hex(hash(block))).toBe(it.block);
      const opener = await pieces.opener(unhex(it.given.file), offered(it.given));
      expect((await opener.open(block)).kind).toBe(it.opens);
    }),
  );

  test.each(of("change"))(
    "%s",
    by(platform, async (_: string, it: Case) => {
      const given = cases.find((one) => one.name === it.of)?.given;
      if (given === undefined) throw new Error("no such case");
      const { blocks } = await sealed(given);
      const block = (blocks[it.piece] ?? new Uint8Array(0)).slice();
      const opener = await pieces.opener(unhex(given.file), offered(given));
      expect((await opener.open(block)).kind).toBe("piece");

      const changed = new Uint8Array(it.length ?? block.length);
      changed.set(block.subarray(0, changed.length));
      if (it.flip !== undefined)
        changed[it.flip >> 3] = (changed[it.flip >> 3] ?? 0) ^ (128 >> (it.flip & 7));
      if (it.rename === true) changed.set(unhex(it.to?.file ?? ""), 1);
      const { file, key } = { ...given, ...it.to };
      const receiver = await pieces.opener(unhex(file), { key: unhex(key), size: given.size });
      expect((await receiver.open(changed)).kind).toBe(it.opens);
    }),
  );

  test.each(of("arrival"))(
    "%s",
    by(platform, async (_: string, it: Case) => {
      const { blocks } = await sealed(it.given);
      let assembly: Assembly = assemblies.begin(it.size, 64);
      let written = 0;
      let verdict = "";
      for (const index of it.order) {
        const bytes = bytesOf(it.size, index);
        const end = index === pieces.count(it.size) - 1 ? { ...it.end, link: unhex(it.end.link) } : null;
        const tag = (blocks[index] ?? new Uint8Array(0)).slice(-16);
        const taken = assemblies.take(assembly, { kind: "piece", index, bytes, tag, end });
        ({ assembly, verdict } = taken);
        written += taken.write.length;
        if (verdict === "broken") break;
      }
      expect(verdict).toBe(it.verdict);
      expect(assembly.root === null ? null : hex(assembly.root)).toBe(verdict === "whole" ? it.root : null);
      expect(written).toBeLessThanOrEqual(pieces.count(it.size));
    }),
  );
});

describe("a sealer", () => {
  const given = { file: "01".repeat(16), key: "02".repeat(32), size: 65_001 };
  const sealer = async (size: number | null) => sealerOf(unhex(given.file), { key: unhex(given.key), size });
  const full = new Uint8Array(PIECE_BYTES);

  test("refuses what contradicts its offer, and seals nothing then", async () => {
    const of = await sealer(65_001);
    await expect(of.seal(full.subarray(1), false)).rejects.toThrow(new CoreError("encoding"));
    await expect(of.seal(full, true)).rejects.toThrow(new CoreError("encoding"));
    expect((await of.seal(full, false)).index).toBe(0);
    await expect(of.seal(new Uint8Array(2), true)).rejects.toThrow(new CoreError("encoding"));
    expect((await of.seal(new Uint8Array(1), true)).index).toBe(1);
    await expect(of.seal(new Uint8Array(1), true)).rejects.toThrow(new CoreError("state"));
  });

  test("of a stream takes pieces of any length, but none that are empty before the last", async () => {
    const of = await sealer(null);
    await expect(of.seal(new Uint8Array(0), false)).rejects.toThrow(new CoreError("encoding"));
    await expect(of.seal(new Uint8Array(65_001), false)).rejects.toThrow(new CoreError("encoding"));
    const all = await Promise.all([
      of.seal(new Uint8Array(1), false),
      of.seal(full, false),
      of.seal(full.subarray(0, 0), true),
    ]);
    expect(all.map((it) => it.index)).toEqual([0, 1, 2]);
    expect(all.map((it) => it.root === null)).toEqual([true, true, false]);
  });

  test("and an opener are not made with an id that is none, nor an opener with a key that was wiped", async () => {
    const offer = { key: new Uint8Array(32), size: 1 };
    await expect(pieces.opener(new Uint8Array(16), offer)).rejects.toThrow(new CoreError("state"));
    const whole = { key: unhex(given.key), size: 1 };
    await expect(sealerOf(new Uint8Array(15), whole)).rejects.toThrow(new CoreError("encoding"));
    await expect(pieces.opener(new Uint8Array(17), whole)).rejects.toThrow(new CoreError("encoding"));
  });
});
