import { blockHash, handshakes, equal } from "@tacet/core";
import type { Crypto, InitiatorState, PairSession, PathPolicy, ResponderState } from "@tacet/core";
import type { HandshakeOutcome, Rejoin, SessionView } from "../pair/messages.ts";

/** The handshake's own secrets, one attempt at a time (spec/pair.md 4). */
export interface Attempts {
  /** Begins an attempt with fresh keys; I's first message, or null for R. */
  begin(of: Invited, path: Wish, rejoin?: Rejoin): Promise<Uint8Array | null>;
  /** A block for the present attempt. */
  offer(block: Uint8Array): Promise<{ outcome: HandshakeOutcome; session: PairSession | null }>;
  /** A block for the attempt that succeeded: I's m3 for a byte-identical m2, and nothing for any other. */
  repeat(block: Uint8Array): HandshakeOutcome;
  forgetAnswer(): void;
  wipe(): void;
}

export interface Invited {
  readonly role: "initiator" | "responder";
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
}

/** What this side asks for; null: R has no wish of its own. */
type Wish = PathPolicy | null;

interface Held {
  initiator: InitiatorState | null;
  responder: ResponderState | null;
  /** R: the hash of the m1 that the present attempt has answered, and those of attempts before: one of these that comes late is no newer one. */
  m1: Uint8Array | null;
  readonly past: Uint8Array[];
  /** I's m3, kept for a repeated m2 until R's first frame opens. */
  answer: { readonly toHash: Uint8Array; readonly block: Uint8Array } | null;
}

export function createAttempts(crypto: Crypto): Attempts {
  const held: Held = { initiator: null, responder: null, m1: null, past: [], answer: null };
  const wipeAttempt = (): void => {
    if (held.initiator !== null) handshakes.wipe(held.initiator);
    if (held.responder !== null) handshakes.wipe(held.responder);
    held.initiator = null;
    held.responder = null;
  };
  return {
    begin: async ({ role, roomId, inviteKey }, path, rejoin = false) => {
      wipeAttempt();
      if (role === "responder") {
        if (held.m1 !== null) held.past.push(held.m1);
        held.m1 = null;
        held.responder = handshakes.respond({ roomId, inviteKey, path });
        return null;
      }
      const policy = { path: path ?? "direct", rejoin } as const;
      const { state, block } = await handshakes.initiate(crypto, { roomId, inviteKey, policy });
      held.initiator = state;
      return block;
    },
    offer: async (block) => {
      const taken = await offerTo(crypto, held, block);
      // Done or failed: what the attempt knew is of no further use.
      if (taken.outcome.kind === "established" || taken.outcome.kind === "failed") wipeAttempt();
      return taken;
    },
    repeat: (block) => {
      const { answer } = held;
      const repeated = answer !== null && equal(blockHash(block), answer.toHash);
      return repeated ? { kind: "answer", block: answer.block, path: null } : { kind: "dropped" };
    },
    forgetAnswer: () => {
      held.answer = null;
    },
    wipe: () => {
      wipeAttempt();
      held.answer = null;
    },
  };
}

type Taken = { outcome: HandshakeOutcome; session: PairSession | null };

async function offerTo(crypto: Crypto, held: Held, block: Uint8Array): Promise<Taken> {
  if (held.initiator !== null) return offerToInitiator(crypto, held, held.initiator, block);
  if (held.responder !== null) return offerToResponder(crypto, held, held.responder, block);
  return without({ kind: "dropped" });
}

async function offerToInitiator(
  crypto: Crypto,
  held: Held,
  state: InitiatorState,
  block: Uint8Array,
): Promise<Taken> {
  const taken = await handshakes.stepInitiator(crypto, state, block);
  if (taken.kind === "dropped") return without({ kind: "dropped" });
  if (taken.kind === "failed") return without({ kind: "failed", block });
  held.answer = { toHash: taken.answeredHash, block: taken.block };
  return established(taken, taken.block);
}

async function offerToResponder(
  crypto: Crypto,
  held: Held,
  state: ResponderState,
  block: Uint8Array,
): Promise<Taken> {
  const hash = blockHash(block);
  if (held.past.some((one) => equal(one, hash))) return without({ kind: "dropped" });
  const taken = await handshakes.stepResponder(crypto, state, block);
  if (taken.kind === "dropped") return without({ kind: "dropped" });
  if (taken.kind === "failed") return without({ kind: "failed", block });
  if (taken.kind === "established") return established(taken, null);
  held.responder = taken.state;
  held.m1 = hash;
  return without({
    kind: "answer",
    block: taken.block,
    path: taken.state.answered?.effectivePath ?? null,
    rejoin: taken.state.answered?.policy.rejoin ?? false,
  });
}

function established(
  made: {
    readonly session: PairSession;
    readonly path: PathPolicy;
    readonly otherPath: PathPolicy;
    readonly rejoin: Rejoin;
  },
  block: Uint8Array | null,
): Taken {
  const { session, path, otherPath, rejoin } = made;
  const view = viewOf(session);
  return { outcome: { kind: "established", view, path, otherPath, rejoin, block }, session };
}

/** What the machine may know of a session. */
export function viewOf(session: PairSession): SessionView {
  const { epoch, framesSent, framesReceived, farewells } = session;
  return { epoch, framesSent, framesReceived, farewells };
}

function without(outcome: HandshakeOutcome): Taken {
  return { outcome, session: null };
}
