/* What the people of a history do: talk, act on what was said, and go in one of the ways there are. */
import type { Actor, Stage } from "./stage.ts";
import { CANARY } from "./watch.ts";

export function talk(stage: Stage, { person, ledger }: Actor, moment: number): void {
  const { dice } = stage;
  const count = dice.between(1, 5);
  for (let at = 0; at < count; at += 1) {
    const words = `${CANARY} ${ledger.name} ${String(moment)}-${String(at)}`;
    const text = dice.chance(0.05) ? words.padEnd(dice.below(14_000), " and so on") : words;
    stage.count("texts");
    ledger.asked.add(text);
    person.command({ do: "message", text, key: text });
  }
}

const EMOJI = ["👍", "❤️", ""] as const;

export function act(stage: Stage, { person, ledger }: Actor, moment: number): void {
  const { dice } = stage;
  const ids = [...ledger.screen.keys()];
  const id = ids[dice.below(ids.length)];
  const key = `act ${String(moment)}`;
  const what = dice.below(9);
  if (what === 0) person.command({ do: "typing", active: dice.chance(0.5) });
  else if (what === 1) person.command({ do: "keep-trying" });
  else if (what === 2) rename(person, ledger, `${CANARY} ${ledger.name} ${String(moment)}`);
  else if (what === 7) person.command({ do: "use-relay" });
  else if (what === 8) person.command({ do: "hide-address" });
  else if (id === undefined) return;
  else if (what === 3) person.command({ do: "read", id });
  else if (what === 4) person.command({ do: "edit", id, text: `${CANARY} new ${String(moment)}`, key });
  else person.command({ do: "react", id, emoji: dice.pick(EMOJI), key });
}

function rename(person: Actor["person"], ledger: Actor["ledger"], name: string): void {
  ledger.names.add(name);
  person.command({ do: "name", name });
}

/** Somebody goes, perhaps only by the word of others. */
export function depart(stage: Stage, actor: Actor): void {
  const how = stage.dice.pick(["leave", "burn", "hide", "vanish", "closed as going"]);
  stage.trace.note("fault", `${how} (${actor.ledger.name})`);
  stage.count(how);
  if (how === "leave" || how === "burn") press(actor, how);
  else if (how === "hide") hide(stage, actor);
  else if (how === "vanish") vanish(stage, actor);
  else proxied(stage, actor);
}

/** A page that lives, of which a proxy or an engine says that it goes (spec/relay.md 5). */
export function proxied(stage: Stage, actor: Actor): void {
  stage.facts.add("going");
  actor.ledger.unseatedSinceMs ??= stage.world.nowMs();
  const { line } = actor;
  line?.send("right", { kind: "close", code: GOING_AWAY });
  // What was sent arrives first.
  stage.world.after(ARRIVES_MS, () => {
    line?.cut({ left: 50, right: null });
  });
}

const GOING_AWAY = 1001;
const ARRIVES_MS = 300;

export function press({ person, ledger }: Actor, how: "leave" | "burn"): void {
  ledger.pressed.add(how);
  person.command({ do: how });
}

/** The page is closed or reloaded, which is the same to a room: it says its last words, as far as a browser lets it. */
export function hide(stage: Stage, actor: Actor): void {
  stage.world.after(0, () => {
    actor.person.hide();
    actor.line?.send("right", { kind: "close", code: GOING_AWAY });
    isGone(stage, actor);
  });
}

/** The page crashes, or its device does. */
export function vanish(stage: Stage, actor: Actor): void {
  const { dice } = stage;
  actor.person.vanish();
  actor.line?.cut({ left: null, right: dice.chance(0.5) ? dice.below(1000) : null });
  isGone(stage, actor);
}

function isGone({ dice, ether, world }: Stage, { person, ledger }: Actor): void {
  ledger.unseatedSinceMs ??= world.nowMs();
  ether.vanish(person, dice.chance(0.5));
}
