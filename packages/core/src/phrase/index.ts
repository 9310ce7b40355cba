/**
 * The spoken phrase: two sides of CPace that hand over an invitation, and the spelling of four words. An entry of its own, loaded when
 * somebody makes a phrase or types one. Normative text: spec/phrase.md 2 to 5.
 *
 * States follow the package's rules, with one difference: here nothing is dropped. The sides are strangers until a confirmation fits, so the
 * first message that is not the right one ends the attempt, and a caller who goes on with an ended one gets CoreError("state"). Callers
 * count the attempts and keep the time; core does neither.
 *
 * Doubts. The curve runs on big integers: its time may depend on the scalar, and the engine keeps copies that cannot be erased. Scalars
 * serve one attempt, and the secret enters the curve through a hash alone.
 */
export { inviter } from "./inviter.ts";
export { joiner } from "./joiner.ts";
export { phrases } from "./spelling.ts";
