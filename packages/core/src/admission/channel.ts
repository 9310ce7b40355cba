import { CoreError } from "../errors.ts";
import { concat, FieldReader, isZero, padded, u32, u8 } from "../notation/bytes.ts";
import { open, seal, TAG_BYTES } from "../primitives/aead.ts";
import { EMPTY, expand, info } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import { BLOCK_BYTES, encodeHeader, HEADER_BYTES, restOf } from "./header.ts";
import { ADMISSION_LABELS } from "./labels.ts";

/*
 * What follows the three messages (spec/admission.md 3): one chain for each direction, a key for each frame, taken in order. A frame that does
 * not open changes nothing.
 */
export interface Channel {
  readonly attempt: Uint8Array;
  /** 32 bytes each: the keys before the next frame. */
  readonly sending: Uint8Array;
  readonly receiving: Uint8Array;
  /** The first pieces of a body that is longer than a frame. */
  readonly pieces: Pieces | null;
}

interface Pieces {
  readonly kind: number;
  readonly bodies: readonly Uint8Array[];
}

/** One whole body. */
export interface ChannelFrame {
  readonly kind: number;
  readonly body: Uint8Array;
}

export type Opened =
  /** Not the next frame of this channel: nothing has changed. */
  | { readonly kind: "dropped" }
  /** It opened and is none: the other side does not keep to the chapter. */
  | { readonly kind: "broken" }
  /** `frame` is null while pieces are missing. The channel before is spent. */
  | { readonly kind: "opened"; readonly channel: Channel; readonly frame: ChannelFrame | null };

const PIECE_BYTES = 60_000;
const PIECES_MAX = 9;

/** The frames of one body, each a block. The channel before is spent. */
export async function sealFrames(
  channel: Channel,
  kind: number,
  body: Uint8Array,
): Promise<{ readonly channel: Channel; readonly blocks: readonly Uint8Array[] }> {
  const count = Math.max(1, Math.ceil(body.length / PIECE_BYTES));
  if (count > PIECES_MAX) throw new CoreError("limit");
  const blocks: Uint8Array[] = [];
  let { sending } = channel;
  for (let at = 0; at < count; at += 1) {
    const piece = body.slice(at * PIECE_BYTES, (at + 1) * PIECE_BYTES);
    const { next, key } = step(sending);
    wipe(sending);
    sending = next;
    const fields = concat(u8(kind), u8(at < count - 1 ? 1 : 0), u32(piece.length), piece);
    blocks.push(await sealFrame(channel.attempt, key, fields));
    wipe(piece, fields);
  }
  return { channel: { ...channel, sending }, blocks };
}

async function sealFrame(attempt: Uint8Array, key: Uint8Array, fields: Uint8Array): Promise<Uint8Array> {
  const header = encodeHeader("frame", attempt);
  const blockBytes = BLOCK_BYTES.find((bytes) => bytes >= fields.length + HEADER_BYTES + TAG_BYTES);
  if (blockBytes === undefined) throw new CoreError("limit");
  const plaintext = padded(fields, blockBytes - HEADER_BYTES - TAG_BYTES);
  const sealed = await seal(key, header, plaintext);
  wipe(key, plaintext);
  return concat(header, sealed);
}

export async function openFrame(channel: Channel, block: Uint8Array): Promise<Opened> {
  const sealed = restOf("frame", channel.attempt, block);
  if (sealed === null) return { kind: "dropped" };
  const { next, key } = step(channel.receiving);
  const header = encodeHeader("frame", channel.attempt);
  const plaintext = await open(key, header, sealed);
  wipe(key);
  if (plaintext === null) {
    wipe(next);
    return { kind: "dropped" };
  }
  wipe(channel.receiving);
  const piece = decode(plaintext);
  wipe(plaintext);
  const pieces = piece === null ? null : withPiece(channel.pieces, piece);
  if (piece === null || pieces === null) {
    wipe(next);
    return { kind: "broken" };
  }
  const stepped = { ...channel, receiving: next };
  if (piece.more) return { kind: "opened", channel: { ...stepped, pieces }, frame: null };
  const frame = { kind: pieces.kind, body: concat(...pieces.bodies) };
  wipe(...pieces.bodies);
  return { kind: "opened", channel: { ...stepped, pieces: null }, frame };
}

export function wipeChannel({ sending, receiving, pieces }: Channel): void {
  wipe(sending, receiving, ...(pieces?.bodies ?? []));
}

interface Piece {
  readonly kind: number;
  readonly more: boolean;
  readonly bytes: Uint8Array;
}

function decode(plaintext: Uint8Array): Piece | null {
  const reader = new FieldReader(plaintext);
  const kind = reader.u8();
  const more = reader.u8();
  const length = reader.u32();
  if (more > 1 || length > reader.rest() || length > PIECE_BYTES) return null;
  const bytes = reader.bytes(length);
  if (!reader.restIsZero() || (more === 1 && length !== PIECE_BYTES)) return null;
  return { kind, more: more === 1, bytes };
}

/** Pieces of one body follow each other: of one kind, and not too many. */
function withPiece(before: Pieces | null, { kind, more, bytes }: Piece): Pieces | null {
  if (before !== null && before.kind !== kind) return null;
  const bodies = [...(before?.bodies ?? []), bytes];
  return bodies.length + (more ? 1 : 0) > PIECES_MAX ? null : { kind, bodies };
}

/** @throws CoreError("state") for a chain that was wiped */
function step(chain: Uint8Array): { readonly next: Uint8Array; readonly key: Uint8Array } {
  if (isZero(chain)) throw new CoreError("state");
  const output = expand(chain, info(ADMISSION_LABELS.admissionStep, EMPTY), 64);
  const next = output.slice(0, 32);
  const key = output.slice(32);
  wipe(output);
  return { next, key };
}
