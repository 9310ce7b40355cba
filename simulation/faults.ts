/* What may go wrong, one fault at a time. Each is counted, so that a campaign shows that it happened. */
import type { Actor, Stage } from "./stage.ts";

export type Fault = (stage: Stage, actor: Actor) => void;

const told = (stage: Stage): number => stage.dice.below(2000);

/** Breaks the line: the page may hear of it later, the network knows it now. */
const breaking =
  (fault: Fault): Fault =>
  (stage, actor) => {
    actor.ledger.unseatedSinceMs ??= stage.world.nowMs();
    fault(stage, actor);
  };

/** Faults of one page's line to the relay. */
const LINE: Record<string, Fault> = {
  "line cut": breaking((stage, { line }) => line?.cut({ left: told(stage), right: told(stage) })),
  "line half open": breaking((stage, { line }) => line?.cut({ left: told(stage), right: null })),
  "line gone unheard": breaking((_stage, { line }) => line?.silence()),
  "line stalls": (stage, { line }) => line?.stall(stage.dice.between(500, 30_000)),
  "network away": breaking((stage, actor) => {
    const ms = stage.dice.between(1000, 90_000);
    actor.away = true;
    actor.line?.cut({ left: told(stage), right: null });
    stage.world.after(ms, () => {
      actor.away = false;
    });
  }),
};

const DIRECT: Record<string, Fault> = {
  "direct cut": ({ ether }) => {
    ether.cut();
  },
  "direct stalls": ({ ether, dice }) => {
    ether.stall(dice.between(1000, 40_000));
  },
  "direct gone unheard": ({ ether }) => {
    ether.silence();
  },
  "direct blocked": (stage) => {
    const { ether, dice, world } = stage;
    ether.blocked = true;
    ether.cut();
    world.after(dice.between(2000, 60_000), () => {
      // A place where no path opens stays so until the weather clears.
      if (!stage.facts.has("no path")) ether.blocked = false;
    });
  },
};

function restartAfter({ relay, world, watch }: Stage, ms: number, key: "same" | "new"): void {
  watch.restarted();
  world.after(ms, () => {
    relay.start(key);
  });
}

const RELAY: Record<string, Fault> = {
  "relay stops": (stage) => {
    stage.relay.stop();
    restartAfter(stage, stage.dice.below(15_000), "same");
  },
  "relay crashes": (stage) => {
    stage.relay.crash();
    restartAfter(stage, stage.dice.below(15_000), "same");
  },
};

/** It comes back and knows nobody: rare, because it ends the room. */
const FORGETS: Record<string, Fault> = {
  "relay loses its key": (stage) => {
    stage.relay.crash();
    restartAfter(stage, stage.dice.below(5000), "new");
  },
};

const PAGE: Record<string, Fault> = {
  "page frozen": ({ dice }, { person }) => {
    person.freeze(dice.between(500, dice.chance(0.3) ? 240_000 : 20_000));
  },
  "device sleeps": ({ dice, ether }, { person, line }) => {
    const ms = dice.between(2000, dice.chance(0.3) ? 200_000 : 30_000);
    person.sleep(ms);
    line?.stall(ms + 1);
    ether.stall(ms + 1);
  },
  "clock set": (stage, { person, ledger }) => {
    stage.facts.add(`clock of ${ledger.name}`);
    person.setWall(stage.dice.pick([-3_600_000, -60_000, 5000, 60_000, 3_600_000]));
  },
};

/** Both paths die this instant, and nobody hears of it: what this page says next is said into the void. */
export function silence(stage: Stage, actor: Actor): void {
  stage.trace.note("fault", `both paths gone unheard (${actor.ledger.name})`);
  stage.count("last words into the void");
  LINE["line gone unheard"]?.(stage, actor);
  stage.ether.silence();
}

/** Draws a fault and lets it happen. */
export function strike(stage: Stage, actor: Actor): void {
  const { dice } = stage;
  const lot = dice.next();
  const table = lot < 0.35 ? LINE : lot < 0.62 ? DIRECT : lot < 0.75 ? RELAY : lot < 0.765 ? FORGETS : PAGE;
  const names = Object.keys(table);
  const name = names[dice.below(names.length)] ?? "";
  if (table === RELAY || table === FORGETS) {
    if (!stage.relay.up()) return;
    stage.facts.add("restart");
    for (const { ledger } of stage.actors) ledger.unseatedSinceMs ??= stage.world.nowMs();
  }
  // One clock that is set is enough for a while: the room may be over by it.
  if (name === "clock set" && dice.chance(0.7)) return;
  stage.facts.add("weather");
  stage.trace.note("fault", `${name} (${actor.ledger.name})`);
  stage.count(name);
  table[name]?.(stage, actor);
}

/** Whatever was broken is whole again. */
export function clearUp({ relay, ether, actors, facts, middle, place }: Stage): void {
  relay.start("same");
  facts.delete("no path");
  ether.blocked = false;
  // A relay that doubles goes on: it must not cost a word.
  if (place.kind !== "doubling") middle.rate = 0;
  for (const actor of actors) {
    actor.away = false;
    actor.person.wake();
    actor.line?.resume();
  }
  ether.resume();
}
