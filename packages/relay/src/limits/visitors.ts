import type { RelayPorts } from "../ports.ts";
import { labelledMac } from "../proofs/hashes.ts";
import { networkOf, plain } from "./address.ts";
import { MinuteLimit } from "./gcra.ts";
import { HeadCount } from "./headcount.ts";

const LABEL = "tacet/v1/relay/address";
const KEY_LIFE_MS = 3_600_000;
/** Requests that are refused do not count as rooms, but they do cost work. */
const REQUESTS_PER_ROOM = 10;

export interface VisitorLimits {
  readonly roomsPerMinute: number;
  readonly socketsPerMinute: number;
  readonly socketsPerAddressMax: number;
  readonly connectionsPerAddressMax: number;
  readonly phrasesPerMinute: number;
  readonly phraseAttemptsPerAddressMax: number;
}

/**
 * Counts visitors without knowing them (spec/relay.md 8): an address is seen only as an HMAC under a random key, and key and
 * counts are thrown away together every hour.
 */
export class Visitors {
  readonly rooms: MinuteLimit;
  readonly roomRequests: MinuteLimit;
  readonly sockets: MinuteLimit;
  readonly openSockets: HeadCount;
  readonly connections: HeadCount;
  readonly phraseOffers: MinuteLimit;
  readonly phraseBeginnings: MinuteLimit;
  readonly phraseAttempts: HeadCount;
  readonly #ports: RelayPorts;
  #key: Uint8Array;
  #bornMs: number;
  #cancel: () => void;

  constructor(ports: RelayPorts, limits: VisitorLimits) {
    this.#ports = ports;
    this.rooms = new MinuteLimit(limits.roomsPerMinute);
    this.roomRequests = new MinuteLimit(limits.roomsPerMinute * REQUESTS_PER_ROOM);
    this.sockets = new MinuteLimit(limits.socketsPerMinute);
    this.openSockets = new HeadCount(limits.socketsPerAddressMax);
    this.connections = new HeadCount(limits.connectionsPerAddressMax);
    this.phraseOffers = new MinuteLimit(limits.phrasesPerMinute);
    this.phraseBeginnings = new MinuteLimit(limits.phrasesPerMinute);
    this.phraseAttempts = new HeadCount(limits.phraseAttemptsPerAddressMax);
    this.#key = ports.random(32);
    this.#bornMs = ports.clock.nowMs();
    this.#cancel = this.#wait();
  }

  /** The name under which an address is counted in this hour. */
  tagOf(address: string): string {
    const network = Buffer.from(networkOf(address));
    return Buffer.from(labelledMac(this.#key, LABEL, network)).toString("base64url");
  }

  /** The same name as a number of 48 bits, where a table keeps no names. */
  numberOf(address: string): number {
    const network = Buffer.from(networkOf(plain(address)));
    return Buffer.from(labelledMac(this.#key, LABEL, network)).readUIntBE(0, 6);
  }

  tags(): readonly string[] {
    return this.#counts().flatMap((counts) => [...counts.keys()]);
  }

  close(): void {
    this.#cancel();
    this.#forget();
  }

  #wait(): () => void {
    const { clock } = this.#ports;
    const restMs = this.#bornMs + KEY_LIFE_MS - clock.nowMs();
    return clock.after(restMs, () => {
      if (clock.nowMs() >= this.#bornMs + KEY_LIFE_MS) this.#forget();
      this.#cancel = this.#wait();
    });
  }

  #forget(): void {
    this.#key.fill(0);
    this.#key = this.#ports.random(32);
    this.#bornMs = this.#ports.clock.nowMs();
    for (const counts of this.#counts()) counts.clear();
  }

  #counts(): readonly (MinuteLimit | HeadCount)[] {
    const phrases = [this.phraseOffers, this.phraseBeginnings, this.phraseAttempts];
    return [this.rooms, this.roomRequests, this.sockets, this.openSockets, this.connections, ...phrases];
  }
}
