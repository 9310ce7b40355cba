/*
 * The invariants, asked of everything that happens. Their names are those of the project's list:
 *
 *   I1  plaintext or keys never reach the relay            every frame that a page sends (crossed), and all of them at the end (leaked)
 *   I2  no message is accepted twice                       every message event; and every key of a ratchet frame opens once
 *   I3  accepted order is the sender's                     every message event: the other side's next text, and no other
 *   I4  both sides derive the same key, or none            what opens was sealed by the other side; both safety checks are equal; "secure"
 *                                                          is said only when a frame of a fresh epoch has opened (by
 *                                                          relay: a frame at all)
 *   I5  capacity is never exceeded                         every `welcome`: a seat has one holder for good (as far as a restarted
 *                                                          relay can know); and each look at the registry
 *   I6  after the end nothing answers, nothing is held     every event after `end`; each look at the registry; after.ts
 *   I7  no key and nonce twice                             every sealing by anybody
 *   I10 memory of a room is bounded                        each look at the relay
 *   I11 when the faults stop, words arrive within a time   story.ts; the last ones too, whatever sockets are dead unnoticed, and whoever
 *                                                          said them knows; and `delivered` is said of nothing that was not heard
 *
 * Return rooms (spec/pair.md 9) are asked for more in couples.ts: nothing of a session reaches the next one, no word leaves before "They match", and
 * nothing that was said is lost in silence.
 *
 * One of this product's own stands beside them: "hidden". Where the room's path is `relayed` no connection object is made, and none is kept
 * (spec/direct.md 5).
 *
 * I8 and I9 speak of groups, which are not built. I12, that a badge "verified" means one transcript on both sides, is I4's comparison of
 * what two people would compare: the badge is a press on one side, which nobody else is told of (spec/pair.md 5).
 */
import { LIMITS, decodeFromRelay } from "@tacet/wire";
import type { RoomEvent } from "../packages/client/src/index.ts";
import { createCouples, judgeLost } from "./couples.ts";
import type { Ledger } from "./ledger.ts";
import { show } from "./ledger.ts";
import type { KeyObserver, KeyUse } from "./platform.ts";
import type { RelayView } from "./relay-host.ts";

/** The mark that every text, name, description and candidate of a simulation bears. */
export const CANARY = "canary";
const CANARY_BYTES = Buffer.from(CANARY);

const RATCHET = 2;
const RATCHET_AAD_BYTES = 9;
const PASS = 16;
const WELCOME = 129;
const ENDED = 132;
const TICKET = 133;

export interface Watch extends KeyObserver {
  readonly broken: string[];
  /** Whose turn it is; null is nobody's. */
  turn: Ledger | null;
  /** The relay has told somebody in this boot that the room is over. */
  roomEnded: boolean;
  /** The relay begins anew, and knows of a seat what the tickets say: one whose holder never had the newest may be given again (spec/relay.md 6). */
  restarted(): void;
  /** Frames that reached the relay, all of them. */
  readonly crossed: Buffer[];
  event(ledger: Ledger, event: RoomEvent): void;
  /** A frame of a page arrived at the relay. */
  toRelay(bytes: Uint8Array): void;
  /** The relay said a frame to a page. */
  fromRelay(to: Ledger, bytes: Uint8Array): void;
  look(view: RelayView, relayNowMs: number): void;
  /** The two who talk: who has the second seat; in a return room, who has a session with the creator. Null as long as there is nobody. */
  partnerOf(ledger: Ledger): Ledger | null;
  /** In a return room: its creator has ended this guest's session. */
  isParted(ledger: Ledger): boolean;
  /** Says that an invariant is broken. */
  say(invariant: string, sentence: string): void;
}

export function createWatch(nowMs: () => number, rejoin: boolean): Watch {
  const broken: string[] = [];
  const keys = createKeyWatch(nowMs);
  const seats: [Ledger | null, Ledger | null] = [null, null];
  const say = (invariant: string, sentence: string): void => {
    const at = (nowMs() / 1000).toFixed(3);
    if (broken.length < 20) broken.push(`${invariant} at ${at} s: ${sentence}`);
  };
  const couples = rejoin ? createCouples(say, () => seats[1]) : null;
  const partnerOf = (ledger: Ledger): Ledger | null => {
    if (couples !== null) return couples.partnerOf(ledger);
    return seats[0] === ledger ? seats[1] : seats[1] === ledger ? seats[0] : null;
  };
  let forgotten = false;
  const sit = (to: Ledger, seat: 0 | 1): void => {
    const holder = seats[seat];
    // In a return room the creator gives the second seat again, or it was free: the relay's own tests ask that.
    const mayChange = forgotten || (rejoin && seat === 1);
    if (holder !== null && holder !== to && !mayChange)
      say("I5", `${to.name} has the seat of ${holder.name}`);
    if ((seat === 0) !== (to.role === "creator")) say("I5", `${to.name} has the seat ${String(seat)}`);
    seats[seat] = to;
    if (seat === 1) forgotten = false;
    to.seat = seat;
  };
  const watch: Watch = {
    broken,
    turn: null,
    roomEnded: false,
    crossed: [],
    partnerOf,
    isParted: (ledger) => couples?.isParted(ledger) === true,
    say,
    sealed: (use) => {
      keys.sealed(use, watch.turn, say);
    },
    opened: (use) => {
      keys.opened(use, watch.turn, say);
    },
    event: (ledger, event) => {
      if (ledger.ended !== null && !isLate(event))
        say("I6", `${ledger.name} is told ${event.event} after its end`);
      couples?.judge(ledger, event);
      if (event.event === "message") judgeMessage(ledger, event, partnerOf(ledger), say);
      show(ledger, event);
      if (event.event === "end") judgeLost(ledger, say);
      judgeEvent(ledger, event, { partner: partnerOf(ledger), say, nowMs: nowMs() });
    },
    toRelay: (bytes) => {
      const frame = Buffer.from(bytes);
      watch.crossed.push(frame);
      if (frame[0] === PASS && frame.includes(CANARY_BYTES))
        say("I1", "a frame that a page sent can be read");
    },
    fromRelay: (to, bytes) => {
      const [kind, seat] = bytes;
      // A guest's place in a return room may end without the room.
      if (kind === ENDED && (!rejoin || to.role === "creator")) watch.roomEnded = true;
      if (kind === WELCOME && !(rejoin && isAtDoor(bytes))) sit(to, seat === 0 ? 0 : 1);
      // From the door to the seat.
      if (kind === TICKET && rejoin && to.role === "joiner") sit(to, 1);
    },
    restarted: () => {
      watch.roomEnded = false;
      forgotten = true;
    },
    look: (view, relayNowMs) => {
      judgeRelay(view, relayNowMs, say);
    },
  };
  return watch;
}

export type Say = Watch["say"];

/** Whoever waits at a door has no ticket (spec/relay.md 4). */
function isAtDoor(bytes: Uint8Array): boolean {
  const frame = decodeFromRelay(Uint8Array.from(bytes));
  return frame.kind === "welcome" && frame.seat === 1 && frame.ticket.length === 0;
}

/** Said too late, and what became of the last words: these alone follow an end, the second once more when it is final. */
function isLate(event: RoomEvent): boolean {
  return event.event === "refused" || event.event === "told";
}

/** Every key that seals and opens, by its bytes and its nonce. */
function createKeyWatch(nowMs: () => number): {
  sealed(use: KeyUse, by: Ledger | null, say: Say): void;
  opened(use: KeyUse, by: Ledger | null, say: Say): void;
} {
  const sealers = new Map<string, Ledger | null>();
  const spent = new Set<string>();
  const nameOf = ({ key, nonce }: KeyUse): string =>
    Buffer.from(key).toString("latin1") + Buffer.from(nonce).toString("latin1");
  return {
    sealed: (use, by, say) => {
      const name = nameOf(use);
      if (sealers.has(name))
        say("I7", `${by?.name ?? "nobody"} seals under a key and nonce that sealed before`);
      sealers.set(name, by);
    },
    opened: (use, by, say) => {
      const name = nameOf(use);
      const sealer = sealers.get(name);
      if (sealer === undefined || sealer === by)
        say("I4", `${by?.name ?? "nobody"} opens what the other side did not seal`);
      const { aad } = use;
      if (by === null || aad.length !== RATCHET_AAD_BYTES || aad[0] !== RATCHET) return;
      if (spent.has(name)) say("I2", `${by.name} opens a frame twice`);
      spent.add(name);
      by.openedEpoch = Math.max(by.openedEpoch, new DataView(aad.buffer, aad.byteOffset).getUint32(1));
      by.openedMs = nowMs();
    },
  };
}

function judgeMessage(
  ledger: Ledger,
  event: RoomEvent & { event: "message" },
  partner: Ledger | null,
  say: Say,
): void {
  if (event.from === "self") {
    ledger.said.push(event.text);
    return;
  }
  const { heard } = ledger;
  if (ledger.heardIds.has(event.id) || heard.includes(event.text))
    say("I2", `${ledger.name} heard ${event.text.slice(0, 40)} twice`);
  else if (partner?.said[heard.length] !== event.text)
    say("I3", `${ledger.name} heard ${event.text.slice(0, 40)} out of its order`);
  heard.push(event.text);
  ledger.heardIds.add(event.id);
}

/** Said to be secure before the other side was heard in the epoch that the path needs. */
function isHasty({ openedEpoch }: Ledger, { value, path }: RoomEvent & { event: "status" }): boolean {
  return value === "secure" && openedEpoch < (path === "direct" ? 1 : 0);
}

function judgeEvent(
  ledger: Ledger,
  event: RoomEvent,
  of: { readonly partner: Ledger | null; readonly say: Say; readonly nowMs: number },
): void {
  const { partner, say } = of;
  if (event.event === "end") ledger.ended = { reason: event.reason, atMs: of.nowMs };
  else if (event.event === "status" && isHasty(ledger, event))
    say("I4", `${ledger.name} is secure and has opened no frame of a fresh epoch`);
  else if (event.event === "safety") {
    ledger.safety = JSON.stringify([event.emoji, event.words]);
    const theirs = partner?.safety ?? null;
    if (theirs !== null && theirs !== ledger.safety) say("I4", "the two safety checks differ");
  } else if (
    event.event === "receipt" &&
    event.state === "delivered" &&
    partner?.heardIds.has(event.id) === false
  )
    say("I11", `${ledger.name} is told delivered of what was not heard`);
}

/** A second of grace: rooms end to the second, sockets are looked at once in it. */
const LATE_MS = 1_000;
/** The clock of visitors, the round of sockets. */
const OWN_TIMERS = 2;

function judgeRelay(view: RelayView, relayNowMs: number, say: Say): void {
  const { rooms, keys, reopened } = view.contents;
  for (const room of rooms) {
    if (relayNowMs > room.expiresMs + LATE_MS) say("I6", "the relay holds a room whose time is over");
    const away = room.seats.map(({ awaySinceMs }) => awaySinceMs ?? Infinity);
    if (room.phase === "paired" && relayNowMs > Math.min(...away) + room.graceMs + LATE_MS)
      say("I6", "the relay holds a room whose grace time is over");
    if (room.seats.length > 2) say("I5", "a room has more than two seats");
  }
  if (rooms.length > 1) say("I5", "there is a second room");
  // By id, by token, each seat by its secret, and who is at the door.
  const doors = rooms.filter(({ door }) => door !== null).length;
  if (keys.length > rooms.length * 4 + doors) say("I6", "the relay can still find what has ended");
  if (view.timers > OWN_TIMERS + rooms.length + reopened.length)
    say("I10", `the relay has ${String(view.timers)} timers`);
  if (view.backlogBytes > LIMITS.backlogTotalBytesMax) say("I10", "too much waits for slow readers");
  if (view.pending.bytes > LIMITS.pendingBytesMax || view.pending.sockets > view.sockets)
    say("I10", "strangers hold too much");
}
