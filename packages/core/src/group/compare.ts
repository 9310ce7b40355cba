import { requireLength } from "../errors.ts";
import { concat, FieldReader, u32 } from "../notation/bytes.ts";
import { equal } from "../primitives/equal.ts";
import { hash } from "../primitives/hash.ts";
import { info } from "../primitives/kdf.ts";
import type { Random } from "../primitives/random.ts";
import { COMPARE_BYTES, GROUP_KIND } from "./content.ts";
import { authenticatorOf } from "./export.ts";
import { GROUP_LABELS } from "./labels.ts";
import type { Member } from "./member.ts";
import type { GroupState } from "./state.ts";

/*
 * The safety check between two members (spec/group.md 18). What is shown follows from two nonces, one of them committed to before the other is
 * said, so that nobody between the two can search for keys that look alike.
 *
 *   begin ──compare──> asking ──answer──> asking ──reveal has its place──> shown
 *   answer (of a compare) ──answer──> asked ──reveal fits──> shown
 */
export interface Comparison {
  readonly role: "asking" | "asked";
  /** The other member's leaf. */
  readonly leaf: number;
  readonly nonce: Uint8Array;
  /** H of the asking side's nonce. */
  readonly commitment: Uint8Array;
  /** The other side's nonce, once it is known. */
  readonly other: Uint8Array | null;
}

/** A step, and the body that it says: of content kind 13, 14 or 15. */
interface Said {
  readonly comparison: Comparison;
  readonly body: Uint8Array;
}

/** What a comparison's message says, and by whom: its kind and body, and the verified leaf. */
export interface Heard {
  readonly kind: number;
  readonly body: Uint8Array;
  readonly by: Pick<Member, "leaf">;
  /** The own leaf. */
  readonly self: Pick<Member, "leaf">;
}

/** Each is null for what is not for this side, not in turn, or does not fit: it is dropped, and the comparison as it was. */
export const comparisons: {
  /** Says `compare` (13) to a leaf. */
  readonly begin: typeof begin;
  /** To a `compare`: says `compare-answer` (14). */
  readonly answer: typeof answer;
  /** To a `compare-answer`: says `compare-reveal` (15); shown where that has its place. */
  readonly reveal: typeof reveal;
  /** To a `compare-reveal`: shown now. */
  readonly finish: typeof finish;
  readonly show: typeof show;
} = { begin, answer, reveal, finish, show };

const NONCE_BYTES = 32;

function begin(random: Random, leaf: number): Said {
  const nonce = random.bytes(NONCE_BYTES);
  const commitment = commit(nonce);
  return {
    comparison: { role: "asking", leaf, nonce, commitment, other: null },
    body: bodyOf(leaf, commitment),
  };
}

function answer(random: Random, heard: Heard): Said | null {
  const commitment = valueOf(heard, GROUP_KIND.compare);
  if (commitment === null) return null;
  const { leaf } = heard.by;
  const nonce = random.bytes(NONCE_BYTES);
  return { comparison: { role: "asked", leaf, nonce, commitment, other: null }, body: bodyOf(leaf, nonce) };
}

function reveal(comparison: Comparison, heard: Heard): Said | null {
  const other = valueOf(heard, GROUP_KIND.compareAnswer);
  if (other === null || comparison.role !== "asking" || comparison.other !== null) return null;
  if (heard.by.leaf !== comparison.leaf) return null;
  return { comparison: { ...comparison, other }, body: bodyOf(comparison.leaf, comparison.nonce) };
}

function finish(comparison: Comparison, heard: Heard): Comparison | null {
  const other = valueOf(heard, GROUP_KIND.compareReveal);
  if (other === null || comparison.role !== "asked" || comparison.other !== null) return null;
  if (heard.by.leaf !== comparison.leaf || !equal(commit(other), comparison.commitment)) return null;
  return { ...comparison, other };
}

/**
 * The 13 bytes that both show (spec/pair.md 5), in the epoch in which the reveal has its place.
 * @returns null while the other nonce is unknown, or when the other is not here any more
 */
function show(state: GroupState, { role, leaf, nonce, other }: Comparison): Uint8Array | null {
  const member = state.members.find((one) => one.leaf === leaf);
  if (member === undefined || other === null) return null;
  const nonces = role === "asking" ? [nonce, other] : [other, nonce];
  const keys = rising(state.self.signatureKey, member.signatureKey);
  const authenticator = authenticatorOf(state);
  return hash(info(GROUP_LABELS.groupSafety, concat(authenticator, ...keys, ...nonces))).slice(0, 13);
}

const commit = (nonce: Uint8Array): Uint8Array => hash(info(GROUP_LABELS.groupSafetyCommitment, nonce));

function bodyOf(leaf: number, value: Uint8Array): Uint8Array {
  requireLength(value, COMPARE_BYTES - 4);
  return concat(u32(leaf), value);
}

function valueOf({ kind, body, by, self }: Heard, wanted: number): Uint8Array | null {
  if (kind !== wanted || body.length !== COMPARE_BYTES || by.leaf === self.leaf) return null;
  const reader = new FieldReader(body);
  return reader.u32() === self.leaf ? reader.bytes(NONCE_BYTES) : null;
}

/** The lower key first: public values. */
function rising(a: Uint8Array, b: Uint8Array): readonly Uint8Array[] {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return (a[at] ?? 0) < (b[at] ?? 0) ? [a, b] : [b, a];
}
