import {
  blockHash,
  handshakes,
  type Crypto,
  equal,
  type InitiatorState,
  type PairSession,
  type ResponderState,
} from "../../src/index.ts";
import type { Chance } from "./chance.ts";
import { hold } from "./violation.ts";

/** Both sides while they find each other. */
interface Meeting {
  readonly c: Crypto;
  readonly stateI: InitiatorState;
  stateR: ResponderState;
  initiator: PairSession | null;
  responder: PairSession | null;
  answered: { readonly hash: Uint8Array; readonly m3: Uint8Array } | null;
  readonly toI: Uint8Array[];
  readonly toR: Uint8Array[];
}

/** A handshake over a network that loses, doubles, swaps and damages blocks, with the repeats of spec/pair.md 4. */
export async function handshake(
  c: Crypto,
  chance: Chance,
): Promise<{ readonly initiator: PairSession; readonly responder: PairSession }> {
  const [roomId, inviteKey] = [chance.bytes(16), chance.bytes(32)];
  const policy = { path: "direct", rejoin: false } as const;
  const { state: stateI, block: m1 } = await handshakes.initiate(c, { roomId, inviteKey, policy });
  const stateR = handshakes.respond({ roomId, inviteKey, path: "direct" });
  const it: Meeting = {
    c,
    stateI,
    stateR,
    initiator: null,
    responder: null,
    answered: null,
    toI: [],
    toR: [m1],
  };
  for (let turn = 0; turn < 400; turn += 1) {
    if (it.initiator !== null && it.responder !== null) {
      return { initiator: it.initiator, responder: it.responder };
    }
    if (chance.percent(20)) it.toR.push(m1);
    const forR = hostile(chance, it.toR, it.toI);
    if (forR !== null && it.responder === null) await atResponder(it, forR);
    const forI = hostile(chance, it.toI, it.toR);
    if (forI !== null) await atInitiator(it, forI);
  }
  throw new Error("no handshake in 400 turns");
}

async function atResponder(it: Meeting, block: Uint8Array): Promise<void> {
  const stepped = await handshakes.stepResponder(it.c, it.stateR, block);
  hold("handshake", stepped.kind !== "failed", "the responder gave up on damaged blocks");
  if (stepped.kind === "established") it.responder = stepped.session;
  if (stepped.kind !== "answer") return;
  it.stateR = stepped.state;
  it.toI.push(stepped.block);
}

async function atInitiator(it: Meeting, block: Uint8Array): Promise<void> {
  if (it.answered !== null) {
    if (equal(blockHash(block), it.answered.hash)) it.toR.push(it.answered.m3);
    return;
  }
  const stepped = await handshakes.stepInitiator(it.c, it.stateI, block);
  hold("handshake", stepped.kind !== "failed", "the initiator gave up on damaged blocks");
  if (stepped.kind !== "established") return;
  it.initiator = stepped.session;
  it.answered = { hash: stepped.answeredHash, m3: stepped.block };
  it.toR.push(stepped.block);
}

/** The next block for one side: the true one, a damaged one, one of its own, or none. */
function hostile(chance: Chance, queue: Uint8Array[], own: readonly Uint8Array[]): Uint8Array | null {
  if (chance.percent(10)) return own[0] ?? null;
  const at = chance.pick(Math.max(queue.length, 1));
  const block = chance.percent(30) ? queue[at] : queue.splice(at, 1)[0];
  if (block === undefined || chance.percent(25)) return null;
  if (chance.percent(15)) return block.slice(0, chance.pick(block.length));
  const bit = chance.pick(block.length * 8);
  return chance.percent(15) ? block.with(bit >> 3, (block[bit >> 3] ?? 0) ^ (128 >> (bit & 7))) : block;
}
