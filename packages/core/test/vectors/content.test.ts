import { describe, expect, test } from "vitest";
import { cleanName, CoreError, type Frame, bodies } from "../../src/index.ts";
import { decodeFrame, encodeFrame } from "../../src/content/frame.ts";
import type { Signal } from "../../src/content/signal.ts";
import { hex, unhex } from "../bytes.ts";
import { countSuite, loadSuite } from "../suite.ts";

/** Text or hex; a long run is written [before, unit, times]. */
type Long = string | readonly [string, string, number];
const spell = (it: Long): string => (typeof it === "string" ? it : it[0] + it[1].repeat(it[2]));

interface Case {
  readonly name: string;
  readonly plaintext?: { readonly hex: string; readonly length: number; readonly last: number };
  readonly frame?: WrittenFrame | null;
  readonly typed?: Long;
  readonly clean?: string;
  readonly body?: Long;
  readonly said?: Long | null;
  readonly signal?: (Omit<Signal, "text"> & { readonly text: Long }) | null;
  readonly error?: string;
}

interface WrittenFrame {
  readonly acks: Frame["acks"];
  readonly content: {
    readonly kind: number;
    readonly order: number;
    readonly id: string;
    readonly body: string;
  };
}

const all = loadSuite("content") as unknown as readonly Case[];

/** The others are played by messages.test.ts. */
const cases = all.filter((it) => /^(frame|text|name|signal):/.test(it.name));

describe("vectors/content.json", () => {
  test("holds two refusals for each case that passes", () => {
    countSuite("content", all.length, all.filter(isRefusal).length);
  });

  test.each(cases.map((it) => [it.name, it] as const))("%s", (_, it) => {
    if (it.plaintext !== undefined) playFrame(it.plaintext, it.frame ?? null);
    else if (it.name.startsWith("name:")) playName(it);
    else if (it.signal !== undefined) playSignal(unhex(spell(it.body ?? "")), it.signal);
    else playText(it);
  });
});

function isRefusal(it: Case): boolean {
  return it.error !== undefined || it.clean === "" || Object.values(it).includes(null);
}

function playFrame(
  { hex: begin, length, last }: NonNullable<Case["plaintext"]>,
  expected: WrittenFrame | null,
): void {
  const plaintext = new Uint8Array(length);
  plaintext.set(unhex(begin));
  if (last !== 0) plaintext[length - 1] = last;
  const frame = decodeFrame(plaintext);
  if (frame === null || expected === null) {
    expect(frame).toBe(expected);
    return;
  }
  const { kind, order, id, body } = frame.content;
  expect({ acks: frame.acks, content: { kind, order, id: hex(id), body: hex(body) } }).toEqual(expected);
  expect(hex(encodeFrame(frame))).toBe(hex(plaintext));
}

function playName(it: Case): void {
  if (it.typed === undefined) {
    expect(bodies.profile.decode(unhex(spell(it.body ?? "")))).toBeNull();
    return;
  }
  expect(cleanName(spell(it.typed))).toBe(it.clean);
  expect(bodies.profile.decode(bodies.profile.encode(spell(it.typed)))).toBe(it.clean);
}

function playSignal(body: Uint8Array, expected: NonNullable<Case["signal"]> | null): void {
  const signal = bodies.signal.decode(body);
  if (expected === null) {
    expect(signal).toBeNull();
    return;
  }
  const whole: Signal = { ...expected, text: spell(expected.text) };
  expect(signal).toEqual(whole);
  expect(hex(bodies.signal.encode(whole))).toBe(hex(body));
}

function playText(it: Case): void {
  if (it.error !== undefined) {
    expect(faultOf(() => bodies.text.encode(spell(it.typed ?? "")))).toBe(it.error);
    return;
  }
  const body = spell(it.body ?? "");
  const said = it.said === undefined || it.said === null ? null : spell(it.said);
  expect(bodies.text.decode(unhex(body))).toBe(said);
  if (it.typed !== undefined) expect(hex(bodies.text.encode(spell(it.typed)))).toBe(body);
}

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CoreError) return error.code;
    throw error;
  }
  return "accepted";
}
