import { createHash, createHmac } from "node:crypto";
import { words } from "../../packages/core/src/phrase/words.ts";
import { expand, hkdf, join, pad, seal, sha256, u32, u8 } from "./reference.ts";
import { derived, times } from "./ristretto.ts";

/* spec/phrase.md 3 and 4 once more, from the page. The word list is data, held by its published hash. */

/** What one side of an attempt knows and draws. The two sides agree when all but their scalars are equal. */
export interface Drawn {
  readonly origin: string;
  readonly address: number;
  readonly secret: number;
  readonly nonceI: Buffer;
  readonly nonceJ: Buffer;
  readonly scalarI: Buffer;
  readonly scalarJ: Buffer;
  readonly roomId: Buffer;
  readonly inviteKey: Buffer;
  /** As the page says, unless a case is about their order. */
  readonly roles?: readonly [string, string];
}

export const pairOf = (number: number): string =>
  [number >> 11, number & 2047].map((at) => words[at] ?? "").join("-");

const NONE = Buffer.alloc(0);
const sha512 = (bytes: Uint8Array): Buffer => createHash("sha512").update(bytes).digest();
const lp = (bytes: Uint8Array): Buffer => join(u32(bytes.length), bytes);
const rolesOf = (it: Drawn): readonly Buffer[] =>
  (it.roles ?? ["joiner", "inviter"]).map((role) => Buffer.from(role));

/** LEB128 of the length, then the bytes; no value here has 16,384 bytes. */
function lv(bytes: Uint8Array): Buffer {
  const { length } = bytes;
  const header = length < 128 ? Buffer.of(length) : Buffer.of((length & 127) | 128, length >> 7);
  return join(header, bytes);
}

const info = (label: string, context: Uint8Array): Buffer =>
  join(Buffer.from(`tacet/v1/${label}`), u8(0), context);

export function generatorOf(it: Drawn): Buffer {
  const [dsi, secret] = [Buffer.from("CPaceRistretto255"), Buffer.from(pairOf(it.secret))];
  const fields = [Buffer.from(it.origin), u32(it.address), ...rolesOf(it)];
  const identifier = info("phrase/cpace", join(...fields.map(lp)));
  const zeros = Buffer.alloc(Math.max(0, 127 - lv(secret).length - lv(dsi).length));
  return derived(sha512(join(...[dsi, secret, zeros, identifier, join(it.nonceI, it.nonceJ)].map(lv))));
}

/** Every value of one attempt as somebody computes it who holds `shared`, the product of both scalars. */
export interface Computed {
  readonly key: Buffer;
  readonly confirmJ: Buffer;
  readonly confirmI: Buffer;
  readonly invitationKey: Buffer;
}

export function computed(it: Drawn, Ya: Buffer, Yb: Buffer, shared: Buffer): Computed {
  const session = join(it.nonceI, it.nonceJ);
  const isk = sha512(
    join(...[Buffer.from("CPaceRistretto255_ISK"), session, shared, Ya, NONE, Yb, NONE].map(lv)),
  );
  const agreed = [u8(1), Buffer.from(it.origin), u32(it.address), ...rolesOf(it), it.nonceI, it.nonceJ];
  const th = (...more: readonly Buffer[]): Buffer =>
    sha256(info("phrase/transcript", join(...[...agreed, Ya, Yb, ...more].map(lp))));
  const key = hkdf(NONE, isk, "phrase/key", th());
  const confirmJ = confirmation(key, "joiner", th());
  const confirmI = confirmation(key, "inviter", th(confirmJ));
  return { key, confirmJ, confirmI, invitationKey: expand(key, "phrase/invitation", th(confirmJ, confirmI)) };
}

export function confirmation(key: Uint8Array, role: "joiner" | "inviter", th: Uint8Array): Buffer {
  return createHmac("sha256", expand(key, `phrase/confirm-${role}`))
    .update(th)
    .digest();
}

export const message = (number: number, ...fields: readonly Uint8Array[]): Buffer =>
  pad(join(u8(number), ...fields), 255);

export const plaintextOf = (it: Drawn): Buffer => pad(join(u8(1), it.roomId, it.inviteKey), 206);

export interface Run extends Computed {
  readonly drawn: Drawn;
  readonly Ya: Buffer;
  readonly Yb: Buffer;
  /** Message 1 stands at place 0. */
  readonly messages: readonly [Buffer, Buffer, Buffer, Buffer];
}

/** An attempt in which both sides have the same values. */
export function run(drawn: Drawn): Run {
  const g = generatorOf(drawn);
  const [Ya, Yb] = [times(drawn.scalarJ, g), times(drawn.scalarI, g)];
  const values = computed(drawn, Ya, Yb, times(drawn.scalarJ, Yb));
  const { confirmJ, confirmI, invitationKey } = values;
  const sealed = seal(invitationKey, NONE, plaintextOf(drawn));
  const messages = [
    message(1, u8(1), drawn.nonceJ, Ya),
    message(2, Yb),
    message(3, confirmJ),
    message(4, confirmI, sealed),
  ] as const;
  return { ...values, drawn, Ya, Yb, messages: [...messages] };
}

/**
 * The messages 2 and 4 of an inviter who computes with `drawn`, for a joiner whose Ya came from elsewhere; and likewise 1 and 3 of a
 * joiner, for an inviter's Yb.
 */
export function inviterFor(drawn: Drawn, Ya: Buffer): readonly [Buffer, Buffer] {
  const Yb = times(drawn.scalarI, generatorOf(drawn));
  const { confirmI, invitationKey } = computed(drawn, Ya, Yb, times(drawn.scalarI, Ya));
  return [message(2, Yb), message(4, confirmI, seal(invitationKey, NONE, plaintextOf(drawn)))];
}

export function joinerFor(drawn: Drawn, Yb: Buffer): readonly [Buffer, Buffer] {
  const Ya = times(drawn.scalarJ, generatorOf(drawn));
  const { confirmJ } = computed(drawn, Ya, Yb, times(drawn.scalarJ, Yb));
  return [message(1, u8(1), drawn.nonceJ, Ya), message(3, confirmJ)];
}
