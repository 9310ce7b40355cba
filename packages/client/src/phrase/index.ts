/**
 * Spoken phrases at the client (spec/phrase.md): both sides as machines with their drivers. A module of
 * its own, with the list of words and the curve behind it: it is loaded when somebody makes a phrase or types one.
 */
export { createInviterDesk, type InviterDesk } from "./inviter-desk.ts";
export { createJoinerDesk, type JoinerDesk } from "./joiner-desk.ts";
