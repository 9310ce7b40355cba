import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Canaries, type Come, type Seat, Words, fillRoom, sit } from "./harness/canaries.ts";
import { type Needles, searchDisk, searchUnlinked, weighDisk } from "./harness/disk.ts";
import { type Keeper, keep, startKeeper } from "./harness/keeper.ts";
import { Person } from "./harness/person.ts";
import { type Profile, startProfile } from "./harness/profile.ts";
import { type Relay, startRelay } from "./harness/relay.ts";
import { lz4, snappy } from "./harness/unpack.ts";
import { load, until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

/*
 * What a room leaves in the profile of a browser on disk (spec/threat-model.md, "On the device afterwards"): nothing of what was said, sent or
 * typed, and no key, however the room and the page went. An opened link stays in the browser's history, where it opens nothing.
 *
 * Beside the room another site lets the browser keep all that a site can, and the search finds each of that. Not covered: what the
 * system writes of a process's memory (swap, a crash report), what a person saves, and what keyboards and extensions keep.
 */

type End = "leave" | "burn" | "crash";

interface Way {
  readonly end: End;
  readonly come: Come;
  readonly files: boolean;
}

/** npm test goes some ways in Chromium; the campaign goes all of them in both engines, so many times. */
const COUNT = Number(process.env["TACET_TRACES"] ?? 0);
const WHOLE = COUNT > 0;

const SHORT: readonly Way[] = [
  { end: "leave", come: "paste", files: true },
  { end: "burn", come: "phrase", files: false },
  { end: "crash", come: "paste", files: false },
];
const WAYS: readonly Way[] = WHOLE
  ? (["leave", "burn", "crash"] as const).flatMap((end) =>
      (["paste", "phrase"] as const).map((come) => ({ end, come, files: true })),
    )
  : SHORT;
const ENGINES = WHOLE ? (["chromium", "firefox"] as const) : (["chromium"] as const);

/** What a crashing browser reports of its memory is the browser's, and no page can empty it. */
const CRASH_REPORT = /Crash Reports|minidumps/;

describe("a room on the disk afterwards", () => {
  const folders: string[] = [];
  const profiles: Profile[] = [];
  const kept = new Words();
  let relay: Relay;
  let keeper: Keeper;
  beforeAll(async () => {
    [relay, keeper] = await Promise.all([startRelay(), startKeeper((what) => kept.make(what))]);
  });
  afterAll(async () => {
    await Promise.allSettled([...profiles.map((one) => one.close()), relay.stop(), keeper.stop()]);
    for (const path of folders)
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  const folder = (): string => {
    folders.push(mkdtempSync(join(tmpdir(), "tacet-traces-")));
    return folders.at(-1) ?? "";
  };
  const start = async (engine: Profile["engine"], path = folder()): Promise<Profile> => {
    const profile = await startProfile(engine, path);
    profiles.push(profile);
    return profile;
  };

  for (const engine of ENGINES) {
    it(`${engine}: nothing of what was said or sent, and no key`, { timeout: 600_000 }, async () => {
      const words = new Words();
      const [host, guest] = await Promise.all([start("chromium"), start(engine)]);
      let beside = await openKeeper(guest, keeper);
      const rooms: Canaries[] = [];
      for (const way of Array.from({ length: WHOLE ? COUNT : 1 }, () => WAYS).flat()) {
        const seats = [await sit(host), await sit(guest)] as const;
        const given = way.files ? folder() : null;
        rooms.push(await fillRoom(seats, { origin: relay.origin, come: way.come, words, given }));
        await isWritten(beside, kept, guest);
        expectNothing([host, guest], words, rooms.slice(-1), "the room is open");
        await endings[way.end](seats, guest);
        if (way.end === "crash") beside = await openKeeper(guest, keeper);
      }
      await Promise.all([host.close(), guest.close()]);
      expectNothing([host, guest], words, rooms, "the browser has ended");
      const found = searchDisk(guest.folder, keeper.words);
      for (const place of Object.keys(keeper.words))
        expect(found, `the search finds what is kept in: ${place}`).toContainEqual(
          expect.stringContaining(`: ${place} (`),
        );
      const { files, bytes } = weighDisk(guest.folder);
      console.log(`${engine}: ${rooms.length} rooms, ${files} files, ${bytes} bytes, load ${load()}`);
    });

    it(
      `${engine}: after a kill an opened link alone, which opens nothing`,
      { timeout: 300_000 },
      async () => {
        const words = new Words();
        const [host, guest] = await Promise.all([start("chromium"), start(engine)]);
        const beside = await openKeeper(guest, keeper);
        const seats = [await sit(host), await sit(guest)] as const;
        const given = folder();
        const room = await fillRoom(seats, { origin: relay.origin, come: "open", words, given });
        await isWritten(beside, kept, guest);
        await guest.kill();
        expect(searchDisk(guest.folder, { mark: words.mark, ...room.said })).toEqual([]);
        const history = searchDisk(guest.folder, room.keys);
        console.log(`${engine}: ${history.join("; ")}, load ${load()}`);
        // As a part of an address, and in no other way.
        for (const hit of history) expect(hit).toMatch(/\(base64(?:url)?\)$/);

        // Whoever has the disk takes the link from there.
        const link = findLink(guest.folder, history);
        expect(link).toBe(room.link);
        const thief = await start(engine, guest.folder);
        const tries = async (heading: string): Promise<void> => {
          const person = new Person(await thief.tab());
          await person.open(link);
          await person.press("Join room");
          await person.sees("heading", heading);
          await person.tab.close();
        };
        await tries(headingOf("used"));
        await seats[0].person.press("Leave");
        await seats[0].person.sees("heading", headingOf("left-here"));
        await tries(headingOf("absent"));
        await Promise.all([host.close(), thief.close()]);
        expectNothing([host], words, [room], "the browser has ended");
        expect(searchDisk(guest.folder, { mark: words.mark, ...room.said })).toEqual([]);
      },
    );
  }
});

describe("what the search unpacks", () => {
  it("Snappy and LZ4: literals, copies, and copies that run into themselves", () => {
    // "abcd", then 4 from 4 before, then 6 from 1 before.
    expect(snappy(Buffer.from([14, 12, 97, 98, 99, 100, 1, 4, 22, 1, 0])).toString()).toBe("abcdabcddddddd");
    expect(lz4(Buffer.from([0x40, 97, 98, 99, 100, 4, 0, 0x10, 101])).toString()).toBe("abcdabcde");
  });
});

/** Neither on the disk, nor in a file that was taken out of its folder and is still open. */
function expectNothing(
  profiles: readonly Profile[],
  words: Words,
  rooms: readonly Canaries[],
  when: string,
): void {
  for (const { folder, pid } of profiles) {
    expect(weighDisk(folder).bytes, "a search of nothing finds nothing").toBeGreaterThan(100_000);
    for (const { said, keys } of [{ said: { mark: words.mark }, keys: {} }, ...rooms]) {
      const needles: Needles = { ...said, ...keys };
      const hits = [...searchDisk(folder, needles), ...searchUnlinked(pid, needles)].filter(
        (hit) => !CRASH_REPORT.test(hit),
      );
      expect(hits, `${when}: ${whichOf(folder, words, hits)}`).toEqual([]);
    }
  }
}

/** Which words they are, once it is known that there are some. */
function whichOf(folder: string, words: Words, hits: readonly string[]): string {
  return hits.length === 0 ? "" : searchDisk(folder, words.made).join("; ");
}

async function openKeeper(profile: Profile, keeper: Keeper): Promise<Seat> {
  const seat = await sit(profile);
  await seat.person.tab.goto(`${keeper.origin}/#${keeper.words.fragment}`);
  await seat.person.tab.evaluate(keep, JSON.stringify(keeper.words));
  await seat.person.tab.fill("textbox", "Area", keeper.words.area);
  return seat;
}

/** What the browser keeps of its tabs is on the disk: a field that was filled later, at the other site, is there. */
async function isWritten({ person, page }: Seat, kept: Words, { folder }: Profile): Promise<void> {
  const later = kept.make("later");
  await page.bringToFront();
  await person.tab.fill("textbox", "Field", later);
  await until("the field of another tab on the disk", () => searchDisk(folder, { later }).length > 0);
}

function findLink(folder: string, hits: readonly string[]): string {
  for (const hit of hits) {
    const file = readFileSync(join(folder, hit.slice(0, hit.indexOf(": "))), "latin1");
    const [link] = /http:\/\/localhost:\d+\/rooms\/[\w-]{22}#1[\w-]{43}/.exec(file) ?? [];
    if (link !== undefined) return link;
  }
  throw new Error(`No link in ${hits.join(", ")}`);
}

const endings: Readonly<Record<End, (seats: readonly [Seat, Seat], guest: Profile) => Promise<void>>> = {
  leave: async ([host, guest]) => {
    await guest.page.bringToFront();
    await guest.person.press("Leave");
    await ended([host, guest]);
  },
  burn: async ([host, guest]) => {
    await host.person.press("Burn room");
    await host.person.press("Burn now");
    await ended([host, guest]);
  },
  crash: async ([host, guest], profile) => {
    await profile.crash(guest.page);
    await host.person.press("Leave");
    await ended([host]);
  },
};

async function ended(seats: readonly Seat[]): Promise<void> {
  for (const { person, page } of seats) {
    await page.bringToFront();
    await person.sees("button", "New room");
    expect(person.tab.problems).toEqual([]);
    await person.tab.close();
  }
}
