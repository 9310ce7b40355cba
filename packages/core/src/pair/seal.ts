import { encodeFrame, type Frame } from "../content/frame.ts";
import { KIND } from "../content/kinds.ts";
import { CoreError } from "../errors.ts";
import { concat, u32, u8 } from "../notation/bytes.ts";
import { seal } from "../primitives/aead.ts";
import { wipe } from "../primitives/wipe.ts";
import { BLOCK } from "./block.ts";
import { type Chain, FRAMES_PER_EPOCH_MAX, REKEYING_FRAMES_PER_EPOCH_MAX, step } from "./chain.ts";
import type { PairSession } from "./session.ts";

/**
 * Seals one frame: `2 || e u32 || n u32 || seal(frame key, aad = the 9 bytes before, plaintext)` (spec/pair.md 6). The block is
 * 1 byte shorter than the smallest class that holds the content. Calls on one session are made one after the other.
 *
 * @param options.previousEpoch R's rk2: sealed in the epoch that I is still in
 * @throws CoreError("limit") after 4,000 frames of the epoch (4,096 for rk1, rk2 and rekey-please), or for a body over 65,479 bytes; CoreError("encoding") for
 * content that has no encoding; CoreError("state") for a previous epoch that is gone, and for a session that was used or wiped. The session is then as it was.
 */
export async function sealFrame(
  session: PairSession,
  frame: Frame,
  options: { readonly previousEpoch?: boolean } = {},
): Promise<{ readonly session: PairSession; readonly block: Uint8Array }> {
  const { current, previous } = session;
  if (options.previousEpoch !== true) {
    const { chain, block } = await sealOn(current.send, current.number, frame);
    const next = { ...session, framesSent: chain.next, current: { ...current, send: chain } };
    return { session: next, block };
  }
  if (previous === null || previous.send === null) throw new CoreError("state");
  const { chain, block } = await sealOn(previous.send, previous.number, frame);
  return { session: { ...session, previous: { ...previous, send: chain } }, block };
}

async function sealOn(
  chain: Chain,
  epoch: number,
  frame: Frame,
): Promise<{ readonly chain: Chain; readonly block: Uint8Array }> {
  if (chain.next >= framesMax(frame.content.kind)) throw new CoreError("limit");
  const plaintext = encodeFrame(frame);
  const stepped = step(chain);
  const header = concat(u8(BLOCK.frame), u32(epoch), u32(chain.next));
  // Before anything is awaited: a second call on the same state finds the chain spent, and never seals under the same key.
  wipe(chain.key);
  const sealed = await seal(stepped.frameKey, header, plaintext);
  wipe(stepped.frameKey, plaintext);
  return { chain: stepped.chain, block: concat(header, sealed) };
}

function framesMax(kind: number): number {
  const rekeys = kind === KIND.rk1 || kind === KIND.rk2 || kind === KIND.rekeyPlease;
  return rekeys ? REKEYING_FRAMES_PER_EPOCH_MAX : FRAMES_PER_EPOCH_MAX;
}
