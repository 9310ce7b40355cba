import { encodeToRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import type { TestClient } from "./harness/client.ts";
import { createTestPair, endOf, statusOf } from "./harness/pair.ts";
import type { TestPair } from "./harness/pair.ts";
import { brokenRules } from "./harness/rules.ts";
import { Script, sends } from "./harness/script.ts";

const check = { emoji: [0, 1, 2, 3, 61, 62, 63], words: [0, 1, 2, 3, 2047] };
const shown = { did: "safety", check } as const;
const match = { do: "verified", match: true } as const;
const mismatch = { do: "verified", match: false } as const;

const states = (script: Script): string[] =>
  script.events().flatMap((event) => (event.event === "verification" ? [event.state] : []));
const met = (): Script => new Script().create("present").established();

describe("the safety check", () => {
  it("is offered with the session, on either side, and once", () => {
    const creator = new Script().create("present");
    expect(states(creator)).toEqual([]);
    expect(states(creator.established().secured().wait(1000))).toEqual(["open"]);
    expect(states(new Script().join().established())).toEqual(["open"]);
  });

  it("is read by the keyring when it is asked for, and not before there is a session", () => {
    const script = new Script().create("present");
    script.look();
    expect(script.command({ do: "safety" }).jobs()).toEqual([]);
    script.established().look();
    expect(script.command({ do: "safety" }).jobs()).toEqual([{ job: "safety" }]);
    expect(script.result(shown).events()).toEqual([{ event: "safety", ...check }]);
    // And again, as often as somebody looks.
    expect(script.command({ do: "safety" }).jobs()).toEqual([{ job: "safety" }]);
  });

  it("cannot be confirmed or denied before it was shown", () => {
    const script = met();
    script.look();
    expect(script.command(match).command(mismatch).look()).toEqual([]);
    script.command({ do: "safety" }).look();
    expect(script.command(match).look()).toEqual([]);
    script.result({ did: "safety", check: null });
    expect(script.command(match).look()).toEqual([]);
    expect(script.room.phase).toBe("live");
  });

  it("is marked after a match, here alone: nothing is sealed, and nothing is sent", () => {
    const script = met();
    script.command({ do: "safety" }).result(shown).look();
    const effects = script.command(match).look();
    expect(effects).toEqual([{ to: "face", event: { event: "verification", state: "verified" } }]);
    expect(script.command(match).look()).toEqual([]);
  });

  it("keeps the mark through fresh keys, a lost path and another look", () => {
    const script = met();
    script.command({ do: "safety" }).result(shown).command(match).look();
    script.secured().command({ do: "safety" }).result(shown);
    script.peer({ on: "state", generation: script.room.direct.generation, state: "closed" }).wait(5000);
    expect(states(script)).toEqual([]);
    expect(script.room.verification).toBe("verified");
  });

  it.each(["before", "after"] as const)("ends the room for both at a mismatch, %s a match", (when) => {
    const script = met().secured();
    script.command({ do: "safety" }).result(shown);
    if (when === "after") script.command(match);
    script.look();
    const effects = script.command(mismatch).look();
    // The relay hears `burn` at once, the content `burn` is sealed for both paths, then the keys go.
    expect(sends(effects, "socket")).toEqual([encodeToRelay({ kind: "burn" })]);
    expect(effects.flatMap((effect) => (effect.to === "crypto" ? [effect.job.job] : []))).toEqual([
      "seal",
      "seal",
      "admit",
      "wipe",
    ]);
    const end = effects.find((effect) => effect.to === "face" && effect.event.event === "end");
    expect(end).toMatchObject({
      event: { reason: "mismatch", met: true, otherTold: false, relayTold: false, telling: true },
    });
    expect(script.room.phase).toBe("leaving");
  });

  it("shows nothing that was still being read when the room ended", () => {
    const script = met();
    script.command({ do: "safety" }).command({ do: "leave" }).look();
    expect(script.result(shown).events()).toEqual([]);
  });
});

describe("two clients", () => {
  const secured = async (seed: number): Promise<TestPair> => {
    const pair = createTestPair(seed);
    await pair.meet();
    await pair.world.run(5000);
    expect([statusOf(pair.creator), statusOf(pair.joiner)]).toEqual(["secure", "secure"]);
    return pair;
  };
  const look = async (pair: TestPair, client: TestClient): Promise<unknown> => {
    client.command({ do: "safety" });
    await pair.world.run(10);
    return client.events.findLast((event) => event.event === "safety");
  };

  it("show the same, also after fresh keys, and in another room something else", async () => {
    const pair = await secured(1);
    const before = await look(pair, pair.creator);
    expect(before).toMatchObject({ emoji: { length: 7 }, words: { length: 5 } });
    expect(await look(pair, pair.joiner)).toEqual(before);
    pair.creator.command(match);
    const { epoch } = pair.creator.room().session ?? { epoch: -1 };
    for (let round = 0; round < 6; round += 1) {
      pair.say("creator", String(round));
      await pair.world.run(30_000);
    }
    expect(pair.creator.room().session?.epoch).toBeGreaterThan(epoch);
    expect(await look(pair, pair.joiner)).toEqual(before);
    expect(pair.creator.room().verification).toBe("verified");
    // What one has pressed is not known to the other.
    expect(pair.joiner.room().verification).toBe("shown");
    const other = await secured(2);
    expect(await look(other, other.creator)).not.toEqual(before);
  });

  it("send nothing for a match: the relay and the path see what they would have seen", async () => {
    const [pressing, still] = [await secured(3), await secured(3)];
    for (const pair of [pressing, still]) await look(pair, pair.creator);
    pressing.creator.command(match);
    for (const pair of [pressing, still]) await pair.world.run(1000);
    expect(pressing.relay.crossed).toHaveLength(still.relay.crossed.length);
    expect(pressing.creator.done.map(({ job }) => job)).toEqual(still.creator.done.map(({ job }) => job));
  });

  it.each([false, true])("both end at a mismatch, the relay cut off: %s", async (cut) => {
    const pair = await secured(4);
    await look(pair, pair.joiner);
    if (cut) pair.relay.cut();
    pair.joiner.command(mismatch);
    await pair.world.run(1000);
    expect([endOf(pair.joiner), endOf(pair.creator)]).toEqual(["mismatch", "burned-there"]);
    expect([pair.joiner.room().phase, pair.creator.room().phase]).toEqual(["ended", "ended"]);
    if (!cut) expect(pair.relay.alive()).toBe(false);
    expect(brokenRules(pair)).toEqual([]);
  });
});
