import type { PairSession } from "../../src/index.ts";
import type { Role } from "../../src/pair/role.ts";
import { readable, readableFromRoots } from "./thief.ts";
import { hold } from "./violation.ts";
import { otherOf, type Recorded, same, type World } from "./world.ts";

/** A state that was stolen, and the epoch from which on it is worth nothing. */
export interface Theft {
  readonly state: PairSession;
  readonly healedFrom: number;
}

/**
 * Asks what a thief of one side's present state reads of everything sent so far, and holds it to be exactly what that side could still
 * receive: nothing it has opened, nothing it has sent, nothing past its time (spec/pair.md 6, 7).
 */
export function checkTheft(world: World, role: Role, thorough: boolean): Theft {
  const peer = world.peers[role];
  const state = structuredClone(peer.session);
  const expected = new Set(world.recorded.filter((one) => stillReceivable(world, role, one)));
  const read = readable(state, world.recorded);
  for (const one of read)
    hold("forward secrecy", expected.has(one), `${role} lost ${name(one)} (${why(world, role, one)})`);
  for (const one of expected)
    hold("thief reads what is left", read.has(one), `${role} can no longer open ${name(one)}`);
  if (thorough) {
    const deep = readableFromRoots(state, world.recorded);
    for (const one of deep)
      hold("forward secrecy", expected.has(one), `${role} keeps a root of ${name(one)}`);
  }
  // While a KEM secret is held, the epoch it makes belongs to the thief as well.
  return { state, healedFrom: state.epoch + (state.rekey.state === "asked" ? 2 : 1) };
}

/** Frames of an epoch that began with fresh keys after the theft are closed to it. */
export function checkHealing(world: World, thefts: readonly Theft[]): void {
  for (const { state, healedFrom } of thefts) {
    const later = world.recorded.filter((one) => one.epoch >= healedFrom);
    const read = new Set([...readable(state, later), ...readableFromRoots(state, later)]);
    for (const one of read)
      hold("healing", false, `a thief of epoch ${String(state.epoch)} reads ${name(one)}`);
  }
}

/** Both sides that stand in the same epoch got there with the same keys. */
export function checkSameKeys(world: World): void {
  const { initiator, responder } = world.peers;
  hold("same keys", same(initiator.session.safety, responder.session.safety), "safety");
  hold("same keys", same(initiator.session.th, responder.session.th), "transcript");
  if (initiator.session.epoch !== responder.session.epoch) return;
  hold("same keys", same(initiator.session.current.mix, responder.session.current.mix), "mix");
}

/** By the model's own book alone, and the specification: what may `role` still open? */
function stillReceivable(world: World, role: Role, one: Recorded): boolean {
  const peer = world.peers[role];
  if (one.from !== otherOf(role) || peer.accepted.has(one)) return false;
  const { epoch, previous } = peer.session;
  if (one.epoch !== epoch && one.epoch !== previous?.number) return false;
  const passedMs = peer.passed.get(one);
  return passedMs === undefined || world.nowMs - passedMs < 60_000;
}

function why(world: World, role: Role, one: Recorded): string {
  if (one.from === role) return "sent by itself";
  return world.peers[role].accepted.has(one) ? "opened before" : "past its time";
}

const name = (one: Recorded): string =>
  `${one.from}'s frame ${String(one.counter)} of epoch ${String(one.epoch)}`;
