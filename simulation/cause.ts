/*
 * Why a room may end. Without a hostile relay an end has a cause among what really happened: a room that ends for nothing is as broken as
 * one that does not end (I11).
 */
import type { EndReason } from "../packages/client/src/index.ts";
import type { Actor, Stage } from "./stage.ts";

/** Clocks are read at both ends of a way. */
const SLACK_MS = 2_500;
const UNREACHABLE_MS = 60_000;

/** The sentence that says what is wrong with this end; null where it has a cause. */
export function causeless(stage: Stage, actor: Actor, reason: EndReason): string | null {
  if (stage.place.kind === "hostile" || CAUSES[reason](stage, actor)) return null;
  return `${actor.ledger.name} ended with ${reason}, for which there is no cause`;
}

type Cause = (stage: Stage, actor: Actor) => boolean;

/** What comes later is no cause. */
const othersEnded: Cause = ({ actors }, actor) =>
  actors.some(
    (other) =>
      other !== actor &&
      (!other.person.here() ||
        (other.ledger.ended?.atMs ?? Infinity) < (actor.ledger.ended?.atMs ?? Infinity)),
  );

const unseatedFor = ({ world }: Stage, { ledger }: Actor, ms: number): boolean =>
  ledger.unseatedSinceMs !== null && world.nowMs() - ledger.unseatedSinceMs >= ms;

const relayLost = ({ relay, facts }: Stage): boolean =>
  facts.has("restart") || (relay.look()?.contents.rooms.length ?? 0) === 0;

const isUnsettled = ({ facts }: Stage): boolean => facts.has("weather") || facts.has("guest gone");

/** In a return room the creator says farewell to a guest that it took for gone by the grace time, and lives on. */
const isTakenForGone: Cause = ({ watch, facts }, { ledger }) =>
  facts.has("weather") && watch.isParted(ledger);

const never: Cause = () => false;

const CAUSES: Record<EndReason, Cause> = {
  "left-here": (_stage, { ledger }) => ledger.pressed.has("leave"),
  "burned-here": (_stage, { ledger }) => ledger.pressed.has("burn"),
  "left-there": (stage, actor) =>
    othersEnded(stage, actor) || stage.facts.has("going") || isTakenForGone(stage, actor),
  "burned-there": ({ actors }, actor) =>
    actors.some((other) => other !== actor && other.ledger.pressed.has("burn")),
  expired: ({ world, madeMs, place, facts }, { ledger }) =>
    facts.has(`clock of ${ledger.name}`) ||
    world.nowMs() >= (madeMs ?? Infinity) + place.ttlSeconds * 1000 - SLACK_MS,
  gone: (stage, actor) => {
    const graceMs = stage.place.graceSeconds * 1000 - SLACK_MS;
    const unheard = stage.world.nowMs() - actor.ledger.openedMs >= graceMs;
    return (
      unheard || othersEnded(stage, actor) || stage.actors.some((one) => unseatedFor(stage, one, graceMs))
    );
  },
  "handshake-failed": (stage, actor) => stage.facts.has("weather") || othersEnded(stage, actor),
  policy: never,
  absent: relayLost,
  // Its seat is somebody else's by now, or free: it was away, or said to be going.
  forgotten: (stage) => relayLost(stage) || (stage.place.rejoin && isUnsettled(stage)),
  used: ({ actors }, actor) => actors.some((other) => other !== actor && other.ledger.seat === 1),
  relay: (stage, actor) => stage.facts.has("no room") || unseatedFor(stage, actor, UNREACHABLE_MS - SLACK_MS),
  elsewhere: never,
  declined: ({ place }, { ledger }) => place.rejoin && ledger.seat !== 1,
  mismatch: never,
};
