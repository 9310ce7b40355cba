/* What the people of a return room answer when their page asks them (spec/pair.md 9): whether somebody may come in, and whether the check matches. */
import type { RoomEvent } from "../packages/client/src/index.ts";
import type { Actor, Stage } from "./stage.ts";

/** For so long somebody looks at a knock; longer than it is asked about. */
const LOOKS_MS = 20_000;
const IGNORES_MS = 75_000;

/** A page shows something that asks for an answer. */
export function answerLater(stage: Stage, actor: Actor, event: RoomEvent): void {
  if (event.event === "door" && event.state === "knock") answerKnock(stage, actor, event);
  else if (event.event === "safety" && actor.ledger.compares) compareLater(stage, actor);
}

function answerKnock(
  { dice, world }: Stage,
  actor: Actor,
  { knock = 0 }: RoomEvent & { event: "door" },
): void {
  const waitMs = dice.chance(0.15) ? dice.between(LOOKS_MS, IGNORES_MS) : dice.between(200, LOOKS_MS);
  const letsIn = dice.chance(0.75);
  // A press may come the moment after the knock was over, and a page that was just drawn anew takes it.
  const late = dice.chance(0.3);
  world.after(waitMs, () => {
    const { door } = actor.ledger;
    if (late || (door?.state === "knock" && (door.knock ?? 0) === knock)) answer(actor, knock, letsIn);
  });
}

function answer({ person }: Actor, knock: number, letsIn: boolean): void {
  person.command({ do: "door", says: letsIn ? "let-in" : "refuse", knock });
}

/** Now and then nobody presses before the weather clears. */
function compareLater({ dice, world }: Stage, { person }: Actor): void {
  if (dice.chance(0.15)) return;
  world.after(dice.between(100, 12_000), () => {
    person.command({ do: "verified", match: true });
  });
}

/** In fair weather everybody answers in the end. */
export function answerAll({ actors, place }: Stage): void {
  if (!place.rejoin) return;
  for (const actor of actors) {
    const { person, ledger } = actor;
    if (!person.here() || ledger.ended !== null) continue;
    const { door } = ledger;
    if (door?.state === "knock") answer(actor, door.knock ?? 0, true);
    if (ledger.compares && !ledger.verified) {
      person.command({ do: "safety" });
      person.command({ do: "verified", match: true });
    }
  }
}
