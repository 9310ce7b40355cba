import { describe, expect, test } from "vitest";
import { beginAdmitter, takeM2 } from "../../src/admission/admitter-handshake.ts";
import { decodeAsk, encodeAsk } from "../../src/admission/ask.ts";
import { decodeGreeting, decodeRefusal, encodeGreeting, encodeRefusal } from "../../src/admission/bodies.ts";
import { type Channel, openFrame, sealFrames } from "../../src/admission/channel.ts";
import { groupInvitations } from "../../src/admission/invitation.ts";
import { takeM1, takeM3 } from "../../src/admission/joiner-handshake.ts";
import { returnKey } from "../../src/admission/keys.ts";
import { confirmationsOf, drawShare } from "../../src/admission/password.ts";
import { CoreError } from "../../src/errors.ts";
import { hex, unhex } from "../bytes.ts";
import { countSuite, loadSuite, scripted } from "../suite.ts";

type Case = Readonly<Record<string, unknown>> & { readonly name: string };

const cases = loadSuite("admission") as readonly Case[];
const having = <T>(field: string): readonly (readonly [string, T])[] =>
  cases.filter((it) => field in it).map((it) => [it.name, it as unknown as T] as const);

test("vectors/admission.json holds two refusals for each case that passes", () => {
  const refusals = cases.filter((it) => "expect" in it || it["says"] === null || "error" in it);
  countSuite("admission", cases.length, refusals.length);
});

interface Member {
  readonly seed: string;
  readonly key: string;
  readonly tag: string;
}

interface Course {
  readonly name: string;
  readonly given: {
    readonly roomId: string;
    readonly attempt: string;
    readonly inviteKey: string;
    readonly kemSeed: string;
    readonly coins: string;
    readonly salts: readonly [string, string, string];
    readonly returns: { readonly joiner: Member; readonly admitter: Member } | null;
  };
  readonly m1: string;
  readonly m2: string;
  readonly m3: string;
  readonly th: string;
  readonly frames: { readonly greeting: string; readonly waiting: string; readonly refused: string };
}

interface Refusal {
  readonly of: string;
  readonly message: "m1" | "m2" | "m3" | "frame" | "again";
  readonly block: string;
  readonly expect: string;
}

const courses = having<Course>("given");

/** Both sides before anything was said, with what each will draw. */
async function sides({ given }: Course) {
  const { returns, roomId, attempt, inviteKey, kemSeed, coins, salts } = given;
  const place = {
    roomId: unhex(roomId),
    attempt: unhex(attempt),
    by: returns === null ? "link" : "return",
  } as const;
  const secrets = () => ({ ...place, inviteKey: unhex(inviteKey) });
  const as = (own: Member, other: Member) => ({
    tag: unhex(own.tag),
    signatureSecret: unhex(own.seed),
    known: [{ tag: unhex(other.tag), signatureKey: unhex(other.key) }],
  });
  const admitterDraws = scripted(unhex(kemSeed), unhex(salts[0]), unhex(salts[2]));
  const joinerDraws = scripted(unhex(coins), unhex(salts[1]));
  const admitter = await beginAdmitter(
    admitterDraws,
    secrets(),
    returns === null ? null : as(returns.admitter, returns.joiner),
  );
  const joiner = {
    secrets: secrets(),
    identity: returns === null ? null : as(returns.joiner, returns.admitter),
  };
  return { admitterDraws, joinerDraws, admitter, joiner };
}

async function established(it: Course): Promise<{ readonly joiner: Channel; readonly admitter: Channel }> {
  const { admitterDraws, joinerDraws, admitter, joiner } = await sides(it);
  expect(hex(admitter.block)).toBe(it.m1);
  const answer = await takeM1(joinerDraws, joiner, admitter.block);
  if (answer.kind !== "answered") throw new Error(answer.kind);
  expect(hex(answer.block)).toBe(it.m2);
  const proved = await takeM2(admitterDraws, admitter.state, answer.block);
  if (proved.kind !== "proved") throw new Error(proved.kind);
  expect([hex(proved.m3), hex(proved.th)]).toEqual([it.m3, it.th]);
  const last = await takeM3(answer.state, proved.m3);
  if (last.kind !== "established") throw new Error(last.kind);
  expect(hex(last.th)).toBe(it.th);
  return { joiner: last.channel, admitter: proved.channel };
}

describe("vectors/admission.json: the channel", () => {
  test.each(courses)("%s", async (_, it) => {
    const { returns, roomId, inviteKey } = it.given;
    if (returns !== null) expect(hex(returnKey(unhex(roomId)))).toBe(inviteKey);
    const { joiner, admitter } = await established(it);
    const said = await sealFrames(joiner, 1, encodeGreeting({ name: "Ana", notices: [] }));
    expect(said.blocks.map(hex)).toEqual([it.frames.greeting]);
    const waiting = await sealFrames(admitter, 2, new Uint8Array(0));
    const refused = await sealFrames(waiting.channel, 10, encodeRefusal({ why: "later", seconds: 8 }));
    expect([...waiting.blocks, ...refused.blocks].map(hex)).toEqual([it.frames.waiting, it.frames.refused]);
  });

  test.each(having<Refusal>("expect"))("%s", async (_, { of, message, block, expect: expected }) => {
    const course = courses.find(([name]) => name === of)?.[1];
    if (course === undefined) throw new Error("of nothing");
    expect(await cameTo(course, message, unhex(block))).toBe(expected);
  });
});

async function cameTo(course: Course, message: Refusal["message"], block: Uint8Array): Promise<string> {
  if (message === "frame" || message === "again") {
    const { admitter } = await established(course);
    if (message === "frame") return (await openFrame(admitter, block)).kind;
    const first = await openFrame(admitter, unhex(course.frames.greeting));
    if (first.kind !== "opened") throw new Error(first.kind);
    return (await openFrame(first.channel, block)).kind;
  }
  const { admitterDraws, joinerDraws, admitter, joiner } = await sides(course);
  if (message === "m2") return (await takeM2(admitterDraws, admitter.state, block)).kind;
  if (message === "m1") return (await takeM1(joinerDraws, joiner, block)).kind;
  const answer = await takeM1(joinerDraws, joiner, admitter.block);
  if (answer.kind !== "answered") throw new Error(answer.kind);
  return (await takeM3(answer.state, block)).kind;
}

interface Half {
  readonly share: string;
  readonly confirmation: string;
}

interface Exchange {
  readonly stretched: string;
  readonly sid: string;
  readonly roomId: string;
  readonly scalarJ: string;
  readonly scalarA: string;
  readonly joiner: Half;
  readonly admitter: Half;
}

describe("vectors/admission.json: passwords", () => {
  test.each(having<Exchange>("stretched"))("%s", async (_, it) => {
    const [sid, roomId] = [unhex(it.sid), unhex(it.roomId)];
    for (const side of ["joiner", "admitter"] as const) {
      const { random } = scripted(unhex(side === "joiner" ? it.scalarJ : it.scalarA));
      const half = await drawShare(random, unhex(it.stretched), roomId, sid);
      expect(hex(half.point)).toBe(it[side].share);
      const other = side === "joiner" ? it.admitter : it.joiner;
      const made = await confirmationsOf(half, side, unhex(other.share), sid);
      const confirmations = made === null ? null : { joiner: hex(made.joiner), admitter: hex(made.admitter) };
      const wanted = { joiner: it.joiner.confirmation, admitter: it.admitter.confirmation };
      expect(confirmations).toEqual(wanted);
    }
  });
});

interface Bytes<T> {
  readonly says: T | null;
}

describe("vectors/admission.json: bytes and texts", () => {
  test.each(having<Bytes<{ attempt: string; by: "link" | "return"; turn: number }> & { ask: string }>("ask"))(
    "%s",
    (_, { ask, says }) => {
      const read = decodeAsk(unhex(ask));
      expect(read === null ? null : { ...read, attempt: hex(read.attempt) }).toEqual(says);
      if (read !== null) expect(hex(encodeAsk(read))).toBe(ask);
    },
  );

  test.each(having<Bytes<object> & { greeting: string }>("greeting"))("%s", (_, { greeting, says }) => {
    const read = decodeGreeting(unhex(greeting));
    expect(read).toEqual(says);
    if (read !== null) expect(hex(encodeGreeting(read))).toBe(greeting);
  });

  test.each(having<Bytes<object> & { refusal: string }>("refusal"))("%s", (_, { refusal, says }) => {
    const read = decodeRefusal(unhex(refusal));
    expect(read).toEqual(says);
    if (read !== null) expect(hex(encodeRefusal(read))).toBe(refusal);
  });

  test.each(having<{ text: string; invitation?: object; tolerated?: object; error?: string }>("text"))(
    "%s",
    (_, { text, invitation, tolerated, error }) => {
      expect(parsed(text)).toEqual(error === undefined ? { invitation, tolerated } : { error });
    },
  );
});

function parsed(text: string): object {
  try {
    const { invitation, tolerated } = groupInvitations.parse(text);
    const { roomId, inviteKey, owner, origin } = invitation;
    const spelled = { roomId: hex(roomId), inviteKey: hex(inviteKey), owner: hex(owner), origin };
    if (origin !== null) expect(groupInvitations.link(origin, invitation)).toBe(text);
    return { invitation: spelled, tolerated };
  } catch (error) {
    return { error: error instanceof CoreError ? error.detail : error };
  }
}
