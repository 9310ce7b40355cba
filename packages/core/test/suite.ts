import { readFileSync } from "node:fs";
import type { Crypto } from "../src/primitives/crypto.ts";
import { nobleKem } from "../src/primitives/kem-noble.ts";
import { createSession, type PairSession } from "../src/pair/session.ts";
import type { Role } from "../src/pair/role.ts";
import { unhex } from "./bytes.ts";

/** The cases of one of our own suites (vectors/README.md). Fails when there are none. */
export function loadSuite(name: string): readonly Readonly<Record<string, unknown>>[] {
  const file = new URL(`../../../vectors/${name}.json`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Readonly<Record<string, unknown>>[] };
  if (cases.length === 0) throw new Error(`${name}: no cases`);
  return cases;
}

/** Says how many cases there are of each sort, and holds the rule of two refusals for each case that passes. */
export function countSuite(name: string, total: number, refusals: number): void {
  console.log(`vectors/${name}.json: ${String(total)} cases, ${String(refusals)} of them refusals`);
  if (total === 0 || refusals < 2 * (total - refusals)) throw new Error(`${name}: too few refusals`);
}

/** Randomness that was written down: each draw takes the next value, which must have the length that is asked for. */
export function scripted(...draws: readonly Uint8Array[]): Crypto {
  const left = [...draws];
  const random = {
    bytes(length: number): Uint8Array {
      const next = left.shift();
      if (next?.length !== length) throw new Error(`draw of ${String(length)} bytes was not written down`);
      return next.slice();
    },
  };
  return { random, kem: nobleKem(random) };
}

/** A session at the beginning of epoch 0, from its root and transcript hash in hex. */
export async function sessionFrom(role: Role, given: { root: string; th: string }): Promise<PairSession> {
  return createSession(role, { root: unhex(given.root), th: unhex(given.th), safety: new Uint8Array(13) });
}
