import { FRAME_LIMITS, type PhraseEnd, encodeFromRelay } from "@tacet/wire";
import { type HeadCount, UNCOUNTED, type Visit } from "../limits/headcount.ts";
import type { MinuteLimit } from "../limits/gcra.ts";
import type { RelayPorts } from "../ports.ts";
import type { Entry, Place, SeatSocket } from "../rooms/entry.ts";
import { type Phrase, type PhraseEffect, type PhraseEvent, type Side, stepPhrase } from "./phrase.ts";

/** Bounds of spec/phrase.md 7. */
export interface PhraseLimits {
  readonly phraseTtlMs: number;
  readonly phraseAttemptMs: number;
  readonly phraseOffersPerRoomMax: number;
  readonly phrasesOpenMax: number;
  readonly phraseAttemptsMax: number;
}

/** What is counted by network address: offers and beginnings by the minute, attempts at the same time. */
export interface PhraseCounts {
  readonly phraseOffers: MinuteLimit;
  readonly phraseBeginnings: MinuteLimit;
  readonly phraseAttempts: HeadCount;
}

/** The socket of somebody who was told a phrase. It belongs to its attempt and to nothing else. */
export interface JoinerSocket {
  send(frame: Uint8Array): void;
  finish(frame: Uint8Array): void;
  /** Told before anything is sent to it. */
  join(attempt: JoinedAttempt): void;
}

/** What a joiner's socket can do to its attempt. Both do nothing once it is over. */
export interface JoinedAttempt {
  message(frame: Uint8Array): void;
  /** The socket is gone, or is about to be closed for a fault. */
  left(): void;
}

/** A look into the table, for tests that search it. */
export interface PhraseContents {
  readonly address: number;
  readonly nonce: string;
  readonly phase: Phrase["phase"];
}

/** All that is kept of a phrase. No word of its secret comes near it. */
interface Held {
  phrase: Phrase | null;
  readonly entry: Entry;
  readonly address: number;
  readonly nonce: Uint8Array;
  readonly inviter: SeatSocket;
  joiner: JoinerSocket | null;
  cancelTimer: () => void;
  /** The joiner's, as one who makes an attempt. */
  visit: Visit;
}

/** An address is drawn again while it is taken. With a table at most 1/1,024 full, so many draws are all taken never. */
const DRAWS_MAX = 64;

/** The phrases that are open at this relay, and the attempts that are on (spec/phrase.md 6). In memory only. */
export class PhraseTable {
  readonly #ports: RelayPorts;
  readonly #limits: PhraseLimits;
  readonly #counts: PhraseCounts;
  readonly #open = new Map<number, Held>();
  readonly #attempts = new Set<Held>();

  constructor(ports: RelayPorts, limits: PhraseLimits, counts: PhraseCounts) {
    this.#ports = ports;
    this.#limits = limits;
    this.#counts = counts;
  }

  /** A seat offers a phrase: answered with `phrase-placed` or `phrase-over`, and the one before it is over either way. */
  offer(place: Place, inviter: SeatSocket, nonce: Uint8Array, visit: Visit): void {
    const { entry } = place;
    entry.phrase?.end("replaced");
    const hindrance = this.#hindrance(place, visit);
    const address = hindrance === null ? this.#draw() : null;
    if (address === null) return inviter.send(overFrame(hindrance ?? "busy"));
    entry.phraseOffers += 1;
    const endsMs = Math.min(this.#nowMs() + this.#limits.phraseTtlMs, entry.room.expiresMs);
    const held: Held = {
      phrase: { phase: "open", endsMs },
      entry,
      address,
      nonce: Uint8Array.from(nonce),
      inviter,
      joiner: null,
      cancelTimer: () => undefined,
      visit: UNCOUNTED,
    };
    this.#open.set(address, held);
    entry.phrase = { end: (how) => this.#step(held, { on: how }, null), message: this.#fromInviter(held) };
    this.#arm(held);
    inviter.send(encodeFromRelay({ kind: "phrase-placed", address, timeLeftMs: this.#timeLeftMs(held) }));
  }

  /** Somebody was told a phrase. Limits are looked at first, so that `busy` tells nothing of an address. */
  begin(joiner: JoinerSocket, address: number, visit: Visit): void {
    const nowMs = this.#nowMs();
    const hurried = visit.tag !== null && this.#counts.phraseBeginnings.take(visit.tag, nowMs) > 0;
    const crowded =
      this.#attempts.size >= this.#limits.phraseAttemptsMax ||
      (visit.tag !== null && this.#counts.phraseAttempts.isFull(visit.tag));
    if (hurried || crowded) return joiner.finish(overFrame("busy"));
    const held = this.#open.get(address);
    this.#open.delete(address);
    if (held === undefined) return joiner.finish(overFrame("unknown"));
    this.#meet(held, joiner, visit, nowMs);
  }

  contents(): readonly PhraseContents[] {
    return [...this.#open.values(), ...this.#attempts].map(({ address, nonce, phrase }) => ({
      address,
      nonce: Buffer.from(nonce).toString("hex"),
      phase: phrase?.phase ?? "open",
    }));
  }

  #hindrance({ entry, seat }: Place, { tag }: Visit): PhraseEnd | null {
    const hurried = tag !== null && this.#counts.phraseOffers.take(tag, this.#nowMs()) > 0;
    if (seat !== 0 || entry.room.phase !== "waiting") return "closed";
    const full = this.#open.size >= this.#limits.phrasesOpenMax;
    return hurried || full || entry.phraseOffers >= this.#limits.phraseOffersPerRoomMax ? "busy" : null;
  }

  /** A free address, each as likely as any other, since 2^22 divides 2^32. */
  #draw(): number | null {
    for (let draws = 0; draws < DRAWS_MAX; draws += 1) {
      const [a = 0, b = 0, c = 0] = this.#ports.random(3);
      const address = ((a << 16) | (b << 8) | c) % FRAME_LIMITS.phraseAddresses;
      if (!this.#open.has(address)) return address;
    }
    return null;
  }

  /** The address is out of the table already: whatever is answered now, it served its one attempt. */
  #meet(held: Held, joiner: JoinerSocket, visit: Visit, nowMs: number): void {
    const due = held.phrase === null || nowMs >= held.phrase.endsMs;
    if (due) {
      this.#step(held, { on: "time" }, null);
      return joiner.finish(overFrame("unknown"));
    }
    held.joiner = joiner;
    if (visit.tag !== null) held.visit = this.#counts.phraseAttempts.enter(visit.tag) ?? UNCOUNTED;
    this.#attempts.add(held);
    joiner.join({
      message: (frame) => this.#step(held, { on: "message", from: "joiner" }, frame),
      left: () => this.#step(held, { on: "left" }, null),
    });
    const endsMs = Math.min(nowMs + this.#limits.phraseAttemptMs, held.entry.room.expiresMs);
    this.#step(held, { on: "begin", endsMs }, null);
  }

  #fromInviter(held: Held): (frame: Uint8Array) => void {
    return (frame) => this.#step(held, { on: "message", from: "inviter" }, frame);
  }

  #step(held: Held, event: PhraseEvent, frame: Uint8Array | null): void {
    if (held.phrase === null) return;
    const { phrase, effects } = stepPhrase(held.phrase, event, this.#nowMs());
    const changed = phrase !== held.phrase;
    held.phrase = phrase;
    if (phrase === null) this.#forget(held);
    else if (changed || event.on === "time") this.#arm(held);
    for (const effect of effects) this.#perform(held, effect, frame);
    if (phrase === null) held.nonce.fill(0);
  }

  #perform(held: Held, effect: PhraseEffect, frame: Uint8Array | null): void {
    switch (effect.do) {
      case "begun": {
        const { nonce } = held;
        const begun = encodeFromRelay({ kind: "phrase-begun", nonce, timeLeftMs: this.#timeLeftMs(held) });
        held.inviter.send(begun);
        held.joiner?.send(begun);
        return;
      }
      case "forward":
        if (frame === null) return;
        if (effect.last) held.joiner?.finish(frame);
        else socketOf(held, effect.to)?.send(frame);
        return;
      case "over":
        if (effect.to === "joiner") held.joiner?.finish(overFrame(effect.code));
        else held.inviter.send(overFrame(effect.code));
        return;
      case "fault":
        socketOf(held, effect.to)?.finish(encodeFromRelay({ kind: "fault", code: "order" }));
        return;
      default:
        effect satisfies never;
    }
  }

  #arm(held: Held): void {
    held.cancelTimer();
    const delayMs = (held.phrase?.endsMs ?? 0) - this.#nowMs();
    held.cancelTimer = this.#ports.clock.after(delayMs, () => this.#step(held, { on: "time" }, null));
  }

  #forget(held: Held): void {
    held.cancelTimer();
    held.visit.leave();
    if (this.#open.get(held.address) === held) this.#open.delete(held.address);
    this.#attempts.delete(held);
    held.entry.phrase = null;
  }

  #timeLeftMs({ phrase }: Held): number {
    return Math.max(0, Math.floor((phrase?.endsMs ?? 0) - this.#nowMs()));
  }

  #nowMs(): number {
    return this.#ports.clock.nowMs();
  }
}

function socketOf(held: Held, side: Side): SeatSocket | JoinerSocket | null {
  return side === "inviter" ? held.inviter : held.joiner;
}

function overFrame(code: PhraseEnd): Uint8Array {
  return encodeFromRelay({ kind: "phrase-over", code });
}
