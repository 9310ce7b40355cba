import { encodeBye, isBye } from "../content/frame.ts";
import { concat, u32, u8 } from "../notation/bytes.ts";
import { open, seal, TAG_BYTES } from "../primitives/aead.ts";
import { wipe } from "../primitives/wipe.ts";
import { BLOCK, blockBytes } from "./block.ts";

/** A farewell fills a frame of 256 bytes (spec/pair.md 8). */
export const FAREWELL_BYTES: number = blockBytes(256);

const HEADER_BYTES = 5;

/** `3 || e u32 || seal(bye key, aad = the 5 bytes before, bye)`. The key is for this one block. */
export async function sealFarewell(byeKey: Uint8Array, epoch: number): Promise<Uint8Array> {
  const header = concat(u8(BLOCK.farewell), u32(epoch));
  return concat(header, await seal(byeKey, header, encodeBye(FAREWELL_BYTES - HEADER_BYTES - TAG_BYTES)));
}

/** Whether the block is the farewell of this key. */
export async function opensAsFarewell(byeKey: Uint8Array, block: Uint8Array): Promise<boolean> {
  const plaintext = await open(byeKey, block.subarray(0, HEADER_BYTES), block.subarray(HEADER_BYTES));
  if (plaintext === null) return false;
  const said = isBye(plaintext);
  wipe(plaintext);
  return said;
}
