/*
 * What has arrived (spec/group.md 11, 12): each member says from time to time up to which order it has everybody's content, and a message is delivered when all
 * have said so whom it was said to.
 */
import type { ReceiptState } from "../face.ts";
import type { GroupView, MemberView } from "./messages.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { sayPlain } from "./outbox.ts";
import { entryOf } from "./roster.ts";
import { paceMs, rankOf } from "./state.ts";
import type { Heard, Mine, Room, Talk } from "./state.ts";
import { chain, type Step, tell, turn } from "./turn.ts";

export const ARRIVED = 35;
const ENTRY_BYTES = 8;

/** Notes an order of a member's content: null for one that was there before. */
export function hear(room: Room, tag: string, order: number): Room | null {
  const known = room.talk.heard.get(tag);
  const next =
    known === undefined ? { first: order, before: [], top: order, missing: [] } : heardMore(known, order);
  if (next === null) return null;
  return withTalk(room, { heard: new Map(room.talk.heard).set(tag, next) });
}

function heardMore(known: Heard, order: number): Heard | null {
  const { first, before, top, missing } = known;
  if (order < first) {
    // Said to others before we came, and again to us: it may come behind what was said later.
    const isNew = order >= first - GROUP_LIMITS.missingOrders && !before.includes(order);
    return isNew ? { ...known, before: [...before, order] } : null;
  }
  if (order <= top) {
    if (!missing.includes(order)) return null;
    return { ...known, missing: missing.filter((one) => one !== order) };
  }
  const skipped = Math.min(order - top - 1, GROUP_LIMITS.missingOrders);
  const fresh = Array.from({ length: skipped }, (_, at) => order - skipped + at);
  return { ...known, top: order, missing: [...missing, ...fresh].slice(-GROUP_LIMITS.missingOrders) };
}

/** Up to which order all has arrived. */
function arrivedOf({ top, missing }: Heard): number {
  return missing.length === 0 ? top : Math.min(...missing) - 1;
}

/** Something is to be acknowledged: soon, each member at another moment, and at most once in five seconds. */
export const owe: Step = (room) => {
  const { ackDueMs } = room.talk;
  if (ackDueMs !== null && ackDueMs > room.nowMs) return turn(room);
  return turn(
    withTalk(room, { ackDueMs: room.nowMs + GROUP_LIMITS.soonMs + GROUP_LIMITS.soonMsOfRank * rankOf(room) }),
  );
};

/** Says what has arrived since the last time. @param ackDueMs stands in the past, and marks the pause, once it was said */
export const settleArrival: Step = (room) => {
  const { talk, view, nowMs } = room;
  if (talk.ackDueMs === null || view === null || nowMs < talk.ackDueMs) return turn(room);
  if (nowMs < talk.ackPauseMs) return turn(withTalk(room, { ackDueMs: talk.ackPauseMs }));
  const entries = owed(talk, view);
  const told = new Map(talk.told);
  for (const { tag, order } of entries) told.set(tag, order);
  const acked = withTalk(room, { told, ackDueMs: null, ackPauseMs: nowMs + paceMs(room) });
  return chain(acked, sayPlain(ARRIVED, encode(entries)));
};

interface Arrived {
  readonly leaf: number;
  readonly order: number;
}

function owed({ heard, told }: Talk, view: GroupView): readonly (Arrived & { readonly tag: string })[] {
  return view.members
    .flatMap(({ leaf, tag }) => {
      const known = heard.get(tag);
      const order = known === undefined ? 0 : arrivedOf(known);
      return order > (told.get(tag) ?? 0) ? [{ leaf, tag, order }] : [];
    })
    .slice(0, GROUP_LIMITS.arrivedEntries);
}

/** Whoever names its own leaf asks who is in its epoch (spec/group.md 6). */
export function asksWho({ leaf }: MemberView, body: Uint8Array): boolean {
  const named = decode(body) ?? [];
  return named.length === 1 && named[0]?.leaf === leaf;
}

export const sayWho = (leaf: number): Step => sayPlain(ARRIVED, encode([{ leaf, order: 0 }]));

export const sayHere: Step = sayPlain(ARRIVED, encode([]));

function encode(entries: readonly Arrived[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * ENTRY_BYTES);
  const writer = new DataView(bytes.buffer);
  for (const [at, { leaf, order }] of entries.entries()) {
    writer.setUint32(at * ENTRY_BYTES, leaf);
    writer.setUint32(at * ENTRY_BYTES + 4, order);
  }
  return bytes;
}

/** Null for a body that is none. */
function decode(body: Uint8Array): readonly Arrived[] | null {
  if (body.length % ENTRY_BYTES !== 0 || body.length > 100 * ENTRY_BYTES) return null;
  const reader = new DataView(body.buffer, body.byteOffset, body.length);
  return Array.from({ length: body.length / ENTRY_BYTES }, (_, at) => ({
    leaf: reader.getUint32(at * ENTRY_BYTES),
    order: reader.getUint32(at * ENTRY_BYTES + 4),
  }));
}

/** Somebody says what it has. Of another's content it says nothing to us. */
export function onArrived(by: string, body: Uint8Array, epoch: number, number: number): Step {
  return (room) => {
    // A leaf is a place: what was said before we came speaks of whoever had it then.
    if (epoch < room.joinedEpoch) return turn(room);
    const own = decode(body)?.find(({ leaf }) => leaf === room.view?.self);
    return own === undefined
      ? turn(room)
      : update((one) => (one.order <= own.order && (one.number ?? number) < number ? got(one, by) : one))(
          room,
        );
  };
}

function got(one: Mine, by: string): Mine {
  return one.to.includes(by) && !one.got.includes(by) ? { ...one, got: [...one.got, by] } : one;
}

/** These members are gone: whoever has not confirmed will not. */
export function goneBefore(tags: readonly string[]): Step {
  return update((one) => {
    const lost = tags.filter(
      (tag) => one.to.includes(tag) && !one.got.includes(tag) && !one.gone.includes(tag),
    );
    return lost.length === 0 ? one : { ...one, gone: [...one.gone, ...lost] };
  });
}

/** An own message is said: it is told as `sending`. */
export function track(id: string, order: number): Step {
  return (room) => {
    const one: Mine = { id, order, number: null, to: [], got: [], gone: [] };
    const mine = [...room.talk.mine.filter((other) => other.id !== id || other.number === null), one];
    return tell(receipt(one))(withTalk(room, { mine: mine.slice(-GROUP_LIMITS.trackedMessages) }));
  };
}

/** It has its place: it was said to all who were members in the epoch that it was sealed in, and are still. */
export function trackPlaced(order: number, number: number, epoch: number): Step {
  return (room) => {
    const to = (room.view?.members ?? [])
      .filter(({ leaf, tag }) => leaf !== room.view?.self && entryOf(room, tag).sinceEpoch <= epoch)
      .map(({ tag }) => tag);
    return update((one) => (one.order === order && one.number === null ? { ...one, number, to } : one))(room);
  };
}

/** Tells of each message that has changed. */
function update(change: (one: Mine) => Mine): Step {
  return (room) => {
    const mine = room.talk.mine.map(change);
    const changed = mine.filter((one, at) => one !== room.talk.mine[at]);
    if (changed.length === 0) return turn(room);
    return chain(withTalk(room, { mine }), ...changed.map((one) => tell(receipt(one))));
  };
}

function receipt({ id, number, to, got, gone }: Mine): Parameters<typeof tell>[0] {
  const missing = to.filter((tag) => !got.includes(tag) && !gone.includes(tag));
  // With nobody there, nobody has it.
  const placed: ReceiptState = to.length > 0 && missing.length === 0 ? "delivered" : "sent";
  const state = number === null ? "sending" : placed;
  return { event: "receipt", id, state, number, delivered: got.length, of: to.length, missing, gone };
}

export function withTalk(room: Room, change: Partial<Talk>): Room {
  return { ...room, talk: { ...room.talk, ...change } };
}
