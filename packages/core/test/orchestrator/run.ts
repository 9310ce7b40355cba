import type { Role } from "../../src/pair/role.ts";
import type { Calls } from "./calls.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { handshake } from "./handshake.ts";
import { deliverSome } from "./network.ts";
import type { Pattern } from "./patterns.ts";
import { checkHealing, checkSameKeys, checkTheft, type Theft } from "./promises.ts";
import { hold } from "./violation.ts";
import { deliver, type Peer, rekey, say, wait, type World } from "./world.ts";

/** What a run did, for the count at the end. */
export interface Tally {
  readonly frames: number;
  readonly epochs: number;
  readonly thefts: number;
}

/** Plays one conversation from its seed, and checks every promise on the way. Throws Violation. */
export async function run(seed: string, pattern: Pattern, calls: Calls, turns = 120): Promise<Tally> {
  const chance = chanceOf(seed);
  const crypto = calls.crypto(chance, seed);
  const made = await handshake(crypto, chance);
  const peers = { initiator: peer(made.initiator), responder: peer(made.responder) };
  const world: World = { calls, crypto, chance, peers, recorded: [], inFlight: [], nowMs: 0 };
  // Stolen states are kept to be tried on what is sent later; a few suffice.
  const thefts: Theft[] = [];
  let stolen = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const theft = await act(world, pattern, chance);
    checkSameKeys(world);
    if (theft === null) continue;
    stolen += 1;
    if (thefts.length < 4) thefts.push(theft);
  }
  await checkArrival(world);
  checkHealing(world, thefts);
  const epochs = peers.initiator.session.epoch + 1;
  return { frames: world.recorded.length, epochs, thefts: stolen };
}

function peer(session: Peer["session"]): Peer {
  return { session, accepted: new Set(), passed: new Map(), early: [] };
}

async function act(world: World, pattern: Pattern, chance: Chance): Promise<Theft | null> {
  const { sayI, sayR, deliver: delivery, rekey: fresh, wait: short, longWait, theft } = pattern;
  const weights = [sayI, sayR, delivery, fresh, short, longWait, theft];
  let left = chance.pick(weights.reduce((sum, weight) => sum + weight, 0));
  const choice = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  if (choice === 0) await say(world, "initiator");
  if (choice === 1) await say(world, "responder");
  if (choice === 2) await deliverSome(world, pattern.hostile, pattern.lossy);
  if (choice === 3) await rekey(world);
  if (choice === 4) wait(world, chance.pick(5000));
  if (choice === 5) wait(world, 30_000 + chance.pick(60_000));
  if (choice !== 6) return null;
  const role: Role = chance.percent(50) ? "initiator" : "responder";
  return checkTheft(world, role, chance.percent(10));
}

/** When the network is kind again, the exchange in flight ends and both sides hear each other. */
async function checkArrival(world: World): Promise<void> {
  const drain = async (): Promise<void> => {
    for (let next = world.inFlight.shift(); next !== undefined; next = world.inFlight.shift())
      await deliver(world, next);
  };
  await drain();
  await rekey(world);
  await drain();
  await say(world, "initiator");
  await say(world, "responder");
  await drain();
  const { initiator, responder } = world.peers;
  hold("arrives in the end", initiator.session.epoch === responder.session.epoch, "two epochs");
  const last = world.recorded.slice(-2);
  const heard = last.every((one) => initiator.accepted.has(one) || responder.accepted.has(one));
  hold("arrives in the end", heard, "the last frames did not open");
  checkSameKeys(world);
}
