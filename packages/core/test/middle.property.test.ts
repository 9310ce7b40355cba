import { describe, expect, test } from "vitest";
import { blockHash, handshakes, seededCrypto } from "../src/index.ts";
import type { Crypto, PairSession } from "../src/index.ts";
import { seededRandom } from "../src/primitives/random.ts";
import { safetyCheck } from "../src/safety/index.ts";
import { hex } from "./bytes.ts";
import { runsOr } from "./runs.ts";
import { toyKem } from "./orchestrator/toy-kem.ts";

/*
 * Somebody who holds the invitation stands between and runs one handshake with each side, which nothing in the room forbids. What the two
 * sides would compare (spec/pair.md 5) must differ. The handshake is the real one; most runs have a KEM that costs one hash, and some X-Wing
 * itself. npm run campaign sessions has 1,000 of each.
 */
const RUNS = runsOr(100);
const RUNS_ON_X_WING = runsOr(5);
const RUN_MS = 200;

type Side = "initiator" | "responder";
interface Invitation {
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
}
/** What one of the two derives for comparing; a fault derives it otherwise. */
type Derive = (session: PairSession, invitation: Invitation) => Uint8Array;

type MakeCrypto = (seed: string) => Crypto;

const toy: MakeCrypto = (seed) => {
  const random = seededRandom(seed);
  return { random, kem: toyKem(random) };
};
const honest: Derive = (session) => session.safety;

describe("somebody in the middle who holds the invitation", () => {
  const kems: readonly (readonly [string, number, MakeCrypto])[] = [
    ["a KEM of one hash", RUNS, toy],
    ["X-Wing", RUNS_ON_X_WING, seededCrypto],
  ];
  for (const [kem, runs, make] of kems) {
    test(
      `shows the two sides other emoji and other words in ${String(runs)} of ${String(runs)} runs, on ${kem}`,
      async () => {
        const found = await count(runs, honest, make);
        console.log(
          `in the middle, ${kem}, ${String(runs)} runs: emoji differ in ${String(found.emoji)}, words in ${String(found.words)}`,
        );
        expect(found).toEqual({ emoji: runs, words: runs });
      },
      120_000 + runs * RUN_MS,
    );
  }

  const faults: readonly (readonly [string, Derive])[] = [
    ["from the invite key alone", (_, { inviteKey }) => blockHash(inviteKey).subarray(0, 13)],
    ["from the room and its roles", (_, { roomId }) => blockHash(roomId).subarray(0, 13)],
  ];
  test.each(faults)("the count catches a check that is derived %s", async (_, derive) => {
    expect(await count(3, derive, toy)).toEqual({ emoji: 0, words: 0 });
  });

  test("the count catches a row that does not differ", async () => {
    // The words begin at bit 42.
    const halved: Derive = ({ safety }) =>
      Uint8Array.from(safety, (byte, at) => (at < 5 ? byte : at === 5 ? byte & 0xc0 : 0));
    expect(await count(3, halved, toy)).toEqual({ emoji: 3, words: 0 });
  });

  test("two sides with nobody between them show the same", async () => {
    const { crypto, invitation } = invited("nobody", seededCrypto);
    const { initiator, responder } = await shake(crypto, crypto, invitation);
    expect(hex(initiator.safety)).toBe(hex(responder.safety));
  });
});

/** In how many of so many runs the rows differ. */
async function count(
  runs: number,
  derive: Derive,
  make: MakeCrypto,
): Promise<{ emoji: number; words: number }> {
  const differing = { emoji: 0, words: 0 };
  for (let run = 0; run < runs; run += 1) {
    const { crypto, invitation } = invited(`middle ${String(run)}`, make);
    const sides = await between(crypto, make, invitation);
    const [one, other] = [sides.initiator, sides.responder].map((session) =>
      safetyCheck(derive(session, invitation)),
    );
    if (String(one?.emoji) !== String(other?.emoji)) differing.emoji += 1;
    if (String(one?.words) !== String(other?.words)) differing.words += 1;
  }
  return differing;
}

function invited(
  seed: string,
  make: MakeCrypto,
): { readonly crypto: Crypto; readonly invitation: Invitation } {
  const crypto = make(seed);
  return { crypto, invitation: { roomId: crypto.random.bytes(16), inviteKey: crypto.random.bytes(32) } };
}

/** To the one who made the invitation the middle is the one who uses it, and to the one who uses it the one who made it. */
async function between(
  honest: Crypto,
  make: MakeCrypto,
  invitation: Invitation,
): Promise<Record<Side, PairSession>> {
  const middle = make(`its own ${hex(invitation.roomId)}`);
  const left = await shake(honest, middle, invitation);
  const right = await shake(middle, honest, invitation);
  // To both it looks as it should: the middle holds a session with each.
  expect(hex(left.initiator.safety)).toBe(hex(left.responder.safety));
  expect(hex(right.initiator.safety)).toBe(hex(right.responder.safety));
  return { initiator: left.initiator, responder: right.responder };
}

async function shake(
  ofInitiator: Crypto,
  ofResponder: Crypto,
  invitation: Invitation,
): Promise<Record<Side, PairSession>> {
  const policy = { path: "direct", rejoin: false } as const;
  const begun = await handshakes.initiate(ofInitiator, { ...invitation, policy });
  const waiting = handshakes.respond({ ...invitation, path: "direct" });
  const second = await handshakes.stepResponder(ofResponder, waiting, begun.block);
  if (second.kind !== "answer") throw new Error(second.kind);
  const third = await handshakes.stepInitiator(ofInitiator, begun.state, second.block);
  if (third.kind !== "established") throw new Error(third.kind);
  const last = await handshakes.stepResponder(ofResponder, second.state, third.block);
  if (last.kind !== "established") throw new Error(last.kind);
  return { initiator: third.session, responder: last.session };
}
