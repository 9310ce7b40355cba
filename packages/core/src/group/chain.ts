import { concat, u32 } from "../notation/bytes.ts";
import { hash } from "../primitives/hash.ts";
import { info } from "../primitives/kdf.ts";
import { GROUP_LABELS } from "./labels.ts";

/*
 * What all members saw, in one value (spec/group.md 10): R_n, the hash over every frame up to number n. Two members with different values at one
 * number were served different rooms.
 */
export interface Chain {
  /** The last number that is in it; 0 before the first. */
  readonly number: number;
  /** R_n, 32 bytes. */
  readonly value: Uint8Array;
}

/** R_0. @param roomId 16 bytes */
export function beginChain(roomId: Uint8Array): Chain {
  return { number: 0, value: hash(info(GROUP_LABELS.groupChain, roomId)) };
}

/** R_n from R_{n-1} and the block that the relay gave the next number, whatever it is and whether or not it opens. */
export function extendChain({ number, value }: Chain, block: Uint8Array): Chain {
  const next = number + 1;
  return { number: next, value: hash(info(GROUP_LABELS.groupChain, concat(value, u32(next), block))) };
}
