import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { WireError, decodeFromRelay, decodeToRelay, encodeFromRelay, encodeToRelay } from "@tacet/wire";
import { WIRE_FILE, wireSuite } from "../../../vectors/generate/wire.ts";

interface Case {
  readonly name: string;
  readonly decoder: "to-relay" | "from-relay";
  readonly bytes: { hex: string; length: number; at?: [number, number][] };
  readonly frame?: Record<string, unknown>;
  readonly error?: string;
}

const text = readFileSync(WIRE_FILE, "utf8");
const { cases } = JSON.parse(text) as { cases: Case[] };

describe("vectors/wire.json", () => {
  test("is what its generator makes, holds two refusals for each frame, and no name twice", () => {
    expect(text).toBe(wireSuite());
    const positive = cases.filter((one) => one.frame !== undefined).length;
    expect(positive).toBeGreaterThan(30);
    expect(cases.length - positive).toBeGreaterThanOrEqual(2 * positive);
    expect(new Set(cases.map((one) => `${one.decoder} ${one.name}`)).size).toBe(cases.length);
  });

  test.each(cases.map((one) => [`${one.decoder}: ${one.name}`, one] as const))("%s", (_, one) => {
    const bytes = build(one.bytes);
    if (one.frame === undefined) expect(faultOf(() => decode(one.decoder, bytes))).toBe(one.error);
    else {
      expect(describeFrame(decode(one.decoder, bytes))).toEqual(one.frame);
      expect(Buffer.compare(again(one.decoder, bytes), bytes)).toBe(0);
    }
  });
});

function build({ hex, length, at = [] }: Case["bytes"]): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(Buffer.from(hex, "hex").subarray(0, length));
  for (const [offset, value] of at) bytes[offset] = value;
  return bytes;
}

function decode(decoder: Case["decoder"], bytes: Uint8Array): object {
  return decoder === "to-relay" ? decodeToRelay(bytes) : decodeFromRelay(bytes);
}

function again(decoder: Case["decoder"], bytes: Uint8Array): Uint8Array {
  return decoder === "to-relay"
    ? encodeToRelay(decodeToRelay(bytes))
    : encodeFromRelay(decodeFromRelay(bytes));
}

function describeFrame(frame: object): Record<string, unknown> {
  const { block, ...rest } = frame as { block?: Uint8Array };
  const fields = Object.entries(rest).map(([key, value]: [string, unknown]) => [
    key,
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
  ]);
  const described = Object.fromEntries(fields) as Record<string, unknown>;
  if (block === undefined) return described;
  const blockStart = Buffer.from(block.subarray(0, 3)).toString("hex");
  return { ...described, blockStart, blockLength: block.length };
}

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof WireError) return error.code;
    throw error;
  }
  return "accepted";
}
