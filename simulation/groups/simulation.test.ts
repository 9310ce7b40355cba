/*
 * Rooms for many by seed: `npm run campaign group-rooms [count]` lives many, `TACET_SEED=123` one. A history takes seconds, since each member checks every
 * signature, so the short form has a handful.
 */
import { describe, expect, it } from "vitest";
import { isOpen, judge, type Judged } from "./judge.ts";
import type { GroupEvent, Member } from "./member.ts";
import { type Kind, live } from "./story.ts";

const ONLY = process.env["TACET_SEED"];
const SEEDS = Number(process.env["TACET_SEEDS"] ?? (process.env["TACET_SHORT"] === undefined ? "2" : "1"));
const KINDS: readonly Kind[] = ["stormy", "hostile", "calm"];
const MS_PER_SEED = 60_000;

describe("histories of rooms for many", () => {
  it(
    `hold in ${String(SEEDS)} seeds`,
    async () => {
      const counts = new Map<string, number>();
      for (let at = 1; at <= SEEDS; at += 1) {
        const seed = ONLY === undefined ? at : Number(ONLY);
        const kind = KINDS[seed % KINDS.length] ?? "calm";
        const outcome = await live(seed, { kind });
        expect({ seed, broken: outcome.broken }).toEqual({ seed, broken: [] });
        for (const [name, times] of outcome.counts) counts.set(name, (counts.get(name) ?? 0) + times);
      }
      console.log([...counts].map(([name, times]) => `${name} ${String(times)}`).join(", "));
      expect(counts.get("text")).toBeGreaterThan(SEEDS);
    },
    120_000 + MS_PER_SEED * SEEDS,
  );

  it("would be found not to hold: a word missed, another's words, one word twice, two rosters", async () => {
    const seen: Judged[] = [];
    const outcome = await live(1000, { kind: "calm", look: (story) => seen.push(story) });
    expect(outcome.broken).toEqual([]);
    const [story] = seen;
    if (story === undefined) throw new Error("nothing seen");
    const present = story.members.filter(isOpen);
    const [first, second] = present;
    if (first === undefined || second === undefined) throw new Error("nobody stays");
    const judged = (heard: Member["heard"]): readonly string[] =>
      judge({ ...story, members: story.members.map((one) => (one === second ? { ...second, heard } : one)) });
    const isText = ({ event }: Member["heard"][number]): boolean => event.event === "message";
    const last = second.heard.findLast(isText);
    if (last === undefined) throw new Error("nobody spoke");
    expect(judged(second.heard.filter((one) => one !== last)).join()).toContain("never had");
    expect(judged([...second.heard, last]).join()).toContain("twice");
    const other = second.heard.map((one) => ({ ...one, event: altered(one.event) }));
    expect(judged(other).join()).toContain(" has ");
    const alone = second.heard.filter(({ event }) => event.event !== "members");
    expect(judged(alone).join()).toContain("Rosters differ");
  }, 120_000);
});

/** Somebody else's words at each place. */
function altered(event: GroupEvent): GroupEvent {
  return event.event === "message" ? { ...event, text: `${event.text} not` } : event;
}
