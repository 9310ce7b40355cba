import { createInitiator, type InitiatorState, stepInitiator, wipeInitiator } from "./initiator.ts";
import { createResponder, type ResponderState, stepResponder, wipeResponder } from "./responder.ts";

/** One attempt at a session, from either side (spec/pair.md 2 to 4). */
export const handshakes: {
  readonly initiate: typeof createInitiator;
  readonly stepInitiator: typeof stepInitiator;
  readonly respond: typeof createResponder;
  readonly stepResponder: typeof stepResponder;
  readonly wipe: typeof wipe;
} = { initiate: createInitiator, stepInitiator, respond: createResponder, stepResponder, wipe };

/** Erases the secrets of an attempt that is given up: its copy of the invite key, its KEM secret, its nonce, K. */
function wipe(state: InitiatorState | ResponderState): void {
  if (state.role === "initiator") wipeInitiator(state);
  else wipeResponder(state);
}
