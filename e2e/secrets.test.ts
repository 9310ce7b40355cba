import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HeapChromium, startHeapChromium } from "./harness/heap.ts";
import { countInMemory } from "./harness/memory.ts";
import type { Person } from "./harness/person.ts";
import { meet, useStage } from "./harness/stage.ts";
import { load, until } from "./harness/until.ts";

/*
 * "After the handshake neither tab holds the invite key" (spec/invite.md 5), as far as it can be seen from outside:
 *
 * - live strings of page and worker, by heap snapshots: the key field in base64url, alone or inside a link or code;
 * - the document, its address, its history state and, where no link was opened, its performance entries;
 * - the raw 32 bytes in all memory that the page's process may write, freed memory included (Linux).
 *
 * Not covered: freed strings, which no page can overwrite; the engine's record of the navigation and the browser's own process, which
 * keep an opened address as their history.
 */
describe("after the handshake neither tab holds the invite key", () => {
  const stage = useStage();
  let heaps: HeapChromium;

  beforeAll(async () => {
    heaps = await startHeapChromium();
  });
  afterAll(async () => {
    await heaps.close();
  });

  for (const [way, kept, come] of [
    // The engine's own record of a navigation keeps the address, and no page can clear it.
    ["a link that was opened", ["performance"], (guest: Person, link: string) => guest.open(link)],
    [
      "a link that was pasted",
      [],
      async (guest: Person, link: string) => {
        await guest.tab.goto(new URL(link).origin);
        await guest.tab.fill("textbox", "Link, code or four words", link);
        await guest.press("Join");
        await guest.sees("heading", "You are invited");
      },
    ],
  ] as const) {
    it(`in a live string, the document, the address or a performance entry (${way})`, async () => {
      const relay = await stage.relay();
      const creator = await stage.person(heaps);
      const guest = await stage.person(heaps);
      const link = await creator.createRoom(relay.origin);
      const key = (link.split("#")[1] ?? "").slice(1);
      expect(key).toMatch(/^[\w-]{43}$/);
      await come(guest, link);
      // Before: it is there, so the search can find it.
      const before = await creator.tab.stringsWith(key);
      expect([...before.keys()]).toEqual(["page", "worker 0"]);
      expect(sum(before)).toBeGreaterThan(0);
      expect(sum(await guest.tab.stringsWith(key))).toBeGreaterThan(0);
      await guest.press("Join room");
      await Promise.all([creator.secure(), guest.secure()]);
      await creator.say("hello");
      await guest.hears("hello");
      for (const [who, person] of Object.entries({ creator, guest })) {
        const left = [...(await person.tab.stringsWith(key))].filter(([, count]) => count > 0);
        expect(left, `strings of the ${who} that hold the key`).toEqual([]);
        expect(await whereElse(person, key), who).toEqual(who === "guest" ? kept : []);
      }
    });
  }

  it("as bytes, in all memory of the page's process", async () => {
    const relay = await stage.relay();
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    const bytes = Buffer.from((link.split("#")[1] ?? "").slice(1), "base64url");
    expect(bytes).toHaveLength(32);
    const count = async (browser: ReturnType<typeof stage.left>): Promise<number> => {
      const pids = await browser.processes("renderer");
      return pids.reduce((all, pid) => all + countInMemory(pid, bytes), 0);
    };
    // The creator holds it while it waits: so the search can find it.
    expect(await count(stage.left())).toBeGreaterThan(0);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    await guest.say("hello");
    await creator.hears("hello");
    const after = { creator: await count(stage.left()), guest: await count(stage.right()) };
    console.log(`copies of the raw key after the handshake: ${JSON.stringify(after)}, load ${load()}`);
    expect(after).toEqual({ creator: 0, guest: 0 });
  });

  it("and the page after the end holds nothing of what was said", async () => {
    const relay = await stage.relay();
    const creator = await stage.person(heaps, { unrecorded: true });
    const guest = await stage.person(heaps, { unrecorded: true });
    await meet(relay.origin, creator, guest);
    const words = "a-canary-that-was-said-4711";
    await creator.say(words);
    await guest.hears(words);
    expect(sum(await guest.tab.stringsWith(words))).toBeGreaterThan(0);
    await creator.press("Leave");
    await guest.sees("button", "New room");
    // The worker is given a moment for its last words, then ended; the page stays.
    for (const person of [guest, creator])
      await until("no string with them", async () => sum(await person.tab.stringsWith(words)) === 0, 20_000);
  });
});

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}

function whereElse({ tab }: Person, key: string): Promise<readonly string[]> {
  return tab.evaluate((key) => {
    const places: Record<string, string> = {
      document: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll("input, textarea")]
        .map((it) => (it as HTMLInputElement).value)
        .join("\n"),
      address: location.href,
      state: JSON.stringify(history.state),
      performance: JSON.stringify(performance.getEntries()),
      title: document.title,
      referrer: document.referrer,
    };
    return Object.keys(places).filter((name) => places[name]?.includes(key) === true);
  }, key);
}
