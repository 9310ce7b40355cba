import { isBlockLength } from "../content/classes.ts";
import { decodeFrame, type Frame } from "../content/frame.ts";
import { FieldReader } from "../notation/bytes.ts";
import { open } from "../primitives/aead.ts";
import { wipe } from "../primitives/wipe.ts";
import { BLOCK } from "./block.ts";
import { advance, type Chain } from "./chain.ts";
import type { ReceivingEpoch } from "./epoch.ts";
import { FAREWELL_BYTES, opensAsFarewell } from "./farewell.ts";
import { OLD_KEYS_MS, type PairSession, SKIPPED_KEYS_MAX, type SkippedKey } from "./session.ts";

/** What became of a block. */
export type Opened =
  /** It did not open: `session` is the very value given. Or, if `malformed`, it opened to a plaintext that is refused: its
   *  counter is spent. Either way it is counted as a block that did not open. */
  | { readonly kind: "dropped"; readonly session: PairSession; readonly malformed: boolean }
  /** Of the next epoch while rk2 is awaited: keep the block (at most 64), and offer it again after the rekeying. */
  | { readonly kind: "early"; readonly session: PairSession }
  | { readonly kind: "frame"; readonly session: PairSession; readonly frame: Frame }
  | { readonly kind: "farewell"; readonly session: PairSession };

const FRAME_HEADER_BYTES = 9;

/**
 * Opens a block of the established session (spec/pair.md 6 to 8). Nothing changes unless it opens. Handshake blocks are
 * dropped: a session is made once. Calls on one session are made one after the other.
 *
 * @param nowMs a monotonic clock; keys past their 60 s do not open, whether or not sessions.expireKeys was called
 */
export async function openBlock(session: PairSession, block: Uint8Array, nowMs: number): Promise<Opened> {
  if (block[0] === BLOCK.frame && isBlockLength(block.length)) return openFrame(session, block, nowMs);
  if (block[0] === BLOCK.farewell && block.length === FAREWELL_BYTES)
    return openFarewell(session, block, nowMs);
  return dropped(session);
}

function dropped(session: PairSession): Opened {
  return { kind: "dropped", session, malformed: false };
}

async function openFarewell(session: PairSession, block: Uint8Array, nowMs: number): Promise<Opened> {
  const number = new FieldReader(block.subarray(1)).u32();
  if (isAwaited(session, number)) return { kind: "early", session };
  const epoch = epochOf(session, number, nowMs);
  if (epoch === null || !(await opensAsFarewell(epoch.peerBye, block))) return dropped(session);
  return { kind: "farewell", session };
}

async function openFrame(session: PairSession, block: Uint8Array, nowMs: number): Promise<Opened> {
  const header = new FieldReader(block.subarray(1, FRAME_HEADER_BYTES));
  const number = header.u32();
  const counter = header.u32();
  if (isAwaited(session, number)) return { kind: "early", session };
  const epoch = epochOf(session, number, nowMs);
  if (epoch === null) return dropped(session);
  const found = findKey(session, epoch, counter, nowMs);
  if (found === null) return dropped(session);
  const aad = block.subarray(0, FRAME_HEADER_BYTES);
  const plaintext = await open(found.key, aad, block.subarray(FRAME_HEADER_BYTES));
  if (plaintext === null) {
    found.undo();
    return dropped(session);
  }
  const next = entered(spent(session, epoch, found), epoch, nowMs);
  const frame = decodeFrame(plaintext);
  wipe(found.key, plaintext);
  if (frame === null) return { kind: "dropped", session: next, malformed: true };
  return { kind: "frame", session: next, frame };
}

/** Whether a block's epoch is the next one, which I cannot enter before rk2. */
function isAwaited(session: PairSession, number: number): boolean {
  return session.rekey.state === "asked" && number === session.epoch + 1;
}

function epochOf(session: PairSession, number: number, nowMs: number): ReceivingEpoch | null {
  const { current, previous } = session;
  if (number === current.number) return current;
  if (previous === null || number !== previous.number) return null;
  return previous.expiresAtMs !== null && previous.expiresAtMs <= nowMs ? null : previous;
}

/** A frame's key and what the session becomes when it opens. */
interface Found {
  readonly key: Uint8Array;
  readonly receive: Chain;
  readonly skipped: readonly SkippedKey[];
  /** Erases what was derived for nothing. */
  readonly undo: () => void;
}

function findKey(session: PairSession, epoch: ReceivingEpoch, counter: number, nowMs: number): Found | null {
  if (counter < epoch.receive.next) {
    const kept = session.skipped.find((one) => one.epoch === epoch.number && one.counter === counter);
    if (kept === undefined || kept.expiresAtMs <= nowMs) return null;
    const skipped = session.skipped.filter((one) => one !== kept);
    return { key: kept.key, receive: epoch.receive, skipped, undo: () => undefined };
  }
  const way = advance(epoch.receive, counter, SKIPPED_KEYS_MAX);
  if (way === null) return null;
  const expiresAtMs = nowMs + OLD_KEYS_MS;
  const passed = way.skipped.map((one) => ({ ...one, epoch: epoch.number, expiresAtMs }));
  const undo = (): void => wipe(way.chain.key, way.frameKey, ...way.skipped.map((one) => one.key));
  return { key: way.frameKey, receive: way.chain, skipped: [...session.skipped, ...passed], undo };
}

/** The session with the frame's key spent. At most 1,024 skipped keys stay, the oldest go first. */
function spent(session: PairSession, epoch: ReceivingEpoch, found: Found): PairSession {
  if (found.receive !== epoch.receive) wipe(epoch.receive.key);
  wipe(...found.skipped.slice(0, -SKIPPED_KEYS_MAX).map((one) => one.key));
  const skipped = found.skipped.slice(-SKIPPED_KEYS_MAX);
  const { current, previous } = session;
  if (epoch.number === current.number) {
    const framesReceived = session.framesReceived + 1;
    return { ...session, skipped, framesReceived, current: { ...current, receive: found.receive } };
  }
  if (previous === null) return { ...session, skipped };
  return { ...session, skipped, previous: { ...previous, receive: found.receive } };
}

/** R's first frame of the new epoch has opened: I is in it, and what R kept for a repeated rk1 goes (spec/pair.md 7). */
function entered(session: PairSession, epoch: ReceivingEpoch, nowMs: number): PairSession {
  const { previous, rekey } = session;
  if (rekey.state !== "answered" || epoch.number !== session.epoch || previous === null) return session;
  if (previous.send !== null) wipe(previous.send.key);
  return {
    ...session,
    farewells: session.farewells.slice(-1),
    previous: { ...previous, send: null, expiresAtMs: nowMs + OLD_KEYS_MS },
    rekey: { state: "idle" },
  };
}
