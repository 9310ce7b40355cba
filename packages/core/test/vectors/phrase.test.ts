import { describe, expect, test } from "vitest";
import { CoreError } from "../../src/index.ts";
import { inviter, joiner, phrases } from "../../src/phrase/index.ts";
import { hex, unhex } from "../bytes.ts";
import { countSuite, loadSuite, scripted } from "../suite.ts";

interface Given {
  readonly origin: string;
  readonly address: number;
  readonly secretDraw: string;
  readonly nonceI: string;
  readonly nonceJ: string;
  readonly scalarI: string;
  readonly scalarJ: string;
  readonly roomId: string;
  readonly inviteKey: string;
}

interface Accepted {
  readonly name: string;
  readonly given: Given;
  readonly secret: number;
  readonly phrase: string;
  readonly messages: readonly [string, string, string, string];
}

interface Refusal {
  readonly name: string;
  readonly of: string;
  readonly to: "inviter" | "joiner";
  readonly messages: readonly string[];
  readonly expect: readonly string[];
  readonly nonceI?: string;
  readonly placed?: false;
}

interface Typed {
  readonly name: string;
  readonly text: string;
  readonly shown?: string;
  readonly address?: number;
  readonly secret?: number;
  readonly fault?: string;
  readonly word?: number | null;
}

const cases = loadSuite("phrase") as unknown as readonly (Accepted | Refusal | Typed)[];
const accepted = cases.filter((it): it is Accepted => "given" in it);
const refusals = cases.filter((it): it is Refusal => "of" in it);
const typed = cases.filter((it): it is Typed => "text" in it);

describe("vectors/phrase.json", () => {
  test("holds two refusals for each case that passes", () => {
    const faults = typed.filter((it) => it.fault !== undefined).length;
    expect(accepted.length + refusals.length + typed.length).toBe(cases.length);
    countSuite("phrase", cases.length, refusals.length + faults);
  });

  test.each(accepted.map((it) => [it.name, it] as const))("%s", async (_, it) => {
    const [m1, m2, m3, m4] = it.messages;
    const offered = offer(it);
    expect(hex(offered.nonce)).toBe(it.given.nonceI);
    const { state, phrase } = inviter.place(offered, it.given.address);
    expect(phrase).toBe(it.phrase);
    const joining = await begin(it);
    expect(hex(joining.message)).toBe(m1);
    expectWiped(joining.state.secret);
    const answer = await inviter.step(scripted(unhex(it.given.scalarI)).random, state, joining.message);
    if (answer.kind !== "answer") throw new Error(answer.kind);
    expect(hex(answer.message)).toBe(m2);
    expectWiped(offered.secret, answer.state.secret);
    const confirm = await joiner.step(joining.state, answer.message);
    if (confirm.kind !== "confirm") throw new Error(confirm.kind);
    expect(hex(confirm.message)).toBe(m3);
    expectWiped(confirm.state.begun?.half.scalar);
    const delivered = await inviter.step(scripted().random, answer.state, confirm.message);
    if (delivered.kind !== "delivered") throw new Error(delivered.kind);
    expect(hex(delivered.message)).toBe(m4);
    const invited = await joiner.step(confirm.state, delivered.message);
    if (invited.kind !== "invited") throw new Error(invited.kind);
    const { roomId, inviteKey, origin } = invited.invitation;
    expect([hex(roomId), hex(inviteKey), origin]).toEqual([
      it.given.roomId,
      it.given.inviteKey,
      it.given.origin,
    ]);
    expectWiped(offered.inviteKey, answer.state.answered?.key, confirm.state.agreed?.key);
  });

  test("a state before the present one is spent, and says so", async () => {
    const base = named("drawn");
    const [m1, m2] = base.messages.map(unhex);
    if (m1 === undefined || m2 === undefined) throw new Error("no messages");
    const spent = new CoreError("state");
    const { random } = scripted(unhex(base.given.scalarI));
    const placed = inviter.place(offer(base), base.given.address).state;
    expect(() => inviter.place(placed, 1)).toThrow(spent);
    await inviter.step(random, placed, m1);
    await expect(inviter.step(random, placed, m1)).rejects.toThrow(spent);
    const { state } = await begin(base);
    await expect(joiner.begin(random, state, unhex(base.given.nonceI))).rejects.toThrow(spent);
    await joiner.step(state, m2);
    await expect(joiner.step(state, m2)).rejects.toThrow(spent);
    const unbegun = joiner.join({ origin: base.given.origin, phrase: { address: 1, secret: 2 } });
    await expect(joiner.step(unbegun, m2)).rejects.toThrow(spent);
    joiner.wipe(unbegun);
    await expect(joiner.begin(random, unbegun, unhex(base.given.nonceI))).rejects.toThrow(spent);
  });

  test("what is no origin, address, secret, nonce or invitation is refused where it comes in", async () => {
    const { given } = named("drawn");
    const invited = { roomId: unhex(given.roomId), inviteKey: unhex(given.inviteKey) };
    const offered = offer(named("drawn"));
    const { random } = scripted();
    for (const origin of [
      "tacet.example",
      "http://tacet.example",
      "https://Tacet.example",
      "https://tacet.example/",
    ]) {
      expect(() => inviter.offer(random, { ...invited, origin })).toThrow(CoreError);
      expect(() => joiner.join({ origin, phrase: { address: 0, secret: 0 } })).toThrow(CoreError);
    }
    const { origin } = given;
    const short = new Uint8Array(15);
    expect(() => inviter.offer(random, { ...invited, origin, roomId: short })).toThrow(
      new CoreError("encoding"),
    );
    expect(() => inviter.offer(random, { ...invited, origin, inviteKey: short })).toThrow(
      new CoreError("encoding"),
    );
    for (const number of [2 ** 22, -1, 0.5, Number.NaN]) {
      const encoding = new CoreError("encoding");
      expect(() => inviter.place(offered, number)).toThrow(encoding);
      expect(() => joiner.join({ origin, phrase: { address: number, secret: 0 } })).toThrow(encoding);
      expect(() => joiner.join({ origin, phrase: { address: 0, secret: number } })).toThrow(encoding);
      expect(() => phrases.format({ address: number, secret: 0 })).toThrow(encoding);
    }
    const joining = joiner.join({ origin, phrase: { address: 0, secret: 0 } });
    await expect(joiner.begin(random, joining, new Uint8Array(31))).rejects.toThrow(
      new CoreError("encoding"),
    );
  });

  test.each(refusals.map((it) => [it.name, it] as const))("%s", async (_, it) => {
    const outcomes = it.to === "inviter" ? await toInviter(it) : await toJoiner(it);
    expect(outcomes).toEqual(it.expect);
  });

  test.each(typed.map((it) => [it.name, it] as const))("%s", (_, it) => {
    const parsed = phrases.parse(it.text);
    if (parsed.kind === "fault") {
      expect([parsed.fault, parsed.word]).toEqual([it.fault, it.word]);
      return;
    }
    expect(parsed.phrase).toEqual({ address: it.address, secret: it.secret });
    expect(phrases.format(parsed.phrase)).toBe(it.shown);
  });
});

function offer({ given }: Accepted) {
  const { origin, roomId, inviteKey } = given;
  const { random } = scripted(unhex(given.nonceI), unhex(given.secretDraw));
  return inviter.offer(random, { origin, roomId: unhex(roomId), inviteKey: unhex(inviteKey) });
}

async function begin({ given, phrase }: Accepted, nonceI = given.nonceI) {
  const parsed = phrases.parse(phrase);
  if (parsed.kind !== "phrase") throw new Error(parsed.fault);
  const joining = joiner.join({ origin: given.origin, phrase: parsed.phrase });
  return joiner.begin(scripted(unhex(given.nonceJ), unhex(given.scalarJ)).random, joining, unhex(nonceI));
}

async function toInviter(it: Refusal): Promise<readonly string[]> {
  const base = named(it.of);
  const offered = offer(base);
  let state = it.placed === false ? offered : inviter.place(offered, base.given.address).state;
  return outcomes(it.messages, async (message) => {
    if (message === null) return inviter.wipe(state);
    const step = await inviter.step(scripted(unhex(base.given.scalarI)).random, state, message);
    if (step.kind === "answer") state = step.state;
    else expectWiped(state.secret, state.inviteKey, state.answered?.key);
    return step.kind;
  });
}

async function toJoiner(it: Refusal): Promise<readonly string[]> {
  let { state } = await begin(named(it.of), it.nonceI);
  return outcomes(it.messages, async (message) => {
    if (message === null) return joiner.wipe(state);
    const step = await joiner.step(state, message);
    if (step.kind === "confirm") state = step.state;
    else expectWiped(state.secret, state.begun?.half.scalar, state.agreed?.key);
    return step.kind;
  });
}

/** What became of each message; `null` is giving up, which has no outcome. */
async function outcomes(
  messages: readonly string[],
  take: (message: Uint8Array | null) => Promise<string | void>,
): Promise<readonly string[]> {
  const kinds: string[] = [];
  for (const message of messages) {
    try {
      const kind = await take(message === "wipe" ? null : unhex(message));
      if (kind !== undefined) kinds.push(kind);
    } catch (error) {
      kinds.push(error instanceof CoreError ? error.code : String(error));
    }
  }
  return kinds;
}

function expectWiped(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const bytes of secrets) expect(bytes?.some((byte) => byte !== 0) ?? false).toBe(false);
}

function named(name: string): Accepted {
  const found = accepted.find((it) => it.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}
