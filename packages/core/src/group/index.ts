/**
 * Rooms for many: MLS (RFC 9420) on X-Wing behind an interface of our own. An entry of its own, loaded when somebody makes or enters such a
 * room. Normative text: spec/group.md 3 to 11, and spec/admission.md.
 *
 * States follow the package's rules. The room's order is the relay's numbering: a caller takes every frame of it, one after the other, its own
 * at the place that the relay gave them, and asks nothing else. What is valid follows from that order alone, by one function (rules.ts), so
 * members who saw the same frames are in the same state; no clock and no word of the relay has a part in it.
 *
 * Doubts. ts-mls is one volunteer's work without an audit; it is pinned, held by the working group's vectors and by a simulation, and what it
 * does not check is checked around it. It makes copies of secrets that it does not give back (path secrets, the keys of an HPKE context), so
 * wiping covers what can be reached: key schedules, ratchets, private keys, exported keys. Signatures run on big integers.
 */
export { groups } from "./groups.ts";
