import { PHRASE_LABELS } from "./labels.ts";
import { ascii, concat, lp, u32, u8 } from "../notation/bytes.ts";
import { EMPTY, info } from "../primitives/kdf.ts";
import { hash512, multiply, pointFrom } from "../primitives/ristretto.ts";
import { wipe } from "../primitives/wipe.ts";

/*
 * CPace, suite CPACE-RISTR255-SHA512, initiator-responder setting (draft-irtf-cfrg-cpace; spec/phrase.md 3). Values in, values out: who
 * says what when stands in joiner.ts and inviter.ts.
 */
const DSI = ascii("CPaceRistretto255");
const DSI_ISK = ascii("CPaceRistretto255_ISK");

/** What SHA-512 takes at once: the secret is padded so that it is alone in the first block. */
const HASH_BLOCK_BYTES = 128;

/** What both sides agree on before they meet, all but `secret` in the open. */
export interface Channel {
  /** PRS of the draft. */
  readonly secret: Uint8Array;
  /** CI of the draft. */
  readonly identifier: Uint8Array;
  /** sid of the draft. */
  readonly session: Uint8Array;
}

/** A side's share, and the data the draft lets it attach. */
export interface Share {
  readonly point: Uint8Array;
  readonly data: Uint8Array;
}

export interface Shares {
  readonly joiner: Share;
  readonly inviter: Share;
}

/** CI of a phrase: the relay by its origin, the address, the roles with the draft's party A first. */
export function channelIdentifier(origin: string, address: number): Uint8Array {
  const fields = [ascii(origin), u32(address), ascii("joiner"), ascii("inviter")];
  return info(PHRASE_LABELS.phraseCpace, concat(...fields.map(lp)));
}

/** The generator: a point that only who knows the secret can name. 32 bytes, as secret as `secret` is. */
export async function generator({ secret, identifier, session }: Channel): Promise<Uint8Array> {
  const own = lv(secret);
  const padding = Math.max(0, HASH_BLOCK_BYTES - 1 - own.length - lv(DSI).length);
  const uniform = await hashOnce(lv(DSI), own, lv(new Uint8Array(padding)), lv(identifier), lv(session));
  const point = pointFrom(uniform);
  wipe(uniform);
  return point;
}

/**
 * The draft's ISK from both points: 64 bytes, equal on both sides when their channels are.
 * @param scalar 64 bytes, one's own
 * @param received the other side's point, from anywhere
 * @returns null when the received point is no canonical encoding, or the shared point is the identity
 */
export async function intermediateKey(
  scalar: Uint8Array,
  received: Uint8Array,
  session: Uint8Array,
  shares: Shares,
): Promise<Uint8Array | null> {
  const shared = multiply(scalar, received);
  if (shared === null) return null;
  return keyOf(shared, session, shares).finally(() => wipe(shared));
}

/** The same from the shared point (the draft's K), which is a secret of the two. */
export async function keyOf(
  shared: Uint8Array,
  session: Uint8Array,
  { joiner, inviter }: Shares,
): Promise<Uint8Array> {
  const points = [joiner.point, joiner.data, inviter.point, inviter.data];
  return hashOnce(...[DSI_ISK, session, shared, ...points].map(lv));
}

/** SHA-512 over parts that are made for it, with a secret among them: wiped, whatever becomes of it. */
async function hashOnce(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const text = concat(...parts);
  wipe(...parts);
  try {
    return await hash512(text);
  } finally {
    wipe(text);
  }
}

/** No data is attached to a phrase's shares. */
export const bare = (point: Uint8Array): Share => ({ point, data: EMPTY });

/** The draft's prepend_len: the length in LEB128, then the bytes. */
function lv(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  let left = bytes.length;
  do {
    length.push(left < 128 ? left : (left % 128) + 128);
    left = Math.floor(left / 128);
  } while (left > 0);
  return concat(...length.map(u8), bytes);
}
