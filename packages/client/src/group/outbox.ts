/*
 * What this member says, until it has its place in the room's order (spec/group.md 6, 11, 12). Each content has its order from the moment it is taken. It is
 * sealed when there is room, sent again after a cut until it has its place, and sealed anew when its epoch went by before: so it is said at least once,
 * and others show it once by its order. Nothing is sent again before all that the relay had is taken, since some of it may be our own.
 */
import type { Saying } from "./messages.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { toRelay } from "./relay.ts";
import { canSend } from "./state.ts";
import type { Flight, Outbox, Waiting } from "./order-state.ts";
import type { Room } from "./state.ts";
import { ask, chain, stay, type Step, turn } from "./turn.ts";

/** Kinds below are said once, and may be lost (spec/content.md 3). */
const KEPT_FROM = 32;
const TALK_FROM = 64;

export function isFull({ outbox }: Room): boolean {
  return outbox.waiting.length >= GROUP_LIMITS.waitingContents;
}

/** Something to say; the order that it has. It leaves as soon as it may. */
export function say(kind: number, id: Uint8Array, body: Uint8Array, withKey = false): Step {
  return (room) => {
    const { outbox } = room;
    const saying: Saying = { order: outbox.nextOrder, kind, id, body };
    const waiting: Waiting = { ref: outbox.nextRef, saying, state: "queued", withKey };
    return settleOutbox(
      withOutbox(room, {
        nextRef: outbox.nextRef + 1,
        nextOrder: outbox.nextOrder + 1,
        waiting: [...outbox.waiting, waiting],
      }),
    );
  };
}

const NO_ID = new Uint8Array(16);

/** Content without an id: kinds below 64. */
export const sayPlain = (kind: number, body: Uint8Array, withKey = false): Step =>
  say(kind, NO_ID, body, withKey);

/** Seals what may leave now, in order. */
export const settleOutbox: Step = (room) => {
  const { outbox, nowMs } = room;
  if (!canSend(room) || outbox.fullEpoch === room.view?.epoch) return turn(room);
  const open = outbox.waiting.filter(({ state }) => state !== "queued").length;
  const next = outbox.waiting.find(({ state }) => state === "queued");
  if (next === undefined || open >= GROUP_LIMITS.inFlightContents) return turn(room);
  const counts = next.saying.kind >= TALK_FROM;
  if (counts && nextLeaveMs(outbox, nowMs) > nowMs) return turn(room);
  const leftMs = counts ? [...outbox.leftMs, nowMs].slice(-GROUP_LIMITS.rate.messages) : outbox.leftMs;
  const sealing = withOutbox(withState(room, next.ref, "sealing"), { leftMs });
  const { ref, saying, withKey } = next;
  return chain(sealing, ask({ job: "seal", ref, saying, withKey }), settleOutbox);
};

/** When the next message may leave: ten in 10 s. */
function nextLeaveMs({ leftMs }: Outbox, nowMs: number): number {
  const { messages, ms } = GROUP_LIMITS.rate;
  return leftMs.length < messages ? nowMs : (leftMs[0] ?? nowMs) + ms;
}

/** When something that waits for its turn may leave, or null. */
export function outboxDueMs(room: Room): number | null {
  const next = room.outbox.waiting.find(({ state }) => state === "queued");
  if (next === undefined || next.saying.kind < TALK_FROM || !canSend(room)) return null;
  return nextLeaveMs(room.outbox, room.nowMs);
}

/** A sealed content: it flies. Without a block the epoch holds no more, and it waits for the next. */
export function onSealed(ref: number | null, block: Uint8Array | null, epoch: number): Step {
  return (room) => {
    const known = room.outbox.waiting.some((one) => one.ref === ref && one.state === "sealing");
    if (ref === null || !known) return turn(room);
    if (block === null) return turn(withOutbox(withState(room, ref, "queued"), { fullEpoch: epoch }));
    return chain(withState(room, ref, "flying"), fly(block, { ref, commit: false, epoch }));
  };
}

/** A block leaves, and is kept until the relay has numbered it. */
export function fly(block: Uint8Array, of: Pick<Flight, "ref" | "commit" | "epoch">): Step {
  return (room) => {
    const { outbox } = room;
    const counter = outbox.nextCounter;
    const flight: Flight = { ...of, block, counter, flownMs: room.nowMs, isVoid: false };
    const flown = withOutbox(room, {
      nextCounter: outbox.nextCounter + 1,
      flights: [...outbox.flights, flight],
    });
    return canSend(room) ? send(flight)(flown) : turn(flown);
  };
}

function send({ counter, block }: Flight): Step {
  return toRelay({ kind: "numbered", counter, block });
}

/** Takes out the flight that has its place now, known by its count, or by its block where it comes again from what the relay kept. */
export function landed(
  room: Room,
  by: number | Uint8Array,
): { readonly room: Room; readonly flight: Flight | null } {
  const { flights } = room.outbox;
  const isIt = ({ counter, block }: Flight): boolean =>
    typeof by === "number" ? counter === by : isSame(block, by);
  const flight = flights.find(isIt) ?? null;
  if (flight === null) return { room, flight };
  return { room: withOutbox(room, { flights: flights.filter((one) => one !== flight) }), flight };
}

/** A block begins with 32 random bytes: two that begin alike are one. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.subarray(0, 32).every((byte, at) => byte === b[at]);
}

/** After a cut, when all that the relay had is taken: what has no place yet goes again, and what its epoch has left behind is sealed anew. */
export const flyAgain: Step = (room) => {
  const epoch = room.view?.epoch ?? 0;
  const live = room.outbox.flights.filter(({ isVoid }) => !isVoid);
  const old = live.filter((flight) => !flight.commit && flight.epoch < epoch);
  const flights = room.outbox.flights.map((flight) => ({ ...flight, flownMs: room.nowMs }));
  const known = voided(withOutbox(room, { flights }), (flight) => !flight.commit && flight.epoch < epoch);
  return chain(
    known,
    ...old.map(({ ref }) => (ref === null ? stay : again(ref))),
    ...known.outbox.flights.filter(({ isVoid }) => !isVoid).map(send),
    settleOutbox,
  );
};

/** These frames mean nothing any more. Where they get a number yet they are known by their count. */
export function voided(room: Room, isOver: (flight: Flight) => boolean): Room {
  const flights = room.outbox.flights.map((one) => (isOver(one) ? { ...one, isVoid: true } : one));
  const extra = flights.filter(({ isVoid }) => isVoid).slice(0, -GROUP_LIMITS.voidFlights);
  return withOutbox(room, { flights: flights.filter((one) => !extra.includes(one)) });
}

export function flightsOut({ outbox }: Room): number {
  return outbox.flights.filter(({ isVoid }) => !isVoid).length;
}

/** Something of this content, or of a commit, is on its way and counts. */
export function isOut({ outbox }: Room, of: number | "commit"): boolean {
  return outbox.flights.some(({ isVoid, commit, ref }) => !isVoid && (of === "commit" ? commit : ref === of));
}

/** Content whose frame counted for nobody: sealed anew, if it is of a kind that is kept. */
export function again(ref: number): Step {
  return (room) => {
    const found = room.outbox.waiting.find((one) => one.ref === ref);
    if (found === undefined || isOut(room, ref)) return turn(room);
    return found.saying.kind < KEPT_FROM ? placed(ref)(room) : turn(withState(room, ref, "queued"));
  };
}

/** It has its place. */
export function placed(ref: number): Step {
  return (room) => turn(withOutbox(room, { waiting: room.outbox.waiting.filter((one) => one.ref !== ref) }));
}

/** The content of this number, while it has no place. */
export function waitingOf({ outbox }: Room, ref: number | null): Waiting | null {
  return outbox.waiting.find((one) => one.ref === ref) ?? null;
}

/** Frames of a commit that another's has overtaken mean nothing any more. */
export const dropCommitFlights: Step = (room) => turn(voided(room, ({ commit }) => commit));

function withState(room: Room, ref: number, state: Waiting["state"]): Room {
  const waiting = room.outbox.waiting.map((one) => (one.ref === ref ? { ...one, state } : one));
  return withOutbox(room, { waiting });
}

function withOutbox(room: Room, change: Partial<Outbox>): Room {
  return { ...room, outbox: { ...room.outbox, ...change } };
}
