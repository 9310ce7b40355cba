/*
 * A conversation with oneself before anybody waits for one. The runtime compiles what has run; the first real handshake and rekeying
 * would otherwise be the slowest of all, in the one moment in which two people look at the page.
 */
import { KIND, handshakes, openBlock, rekeying, sealFrame, sessions, wipe } from "@tacet/core";
import type { Crypto, Frame, PairSession } from "@tacet/core";

const KEY_BYTES = 32;
const ROOM_ID_BYTES = 16;

interface Two {
  readonly initiator: PairSession;
  readonly responder: PairSession;
}

/**
 * Goes through handshake, frames and rekeying once, with an invitation that exists nowhere and keys that are erased. Rejects with what
 * the runtime's cryptography rejects with.
 */
export async function warmUp(crypto: Crypto): Promise<void> {
  const inviteKey = crypto.random.bytes(KEY_BYTES);
  const roomId = crypto.random.bytes(ROOM_ID_BYTES);
  const met = await meet(crypto, { roomId, inviteKey }).finally(() => {
    wipe(inviteKey);
  });
  if (met === null) return;
  const { initiator, responder } = await rekey(crypto, met);
  sessions.wipe(initiator);
  sessions.wipe(responder);
}

async function meet(
  crypto: Crypto,
  invitation: { readonly roomId: Uint8Array; readonly inviteKey: Uint8Array },
): Promise<Two | null> {
  const path = "direct";
  const first = await handshakes.initiate(crypto, { ...invitation, policy: { path, rejoin: false } });
  const waiting = handshakes.respond({ ...invitation, path });
  const second = await handshakes.stepResponder(crypto, waiting, first.block);
  if (second.kind !== "answer") return wipeAll(first.state, waiting);
  const third = await handshakes.stepInitiator(crypto, first.state, second.block);
  if (third.kind !== "established") return wipeAll(first.state, second.state);
  const done = await handshakes.stepResponder(crypto, second.state, third.block);
  if (done.kind === "established") return { initiator: third.session, responder: done.session };
  sessions.wipe(third.session);
  return wipeAll(second.state);
}

function wipeAll(...states: readonly Parameters<typeof handshakes.wipe>[0][]): null {
  states.forEach(handshakes.wipe);
  return null;
}

async function rekey(crypto: Crypto, { initiator, responder }: Two): Promise<Two> {
  const asked = await rekeying.begin(crypto, initiator);
  const carried = await carry({ from: asked.session, to: responder }, frameOf(KIND.rk1, asked.body));
  const answered = await rekeying.answer(crypto, carried.to, asked.body);
  if (answered === null) return { initiator: carried.from, responder: carried.to };
  const finished = await rekeying.finish(crypto, carried.from, answered.body, 0);
  const { session } = finished ?? { session: carried.from };
  const { from, to } = await carry({ from: session, to: answered.session }, frameOf(KIND.heartbeat));
  return { initiator: from, responder: to };
}

async function carry(
  between: { readonly from: PairSession; readonly to: PairSession },
  frame: Frame,
): Promise<{ readonly from: PairSession; readonly to: PairSession }> {
  const { session: from, block } = await sealFrame(between.from, frame);
  return { from, to: (await openBlock(between.to, block, 0)).session };
}

function frameOf(kind: number, body: Uint8Array = new Uint8Array(0)): Frame {
  return {
    acks: { signal: 0, talk: 0 },
    content: { kind, order: 0, id: new Uint8Array(ROOM_ID_BYTES), body },
  };
}
