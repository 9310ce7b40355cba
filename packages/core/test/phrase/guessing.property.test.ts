import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../src/primitives/random.ts";
import { generator, intermediateKey, keyOf } from "../../src/phrase/cpace.ts";
import { hex } from "../bytes.ts";
import { runsOr } from "../runs.ts";
import { type Finding, guessedAtInviter, guessedAtJoiner, watched, withIdentity } from "./findings.ts";
import { type Parts, recomposed, rightParts } from "./recomposed.ts";
import { honest, type Sides } from "./sides.ts";

/*
 * A relay with a dictionary that holds the right secret (spec/phrase.md 8): it watches, or it stands between and guesses. Then the same relay against
 * sides that do one thing wrong: if it found nothing there, finding nothing here would mean nothing. Each planted fault shows in the first
 * attempts; that it watches 1,000 is for npm run campaign sessions. Where simulations are asked for one seed alone, it watches fewer.
 */
const WATCHED_RUNS = runsOr(process.env["TACET_SEED"] === undefined ? 100 : 20);
const WATCHED_MS = 180_000 + 240 * WATCHED_RUNS;
/** Each makes five guesses, one for each entry of the dictionary. */
const SEEDS = ["a", "b", "c"].slice(0, runsOr(1));
/** For the rest, on a machine that is busy. */
const REST_MS = 180_000;

type Check = (sides: Sides) => Promise<readonly Finding[]>;

const watching: Check = async (sides) => watched(sides, "watching", 3);
const atInviter: Check = async (sides) => guessedAtInviter(sides, "at inviter");
const atJoiner: Check = async (sides) => guessedAtJoiner(sides, "at joiner");
const byIdentity: Check = async (sides) => withIdentity(sides, "identity");

describe("a relay that knows the dictionary", () => {
  test(
    `finds no secret in what it saw of ${String(WATCHED_RUNS)} attempts`,
    async () => {
      expect(await watched(honest, "watched", WATCHED_RUNS)).toEqual([]);
    },
    WATCHED_MS,
  );

  test(
    "has one guess at the inviter, and learns only whether it was right",
    async () => {
      for (const seed of SEEDS) expect(await guessedAtInviter(honest, seed)).toEqual([]);
    },
    REST_MS,
  );

  test(
    "has one guess at the joiner, and learns only whether it was right",
    async () => {
      for (const seed of SEEDS) expect(await guessedAtJoiner(honest, seed)).toEqual([]);
    },
    REST_MS,
  );

  test(
    "gains nothing by the identity",
    async () => {
      expect(await withIdentity(honest, "identity")).toEqual([]);
    },
    REST_MS,
  );
});

const faults: readonly (readonly [string, Partial<Parts>, Check, Finding])[] = [
  [
    "a generator that ignores the secret",
    { generator: async (channel) => generator({ ...channel, secret: Uint8Array.of(1) }) },
    atInviter,
    "a wrong guess delivered",
  ],
  [
    "a generator of the third word alone",
    {
      generator: async (channel) =>
        generator({ ...channel, secret: channel.secret.slice(0, channel.secret.indexOf(45)) }),
    },
    atInviter,
    "a wrong guess delivered",
  ],
  [
    "an ISK without the shared point",
    { intermediateKey: async (_, __, session, shares) => keyOf(new Uint8Array(0), session, shares) },
    watching,
    "offline after watching",
  ],
  [
    "an ISK with a share in the place of the shared point",
    { intermediateKey: async (_, __, session, shares) => keyOf(shares.joiner.point, session, shares) },
    watching,
    "offline after watching",
  ],
  [
    "an inviter that confirms first",
    { beside2: (confirmation) => confirmation },
    atInviter,
    "offline before the proof",
  ],
  [
    "an inviter that takes any confirmation",
    { isConfirmed: () => true },
    atInviter,
    "a wrong guess delivered",
  ],
  [
    "a generator that ignores the secret, met by the joiner",
    { generator: async (channel) => generator({ ...channel, secret: Uint8Array.of(1) }) },
    atJoiner,
    "offline after a wrong guess",
  ],
  ["a side that may be asked again", { isOneShot: false }, atInviter, "a second guess"],
  [
    "a point that is not refused",
    {
      intermediateKey: async (scalar, received, session, shares) =>
        (await intermediateKey(scalar, received, session, shares)) ??
        keyOf(new Uint8Array(32), session, shares),
    },
    byIdentity,
    "no guess needed",
  ],
];

describe("the same relay finds a planted fault", () => {
  test(
    "and none in the parts as they should be, which say core's bytes",
    async () => {
      for (const check of [watching, atInviter, atJoiner, byIdentity]) {
        expect(await check(recomposed(rightParts))).toEqual([]);
      }
      expect(await said(recomposed(rightParts))).toEqual(await said(honest));
    },
    REST_MS,
  );

  test.each(faults)(
    "%s",
    async (_, fault, check, finding) => {
      expect(await check(recomposed({ ...rightParts, ...fault }))).toContain(finding);
    },
    REST_MS,
  );

  test(
    "a scalar of one",
    async () => {
      const one = (random: Random): Random => ({
        bytes: (length) => (length === 64 ? new Uint8Array(64).with(0, 1) : random.bytes(length)),
      });
      const sides: Sides = {
        inviter: (random, words, invited) => honest.inviter(one(random), words, invited),
        joiner: async (random, words, nonce) => honest.joiner(one(random), words, nonce),
      };
      expect(await watched(sides, "one", 3)).toEqual(["offline after watching"]);
    },
    REST_MS,
  );
});

/** All that two sides say, from one seed. */
async function said(sides: Sides): Promise<readonly string[]> {
  const words = { origin: "https://tacet.example", address: 7, secret: 4_000_000 };
  const invited = { roomId: new Uint8Array(16).fill(1), inviteKey: new Uint8Array(32).fill(2) };
  const inviter = sides.inviter(seededRandom("said inviter"), words, invited);
  const joiner = await sides.joiner(seededRandom("said joiner"), words, inviter.nonce);
  const m2 = await inviter.answer(joiner.message1);
  const m3 = m2 && (await joiner.confirm(m2));
  const m4 = m3 && (await inviter.deliver(m3));
  const key = m4 && (await joiner.receive(m4));
  return [inviter.nonce, joiner.message1, m2, m3, m4, key].map((it) => (it === null ? "silence" : hex(it)));
}
