import { describe, expect, it } from "vitest";
import type { Effect } from "../src/pair/messages.ts";
import { createTestPair, endOf, linkOf, statusOf } from "./harness/pair.ts";
import { Script } from "./harness/script.ts";

/* A room that the relay does not know yet: its creator is not back after a restart (spec/direct.md 6). */

const absent = { kind: "refused", code: "absent" } as const;

/** Somebody with a link, up to the first answer. */
function asks(): Script {
  const script = new Script();
  script.command({ do: "join", origin: "https://relay.test", invitation: "x", name: "" });
  script.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null });
  return script.socket("opened").admitted();
}
const opened = (effects: readonly Effect[]): number =>
  effects.filter((effect) => effect.to === "socket" && effect.command.do === "open").length;
const told = (effects: readonly Effect[]): (string | null)[] =>
  effects.flatMap((effect) =>
    effect.to !== "face"
      ? []
      : effect.event.event === "notice"
        ? [effect.event.notice]
        : effect.event.event === "end"
          ? [effect.event.reason]
          : [],
  );

describe("whoever enters a room that the relay does not know", () => {
  it("asks again after 1, 1.5 and 3 s, says that it looks, and believes the fourth answer", () => {
    const script = asks();
    script.look();
    for (const [at, waitMs] of [1_000, 1_500, 3_000].entries()) {
      const refused = script.relay(absent).look();
      expect(told(refused)).toEqual(at === 0 ? ["looking"] : []);
      const waiting = script.wait(waitMs - 1).look();
      expect([opened(refused), opened(waiting), told(waiting)]).toEqual([0, 0, []]);
      expect(opened(script.wait(1).look())).toBe(1);
      expect(script.socket("opened").admitted().room.link.state).toBe("admitting");
    }
    script.look();
    const effects = script.relay(absent).wait(60_000).look();
    expect(told(effects)).toEqual(["absent"]);
    expect(opened(effects)).toBe(0);
  });

  it("is in the room when it is found, and says so", () => {
    const script = asks().relay(absent).wait(1_000);
    script.socket("opened").admitted().look();
    expect(told(script.welcome("present").look())).toEqual([null]);
    // From now on the room is one's own, and what the relay forgets it has forgotten.
    script.socket("closed").wait(5_000).socket("opened").admitted().look();
    expect(told(script.relay(absent).look())).toEqual(["forgotten"]);
  });

  it("believes any other refusal at once", () => {
    const script = asks().relay(absent).wait(1_000).socket("opened").admitted();
    script.look();
    expect(told(script.relay({ kind: "refused", code: "used" }).look())).toEqual(["used"]);
  });

  it("leaves at once while it looks, and takes no seat for that", () => {
    const script = asks().relay(absent).wait(500);
    script.look();
    const effects = script.command({ do: "leave" }).wait(30_000).look();
    expect(told(effects)).toEqual(["left-here"]);
    expect(opened(effects)).toBe(0);
    expect(script.room.phase).toBe("ending");
  });

  it("looks for a minute where the relay cannot be reached any more, as always", () => {
    const script = asks().relay(absent);
    script.look();
    const effects = script.wait(90_000).look();
    expect(told(effects)).toEqual(["relay-unreachable", "relay"]);
  });
});

describe("a relay that was restarted", () => {
  it("has room again for a guest who comes before the creator is back", async () => {
    const pair = createTestPair(11);
    const { world, relay, creator, joiner } = pair;
    creator.command({ do: "create", origin: "https://relay.test", name: "" });
    await world.run(1_000);
    relay.restart();
    joiner.command({ do: "join", origin: "https://relay.test", invitation: linkOf(creator), name: "" });
    await world.run(50);
    expect(joiner.events.at(-1)).toMatchObject({ event: "notice", notice: "looking" });
    await world.run(5_000);
    expect([statusOf(creator), statusOf(joiner)]).toEqual(["secure", "secure"]);
    expect([endOf(creator), endOf(joiner)]).toEqual([null, null]);
  });
});
