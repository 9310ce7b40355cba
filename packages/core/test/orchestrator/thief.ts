import type { PairSession } from "../../src/index.ts";
import { LABELS } from "../../src/labels.ts";
import { type Chain, step } from "../../src/pair/chain.ts";
import { EMPTY, expand, info } from "../../src/primitives/kdf.ts";
import { hex } from "../bytes.ts";
import type { Recorded } from "./world.ts";

/*
 * Whoever has a copy of one side's state, and everything that ever crossed the network, and no respect for clocks. It derives every frame key
 * that the state leads to: from each chain as it stands, each 32 bytes of the state as a frame's key, and (readableFromRoots) as the root of an
 * epoch or as a chain. A frame opens when its key is among them: world.ts has checked at sealing that the key it wrote down opens the block, and
 * another key would not.
 */

/** The recorded frames that open with this state. */
export function readable(state: PairSession, recorded: readonly Recorded[]): ReadonlySet<Recorded> {
  const last = lastCounter(recorded);
  const chains = [state.current, state.previous].flatMap((epoch) =>
    epoch === null ? [] : [epoch.receive, ...(epoch.send === null ? [] : [epoch.send])],
  );
  return openedBy([...chains.flatMap((chain) => keysOf(chain, last)), ...secretsOf(state)], recorded);
}

/** What opens when each secret of the state is taken for a root, for a chain at its start, or for one just before any frame. */
export function readableFromRoots(state: PairSession, recorded: readonly Recorded[]): ReadonlySet<Recorded> {
  const last = lastCounter(recorded);
  const chains = secretsOf(state).flatMap((secret) => [
    secret,
    expand(secret, info(LABELS.chainInitiator, EMPTY), 32),
    expand(secret, info(LABELS.chainResponder, EMPTY), 32),
  ]);
  return openedBy(
    chains.flatMap((key) => keysOf({ key, next: 0 }, last)),
    recorded,
  );
}

function openedBy(keys: readonly Uint8Array[], recorded: readonly Recorded[]): ReadonlySet<Recorded> {
  const found = new Set(keys.map(hex));
  return new Set(recorded.filter((one) => found.has(hex(one.key))));
}

const lastCounter = (recorded: readonly Recorded[]): number =>
  Math.max(-1, ...recorded.map((one) => one.counter));

/** Every 32 bytes anywhere in the state. */
function secretsOf(value: unknown): readonly Uint8Array[] {
  if (value instanceof Uint8Array) return value.length === 32 ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(secretsOf);
}

/** The frame keys of a chain from where it stands, as far as the recorded frames go. */
function keysOf(from: Chain, last: number): readonly Uint8Array[] {
  const keys: Uint8Array[] = [];
  for (let chain = from; chain.next <= last;) {
    const stepped = step(chain);
    keys.push(stepped.frameKey);
    chain = stepped.chain;
  }
  return keys;
}
