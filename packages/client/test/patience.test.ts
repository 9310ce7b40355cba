/* How long a socket is believed in that says nothing (spec/direct.md 4). */
import { KIND } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import type { Effect } from "../src/pair/messages.ts";
import { Script } from "./harness/script.ts";

const opened = (effects: readonly Effect[], to: "peer" | "socket"): number =>
  effects.filter((effect) => effect.to === to && effect.command.do === "open").length;
const reseat = (script: Script): Script => script.socket("opened").admitted().welcome("present");

describe("a socket that is asked and says nothing", () => {
  const hidden = (): Script => {
    const script = new Script().create("present", { hideAddress: true }).established("relayed", "relayed");
    script
      .frame(script.relayRoute(), { kind: KIND.heartbeat })
      .command({ do: "message", text: "one", key: "1" });
    script.sealAll();
    script.look();
    return script;
  };
  const reaches = (script: Script): number =>
    script.look().filter((it) => it.to === "socket" && it.command.do === "reach").length;
  const isReached = (script: Script): Script =>
    script.input({ from: "socket", event: { on: "reached", connection: script.room.link.connection } });

  const ask = (script: Script, key: string): Script => {
    script.command({ do: "message", text: key, key }).sealAll();
    script.look();
    return script;
  };
  /** Everything that was said has arrived. */
  const acknowledgeAll = (script: Script): Script => {
    const { signal, talk } = script.room;
    const last = ({ acknowledged, pending }: typeof talk): number => acknowledged + pending.length;
    const acks = { signal: last(signal), talk: last(talk) };
    return script.frame(script.relayRoute(), { kind: KIND.heartbeat }, { acks });
  };

  it("is kept while a spare one is opened beside it, again and again, and replaced when that one is open", () => {
    const script = hidden().wait(LIMITS.doubtMs - 1);
    expect(reaches(script)).toBe(0);
    expect(reaches(script.wait(1))).toBe(1);
    expect(reaches(script.wait(LIMITS.openingSocket.msMin))).toBe(1);
    expect(reaches(script.wait(24_500))).toBe(11);
    expect(script.room.link.state).toBe("admitted");
    expect(opened(isReached(script).look(), "socket")).toBe(1);
  });

  it("is kept when it is heard after all, by any frame of the relay", () => {
    const script = hidden().wait(LIMITS.doubtMs).relay({ kind: "beat" });
    script.look();
    expect(opened(isReached(script).look(), "socket")).toBe(0);
    expect(reaches(script.wait(2000))).toBe(0);
  });

  it("is replaced once, until the other side is heard: it may be away, and not the network", () => {
    const script = hidden().wait(LIMITS.doubtMs);
    reseat(isReached(script)).look();
    script.sealAll();
    expect(reaches(script.wait(30_000))).toBe(0);
    script
      .frame(script.relayRoute(), { kind: KIND.heartbeat })
      .command({ do: "message", text: "two", key: "2" });
    script.sealAll();
    script.look();
    expect(reaches(script.wait(2 * LIMITS.doubtMs))).toBe(1);
  });

  it("is doubted later where the other side is slow, and as soon as before when it is quick again", () => {
    const script = hidden().wait(LIMITS.doubtMs);
    reseat(isReached(script)).look();
    script.sealAll();
    script.wait(LIMITS.doubtMs);
    acknowledgeAll(script);
    ask(script, "2");
    expect(reaches(script.wait(2 * LIMITS.doubtMs))).toBe(0);
    expect(reaches(script.wait(LIMITS.doubtMs))).toBe(1);
    acknowledgeAll(script);
    for (let times = 0; times < 6; times += 1) acknowledgeAll(ask(script, String(times)).wait(100));
    expect(reaches(ask(script, "4").wait(LIMITS.doubtMs))).toBe(1);
  });

  /** How long after something is said a spare socket is tried; null: it is not, within 20 s. */
  const msUntilReach = (script: Script, key: string): number | null => {
    ask(script, key);
    for (let ms = 100; ms <= 20_000; ms += 100) if (reaches(script.wait(100)) > 0) return ms;
    return null;
  };

  it.each([1200, 3000])(
    "is doubted after twice the time of a side that takes %i ms, however often the network dies",
    (lateMs) => {
      const script = hidden().wait(lateMs);
      acknowledgeAll(script);
      const waits: (number | null)[] = [];
      for (let times = 0; times < 6; times += 1) {
        waits.push(msUntilReach(script, `lost ${String(times)}`));
        reseat(isReached(script));
        script.sealAll();
        acknowledgeAll(script.wait(lateMs));
        acknowledgeAll(ask(script, `heard ${String(times)}`).wait(lateMs));
      }
      expect(waits.slice(1)).toEqual([2, 2, 2, 2, 2].map((twice) => twice * lateMs));
    },
  );

  it("is doubted after at most twice as long where nothing is acknowledged on the socket that it was said on", () => {
    const script = hidden().wait(100);
    acknowledgeAll(script);
    const waits: (number | null)[] = [];
    for (let times = 0; times < 8; times += 1) {
      waits.push(msUntilReach(script, String(times)));
      reseat(isReached(script));
      script.sealAll();
      acknowledgeAll(script.wait(100));
    }
    expect(waits[0]).toBe(LIMITS.doubtMs);
    expect(Math.max(...waits.map(Number))).toBeLessThanOrEqual(2 * LIMITS.doubtMs);
  });

  it("is doubted ever more seldom where the other side acknowledges something old after each new question", () => {
    const script = hidden();
    for (let key = 0; key < 25; key += 1) ask(script, `old ${String(key)}`);
    const step = (): Script => {
      const { signal, talk } = script.room;
      const acks = { signal: signal.acknowledged, talk: talk.acknowledged + 1 };
      return script.frame(script.relayRoute(), { kind: KIND.heartbeat }, { acks });
    };
    step();
    let replaced = 0;
    for (let times = 0; times < 20; times += 1) {
      if (msUntilReach(script, `new ${String(times)}`) !== null) {
        replaced += 1;
        reseat(isReached(script));
        script.sealAll();
      }
      step();
    }
    expect(script.room.talk.pending.length).toBeGreaterThan(0);
    expect(replaced).toBeLessThanOrEqual(5);
  });

  it("is doubted ever more seldom, and then no more, where the other side speaks and acknowledges nothing", () => {
    const script = hidden();
    const replacedAfterSeconds: number[] = [];
    for (let seconds = 1; seconds <= 840; seconds += 1) {
      script.wait(1000).sealAll();
      if (seconds % 25 === 20) script.frame(script.relayRoute(), { kind: KIND.heartbeat });
      if (script.room.link.reachAtMs === null) continue;
      replacedAfterSeconds.push(seconds);
      reseat(isReached(script));
    }
    expect(script.room.talk.pending).toHaveLength(1);
    expect(replacedAfterSeconds.filter((seconds) => seconds > 200)).toEqual([]);
  });

  it("is not doubted while it still has to send what it was given", () => {
    const script = hidden();
    const { connection } = script.room.link;
    const waits = (bytes: number): Script =>
      script.input({ from: "socket", event: { on: "waiting", connection, bytes } });
    waits(262_144).look();
    for (let bytes = 200_000; bytes > 0; bytes -= 50_000) expect(reaches(waits(bytes).wait(900))).toBe(0);
    expect(reaches(script.wait(100))).toBe(1);
  });
});
