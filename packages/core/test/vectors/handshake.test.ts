import { describe, expect, test } from "vitest";
import { handshakes, type PathPolicy } from "../../src/index.ts";
import type { PairSession } from "../../src/index.ts";
import { hex, unhex } from "../bytes.ts";
import { countSuite, loadSuite, scripted } from "../suite.ts";

interface Given {
  readonly roomId: string;
  readonly inviteKey: string;
  readonly path: PathPolicy;
  readonly choice: PathPolicy;
  readonly rejoin?: 1 | 2;
  readonly kemSeed: string;
  readonly coins: string;
  readonly nonceI: string;
  readonly nonceR: string;
  readonly salts: readonly [string, string, string];
}

interface Accepted {
  readonly name: string;
  readonly given: Given;
  readonly m1: string;
  readonly m2: string;
  readonly m3: string;
  readonly th: string;
  readonly safety: string;
  readonly path: PathPolicy;
  readonly mix: string;
  readonly farewellI: string;
  readonly farewellR: string;
}

type Message = "m1" | "m2" | "m3";

interface Refusal {
  readonly name: string;
  readonly of: string;
  readonly message: Message;
  readonly block?: string;
  readonly flip?: number;
  readonly length?: number;
  readonly instead?: { readonly of: string; readonly message: Message };
  readonly expect: "dropped" | "failed";
}

const cases = loadSuite("handshake") as unknown as readonly (Accepted | Refusal)[];
const accepted = cases.filter((it): it is Accepted => "given" in it);
const refusals = cases.filter((it): it is Refusal => !("given" in it));

describe("vectors/handshake.json", () => {
  test("holds two refusals for each case that passes", () => {
    countSuite("handshake", cases.length, refusals.length);
  });

  test.each(accepted.map((it) => [it.name, it] as const))("%s", async (_, it) => {
    const { initiator, m1 } = await begin(it);
    expect(hex(m1)).toBe(it.m1);
    const answer = await handshakes.stepResponder(drawnByR(it), responder(it), m1);
    if (answer.kind !== "answer") throw new Error(answer.kind);
    expect(hex(answer.block)).toBe(it.m2);
    const done = await handshakes.stepInitiator(drawnByI(it), initiator, answer.block);
    if (done.kind !== "established") throw new Error(done.kind);
    expect(hex(done.block)).toBe(it.m3);
    const end = await handshakes.stepResponder(scripted(), answer.state, done.block);
    if (end.kind !== "established") throw new Error(end.kind);
    expect([done.path, end.path]).toEqual([it.path, it.path]);
    expect([done.rejoin, end.rejoin]).toEqual([rejoinOf(it), rejoinOf(it)]);
    expectSession(done.session, it, it.farewellI);
    expectSession(end.session, it, it.farewellR);
  });

  test.each(refusals.map((it) => [it.name, it] as const))("%s", async (_, it) => {
    const base = named(it.of);
    const block = blockOf(it, base);
    const { state, kind } = await offered(it.message, base, block);
    expect(kind).toBe(it.expect);
    if (it.expect === "failed") return;
    // Nothing changed: what was right all along still goes through.
    const { kind: then } = await offered(it.message, base, unhex(base[it.message]), state);
    expect(then).toBe(it.message === "m1" ? "answer" : "established");
  });
});

function expectSession(session: PairSession, it: Accepted, farewell: string): void {
  expect([hex(session.th), hex(session.safety), hex(session.current.mix)]).toEqual([
    it.th,
    it.safety,
    it.mix,
  ]);
  expect(session.farewells.map(hex)).toEqual([farewell]);
}

function named(name: string): Accepted {
  const found = accepted.find((it) => it.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

function blockOf(it: Refusal, base: Accepted): Uint8Array {
  if (it.block !== undefined) return unhex(it.block);
  const block = unhex(it.instead === undefined ? base[it.message] : named(it.instead.of)[it.instead.message]);
  if (it.flip !== undefined) block[it.flip >> 3] = (block[it.flip >> 3] ?? 0) ^ (128 >> (it.flip & 7));
  if (it.length === undefined) return block;
  const whole = new Uint8Array(it.length);
  whole.set(block.subarray(0, it.length));
  return whole;
}

type State = Awaited<ReturnType<typeof begin>>["initiator"] | ReturnType<typeof responder>;

/** Offers a block to the side that waits for this message; `state` continues where an offer before it left off. */
async function offered(
  message: Message,
  base: Accepted,
  block: Uint8Array,
  state?: State,
): Promise<{ state: State; kind: string }> {
  const own = state ?? (await waiting(message, base));
  const before = structuredClone(own);
  const step =
    own.role === "initiator"
      ? await handshakes.stepInitiator(drawnByI(base), own, block)
      : await handshakes.stepResponder(drawnByR(base), own, block);
  if (step.kind === "dropped") expect(own).toEqual(before);
  if (step.kind === "failed") expect(own.inviteKey.every((byte) => byte === 0)).toBe(true);
  return { state: own, kind: step.kind };
}

async function waiting(message: Message, base: Accepted): Promise<State> {
  if (message === "m2") return (await begin(base)).initiator;
  if (message === "m1") return responder(base);
  const answer = await handshakes.stepResponder(drawnByR(base), responder(base), unhex(base.m1));
  if (answer.kind !== "answer") throw new Error(answer.kind);
  return answer.state;
}

const rejoinOf = ({ given }: Pick<Accepted, "given">) =>
  ([false, "first", "again"] as const)[given.rejoin ?? 0] ?? false;

async function begin({ given }: Accepted) {
  const { roomId, inviteKey, path, kemSeed, nonceI, salts } = given;
  const drawn = scripted(unhex(kemSeed), unhex(nonceI), unhex(salts[0]));
  const invited = { roomId: unhex(roomId), inviteKey: unhex(inviteKey) };
  const policy = { path, rejoin: rejoinOf({ given }) };
  const { state, block } = await handshakes.initiate(drawn, { ...invited, policy });
  return { initiator: state, m1: block };
}

function responder({ given }: Accepted) {
  const { roomId, inviteKey, choice } = given;
  return handshakes.respond({ roomId: unhex(roomId), inviteKey: unhex(inviteKey), path: choice });
}

const drawnByI = ({ given }: Accepted) => scripted(unhex(given.salts[2]));
const drawnByR = ({ given }: Accepted) =>
  scripted(unhex(given.coins), unhex(given.nonceR), unhex(given.salts[1]));
