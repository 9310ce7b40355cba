/*
 * WebRTC on virtual time, as far as the peer driver uses it (packages/client/src/drivers/peer-connection.ts): descriptions, candidates, one
 * or more channels. Two connection objects meet when each has the other's description and one of them a candidate, unless the way is blocked.
 */
import type { PeerConnectionConstructor } from "../packages/client/src/index.ts";
import type { Dice } from "./dice.ts";
import { createLine } from "./line.ts";
import type { Delay, End, Item, Line, LineEnd } from "./line.ts";
import type { World } from "./world.ts";

/** Whoever owns a connection object, known by name: what it is told waits while its page is frozen. */
export interface Owner {
  readonly name: string;
  /** A connection object is made: an address may be gathered from now on. */
  made?(): void;
  deliver(run: () => void): void;
}

export interface Ether {
  /** While true no two objects meet. */
  blocked: boolean;
  constructorFor(owner: Owner): PeerConnectionConstructor;
  /** The connection breaks, and both objects say so. */
  cut(): void;
  /** Nothing comes for so long; an engine says so after some seconds, and gives up after some more. */
  stall(ms: number): void;
  /** Stalls are over. */
  resume(): void;
  /** Nothing comes any more, and no object says so. */
  silence(): void;
  /** A page is gone: its objects are too. `told` says whether the other side's engine hears of it at once. */
  vanish(owner: Owner, told: boolean): void;
  /** Connection objects that are not closed. */
  open(owner: Owner): number;
  readonly descriptions: number;
}

const NAME = /canary-description-(\d+)/;
const CANDIDATES = 2;
const DISCONNECTED_MS = 5_000;
const FAILED_MS = 25_000;
const CHECKING_MS = 15_000;

interface Medium {
  readonly world: World;
  readonly dice: Dice;
  readonly delay: Delay;
  readonly peers: Map<number, MemoryPeer>;
  readonly blocked: () => boolean;
}

export function createEther(world: World, dice: Dice, delay: Delay): Ether {
  const peers = new Map<number, MemoryPeer>();
  const medium: Medium = { world, dice, delay, peers, blocked: () => ether.blocked };
  const met = (): MemoryPeer[] => [...peers.values()].filter((peer) => peer.line !== null);
  let made = 0;
  let stalls = 0;
  const tell = (peer: MemoryPeer, ms: number, state: RTCPeerConnectionState): void => {
    world.after(ms, () => {
      peer.say(state);
    });
  };
  /** As long as the stall that it comes from is not over. */
  const tellOfStall = (peer: MemoryPeer, ms: number, state: RTCPeerConnectionState): void => {
    const stall = stalls;
    world.after(ms, () => {
      if (stall === stalls) peer.say(state);
    });
  };
  const ether: Ether = {
    blocked: false,
    constructorFor: (owner) => {
      const constructor = class extends MemoryPeer {
        constructor() {
          made += 1;
          owner.made?.();
          super(medium, owner, made);
        }
        static generateCertificate(): Promise<object> {
          return Promise.resolve({});
        }
      };
      return constructor as unknown as PeerConnectionConstructor;
    },
    cut: () => {
      for (const peer of met()) {
        peer.line?.cut({ left: null, right: null });
        tell(peer, dice.below(400), "failed");
      }
    },
    stall: (ms) => {
      for (const peer of met()) {
        peer.line?.stall(ms);
        if (ms > DISCONNECTED_MS) tellOfStall(peer, DISCONNECTED_MS + dice.below(500), "disconnected");
        if (ms > FAILED_MS) tellOfStall(peer, FAILED_MS + dice.below(2000), "failed");
        else if (ms > DISCONNECTED_MS) tellOfStall(peer, ms + 600, "connected");
      }
    },
    resume: () => {
      stalls += 1;
      for (const peer of met()) {
        peer.line?.resume();
        if (peer.connectionState === "disconnected" && peer.line?.alive() === true)
          tell(peer, 100, "connected");
      }
    },
    silence: () => {
      for (const peer of met()) peer.line?.silence();
    },
    vanish: (owner, told) => {
      for (const peer of peers.values()) {
        if (peer.owner.name !== owner.name) continue;
        const { other } = peer;
        if (other !== null && told) peer.close();
        else if (other !== null) {
          peer.line?.silence();
          tell(other, DISCONNECTED_MS + dice.below(1000), "disconnected");
          tell(other, FAILED_MS + dice.below(3000), "failed");
        }
        peers.delete(peer.number);
      }
    },
    open: (owner) => [...peers.values()].filter((peer) => peer.owner.name === owner.name).length,
    get descriptions() {
      return made;
    },
  };
  return ether;
}

class MemoryPeer {
  readonly owner: Owner;
  readonly number: number;
  readonly channels: MemoryChannel[] = [];
  line: Line | null = null;
  other: MemoryPeer | null = null;
  connectionState: RTCPeerConnectionState = "new";
  localDescription: { readonly type: string; readonly sdp: string } | null = null;
  onicecandidate: ((event: { readonly candidate: { readonly candidate: string } | null }) => void) | null =
    null;
  onconnectionstatechange: (() => void) | null = null;
  readonly #medium: Medium;
  #remote: number | null = null;
  #candidate = false;
  #checking = false;

  constructor(medium: Medium, owner: Owner, number: number) {
    this.#medium = medium;
    this.owner = owner;
    this.number = number;
    medium.peers.set(number, this);
  }

  createDataChannel(_label: string, { id }: { readonly id: number }): MemoryChannel {
    const channel = new MemoryChannel(this.#medium, this, id);
    this.channels.push(channel);
    return channel;
  }

  setLocalDescription(): Promise<void> {
    const type = this.#remote === null ? "offer" : "answer";
    this.localDescription = { type, sdp: `v=0\r\ns=canary-description-${String(this.number)}\r\n` };
    const { world, dice } = this.#medium;
    for (let at = 0; at <= CANDIDATES; at += 1) {
      const text = `candidate:canary-${String(this.number)} ${String(at)} udp`;
      const candidate = at < CANDIDATES ? { candidate: text } : null;
      world.after(at * 10 + dice.below(10), () => {
        this.#tell(() => this.onicecandidate?.({ candidate }));
      });
    }
    return Promise.resolve();
  }

  setRemoteDescription({ sdp }: { readonly sdp: string }): Promise<void> {
    const named = NAME.exec(sdp)?.[1];
    if (named === undefined) return Promise.reject(new Error("no description"));
    this.#remote = Number(named);
    if (sdp.includes("candidate:")) this.#candidate = true;
    this.#check();
    return Promise.resolve();
  }

  addIceCandidate({ candidate }: { readonly candidate: string }): Promise<void> {
    if (candidate !== "") this.#candidate = true;
    this.#check();
    return Promise.resolve();
  }

  close(): void {
    if (this.connectionState === "closed") return;
    this.connectionState = "closed";
    this.#medium.peers.delete(this.number);
    for (const channel of this.channels) channel.shut();
  }

  say(state: RTCPeerConnectionState): void {
    if (this.connectionState === "closed" || this.connectionState === "failed") return;
    this.#tell(() => {
      this.connectionState = state;
      this.onconnectionstatechange?.();
    });
  }

  meet(other: MemoryPeer, line: Line): void {
    this.other = other;
    this.line = line;
    this.#tell(() => {
      this.connectionState = "connected";
      this.onconnectionstatechange?.();
      for (const channel of this.channels) channel.open();
    });
  }

  end(): LineEnd {
    const take = (item: Item): void => {
      this.#tell(() => {
        this.channels.find(({ id }) => id === item.channel)?.take(item);
      });
    };
    return { take, broken: () => undefined };
  }

  knows(other: MemoryPeer): boolean {
    return this.#remote === other.number;
  }

  get hasCandidate(): boolean {
    return this.#candidate;
  }

  get side(): End {
    return this.localDescription?.type === "offer" ? "left" : "right";
  }

  #tell(run: () => void): void {
    this.owner.deliver(() => {
      if (this.connectionState !== "closed") run();
    });
  }

  #check(): void {
    if (this.#checking) return;
    this.#checking = true;
    const { world } = this.#medium;
    const endMs = world.nowMs() + CHECKING_MS;
    const look = (): void => {
      if (this.line !== null || this.connectionState === "closed") return;
      if (this.#pair()) return;
      if (world.nowMs() >= endMs) this.say("failed");
      else world.after(100, look);
    };
    world.after(1, look);
  }

  #pair(): boolean {
    const { world, dice, delay, peers, blocked } = this.#medium;
    const other = this.#remote === null ? undefined : peers.get(this.#remote);
    if (blocked() || other === undefined || !other.knows(this) || other.line !== null) return false;
    if (!this.#candidate && !other.hasCandidate) return false;
    const [left, right] = this.side === "left" ? [this, other] : [other, this];
    const ends = { left: left.end(), right: right.end() };
    const line = createLine({ world, dice, delay, ends });
    [this.line, other.line] = [line, line];
    for (const [one, its] of [
      [left, right],
      [right, left],
    ] as const) {
      world.after(2 * delay.leastMs + dice.below(20), () => {
        one.meet(its, line);
      });
    }
    return true;
  }
}

class MemoryChannel {
  binaryType: BinaryType = "blob";
  bufferedAmountLowThreshold = 0;
  readyState: RTCDataChannelState = "connecting";
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  readonly id: number;
  readonly #medium: Medium;
  readonly #peer: MemoryPeer;

  constructor(medium: Medium, peer: MemoryPeer, id: number) {
    this.#medium = medium;
    this.#peer = peer;
    this.id = id;
  }

  get bufferedAmount(): number {
    return this.#peer.line?.waitingBytes(this.#far()) ?? 0;
  }

  send(bytes: Uint8Array): void {
    const before = this.bufferedAmount;
    const gone = (): void => {
      // In a moment of its own: this one is the receiver's.
      this.#medium.world.after(0, () => {
        const low =
          before > this.bufferedAmountLowThreshold && this.bufferedAmount <= this.bufferedAmountLowThreshold;
        if (low && this.readyState === "open") this.#peer.owner.deliver(() => this.onbufferedamountlow?.());
      });
    };
    this.#peer.line?.send(this.#far(), { kind: "message", bytes: bytes.slice(), channel: this.id }, gone);
  }

  open(): void {
    this.readyState = "open";
    this.onopen?.();
  }

  /** In order: what was sent before still arrives. */
  close(): void {
    if (this.readyState === "open") this.shut();
  }

  shut(): void {
    this.readyState = "closed";
    this.#peer.line?.send(this.#far(), { kind: "close", code: 0, channel: this.id });
  }

  take(item: Item): void {
    if (item.kind === "message") {
      if (this.readyState === "open") this.onmessage?.({ data: Uint8Array.from(item.bytes).buffer });
    } else if (this.readyState !== "closed") {
      this.readyState = "closed";
      this.onclose?.();
    }
  }

  #far(): End {
    return this.#peer.side === "left" ? "right" : "left";
  }
}
