import { CoreError } from "../errors.ts";
import { concat, FieldReader, isZero, padded, u16, u32, u8 } from "../notation/bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { plaintextBytesFor } from "./classes.ts";
import { ID_BYTES } from "./id.ts";
import { KIND, streamOf } from "./kinds.ts";

/** One thing that is said inside a session. */
export interface Content {
  /** 1 to 255. */
  readonly kind: number;
  /** From 1 in the stream of the kind; 0 where there is none. */
  readonly order: number;
  /** 16 bytes: random for talk, else zero. */
  readonly id: Uint8Array;
  readonly body: Uint8Array;
}

/** Cumulative acknowledgements: the highest order of each stream below which all has arrived. */
export interface Acks {
  readonly signal: number;
  readonly talk: number;
}

/** What one ratchet frame says (spec/content.md 2). */
export interface Frame {
  readonly acks: Acks;
  readonly content: Content;
}

const HEADER_BYTES = 31;

/**
 * The plaintext of a ratchet frame, padded with zeros for the smallest class that holds it.
 * @throws CoreError("limit") for a body over 65,479 bytes; CoreError("encoding") for a kind that no frame carries, an order
 * or id that does not fit it, an acknowledgement that is no u32
 */
export function encodeFrame(frame: Frame): Uint8Array {
  const length = plaintextBytesFor(HEADER_BYTES + frame.content.body.length);
  if (length === null) throw new CoreError("limit");
  if (frame.content.kind === KIND.bye || !fits(frame.content)) throw new CoreError("encoding");
  return encodePlaintext(frame, length);
}

/** The frame, or null for a plaintext that is refused: its counter is spent, and it counts as not opened. */
export function decodeFrame(plaintext: Uint8Array): Frame | null {
  const frame = decodePlaintext(plaintext);
  return frame === null || frame.content.kind === KIND.bye ? null : frame;
}

/** The plaintext of a farewell: the content `bye`, in the same layout. @param length 234 */
export function encodeBye(length: number): Uint8Array {
  const content: Content = {
    kind: KIND.bye,
    order: 0,
    id: new Uint8Array(ID_BYTES),
    body: new Uint8Array(0),
  };
  return encodePlaintext({ acks: { signal: 0, talk: 0 }, content }, length);
}

/** Whether an opened farewell says `bye`, and nothing more. */
export function isBye(plaintext: Uint8Array): boolean {
  const content = decodePlaintext(plaintext)?.content;
  return content?.kind === KIND.bye && content.body.length === 0;
}

function encodePlaintext({ acks, content }: Frame, length: number): Uint8Array {
  const header = concat(u32(acks.signal), u32(acks.talk), u8(content.kind), u32(content.order), content.id);
  return padded(concat(header, u16(content.body.length), content.body), length);
}

function decodePlaintext(plaintext: Uint8Array): Frame | null {
  if (plaintext.length < HEADER_BYTES) return null;
  const reader = new FieldReader(plaintext);
  const acks: Acks = { signal: reader.u32(), talk: reader.u32() };
  const kind = reader.u8();
  const order = reader.u32();
  const id = reader.bytes(ID_BYTES);
  const length = reader.u16();
  if (length > reader.rest()) return null;
  const content: Content = { kind, order, id, body: reader.bytes(length) };
  if (fits(content) && reader.restIsZero()) return { acks, content };
  wipe(content.body);
  return null;
}

/** How long the body of a kind without stream is (spec/content.md 3 and pair.md 7). */
const BODY_BYTES: ReadonlyMap<number, number> = new Map([
  [KIND.heartbeat, 0],
  [KIND.typing, 1],
  [KIND.rk1, 1220],
  [KIND.rk2, 1124],
  [KIND.rekeyPlease, 0],
  [KIND.burn, 0],
  [KIND.bye, 0],
]);

/** Whether order and id are those of the kind's stream, and a body of fixed length has it (spec/content.md 3). */
function fits({ kind, order, id, body }: Content): boolean {
  if (kind < 1 || kind > 255 || id.length !== ID_BYTES) return false;
  if (body.length !== (BODY_BYTES.get(kind) ?? body.length)) return false;
  const stream = streamOf(kind);
  if (stream === "none") return order === 0 && isZero(id);
  return order >= 1 && (stream === "talk" || isZero(id));
}
