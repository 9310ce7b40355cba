import { inviter, joiner } from "../../src/phrase/index.ts";
import type { Random } from "../../src/primitives/random.ts";

/** What an attempt is about. The two sides agree when theirs are equal, but for the invitation, which is the inviter's. */
export interface Words {
  readonly origin: string;
  readonly address: number;
  readonly secret: number;
}

/** The inviter as who carries its messages sees it: null is silence, the attempt being over. */
export interface InviterPlayer {
  readonly nonce: Uint8Array;
  answer(message1: Uint8Array): Promise<Uint8Array | null>;
  deliver(message3: Uint8Array): Promise<Uint8Array | null>;
}

/** The joiner likewise. What it ends with is the invite key. */
export interface JoinerPlayer {
  readonly message1: Uint8Array;
  confirm(message2: Uint8Array): Promise<Uint8Array | null>;
  receive(message4: Uint8Array): Promise<Uint8Array | null>;
}

/** Two sides of an attempt. A fault is planted by playing others than core's. */
export interface Sides {
  inviter(random: Random, words: Words, invited: Invited): InviterPlayer;
  joiner(random: Random, words: Words, inviterNonce: Uint8Array): Promise<JoinerPlayer>;
}

export interface Invited {
  readonly roomId: Uint8Array;
  readonly inviteKey: Uint8Array;
}

/** The code under test. */
export const honest: Sides = { inviter: playInviter, joiner: playJoiner };

function playInviter(random: Random, { origin, address, secret }: Words, invited: Invited): InviterPlayer {
  // The draw of four bytes is the secret's: here it is the one that the words say.
  const drawn = { bytes: (length: number) => (length === 4 ? u32(secret) : random.bytes(length)) };
  let state = inviter.offer(drawn, { origin, ...invited });
  const { nonce } = state;
  state = inviter.place(state, address).state;
  return {
    nonce,
    answer: async (message) => {
      const step = await inviter.step(random, state, message);
      if (step.kind !== "answer") return null;
      state = step.state;
      return step.message;
    },
    deliver: async (message) => {
      const step = await inviter.step(random, state, message);
      return step.kind === "delivered" ? step.message : null;
    },
  };
}

async function playJoiner(
  random: Random,
  { origin, address, secret }: Words,
  inviterNonce: Uint8Array,
): Promise<JoinerPlayer> {
  const named = joiner.join({ origin, phrase: { address, secret } });
  const begun = await joiner.begin(random, named, inviterNonce);
  let state = begun.state;
  return {
    message1: begun.message,
    confirm: async (message) => {
      const step = await joiner.step(state, message);
      if (step.kind !== "confirm") return null;
      state = step.state;
      return step.message;
    },
    receive: async (message) => {
      const step = await joiner.step(state, message);
      return step.kind === "invited" ? step.invitation.inviteKey : null;
    },
  };
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
