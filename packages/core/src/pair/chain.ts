import { CoreError } from "../errors.ts";
import { LABELS } from "../labels.ts";
import { isZero } from "../notation/bytes.ts";
import { EMPTY, expand, info } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";

/** One direction's chain of an epoch: the key before frame `next` (spec/pair.md 6). */
export interface Chain {
  readonly key: Uint8Array;
  readonly next: number;
}

/** A sender stops here until it is rekeyed; what rekeys it goes on until a receiver that missed all could not follow. */
export const FRAMES_PER_EPOCH_MAX = 4000;
export const REKEYING_FRAMES_PER_EPOCH_MAX = 4096;

const STEP = info(LABELS.step, EMPTY);

/**
 * The chain after its next frame, and that frame's key. The old chain's key is left for the caller to wipe.
 * @throws CoreError("state") for a chain that was wiped
 */
export function step(chain: Chain): { readonly chain: Chain; readonly frameKey: Uint8Array } {
  if (isZero(chain.key)) throw new CoreError("state");
  const output = expand(chain.key, STEP, 64);
  const next: Chain = { key: output.slice(0, 32), next: chain.next + 1 };
  const frameKey = output.slice(32);
  wipe(output);
  return { chain: next, frameKey };
}

/** The way to one frame of a chain: its key, and the keys of the frames between. */
export interface Advance {
  readonly chain: Chain;
  readonly frameKey: Uint8Array;
  readonly skipped: readonly { readonly counter: number; readonly key: Uint8Array }[];
}

/**
 * Walks a chain to frame `counter` and leaves the given chain as it is, since the frame may not open.
 * @param skippedMax how many keys of passed frames to remember, the newest ones
 * @returns null when the frame lies behind the chain, or is one that no sender reaches
 */
export function advance(from: Chain, counter: number, skippedMax: number): Advance | null {
  if (counter < from.next || counter >= REKEYING_FRAMES_PER_EPOCH_MAX) return null;
  const skipped: { counter: number; key: Uint8Array }[] = [];
  let chain = from;
  for (;;) {
    const stepped = step(chain);
    if (chain !== from) wipe(chain.key);
    if (chain.next === counter) return { ...stepped, skipped };
    if (counter - chain.next > skippedMax) wipe(stepped.frameKey);
    else skipped.push({ counter: chain.next, key: stepped.frameKey });
    chain = stepped.chain;
  }
}
