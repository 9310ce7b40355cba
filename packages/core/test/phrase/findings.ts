import { bare, keyOf } from "../../src/phrase/cpace.ts";
import { attemptKey, confirmations, transcriptOf } from "../../src/phrase/attempt-keys.ts";
import { decodeMessage2, encodeMessage1, encodeMessage3 } from "../../src/phrase/message.ts";
import { concat } from "../../src/notation/bytes.ts";
import { type Random, seededRandom } from "../../src/primitives/random.ts";
import { hex } from "../bytes.ts";
import { fitting, type Seen } from "./relay.ts";
import type { Invited, Sides, Words } from "./sides.ts";

/** What a relay got that it must not get. The names are the checks'. */
export type Finding =
  | "broken"
  | "offline after watching"
  | "offline before the proof"
  | "offline after a wrong guess"
  | "a wrong guess delivered"
  | "a right guess refused"
  | "a second guess"
  | "no guess needed";

const ORIGIN = "https://tacet.example";
const IDENTITY = new Uint8Array(32);

/** One conversation's values. The dictionary holds the secret, and neighbours of it that share a word with it. */
interface Case {
  readonly words: Words;
  readonly invited: Invited;
  readonly random: Random;
  readonly dictionary: readonly number[];
}

function caseOf(seed: string): Case {
  const random = seededRandom(seed);
  const pair = (): number => new DataView(random.bytes(4).buffer).getUint32(0) % 2 ** 22;
  const words: Words = { origin: ORIGIN, address: pair(), secret: pair() };
  const { secret } = words;
  const invited = { roomId: random.bytes(16), inviteKey: random.bytes(32) };
  return { words, invited, random, dictionary: [secret ^ 1, secret ^ 2048, 0, pair(), secret] };
}

/** Plays `runs` attempts that a relay only watches, and tries the dictionary on each record. */
export async function watched(sides: Sides, seed: string, runs: number): Promise<readonly Finding[]> {
  for (let run = 0; run < runs; run += 1) {
    const { words, invited, random, dictionary } = caseOf(`${seed} ${String(run)}`);
    const { seen, inviteKey } = await attempt(sides, random, words, invited);
    if (inviteKey === null || hex(inviteKey) !== hex(invited.inviteKey)) return ["broken"];
    if ((await fitting(seen, dictionary)).length > 0) return ["offline after watching"];
  }
  return [];
}

async function attempt(
  sides: Sides,
  random: Random,
  words: Words,
  invited: Invited,
): Promise<{ readonly seen: Seen; readonly inviteKey: Uint8Array | null }> {
  const inviter = sides.inviter(random, words, invited);
  const joiner = await sides.joiner(random, words, inviter.nonce);
  const m2 = await inviter.answer(joiner.message1);
  const m3 = m2 && (await joiner.confirm(m2));
  const m4 = m3 && (await inviter.deliver(m3));
  const messages = [joiner.message1, m2, m3, m4].filter((it) => it !== null);
  const seen = { origin: words.origin, address: words.address, nonceI: inviter.nonce, messages };
  return { seen, inviteKey: m4 && (await joiner.receive(m4)) };
}

/** The relay plays the joiner with each secret of the dictionary, a fresh phrase for each: one guess, and nothing more. */
export async function guessedAtInviter(sides: Sides, seed: string): Promise<readonly Finding[]> {
  const found = new Set<Finding>();
  for (const [at, guess] of caseOf(seed).dictionary.entries()) {
    const { words, invited, dictionary } = caseOf(seed);
    const random = recording(seededRandom(`${seed} guess ${String(at)}`));
    const inviter = sides.inviter(seededRandom(`${seed} inviter ${String(at)}`), words, invited);
    const relay = await sides.joiner(random, { ...words, secret: guess }, inviter.nonce);
    const scalar = random.lastScalar();
    const m2 = await inviter.answer(relay.message1);
    if (m2 === null) return ["broken"];
    const seen = { ...words, nonceI: inviter.nonce, messages: [relay.message1, m2] };
    const own = { guess, scalar, received: m2.slice(1, 33) };
    // Even a right guess must first be said to the inviter.
    if ((await fitting(seen, dictionary, own)).length > 0) found.add("offline before the proof");
    const m3 = await relay.confirm(m2);
    const m4 = m3 && (await inviter.deliver(m3));
    if (m4 !== null && guess !== words.secret) found.add("a wrong guess delivered");
    if (m4 === null && guess === words.secret) found.add("a right guess refused");
    if (m3 !== null && !(await isSilent(inviter.deliver(m3)))) found.add("a second guess");
  }
  return [...found];
}

/** The relay plays the inviter with each secret: the joiner's message 3 tells whether that one was right, and nothing of the others. */
export async function guessedAtJoiner(sides: Sides, seed: string): Promise<readonly Finding[]> {
  const found = new Set<Finding>();
  for (const [at, guess] of caseOf(seed).dictionary.entries()) {
    const { words, invited, dictionary } = caseOf(seed);
    const random = recording(seededRandom(`${seed} guess ${String(at)}`));
    const relay = sides.inviter(random, { ...words, secret: guess }, invited);
    const joiner = await sides.joiner(seededRandom(`${seed} joiner ${String(at)}`), words, relay.nonce);
    const m2 = await relay.answer(joiner.message1);
    const scalar = random.lastScalar();
    const m3 = m2 && (await joiner.confirm(m2));
    if (m2 === null || m3 === null) return ["broken"];
    const seen = { ...words, nonceI: relay.nonce, messages: [joiner.message1, m2, m3] };
    const own = { guess, scalar, received: joiner.message1.slice(34, 66) };
    const expected = guess === words.secret ? [guess] : [];
    if (hexOf(await fitting(seen, dictionary, own)) !== hexOf(expected)) {
      found.add("offline after a wrong guess");
    }
    if (!(await isSilent(joiner.confirm(m2)))) found.add("a second guess");
  }
  return [...found];
}

/** The relay sends the identity as its point: then it would know the shared point, whatever the secret is. */
export async function withIdentity(sides: Sides, seed: string): Promise<readonly Finding[]> {
  const { words, invited, random } = caseOf(seed);
  const inviter = sides.inviter(random, words, invited);
  const nonce = random.bytes(32);
  const m2 = await inviter.answer(encodeMessage1({ nonce, point: IDENTITY }));
  const point = m2 && decodeMessage2(m2);
  if (point === null) return [];
  const shares = { joiner: bare(IDENTITY), inviter: bare(point) };
  const transcript = transcriptOf(
    words,
    { inviter: inviter.nonce, joiner: nonce },
    { joiner: IDENTITY, inviter: point },
  );
  const key = attemptKey(await keyOf(IDENTITY, concat(inviter.nonce, nonce), shares), transcript);
  const m3 = encodeMessage3(confirmations(key, transcript).joiner);
  return (await inviter.deliver(m3)) === null ? [] : ["no guess needed"];
}

const hexOf = (numbers: readonly number[]): string => numbers.join(" ");

/** A spent side says nothing, or refuses to be asked. */
async function isSilent(asked: Promise<Uint8Array | null>): Promise<boolean> {
  return asked.then(
    (message) => message === null,
    () => true,
  );
}

interface Recording extends Random {
  /** The last draw of a scalar's size. */
  lastScalar(): Uint8Array;
}

function recording(random: Random): Recording {
  let last = new Uint8Array(64);
  return {
    bytes: (length) => {
      const drawn = random.bytes(length);
      if (length === 64) last = drawn.slice();
      return drawn;
    },
    lastScalar: () => last,
  };
}
