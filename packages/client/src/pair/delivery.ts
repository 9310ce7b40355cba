/*
 * One stream of content (spec/content.md 4): exactly once, in order, kept until acknowledged.
 *
 *     take ──> waiting ──hand──> in flight (at most 256) ──acknowledge──> gone
 *                 ^                  │
 *                 └─────rewind───────┘   a path came back, or 3, 6, 12, 15 s passed without progress
 *
 * Orders belong to content, not to frames: nothing here knows a path, an epoch or a key.
 */
import type { Content } from "@tacet/core";
import { LIMITS } from "../limits.ts";

interface Pending {
  readonly content: Content;
  readonly sent: boolean;
}

export interface Stream {
  /** Own content that is not acknowledged, without gaps: the first has order `acknowledged + 1`. */
  readonly pending: readonly Pending[];
  readonly acknowledged: number;
  /** The highest order handed to a path since the last rewind. */
  readonly handed: number;
  readonly resendAtMs: number | null;
  readonly resends: number;
  /** All of the other side's content up to this order has arrived. */
  readonly received: number;
  readonly early: readonly Content[];
}

export const emptyStream: Stream = {
  pending: [],
  acknowledged: 0,
  handed: 0,
  resendAtMs: null,
  resends: 0,
  received: 0,
  early: [],
};

export function isFull(stream: Stream, spare = 0): boolean {
  return stream.pending.length >= LIMITS.inFlightContents + LIMITS.waitingContents + spare;
}

/** Takes content into the stream under the next order. The caller asks `isFull` first. */
export function take(stream: Stream, kind: number, id: Uint8Array, body: Uint8Array): Stream {
  const order = stream.acknowledged + stream.pending.length + 1;
  const content: Content = { kind, order, id, body };
  return { ...stream, pending: [...stream.pending, { content, sent: false }] };
}

/** Changes content that is not acknowledged; order and id stay. */
export function rewrite(stream: Stream, change: (content: Content) => Content): Stream {
  return {
    ...stream,
    pending: stream.pending.map((entry) => ({ ...entry, content: change(entry.content) })),
  };
}

/** The next content a path may have, or null: none waits, or 256 are in flight. */
export function nextToHand(stream: Stream): Content | null {
  if (stream.handed - stream.acknowledged >= LIMITS.inFlightContents) return null;
  return stream.pending[stream.handed - stream.acknowledged]?.content ?? null;
}

/** What was handed to a path since the last rewind, and is not acknowledged. */
export function inFlight({ pending, handed, acknowledged }: Stream): readonly Content[] {
  return pending.slice(0, handed - acknowledged).map(({ content }) => content);
}

/** Says that `nextToHand` was handed to a path. */
export function hand(stream: Stream, nowMs: number): Stream {
  const delayMs = LIMITS.resendMs[Math.min(stream.resends, LIMITS.resendMs.length - 1)] ?? 0;
  return { ...stream, handed: stream.handed + 1, resendAtMs: stream.resendAtMs ?? nowMs + delayMs };
}

/** Marks content as having left on a path; `first` is whether it never had before. */
export function markSent(stream: Stream, order: number): { stream: Stream; first: Content | null } {
  const at = order - stream.acknowledged - 1;
  const entry = stream.pending[at];
  if (entry === undefined || entry.sent) return { stream, first: null };
  const pending = stream.pending.with(at, { ...entry, sent: true });
  return { stream: { ...stream, pending }, first: entry.content };
}

/** Takes the other side's cumulative acknowledgement; one of content that was never made says nothing. */
export function acknowledge(
  stream: Stream,
  order: number,
  nowMs: number,
): { stream: Stream; delivered: readonly Content[] } {
  const count = order - stream.acknowledged;
  if (count <= 0 || count > stream.pending.length) return { stream, delivered: [] };
  const handed = Math.max(stream.handed, order);
  return {
    stream: {
      ...stream,
      pending: stream.pending.slice(count),
      acknowledged: order,
      handed,
      resends: 0,
      resendAtMs: handed > order ? nowMs + LIMITS.resendMs[0] : null,
    },
    delivered: stream.pending.slice(0, count).map((entry) => entry.content),
  };
}

/** Makes everything in flight wait again, to be sealed anew on the next path. */
export function rewind(stream: Stream): Stream {
  return { ...stream, handed: stream.acknowledged, resendAtMs: null };
}

/** Rewinds when the time without progress is over, and makes the next one longer. */
export function rewindWhenDue(stream: Stream, nowMs: number): Stream {
  if (stream.resendAtMs === null || nowMs < stream.resendAtMs) return stream;
  return { ...rewind(stream), resends: stream.resends + 1 };
}

/** Takes the other side's content: what is now in order comes out once, what is early waits, what is old is dropped. */
export function receive(stream: Stream, content: Content): { stream: Stream; inOrder: readonly Content[] } {
  const tooEarly = content.order > stream.received + LIMITS.earlyContents;
  const known = content.order <= stream.received || stream.early.some((one) => one.order === content.order);
  if (tooEarly || known) return { stream, inOrder: [] };
  const waiting = [...stream.early, content].sort((a, b) => a.order - b.order);
  let count = 0;
  while (waiting[count]?.order === stream.received + count + 1) count += 1;
  return {
    stream: { ...stream, received: stream.received + count, early: waiting.slice(count) },
    inOrder: waiting.slice(0, count),
  };
}
