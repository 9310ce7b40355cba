import { type Crypto, type Frame, KIND, type PairSession, streamOf } from "../../src/index.ts";
import { step } from "../../src/pair/chain.ts";
import type { Role } from "../../src/pair/role.ts";
import { open } from "../../src/primitives/aead.ts";
import type { Calls } from "./calls.ts";
import type { Chance } from "./chance.ts";
import { hold } from "./violation.ts";

/** A frame as it left its sender. Everything that crosses the network is recorded by somebody. */
export interface Recorded {
  readonly from: Role;
  readonly epoch: number;
  readonly counter: number;
  readonly block: Uint8Array;
  readonly frame: Frame;
  /** The key that this block, and nothing else, was sealed under: the measure of what a thief can read. */
  readonly key: Uint8Array;
}

/** A block under way. `genuine` is the frame that it is, byte for byte; null for what the network made up. */
export interface InFlight {
  readonly to: Role;
  readonly block: Uint8Array;
  readonly genuine: Recorded | null;
}

export interface Peer {
  session: PairSession;
  /** What was accepted, and when frames were passed over: the model's own book, kept apart from the session. */
  readonly accepted: Set<Recorded>;
  readonly passed: Map<Recorded, number>;
  /** Blocks of the next epoch that wait (spec/pair.md 7). */
  early: InFlight[];
}

/** Two established sessions, the network between them, and the clock. */
export interface World {
  readonly calls: Calls;
  readonly crypto: Crypto;
  readonly chance: Chance;
  readonly peers: Readonly<Record<Role, Peer>>;
  readonly recorded: Recorded[];
  inFlight: InFlight[];
  nowMs: number;
}

const NONE = new Uint8Array(0);
const NO_ID = new Uint8Array(16);

export const otherOf = (role: Role): Role => (role === "initiator" ? "responder" : "initiator");

/** Seals content and puts it on the network. An epoch that is full or gone sends nothing. */
async function send(
  world: World,
  from: Role,
  kind: number,
  body: Uint8Array = NONE,
  previousEpoch = false,
): Promise<void> {
  const peer = world.peers[from];
  const talks = streamOf(kind) === "talk";
  const id = talks ? world.chance.bytes(16) : NO_ID;
  const frame: Frame = { acks: { signal: 0, talk: 0 }, content: { kind, order: talks ? 1 : 0, id, body } };
  if (previousEpoch && peer.session.previous?.send === null) return;
  const chain = previousEpoch ? peer.session.previous?.send : peer.session.current.send;
  const key = step(chain ?? peer.session.current.send).frameKey;
  const { session, block } = await world.calls.sealFrame(peer.session, frame, { previousEpoch });
  peer.session = session;
  const view = new DataView(block.buffer);
  const genuine: Recorded = { from, epoch: view.getUint32(1), counter: view.getUint32(5), block, frame, key };
  hold("same keys", (await open(key, block.subarray(0, 9), block.subarray(9))) !== null, "another frame key");
  world.recorded.push(genuine);
  world.inFlight.push({ to: otherOf(from), block, genuine });
}

export async function say(world: World, from: Role): Promise<void> {
  await send(world, from, KIND.text, Uint8Array.of(0, ...world.chance.bytes(1 + world.chance.pick(40))));
}

/** Begins an exchange, or sends rk1 again, sealed anew. */
export async function rekey(world: World): Promise<void> {
  const peer = world.peers.initiator;
  const { session, body } = await world.calls.rekeying.begin(world.crypto, peer.session);
  peer.session = session;
  await send(world, "initiator", KIND.rk1, body);
}

export function wait(world: World, ms: number): void {
  world.nowMs += ms;
  for (const role of ["initiator", "responder"] as const) {
    const peer = world.peers[role];
    peer.session = world.calls.expireKeys(peer.session, world.nowMs);
  }
}

/** Gives a block to its receiver, checks what came of it against what was sent, and lets the rekeying answer. */
export async function deliver(world: World, it: InFlight): Promise<void> {
  const peer = world.peers[it.to];
  const before = structuredClone(peer.session);
  const opened = await world.calls.openBlock(peer.session, it.block, world.nowMs);
  if (opened.kind === "dropped" || opened.kind === "early") {
    hold("dropped changes nothing", opened.session === peer.session, opened.kind);
    hold("dropped changes nothing", same(before, opened.session), "a dropped block left a mark");
    if (opened.kind === "early" && peer.early.length < 64) peer.early.push(it);
    return;
  }
  const genuine = it.genuine;
  if (genuine === null || opened.kind !== "frame") {
    hold("damaged is dropped", false, `${it.to} took what nobody sent it (${opened.kind})`);
    return;
  }
  hold(
    "accepted once",
    !peer.accepted.has(genuine),
    `epoch ${String(genuine.epoch)} frame ${String(genuine.counter)}`,
  );
  hold("accepted as sent", genuine.from !== it.to && same(opened.frame, genuine.frame), "another content");
  notePassed(world, peer, genuine);
  peer.accepted.add(genuine);
  peer.session = opened.session;
  await answer(world, it.to, opened.frame);
}

/** Frames below the highest opened one are passed over from the moment that it opened. */
function notePassed(world: World, peer: Peer, opened: Recorded): void {
  for (const one of world.recorded) {
    const passed = one.from === opened.from && one.epoch === opened.epoch && one.counter < opened.counter;
    if (passed && !peer.accepted.has(one) && !peer.passed.has(one)) peer.passed.set(one, world.nowMs);
  }
}

async function answer(world: World, to: Role, { content }: Frame): Promise<void> {
  const peer = world.peers[to];
  const { rekeying } = world.calls;
  if (content.kind === KIND.rk1) {
    const answered = await rekeying.answer(world.crypto, peer.session, content.body);
    if (answered === null) return;
    peer.session = answered.session;
    await send(world, to, KIND.rk2, answered.body, true);
    await say(world, to);
  }
  if (content.kind === KIND.rk2) {
    const finished = await rekeying.finish(world.crypto, peer.session, content.body, world.nowMs);
    if (finished === null) return;
    peer.session = finished.session;
    const waiting = peer.early;
    peer.early = [];
    await say(world, to);
    for (const one of waiting) await deliver(world, one);
  }
}

/** Whether two plain values are the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
