import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchDisk, weighDisk } from "./harness/disk.ts";
import { Person } from "./harness/person.ts";
import { type Profile, startProfile } from "./harness/profile.ts";
import { type Relay, startRelay } from "./harness/relay.ts";
import { lz4, snappy } from "./harness/unpack.ts";
import { load, pause } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

/*
 * Nothing of a room is left in a browser's profile on disk (the privacy page: "In your browser: nothing"): no key, message or name, however
 * the page went. And what no page can prevent: an opened link stands in the browser's history, where it opens nothing.
 *
 * Not covered: what the system itself writes of its memory (swap, crash dumps), and what keyboards and extensions keep.
 */

/** Browsers write sessions and history some seconds after the fact. */
const WRITTEN_MS = 3_500;

type Way = "leave" | "burn" | "close" | "crash";

/** What may be nowhere: what was said, and whatever names or opens the room. */
interface Canaries {
  readonly link: string;
  readonly words: Readonly<Record<string, string>>;
  readonly keys: Readonly<Record<string, string>>;
}

const canary = (what: string): string => `${what}${randomBytes(6).toString("hex")}`;

describe("after a room nothing of it is on disk", () => {
  const folders: string[] = [];
  let relay: Relay;
  beforeAll(async () => {
    relay = await startRelay();
  });
  afterAll(async () => {
    await relay.stop();
    for (const path of folders)
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  const folder = (): string => {
    folders.push(mkdtempSync(join(tmpdir(), "tacet-profile-")));
    return folders.at(-1) ?? "";
  };

  /** A room of two tabs of one profile, with names, messages, an edit, and a draft that is never sent; then its end. */
  const room = async (profile: Profile, come: typeof open, way: Way): Promise<Canaries> => {
    const [creator, guest] = [new Person(await profile.tab()), new Person(await profile.tab())];
    const [ana, ben] = [canary("Ana"), canary("Ben")];
    const [first, second, third, draft] = [canary("one"), canary("two"), canary("edit"), canary("draft")];
    const link = await creator.createRoom(relay.origin);
    await creator.tab.focus("textbox", "Your name");
    for (const key of [...ana.split(""), "Enter"]) await creator.tab.press(key);
    await come(guest, link);
    await guest.tab.fill("textbox", "Your name", ben);
    await guest.press("Join room");
    await Promise.all([creator.secure(), guest.secure()]);
    await creator.say(first);
    await guest.hears(first);
    await guest.reads(ana);
    await guest.say(second);
    await creator.hears(second);
    await creator.reads(ben);
    await guest.tab.focus("textbox", "Message");
    await guest.tab.press("ArrowUp");
    await guest.say(third);
    await creator.hears(third);
    for (const { tab } of [creator, guest]) await tab.fill("textbox", "Message", draft);
    await pause(WRITTEN_MS);
    expect([...creator.tab.problems, ...guest.tab.problems]).toEqual([]);
    await endings[way](guest, profile);
    if (way !== "crash") {
      await creator.sees("button", "New room");
      for (const { tab } of [creator, guest]) if (tab.isOpen()) await tab.close();
    }
    const [, id = "", key = ""] = /([\w-]{22})#1([\w-]{43})$/.exec(link) ?? [];
    expect([id.length, key.length]).toEqual([22, 43]);
    return {
      link,
      words: Object.fromEntries([ana, ben, first, second, third, draft].map((it) => [`${way}: ${it}`, it])),
      keys: { [`${way}: room id`]: id, [`${way}: key`]: key },
    };
  };

  for (const [engine, pasted, opened, stores] of [
    [
      "chromium",
      ["leave", "burn", "close", "crash"],
      "leave",
      /^Default\/(?:History|Sessions\/|Network Persistent State)/,
    ],
    ["firefox", ["close"], "crash", /^(?:places\.sqlite|sessionstore)/],
  ] as const) {
    it(`${engine}: neither keys, messages nor names; an opened link in its history alone, where it opens nothing`, async () => {
      const path = folder();
      let profile = await startProfile(engine, path);
      const all: Canaries[] = [];
      for (const way of pasted) {
        all.push(await room(profile, paste, way));
        if (way === "crash") profile = await startProfile(engine, path);
      }
      await profile.close();
      const { files, bytes } = weighDisk(path);
      console.log(`${engine}: ${all.length} rooms, ${files} files, ${bytes} bytes, load ${load()}`);
      expect(bytes).toBeGreaterThan(100_000);
      for (const { words, keys } of all) expect(searchDisk(path, { ...words, ...keys })).toEqual([]);

      profile = await startProfile(engine, path);
      const last = await room(profile, open, opened);
      if (opened === "crash") profile = await startProfile(engine, path);
      const late = new Person(await profile.tab());
      await late.open(last.link);
      await late.press("Join room");
      await late.sees("heading", headingOf("absent"));
      const planted = canary("planted");
      await late.tab.evaluate((it) => {
        localStorage.setItem("planted", it);
      }, planted);
      await profile.close();
      expect(searchDisk(path, last.words)).toEqual([]);
      const kept = searchDisk(path, last.keys);
      console.log(`${engine}: ${kept.join("; ")}`);
      for (const hit of kept) expect(hit).toMatch(stores);
      expect(searchDisk(path, { planted }), "the search is awake").not.toEqual([]);
    });
  }
});

describe("what the search unpacks", () => {
  it("Snappy and LZ4: literals, copies, and copies that run into themselves", () => {
    // "abcd", then 4 from 4 before, then 6 from 1 before.
    expect(snappy(Buffer.from([14, 12, 97, 98, 99, 100, 1, 4, 22, 1, 0])).toString()).toBe("abcdabcddddddd");
    expect(lz4(Buffer.from([0x40, 97, 98, 99, 100, 4, 0, 0x10, 101])).toString()).toBe("abcdabcde");
  });
});

async function open(guest: Person, link: string): Promise<void> {
  await guest.open(link);
  // It leaves the address bar at once, which does not take it out of the history on disk.
  expect(await guest.tab.evaluate(() => `${location.hash} ${String(history.state)}`)).toBe(" null");
}

async function paste(guest: Person, link: string): Promise<void> {
  await guest.tab.goto(new URL(link).origin);
  await guest.tab.fill("textbox", "Link, code or four words", link);
  await guest.press("Join");
  await guest.sees("heading", "You are invited");
}

const endings: Readonly<Record<Way, (guest: Person, profile: Profile) => Promise<void>>> = {
  leave: (guest) => guest.press("Leave"),
  burn: async (guest) => {
    await guest.press("Burn room");
    await guest.press("Burn now");
  },
  close: (guest) => guest.tab.close(),
  crash: (_guest, profile) => profile.kill(),
};
