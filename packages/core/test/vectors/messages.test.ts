import { describe, expect, test } from "vitest";
import { bodies, CoreError } from "../../src/index.ts";
import type { Policy } from "../../src/content/policy.ts";
import { hex, unhex } from "../bytes.ts";
import { loadSuite } from "../suite.ts";

/** Replies, edits, deletes, reactions, receipts and policies of vectors/content.json; content.test.ts plays the others. */
type Long = string | readonly [string, string, number];
const spell = (it: Long): string => (typeof it === "string" ? it : it[0] + it[1].repeat(it[2]));

interface Case {
  readonly name: string;
  readonly body?: Long;
  readonly typed?: Long;
  readonly quoted?: string;
  readonly said?: Long | null;
  readonly error?: string;
  readonly edit?: { readonly target: string; readonly text: string } | null;
  readonly reaction?: { readonly target: string; readonly emoji: string } | null;
  readonly id?: string | null;
  readonly policy?: Policy | null;
  readonly both?: readonly (readonly [Policy, Policy, Policy])[];
}

const all = loadSuite("content") as unknown as readonly Case[];
const of = (prefix: string): [string, Case][] =>
  all.filter((it) => it.name.startsWith(`${prefix}:`)).map((it) => [it.name, it]);
const bodyOf = (it: Case): Uint8Array => unhex(spell(it.body ?? ""));

describe("vectors/content.json", () => {
  test.each(of("reply"))("%s", (_, it) => {
    const typed = spell(it.typed ?? "");
    const quoted = unhex(it.quoted ?? "");
    if (it.error !== undefined) {
      expect(() => bodies.text.encode(typed, quoted)).toThrow(new CoreError(it.error as "limit"));
      return;
    }
    const said = it.said === undefined || it.said === null ? null : spell(it.said);
    expect(bodies.text.decode(bodyOf(it))).toBe(said);
    expect(bodies.text.quoted(bodyOf(it))).toEqual(said === null ? null : quoted);
    if (said !== null) expect(hex(bodies.text.encode(typed, quoted))).toBe(hex(bodyOf(it)));
  });

  test.each(of("edit"))("%s", (_, it) => {
    const edit = bodies.edit.decode(bodyOf(it));
    expect(edit === null ? null : { ...edit, target: hex(edit.target) }).toEqual(it.edit);
    if (edit !== null) expect(hex(bodies.edit.encode(edit))).toBe(it.body);
  });

  test.each(of("id"))("%s", (_, it) => {
    for (const body of [bodies.delete, bodies.receipt]) {
      const id = body.decode(bodyOf(it));
      expect(id === null ? null : hex(id)).toBe(it.id);
      if (id === null) expect(() => body.encode(bodyOf(it))).toThrow(new CoreError("encoding"));
      else expect(hex(body.encode(id))).toBe(it.body);
    }
  });

  test.each(of("reaction"))("%s", (_, it) => {
    const reaction = bodies.reaction.decode(bodyOf(it));
    expect(reaction === null ? null : { ...reaction, target: hex(reaction.target) }).toEqual(it.reaction);
    if (reaction !== null) expect(hex(bodies.reaction.encode(reaction))).toBe(it.body);
  });

  test.each(of("policy"))("%s", (_, it) => {
    const policy = bodies.policy.decode(bodyOf(it));
    expect(policy).toEqual(it.policy);
    if (policy !== null) expect(hex(bodies.policy.encode(policy))).toBe(it.body);
  });

  test.each(of("agreement"))("%s", (_, { both = [] }) => {
    expect(both.length).toBeGreaterThan(0);
    for (const [one, other, agreed] of both) {
      expect(bodies.policy.both(one, other)).toEqual(agreed);
      expect(bodies.policy.both(other, one)).toEqual(agreed);
    }
  });
});
