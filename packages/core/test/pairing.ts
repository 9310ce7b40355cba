import { handshakes, seededCrypto } from "../src/index.ts";
import type { Crypto, Frame, InitiatorState, PairSession, ResponderState } from "../src/index.ts";

/** Two sides of one handshake, with every state and block it passed through. States are copies: each can be played on from. */
export interface Pairing {
  readonly c: Crypto;
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
  readonly waitingI: InitiatorState;
  readonly waitingR: ResponderState;
  readonly answeredR: ResponderState;
  readonly m1: Uint8Array;
  readonly m2: Uint8Array;
  readonly m3: Uint8Array;
  readonly initiator: PairSession;
  readonly responder: PairSession;
}

/** A handshake in which nothing goes wrong. */
export async function pair(seed: string, c: Crypto = seededCrypto(seed)): Promise<Pairing> {
  const [roomId, inviteKey] = [c.random.bytes(16), c.random.bytes(32)];
  const policy = { path: "direct", rejoin: false } as const;
  const { state, block: m1 } = await handshakes.initiate(c, { roomId, inviteKey, policy });
  const waitingI = structuredClone(state);
  const fresh = handshakes.respond({ roomId, inviteKey, path: "direct" });
  const waitingR = structuredClone(fresh);
  const answer = await handshakes.stepResponder(c, fresh, m1);
  if (answer.kind !== "answer") throw new Error(answer.kind);
  const answeredR = structuredClone(answer.state);
  const done = await handshakes.stepInitiator(c, state, answer.block);
  if (done.kind !== "established") throw new Error(done.kind);
  const end = await handshakes.stepResponder(c, answer.state, done.block);
  if (end.kind !== "established") throw new Error(end.kind);
  const [initiator, responder] = [done.session, end.session];
  const blocks = { m1, m2: answer.block, m3: done.block };
  return { c, roomId, inviteKey, waitingI, waitingR, answeredR, ...blocks, initiator, responder };
}

/** A frame that says a text of its own. */
export function saying(text: string, order = 1): Frame {
  const body = new TextEncoder().encode(`\0${text}`);
  return { acks: { signal: 0, talk: 0 }, content: { kind: 64, order, id: new Uint8Array(16).fill(1), body } };
}
