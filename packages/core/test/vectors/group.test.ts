import { describe, expect, test } from "vitest";
import { beginChain, extendChain } from "../../src/group/chain.ts";
import { memberTag } from "../../src/group/member.ts";
import { decodeGroupContent, encodeGroupContent } from "../../src/group/content.ts";
import { type Evidence, foundAbsent, heard, isAbsent, NO_EVIDENCE } from "../../src/group/evidence.ts";
import { openOuter, sealOuter } from "../../src/group/outer.ts";
import { judge } from "../../src/group/rules.ts";
import { decodeSettings, encodeSettings } from "../../src/group/settings.ts";
import { nobleKem } from "../../src/primitives/kem-noble.ts";
import { seededRandom } from "../../src/primitives/random.ts";
import { isPublicKey } from "../../src/primitives/x-wing-key.ts";
import { hex, unhex } from "../bytes.ts";
import { type CommitMaker, commitMaker, type RuleCase } from "../group/commits.ts";
import { countSuite, loadSuite, scripted } from "../suite.ts";

type Case = Readonly<Record<string, unknown>> & { readonly name: string };

const cases = loadSuite("group") as readonly Case[];
const having = <T>(field: string): readonly (readonly [string, T])[] =>
  cases.filter((it) => field in it).map((it) => [it.name, it as unknown as T] as const);

/** Bytes as hex, through plain values and lists. */
function spelled(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spelled(one)]));
}

const isRefusal = (it: Case): boolean =>
  it["says"] === null ||
  it["opens"] === null ||
  it["isAbsent"] === false ||
  it["isKey"] === false ||
  "differs" in it ||
  (it["expect"] ?? "valid") !== "valid";

test("vectors/group.json holds two refusals for each case that passes", () => {
  countSuite("group", cases.length, cases.filter(isRefusal).length);
});

describe("vectors/group.json: values", () => {
  test.each(having<{ signatureKey: string; tag: string }>("tag"))("%s", (_, it) => {
    expect(hex(memberTag(unhex(it.signatureKey)))).toBe(it.tag);
  });

  test.each(having<{ settings: string; says: unknown }>("settings"))("%s", (_, it) => {
    const settings = decodeSettings(unhex(it.settings));
    expect(spelled(settings)).toEqual(it.says);
    if (settings !== null) expect(hex(encodeSettings(settings))).toBe(it.settings);
  });

  test.each(having<{ content: string; says: unknown }>("content"))("%s", (_, it) => {
    const content = decodeGroupContent(unhex(it.content));
    expect(spelled(content)).toEqual(it.says);
    if (content !== null) expect(hex(encodeGroupContent(content))).toBe(it.content);
  });

  const chains = having<{ roomId: string; blocks: string[]; chain: string; differs?: string }>("chain");
  test.each(chains)("%s", (_, it) => {
    const { value } = it.blocks.map(unhex).reduce(extendChain, beginChain(unhex(it.roomId)));
    expect(hex(value)).toBe(it.chain);
    if (it.differs !== undefined)
      expect(it.chain).not.toBe(chains.find(([name]) => name === it.differs)?.[1].chain);
  });

  test.each(having<{ members: number; events: string[]; isAbsent: boolean }>("events"))("%s", (_, it) => {
    expect(isAbsent(it.events.reduce(evidenceAfter, NO_EVIDENCE), 1, it.members)).toBe(it.isAbsent);
  });
});

interface KeyCase {
  readonly bytes: number;
  readonly at: number;
  readonly coefficients: string;
  readonly point: string;
  readonly isKey: boolean;
}

describe("vectors/group.json: public keys", () => {
  test.each(having<KeyCase>("isKey"))("%s", async (_, it) => {
    const key = new Uint8Array(Math.max(1216, it.bytes));
    key.set(unhex(it.coefficients), it.at);
    key.set(unhex(it.point), 1184);
    expect(isPublicKey(key.slice(0, it.bytes))).toBe(it.isKey);
    // What it takes, an engine takes too.
    if (it.isKey) expect((await nobleKem(seededRandom("keys")).encapsulate(key)).shared.length).toBe(32);
  });
});

/** "0 finds 1", "1 speaks". Whoever finds somebody has spoken. */
function evidenceAfter(evidence: Evidence, event: string): Evidence {
  const [by, does, whom] = event.split(" ");
  const after = heard(evidence, Number(by));
  return does === "finds" ? foundAbsent(after, Number(by), Number(whom)) : after;
}

interface OuterCase {
  readonly key: string;
  readonly salt: string;
  readonly block: string;
  readonly opens: { readonly kind: "whole" | "piece"; readonly bytes: string } | null;
}

describe("vectors/group.json: outer seal", () => {
  test.each(having<OuterCase>("opens"))("%s", async (_, it) => {
    expect(spelled(await openOuter(unhex(it.key), unhex(it.block)))).toEqual(it.opens);
    if (it.opens === null) return;
    const packet = { kind: it.opens.kind, bytes: unhex(it.opens.bytes) };
    const { random } = scripted(unhex(it.salt));
    expect(hex(await sealOuter(random, unhex(it.key), packet))).toBe(it.block);
  });
});

describe("vectors/group.json: the rule for commits", () => {
  let making: Promise<CommitMaker> | null = null;

  test.each(having<RuleCase>("proposals"))("%s", async (_, it) => {
    making ??= commitMaker();
    const maker = await making;
    const judged = judge(maker.view(it.room ?? {}), it.by, await maker.commit(it));
    expect(judged.kind === "valid" ? "valid" : judged.why).toBe(it.expect);
  });
});
