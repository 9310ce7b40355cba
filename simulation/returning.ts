/*
 * The history of a return room (spec/pair.md 9): guests come, are let in or refused, compare, talk, go in every way there is, and others knock, while things go
 * wrong as everywhere. The rest of it (meeting, the clearing of the weather, the end) is any other's, in story.ts.
 */
import { strike } from "./faults.ts";
import { mirrored } from "./ledger.ts";
import { act, hide, press, proxied, talk, vanish } from "./people.ts";
import type { Actor, Stage } from "./stage.ts";

const PAGES_MAX = 8;

const isLiving = ({ person, ledger }: Actor): boolean => person.here() && ledger.ended === null;

function oneOf(stage: Stage, from: readonly Actor[]): Actor | undefined {
  return from[stage.dice.below(from.length)];
}

/** The time in which things go wrong. */
export async function sufferReturning(stage: Stage, join: (name: string) => void): Promise<void> {
  const { dice, world, place } = stage;
  const moments = dice.between(10, 24);
  for (let moment = 0; moment < moments; moment += 1) {
    await world.run(dice.below(5000));
    const living = stage.actors.filter(isLiving);
    const one = oneOf(stage, living);
    const guest = oneOf(
      stage,
      living.filter(({ ledger }) => ledger.role === "joiner"),
    );
    if (one === undefined) return;
    const lot = dice.next();
    // Beside somebody who is there a knock comes to nothing: mostly people come where nobody is.
    if (lot < (guest === undefined ? 0.5 : 0.1)) knock(stage, join);
    else if (lot < 0.36) {
      if (guest !== undefined && place.kind !== "calm") go(stage, guest);
      else if (guest !== undefined) press(guest, "leave");
    } else if (lot < 0.66) talk(stage, one, moment);
    else if (lot < 0.88) {
      if (place.kind !== "calm") strike(stage, one);
    } else act(stage, one, moment);
  }
}

function knock(stage: Stage, join: (name: string) => void): void {
  if (stage.actors.length >= PAGES_MAX) return;
  stage.count("comes back");
  join(`guest ${String(stage.actors.length)}`);
}

/** A guest goes, perhaps only by the word of others. */
function go(stage: Stage, guest: Actor): void {
  const how = stage.dice.pick(["leave", "leave", "hide", "vanish", "closed as going", "slow to return"]);
  stage.trace.note("fault", `${how} (${guest.ledger.name})`);
  stage.count(`guest: ${how}`);
  stage.facts.add("guest gone");
  if (how === "leave") press(guest, how);
  else if (how === "hide") hide(stage, guest);
  else if (how === "vanish") vanish(stage, guest);
  else {
    if (how === "slow to return") dawdle(stage, guest);
    proxied(stage, guest);
  }
}

/** Its page lives, and takes longer to come back than a judgement of the other side would wait: within the time that the relay gives it. */
function dawdle({ dice, ether, world }: Stage, guest: Actor): void {
  guest.away = true;
  ether.cut();
  world.after(dice.between(4000, 8000), () => {
    guest.away = false;
  });
}

/** A farewell is said again every 5 s. */
const STRANDED_MS = 15_000;

/** Once a second: whoever has a session that its creator has ended is told so soon, where both can be reached. */
export function judgeStranded({ actors, watch, world, place }: Stage): void {
  const [creator] = actors;
  if (creator === undefined || place.kind === "hostile") return;
  const reaches = ({ person, ledger }: Actor): boolean =>
    person.here() && !person.frozen() && ledger.unseatedSinceMs === null && ledger.ended === null;
  for (const guest of actors) {
    const { ledger } = guest;
    if (!watch.isParted(ledger) || !reaches(guest) || !reaches(creator)) ledger.partedSinceMs = null;
    else {
      ledger.partedSinceMs ??= world.nowMs();
      if (world.nowMs() - ledger.partedSinceMs > STRANDED_MS)
        watch.say("stranded", `${ledger.name} is in a session that its creator has ended`);
    }
  }
}

/** Nobody waits for anything: the creator is alone with an empty room, or has a session that both have compared, in which all has arrived. */
export function isAtRest({ actors, watch }: Stage): boolean {
  const living = actors.filter(isLiving);
  const [creator, guest, third] = living;
  if (creator === undefined) return true;
  if (creator.ledger.role !== "creator" || third !== undefined) return false;
  const { ledger } = creator;
  if (ledger.unseatedSinceMs !== null) return false;
  if (guest === undefined) return ledger.status === "waiting" && !hasSession(creator);
  if (watch.partnerOf(ledger) !== guest.ledger || watch.partnerOf(guest.ledger) !== ledger) return false;
  const both = [ledger, guest.ledger];
  return (
    both.every(
      ({ status, receipts, unseatedSinceMs, compares, verified }) =>
        status === "secure" &&
        unseatedSinceMs === null &&
        (verified || !compares) &&
        [...receipts.values()].every((state) => state === "delivered"),
    ) && mirrored(ledger, guest.ledger)
  );
}

/** A session with somebody who is gone ends when the relay, or the grace time, says so. */
function hasSession({ ledger: { door } }: Actor): boolean {
  return door !== null && (door.state === "compare" || door.state === "returnable");
}
