import { describe, expect, test } from "vitest";
import { generator, intermediateKey } from "../../src/phrase/cpace.ts";
import { multiply } from "../../src/primitives/ristretto.ts";
import { hex, unhex } from "../bytes.ts";
import { published, ran, readPublished } from "./published.ts";

/** The file writes values as hex in upper case, and calls the group by another name. */
type Values = Readonly<Record<string, string>>;
interface File {
  readonly G_Coffee25519: Values;
  readonly G_Coffee25519_points: Values & { readonly Valid: Values };
}

const file = (): File => readPublished("cpace/testvectors.json") as File;

const value = (values: Values, name: string): Uint8Array => {
  const text = values[name];
  if (text === undefined) throw new Error(`no value ${name}`);
  return unhex(text);
};

/** The published scalars are of 32 bytes; ours are taken modulo the order from 64. */
const wide = (scalar: Uint8Array): Uint8Array => Uint8Array.of(...scalar, ...new Uint8Array(32));

describe.skipIf(!published("CPace"))("published vectors of CPace on Ristretto255 with SHA-512", () => {
  test("generator, shares, shared point and ISK of a run, from both sides", async () => {
    const run = file().G_Coffee25519;
    const session = value(run, "sid");
    const g = await generator({ secret: value(run, "PRS"), identifier: value(run, "CI"), session });
    expect(g).toEqual(value(run, "g"));
    const [ya, yb] = [wide(value(run, "ya")), wide(value(run, "yb"))];
    const [Ya, Yb] = [value(run, "Ya"), value(run, "Yb")];
    expect([multiply(ya, g), multiply(yb, g)]).toEqual([Ya, Yb]);
    expect([multiply(ya, Yb), multiply(yb, Ya)]).toEqual([value(run, "K"), value(run, "K")]);
    const shares = {
      joiner: { point: Ya, data: value(run, "ADa") },
      inviter: { point: Yb, data: value(run, "ADb") },
    };
    const keys = [
      await intermediateKey(ya, Yb, session, shares),
      await intermediateKey(yb, Ya, session, shares),
    ];
    expect(keys).toEqual([value(run, "ISK_IR"), value(run, "ISK_IR")]);
    ran("CPace runs", 1);
  });

  test("points: a valid one, one that is no encoding, and the identity", () => {
    const points = file().G_Coffee25519_points;
    const { Valid: valid } = points;
    const [scalar, point] = [wide(value(valid, "s")), value(valid, "X")];
    const product = multiply(scalar, point);
    expect(product === null ? null : hex(product).toUpperCase()).toBe(valid["G.scalar_mult_vfy(s,X)"]);
    const invalid = Object.entries(points).filter(([name]) => name.startsWith("Invalid"));
    for (const [name, encoding] of invalid)
      expect(multiply(scalar, unhex(encoding as string)), name).toBeNull();
    ran("CPace points", 1 + invalid.length);
  });
});
