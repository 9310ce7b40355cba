import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type FromRelay,
  type ToRelay,
  WireError,
  decodeFromRelay,
  decodeToRelay,
  encodeFromRelay,
  encodeToRelay,
} from "@tacet/wire";
import { type FromGroup, type ToGroup, group } from "@tacet/wire/group";
import { GROUP_WIRE_FILE, groupWireSuite } from "../../../vectors/generate/wire-group.ts";
import { WIRE_FILE, wireSuite } from "../../../vectors/generate/wire.ts";

interface Case {
  readonly name: string;
  readonly decoder: keyof typeof CODECS;
  readonly bytes: { hex: string; length: number; at?: [number, number][] };
  readonly frame?: Record<string, unknown>;
  readonly error?: string;
}

type Bytes = Uint8Array;

/** For each direction, how bytes become a frame, and that frame bytes again. */
const CODECS = {
  "to-relay": [decodeToRelay, (frame: object): Bytes => encodeToRelay(frame as ToRelay)],
  "from-relay": [decodeFromRelay, (frame: object): Bytes => encodeFromRelay(frame as FromRelay)],
  "to-group": [group.decodeTo, (frame: object): Bytes => group.encodeTo(frame as ToGroup)],
  "from-group": [group.decodeFrom, (frame: object): Bytes => group.encodeFrom(frame as FromGroup)],
} as const;

describe.each([
  ["vectors/wire.json", WIRE_FILE, wireSuite()],
  ["vectors/wire-group.json", GROUP_WIRE_FILE, groupWireSuite()],
])("%s", (_, file, suite) => {
  const text = readFileSync(file, "utf8");
  const { cases } = JSON.parse(text) as { cases: Case[] };

  test("is what its generator makes, holds two refusals for each frame, and no name twice", () => {
    expect(text).toBe(suite);
    const positive = cases.filter((one) => one.frame !== undefined).length;
    expect(positive).toBeGreaterThan(30);
    expect(cases.length - positive).toBeGreaterThanOrEqual(2 * positive);
    expect(new Set(cases.map((one) => `${one.decoder} ${one.name}`)).size).toBe(cases.length);
  });

  test.each(cases.map((one) => [`${one.decoder}: ${one.name}`, one] as const))("%s", (_, one) => {
    const bytes = build(one.bytes);
    const [decode, encode] = CODECS[one.decoder];
    if (one.frame === undefined) expect(faultOf(() => decode(bytes))).toBe(one.error);
    else {
      const frame = decode(bytes);
      expect(describeFrame(frame)).toEqual(one.frame);
      expect(Buffer.compare(encode(frame), bytes)).toBe(0);
    }
  });
});

function build({ hex, length, at = [] }: Case["bytes"]): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(Buffer.from(hex, "hex").subarray(0, length));
  for (const [offset, value] of at) bytes[offset] = value;
  return bytes;
}

function describeFrame(frame: object): Record<string, unknown> {
  const { block, ...rest } = frame as { block?: Uint8Array };
  const described = JSON.parse(JSON.stringify(rest, inHex)) as Record<string, unknown>;
  if (block === undefined) return described;
  const blockStart = Buffer.from(block.subarray(0, 3)).toString("hex");
  return { ...described, blockStart, blockLength: block.length };
}

function inHex(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
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
