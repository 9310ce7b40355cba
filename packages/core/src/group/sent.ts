import { CoreError } from "../errors.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { GROUP_KIND, type GroupContent } from "./content.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { sameBytes } from "./member.ts";

/*
 * Our own messages of the present epoch, as all others count them (spec/group.md 6, 8): each counts once, at its first place, and one that the
 * others have no key for any more counts for nobody. So nothing that the relay repeats, holds back or turns around makes our evidence differ.
 */
export interface Sent {
  /** The generation that others expect next of us. */
  readonly head: number;
  /** By rising generation. */
  readonly unplaced: readonly Unplaced[];
}

/** A message of our own without a place. Of what it says, only what is evidence is kept. */
export interface Unplaced {
  readonly generation: number;
  /** H of the sealed message, 32 bytes. */
  readonly digest: Uint8Array;
  readonly said: Pick<GroupContent, "kind" | "body">;
}

export const NOTHING_SENT: Sent = { head: 0, unplaced: [] };

/** @throws CoreError("limit") when more wait for their place than others would skip: the next epoch, by an update, begins anew */
export function requireRoom({ head }: Sent, generation: number): void {
  if (generation - head > GROUP_LIMITS.skippedMessagesMax) throw new CoreError("limit");
}

export function withUnplaced(sent: Sent, { said, ...one }: Unplaced): Sent {
  const { kind } = said;
  const isEvidence = kind === GROUP_KIND.absent || kind === GROUP_KIND.notice;
  const body = isEvidence ? said.body.slice() : EMPTY;
  return { ...sent, unplaced: [...sent.unplaced, { ...one, said: { kind, body } }] };
}

/** The first place of one of our messages; null for what is none of ours, has had its place, or is too late for all others too. */
export function withoutUnplaced(
  { head, unplaced }: Sent,
  digest: Uint8Array,
): { readonly sent: Sent; readonly said: Unplaced["said"] } | null {
  const found = unplaced.find((one) => sameBytes(one.digest, digest));
  if (found === undefined) return null;
  const others = unplaced.filter((one) => one !== found);
  const { generation, said } = found;
  if (generation < head) return { sent: { head, unplaced: others }, said };
  const skipped = others.filter((one) => one.generation < generation);
  // What others would keep no key of, when they skip to this one.
  const lost = new Set(generation > head ? skipped.slice(0, -GROUP_LIMITS.keptSkippedKeys) : []);
  return { sent: { head: generation + 1, unplaced: others.filter((one) => !lost.has(one)) }, said };
}
