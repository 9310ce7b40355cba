import { createCipheriv, createHash, createHmac, hkdfSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nobleKem } from "../../packages/core/src/primitives/kem-noble.ts";

/*
 * spec/README.md 1 and spec/pair.md 2 to 8 once more, on node:crypto, written from the pages and not from the code under test,
 * so that an error of either shows as a difference. X-Wing alone is core's (noble, with coins given): published vectors hold it.
 */

export type Role = "initiator" | "responder";
export type Sides = Readonly<Record<Role, Buffer>>;

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
export const unhex = (text: string): Buffer => Buffer.from(text, "hex");
export const join = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);
export const u8 = (value: number): Buffer => Buffer.of(value);
export const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** Bytes that every run of a generator makes again. */
export function seeded(name: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    sha256(Buffer.from(`${name} ${at}`)),
  );
  return join(...blocks).subarray(0, length);
}

const NONE = Buffer.alloc(0);
const lp = (bytes: Uint8Array): Buffer => join(u32(bytes.length), bytes);
const info = (label: string, context: Uint8Array): Buffer =>
  join(Buffer.from(`tacet/v1/${label}`), u8(0), context);

export function hkdf(
  salt: Uint8Array,
  ikm: Uint8Array,
  label: string,
  context: Uint8Array,
  length = 32,
): Buffer {
  return Buffer.from(hkdfSync("sha256", ikm, salt, info(label, context), length));
}

/** The second step of HKDF alone. */
export function expand(prk: Uint8Array, label: string, context: Uint8Array = NONE, length = 32): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 1; blocks.length * 32 < length; at += 1) {
    const data = join(blocks.at(-1) ?? NONE, info(label, context), u8(at));
    blocks.push(createHmac("sha256", prk).update(data).digest());
  }
  return join(...blocks).subarray(0, length);
}

export function seal(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12)).setAAD(aad);
  return join(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** Zeros up to a length; `last` sets the last byte, for the cases about padding. */
export function pad(bytes: Uint8Array, length: number, last = 0): Buffer {
  const whole = Buffer.alloc(length);
  whole.set(bytes);
  if (last !== 0) whole[length - 1] = last;
  return whole;
}

export const FIELD_BYTES = { m1: 4046, m2: 4046, m3: 206 } as const;

/** A handshake block around a plaintext that is already padded. */
export function sealMessage(
  message: "m1" | "m2" | "m3",
  at: {
    readonly roomId: Uint8Array;
    readonly inviteKey: Uint8Array;
    readonly sender: 0 | 1;
    /** The block that this one answers; none for m1. */
    readonly answers?: Uint8Array;
  },
  salt: Uint8Array,
  plaintext: Uint8Array,
): Buffer {
  const answered = at.answers === undefined ? NONE : sha256(at.answers);
  const context = join(at.roomId, u8(at.sender), answered);
  const key = hkdf(salt, at.inviteKey, `pair/${message}`, context);
  return join(u8(1), salt, seal(key, NONE, plaintext));
}

export const transcriptHash = (fields: readonly Uint8Array[]): Buffer =>
  sha256(info("pair/transcript", join(...fields.map(lp))));

export const commitment = (fields: readonly Uint8Array[], nonce: Uint8Array): Buffer =>
  sha256(info("pair/commitment", join(transcriptHash(fields), nonce)));

export function confirmation(hybrid: Uint8Array, role: Role, fields: readonly Uint8Array[]): Buffer {
  const key = expand(hybrid, `pair/confirm-${role}`);
  return createHmac("sha256", key).update(transcriptHash(fields)).digest();
}

/** The keys of an epoch (spec/pair.md 6). */
export function epochKeys(root: Uint8Array): { chain: Sides; bye: Sides; mix: Buffer } {
  const sides = (use: string): Sides => ({
    initiator: expand(root, `pair/${use}-initiator`),
    responder: expand(root, `pair/${use}-responder`),
  });
  return { chain: sides("chain"), bye: sides("bye"), mix: expand(root, "pair/mix") };
}

/** The key of frame n of a chain. */
export function frameKey(chain: Uint8Array, counter: number): Buffer {
  let key: Uint8Array = chain;
  for (let at = 0; at < counter; at += 1) key = expand(key, "pair/step", NONE, 64).subarray(0, 32);
  return expand(key, "pair/step", NONE, 64).subarray(32);
}

export function frameBlock(chain: Uint8Array, epoch: number, counter: number, plaintext: Uint8Array): Buffer {
  const header = join(u8(2), u32(epoch), u32(counter));
  return join(header, seal(frameKey(chain, counter), header, plaintext));
}

export function farewellBlock(bye: Uint8Array, epoch: number, plaintext: Uint8Array): Buffer {
  const header = join(u8(3), u32(epoch));
  return join(header, seal(bye, header, plaintext));
}

export function nextRoot(
  from: { readonly mix: Uint8Array; readonly th: Uint8Array; readonly epoch: number },
  shared: Uint8Array,
  rk1: Uint8Array,
  rk2: Uint8Array,
): Buffer {
  const both = sha256(info("pair/rekey-transcript", join(lp(rk1), lp(rk2))));
  return hkdf(from.mix, shared, "pair/rekey", join(from.th, u32(from.epoch + 1), both));
}

/** What spec/content.md 2 says a plaintext is, before its padding. */
export interface Said {
  readonly signal?: number;
  readonly talk?: number;
  readonly kind: number;
  readonly order?: number;
  readonly id?: Uint8Array;
  readonly body?: Uint8Array;
  readonly bodyLength?: number;
}

export function said(it: Said): Buffer {
  const body = it.body ?? NONE;
  const acks = join(u32(it.signal ?? 0), u32(it.talk ?? 0));
  const rest = join(
    u8(it.kind),
    u32(it.order ?? 0),
    it.id ?? Buffer.alloc(16),
    u16(it.bodyLength ?? body.length),
  );
  return join(acks, rest, body);
}

/** A KEM whose coins are given: the seed of the key pair, or the 64 bytes of an encapsulation. It wipes its copy. */
export const kemWith = (coins: Uint8Array): ReturnType<typeof nobleKem> =>
  nobleKem({ bytes: () => Uint8Array.from(coins) });

/** Writes a suite beside the generators. One space of indentation: a change shows as the lines it touches. */
export function writeSuite(name: string, spec: string, cases: readonly object[]): void {
  const path = fileURLToPath(new URL(`../${name}.json`, import.meta.url));
  writeFileSync(path, `${JSON.stringify({ suite: name, spec, cases }, null, 1)}\n`);
  console.log(`${name}: ${String(cases.length)} cases`);
}
