import { describe, expect, test } from "vitest";
import type { PairSession } from "../../src/index.ts";
import type { Kem } from "../../src/primitives/x-wing.ts";
import { type Calls, honest } from "./calls.ts";
import { PATTERNS } from "./patterns.ts";
import { run } from "./run.ts";
import { type Promised, Violation } from "./violation.ts";

/*
 * Faults planted in copies of the calls, never in the code: a simulation that lets one of them pass has lost its eyes. Each names the promise
 * that has to be found broken.
 */

/** Keeps a copy of what a call was given, since the call wipes what it spends. */
const keep = (session: PairSession): PairSession => structuredClone(session);

const faults: readonly (readonly [string, Promised, Partial<Calls>])[] = [
  [
    "a receiving chain that does not advance",
    "accepted once",
    {
      openBlock: async (session, block, nowMs) => {
        const { receive } = keep(session).current;
        const opened = await honest.openBlock(session, block, nowMs);
        if (opened.kind !== "frame") return opened;
        return { ...opened, session: { ...opened.session, current: { ...opened.session.current, receive } } };
      },
    },
  ],
  [
    "a sender that keeps its old chain key",
    "forward secrecy",
    {
      sealFrame: async (session, frame, options) => {
        const { key } = keep(session).current.send;
        const sealed = await honest.sealFrame(session, frame, options);
        return { ...sealed, session: { ...sealed.session, memory: key } as PairSession };
      },
    },
  ],
  [
    "a receiver that keeps the chain it opened from",
    "forward secrecy",
    {
      openBlock: async (session, block, nowMs) => {
        const { receive } = keep(session).current;
        const opened = await honest.openBlock(session, block, nowMs);
        if (opened.kind !== "frame") return opened;
        return { ...opened, session: { ...opened.session, memory: receive.key } as PairSession };
      },
    },
  ],
  [
    "skipped keys that never expire",
    "forward secrecy",
    {
      expireKeys: (session) => session,
      openBlock: async (session, block) => honest.openBlock(session, block, 0),
    },
  ],
  [
    "a block's first byte that is not looked at",
    "damaged is dropped",
    {
      openBlock: async (session, block, nowMs) => {
        const opened = await honest.openBlock(session, block, nowMs);
        return opened.kind === "dropped" && block.length > 0
          ? honest.openBlock(session, block.with(0, 2), nowMs)
          : opened;
      },
    },
  ],
  [
    "a refusal that still spends a step",
    "dropped changes nothing",
    {
      openBlock: async (session, block, nowMs) => {
        const opened = await honest.openBlock(session, block, nowMs);
        if (opened.kind !== "dropped") return opened;
        const { current } = session;
        const receive = { ...current.receive, next: current.receive.next + 1 };
        return { ...opened, session: { ...session, current: { ...current, receive } } };
      },
    },
  ],
  [
    "an exchange without a fresh secret",
    "healing",
    {
      rekeying: {
        ...honest.rekeying,
        answer: async (c, session, body) => {
          const leaked = keep(session);
          const answered = await honest.rekeying.answer(c, session, body);
          // As if the next epoch came from the last one's keys alone.
          return answered === null ? null : { ...answered, session: continued(answered.session, leaked) };
        },
        finish: async (c, session, body, nowMs) => {
          const leaked = keep(session);
          const finished = await honest.rekeying.finish(c, session, body, nowMs);
          return finished === null ? null : { session: continued(finished.session, leaked) };
        },
      },
    },
  ],
  [
    "two sides that mix different transcripts",
    "same keys",
    {
      rekeying: {
        ...honest.rekeying,
        finish: async (c, session, body, nowMs) => {
          const other = { ...session, th: session.th.map((byte) => byte ^ 1) };
          const finished = await honest.rekeying.finish(c, other, body, nowMs);
          return finished === null ? null : { session: { ...finished.session, th: session.th } };
        },
      },
    },
  ],
  [
    "a KEM whose two ends disagree",
    "same keys",
    { crypto: (chance, seed) => ({ random: chance, kem: disagreeing(honest.crypto(chance, seed).kem) }) },
  ],
];

/** The new epoch's chains are the mix that the old state held: whoever stole it goes on reading. */
function continued(session: PairSession, leaked: PairSession): PairSession {
  const { mix } = leaked.current;
  const { current } = session;
  const chain = { key: mix, next: 0 };
  return {
    ...session,
    current: { ...current, send: structuredClone(chain), receive: structuredClone(chain) },
  };
}

/** Right in the handshake, wrong at the first rekeying. */
function disagreeing(kem: Kem): Kem {
  let calls = 0;
  return {
    ...kem,
    decapsulate: async (secret, ciphertext) => {
      calls += 1;
      const shared = await kem.decapsulate(secret, ciphertext);
      return calls > 1 ? shared.map((byte) => byte ^ 1) : shared;
    },
  };
}

describe("planted faults are found", () => {
  test.each(faults)(
    "%s breaks: %s",
    async (_, promised, fault) => {
      const found = new Set<Promised>();
      for (let at = 0; at < 40 && !found.has(promised); at += 1) {
        const pattern = PATTERNS[at % PATTERNS.length];
        if (pattern === undefined) break;
        try {
          await run(`fault ${String(at)}`, pattern, { ...honest, ...fault });
        } catch (error) {
          if (!(error instanceof Violation)) throw error;
          found.add(error.promised);
        }
      }
      expect([...found]).toContain(promised);
    },
    60_000,
  );
});
