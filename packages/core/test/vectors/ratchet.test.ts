import { describe, expect, test } from "vitest";
import { openBlock, type PairSession, rekeying } from "../../src/index.ts";
import { step } from "../../src/pair/chain.ts";
import type { Role } from "../../src/pair/role.ts";
import { hex, unhex } from "../bytes.ts";
import { countSuite, loadSuite, scripted, sessionFrom } from "../suite.ts";

type Step =
  | { readonly open: string; readonly nowMs?: number; readonly expect: string }
  | { readonly begin: { readonly kemSeed: string }; readonly rk1: string }
  | { readonly answer: string; readonly coins: string; readonly rk2: string | null }
  | { readonly finish: string; readonly nowMs?: number; readonly expect: "done" | null };

interface Played {
  readonly name: string;
  readonly role: Role;
  readonly given: { readonly root: string; readonly th: string };
  readonly steps: readonly Step[];
}

interface Keys {
  readonly name: string;
  readonly root: string;
  readonly chainI: string;
  readonly chainR: string;
  readonly byeI: string;
  readonly byeR: string;
  readonly mix: string;
  readonly frameKeysI: readonly (readonly [number, string])[];
}

const cases = loadSuite("ratchet") as unknown as readonly (Played | Keys)[];
const played = cases.filter((it): it is Played => "steps" in it);
const keys = cases.filter((it): it is Keys => !("steps" in it));

describe("vectors/ratchet.json", () => {
  test("holds two refusals for each case that passes", () => {
    const refusals = played.filter((it) => isRefusal(it.steps.at(-1)));
    countSuite("ratchet", cases.length, refusals.length);
  });

  test.each(keys.map((it) => [it.name, it] as const))("%s", async (_, it) => {
    const given = { root: it.root, th: "00".repeat(32) };
    const initiator = await sessionFrom("initiator", given);
    const responder = await sessionFrom("responder", given);
    expect(hex(initiator.current.send.key)).toBe(it.chainI);
    expect(hex(responder.current.send.key)).toBe(it.chainR);
    expect([hex(responder.current.peerBye), hex(initiator.current.peerBye)]).toEqual([it.byeI, it.byeR]);
    expect(hex(initiator.current.mix)).toBe(it.mix);
    for (const [counter, key] of it.frameKeysI) expect(frameKey(initiator, counter)).toBe(key);
  });

  test.each(played.map((it) => [it.name, it] as const))("%s", async (_, it) => {
    let session = await sessionFrom(it.role, it.given);
    for (const each of it.steps) session = await play(session, each);
  });
});

function isRefusal(last: Step | undefined): boolean {
  if (last === undefined || "begin" in last) return false;
  if ("answer" in last) return last.rk2 === null;
  return last.expect === null || last.expect === "dropped" || last.expect === "early";
}

/** Plays a step and checks what came of it; whatever was refused left the session as it was. */
async function play(session: PairSession, each: Step): Promise<PairSession> {
  const before = structuredClone(session);
  const { next, outcome, expected } = await taken(session, each);
  expect(outcome).toBe(expected);
  if (next === null || outcome === "dropped" || outcome === "early") expect(session).toEqual(before);
  return next ?? session;
}

async function taken(
  session: PairSession,
  each: Step,
): Promise<{ next: PairSession | null; outcome: string | null; expected: string | null }> {
  if ("open" in each) {
    const opened = await openBlock(session, unhex(each.open), each.nowMs ?? 0);
    return { next: opened.session, outcome: opened.kind, expected: each.expect };
  }
  if ("begin" in each) {
    const begun = await rekeying.begin(scripted(unhex(each.begin.kemSeed)), session);
    return { next: begun.session, outcome: hex(begun.body), expected: each.rk1 };
  }
  if ("answer" in each) {
    const answered = await rekeying.answer(scripted(unhex(each.coins)), session, unhex(each.answer));
    const outcome = answered === null ? null : hex(answered.body);
    return { next: answered?.session ?? null, outcome, expected: each.rk2 };
  }
  const finished = await rekeying.finish(scripted(), session, unhex(each.finish), each.nowMs ?? 0);
  return {
    next: finished?.session ?? null,
    outcome: finished === null ? null : "done",
    expected: each.expect,
  };
}

function frameKey(session: PairSession, counter: number): string {
  let { chain, frameKey } = step(session.current.send);
  for (let at = 0; at < counter; at += 1) ({ chain, frameKey } = step(chain));
  return hex(frameKey);
}
