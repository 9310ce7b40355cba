import { type InitiatorState, wipeInitiator } from "./initiator.ts";
import { type ResponderState, wipeResponder } from "./responder.ts";

/** Erases the secrets of an attempt that is given up: its copy of the invite key, its KEM secret, its nonce, K. */
export function wipeHandshake(state: InitiatorState | ResponderState): void {
  if (state.role === "initiator") wipeInitiator(state);
  else wipeResponder(state);
}
