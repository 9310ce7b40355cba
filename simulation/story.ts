/*
 * One history from its seed: two pages meet in a room, talk, and suffer whatever the seed has for them; then the weather clears and
 * everything must arrive within a time; then the room ends, and nothing may be left of it.
 */
import { atEnd } from "./after.ts";
import { causeless } from "./cause.ts";
import { clearUp, silence, strike } from "./faults.ts";
import { mirrored } from "./ledger.ts";
import { answerAll } from "./answering.ts";
import { act, depart, hide, press, talk, vanish } from "./people.ts";
import { installPlatform } from "./platform.ts";
import { isAtRest, judgeStranded, sufferReturning } from "./returning.ts";
import { ORIGIN, createStage, enterStage } from "./stage.ts";
import type { Actor, Plant, Stage } from "./stage.ts";
import { CANARY } from "./watch.ts";

export interface Outcome {
  readonly seed: number;
  /** Sentences, each with the name of its invariant. */
  readonly broken: readonly string[];
  /** Equal for equal histories. */
  readonly hash: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly virtualMs: number;
  /** How long it took after the weather had cleared. */
  readonly recoveredMs: number | null;
}

export interface Reading {
  /** Takes the history line by line. */
  readonly print?: (line: string) => void;
  readonly plant?: Plant;
}

/** Longest time, in fair weather, for everything to have arrived: a silent socket is found after 40 s, a silent path after 62.5 s. */
const RECOVERY_MS = 150_000;
/** For so long somebody may wait at a door whose creator is away. */
const DOOR_MS = 100_000;
const LOOK_MS = 1_000;

export async function live(seed: number, reading: Reading = {}): Promise<Outcome> {
  const stage = createStage(seed, { print: reading.print ?? null, plant: reading.plant ?? {} });
  const restore = installPlatform(stage.watch);
  try {
    look(stage);
    await meet(stage);
    await suffer(stage);
    clearUp(stage);
    const recoveredMs = await recover(stage);
    await finish(stage);
    await atEnd(stage);
    const { trace, watch, counts, world } = stage;
    return { seed, broken: watch.broken, hash: trace.hash(), counts, virtualMs: world.nowMs(), recoveredMs };
  } finally {
    restore();
  }
}

/** Looks into the relay, and at ends that have come, once a second. */
function look(stage: Stage): void {
  const { relay, watch, world } = stage;
  const judged = new Set<Actor>();
  const round = (): void => {
    const view = relay.look();
    if (view !== null) watch.look(view, relay.nowMs());
    judgeStranded(stage);
    for (const actor of stage.actors) {
      hides(stage, actor);
      const { ended } = actor.ledger;
      if (ended === null || judged.has(actor)) continue;
      judged.add(actor);
      stage.count(`end ${ended.reason}`);
      const sentence = causeless(stage, actor, ended.reason);
      if (sentence !== null) watch.say("I11", sentence);
    }
    world.after(LOOK_MS, round);
  };
  world.after(LOOK_MS, round);
}

/** Of a page that hides its address no connection object is left; one that still had something to send lingers for half a second. */
function hides(stage: Stage, { person, ledger }: Actor): void {
  const { ether, watch, world } = stage;
  const hidden = ledger.policy.path === "relayed" && ledger.ended === null && !person.frozen();
  if (!hidden) return;
  ledger.hiddenMs ??= world.nowMs();
  stage.count("seconds hidden");
  if (ether.open(person) > 0 && world.nowMs() > ledger.hiddenMs)
    watch.say("hidden", `${ledger.name} keeps a connection object`);
}

async function meet(stage: Stage): Promise<void> {
  const { dice, world, place, ether } = stage;
  const creator = enterStage(stage, "creator", "creator");
  if (place.kind === "hostile") stage.middle.rate = dice.next() * 0.3;
  if (place.kind === "doubling") {
    stage.middle.tricks = ["double"];
    stage.middle.rate = 0.4;
  }
  if (place.kind !== "calm" && dice.chance(0.08)) {
    ether.blocked = true;
    stage.facts.add("no path");
    stage.count("no path at all");
  }
  creator.ledger.names.add(`${CANARY} Ada`);
  creator.person.command({
    do: "create",
    origin: ORIGIN,
    name: `${CANARY} Ada`,
    ttlSeconds: place.ttlSeconds,
    ...(place.path === "hide" ? { hideAddress: true } : { path: place.path }),
  });
  await world.run(200 + dice.below(dice.chance(0.2) ? 30_000 : 2000));
  if (creator.ledger.link === null) {
    stage.facts.add("no room");
    return;
  }
  join(stage, "joiner");
  // Two who press at once, and one who comes late: the seat is one.
  const third = dice.next();
  if (third < 0.15) join(stage, "stranger");
  else if (third < 0.3)
    world.after(dice.below(60_000), () => {
      join(stage, "stranger");
    });
}

function join(stage: Stage, name: string): void {
  const [creator] = stage.actors;
  const invitation = creator?.ledger.link ?? null;
  if (invitation === null) return;
  const actor = enterStage(stage, name, "joiner");
  actor.ledger.names.add(`${CANARY} ${name}`);
  if (name === "stranger") stage.count("second joiner");
  actor.person.command({
    do: "join",
    origin: ORIGIN,
    invitation,
    name: `${CANARY} ${name}`,
    hideAddress: stage.place.joinerHides,
  });
}

/** The time in which things go wrong. */
async function suffer(stage: Stage): Promise<void> {
  const { dice, world, place } = stage;
  if (place.rejoin)
    return sufferReturning(stage, (name) => {
      join(stage, name);
    });
  const moments = dice.between(8, 26);
  for (let moment = 0; moment < moments; moment += 1) {
    await world.run(dice.below(4000));
    const actor = stage.actors[dice.below(Math.min(2, stage.actors.length))];
    if (actor === undefined || !actor.person.here()) continue;
    const lot = dice.next();
    if (lot < 0.5) talk(stage, actor, moment);
    else if (lot < 0.85) {
      if (place.kind !== "calm") strike(stage, actor);
    } else if (lot < 0.97) act(stage, actor, moment);
    else if (place.kind !== "calm" && dice.chance(0.5)) depart(stage, actor);
  }
}

/** Whether nothing is left to wait for. */
function settled(stage: Stage): boolean {
  if (stage.place.rejoin) return isAtRest(stage);
  const { actors, watch } = stage;
  const living = actors.filter(({ person, ledger }) => person.here() && ledger.ended === null);
  const [one, other] = living;
  if (one === undefined) return true;
  // Nobody has come, and nobody is on the way: the creator waits.
  if (other === undefined) return isAlone(stage, one);
  if (living.length > 2 || watch.partnerOf(one.ledger) !== other.ledger) return false;
  return (
    [one.ledger, other.ledger].every(
      ({ status, receipts, unseatedSinceMs }) =>
        status === "secure" &&
        unseatedSinceMs === null &&
        [...receipts.values()].every((state) => state === "delivered"),
    ) && mirrored(one.ledger, other.ledger)
  );
}

/** Nobody came. Or somebody came and went unheard, and the relay began anew: then the ticket knows of nobody (spec/relay.md 6). */
function isAlone({ watch, facts }: Stage, { ledger }: Actor): boolean {
  const nobody = watch.partnerOf(ledger) === null || (facts.has("restart") && ledger.openedEpoch < 0);
  return (
    ledger.role === "creator" && ledger.status === "waiting" && ledger.unseatedSinceMs === null && nobody
  );
}

/** Fair weather: everything arrives, or both have ended. Null where it did not. */
async function recover(stage: Stage): Promise<number | null> {
  const { world, watch, actors, place } = stage;
  const startedMs = world.nowMs();
  const gone = (): boolean => actors.some(({ person, ledger }) => !person.here() || ledger.ended !== null);
  const doorMs = place.rejoin ? DOOR_MS : 0;
  const boundMs = (): number => RECOVERY_MS + doorMs + (gone() ? place.graceSeconds * 1000 : 0);
  while (!settled(stage)) {
    agree(stage);
    answerAll(stage);
    await world.run(LOOK_MS);
    if (world.nowMs() - startedMs <= boundMs()) continue;
    if (place.kind !== "hostile") watch.say("I11", `in fair weather it came to no rest: ${stateOf(stage)}`);
    return null;
  }
  return world.nowMs() - startedMs;
}

/** Whose press is awaited presses in the end, or no talk would flow (spec/content.md 8). */
function agree({ actors }: Stage): void {
  for (const { person, ledger } of actors)
    if (ledger.policy.awaits === "self") person.command({ do: "use-relay" });
}

function stateOf({ actors }: Stage): string {
  return actors
    .map(({ person, ledger }) => {
      const end = ledger.ended === null ? ledger.status : `ended ${ledger.ended.reason}`;
      const open = [...ledger.receipts.values()].filter((state) => state !== "delivered").length;
      return `${ledger.name} ${person.here() ? end : "is gone"}, ${String(open)} undelivered`;
    })
    .join("; ");
}

/** How soon the other side of a living pair knows of an end in fair weather. */
const TOLD_MS = 15_000;
const GOING_MS = 10_000;
/** Whoever leaves says so until the relay answers; the other side's socket may be as dead, and find out by its silence (spec/relay.md 5). */
const SILENT_MS = 45_000;
/** A room that ends by a clock that was set tells nobody, since everybody's room ends then. */
const UNHEARD = ["clock set", "line gone unheard", "line half open", "direct gone unheard", "network away"];

async function finish(stage: Stage): Promise<void> {
  const { world, watch, dice, place, actors } = stage;
  const living = (): Actor[] => actors.filter(({ person, ledger }) => person.here() && ledger.ended === null);
  const alive = living();
  // In a return room the creator alone ends it for all.
  const one = alive[place.rejoin ? 0 : dice.below(alive.length)];
  if (one === undefined) return;
  const endMs = world.nowMs() + part(stage, one, alive);
  const tells = (): boolean => one.person.here() && !one.person.done();
  while ((living().length > 0 || tells()) && world.nowMs() < endMs) await world.run(LOOK_MS);
  if (place.kind === "hostile") return;
  if (living().length > 0) watch.say("I6", `an end did not reach everybody: ${stateOf(stage)}`);
  if (alive.length === 2) knows(stage, one);
}

/** One of them goes in one of the ways there are, or the time does. Gives the longest time in milliseconds until everybody knows. */
function part(stage: Stage, one: Actor, alive: readonly Actor[]): number {
  const { dice, place, world } = stage;
  const lot = dice.next();
  const unheard = UNHEARD.some((name) => stage.counts.has(name));
  if (lot < 0.76) {
    if (place.kind !== "calm" && dice.chance(0.4)) silence(stage, one);
    press(one, lot < 0.38 ? "leave" : "burn");
    return TOLD_MS + (unheard ? SILENT_MS : 0);
  }
  // The last words of a page that goes, on a path that is gone and whose loss nobody has noticed yet, reach nobody: then the grace time says it.
  const untoldMs = unheard ? place.graceSeconds * 1000 + RECOVERY_MS : TOLD_MS;
  if (lot < 0.88) {
    hide(stage, one);
    return untoldMs + GOING_MS;
  }
  if (lot >= 0.95) return Math.max(0, (stage.madeMs ?? 0) + place.ttlSeconds * 1000 - world.nowMs()) + 2000;
  stage.count("all vanish");
  for (const actor of alive) vanish(stage, actor);
  return untoldMs;
}

/** Whoever left or burned here has heard that the other side was told. */
function knows({ watch }: Stage, { ledger }: Actor): void {
  const { told, pressed, ended } = ledger;
  const said = pressed.size > 0 && ended?.reason.endsWith("-here") === true;
  if (said && told?.otherTold !== true)
    watch.say("I11", `${ledger.name} does not know that the other side was told`);
}
