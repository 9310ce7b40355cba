import { expect, test } from "vitest";
import { type Locks, RoomTab } from "../src/link/room-tab.ts";
import { App } from "../src/model/app.ts";
import { Chunk } from "../src/model/chunk.ts";
import { lockOf } from "../src/model/room-lock.ts";
import { appPorts, quietLink } from "./app-ports.ts";
import { parts } from "./room-needs.ts";

const ID = "mSx3Zr4pQk0Yv7Jt8uWc1A";
const LINK = `https://here/rooms/${ID}#1${"k".repeat(43)}`;

/** The browser's locks, shared by its tabs: exclusive ones, and those who wait until all are gone. */
function browser(): Locks & { readonly names: Set<string> } {
  const names = new Set<string>();
  const waiting: (() => void)[] = [];
  return {
    names,
    async request(name, { ifAvailable, mode }, hold) {
      await Promise.resolve();
      if (mode === "shared") {
        while (names.has(name)) await new Promise<void>((resolve) => waiting.push(resolve));
        return hold({});
      }
      expect(ifAvailable).toBe(true);
      if (names.has(name)) return hold(null);
      names.add(name);
      await hold({});
      names.delete(name);
      for (const wake of waiting.splice(0)) wake();
      return undefined;
    },
  };
}

/** Lets everything that waits for a turn go on. */
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("a lock is named by the room's id, in a link and in a code, and never by its key", () => {
  const key = "1" + "k".repeat(43);
  for (const text of [LINK, `${ID}:${key}`, ` here/${ID}:${key} `, `https://here/rooms/${ID}%23${key}`])
    expect(lockOf(text), text).toBe(ID);
  expect(lockOf("amber fox seven rain")).toBeNull();
  expect(lockOf(`https://here/rooms/short#${key}`)).toBeNull();
});

test("one tab has a room until it frees it, and its second claim is answered as the first", async () => {
  const locks = browser();
  const [one, two] = [new RoomTab(locks), new RoomTab(locks)];
  expect(await Promise.all([one.claim(LINK), one.claim(LINK)])).toEqual([true, true]);
  expect(await two.claim(LINK)).toBe(false);
  let freed = false;
  const waits = two.freed(LINK).then(() => (freed = true));
  await turns();
  expect(freed).toBe(false);
  one.free();
  await waits;
  expect(await two.claim(LINK)).toBe(true);
  expect([...locks.names]).toEqual([ID]);
});

test("a claim that is given up before it is answered keeps nobody out", async () => {
  const locks = browser();
  const [one, two] = [new RoomTab(locks), new RoomTab(locks)];
  const early = one.claim(LINK);
  one.free();
  await early;
  await turns();
  expect(await two.claim(LINK)).toBe(true);
});

test("without locks, or where they are refused, every tab may go on", async () => {
  expect(await new RoomTab(undefined).claim(LINK)).toBe(true);
  const refusing: Locks = { request: () => Promise.reject(new Error("not here")) };
  expect(await new RoomTab(refusing).claim(LINK)).toBe(true);
  expect(await new RoomTab(browser()).claim("amber fox seven rain")).toBe(true);
});

/** A tab of a browser: its app, and what it has asked of its worker. */
function tab(locks: ReturnType<typeof browser>, room = { ...parts, roomTab: new RoomTab(locks) }) {
  const asked: string[] = [];
  const app = new App({
    ...appPorts,
    room: new Chunk(() => Promise.resolve(room)),
    isElsewhere: (invitation) => Promise.resolve(locks.names.has(lockOf(invitation) ?? "")),
    openLink: () => ({ ...quietLink, command: (command) => asked.push(command.do) }),
  });
  return { app, asked };
}

test("a second tab of a link says so, asks for nothing, and goes on when the first is gone", async () => {
  const locks = browser();
  const [one, two, three] = [tab(locks), tab(locks), tab(locks)];
  await one.app.open(LINK);
  // This one was opened before the first joined: its press shows it.
  await three.app.open(LINK);
  await Promise.all([one.app.join(""), one.app.join("")]);
  expect(one.asked).toEqual(["join"]);
  await two.app.open(LINK);
  void three.app.join("");
  await turns();
  expect([two.app.screen.value.at, three.app.screen.value.at]).toEqual(["elsewhere", "elsewhere"]);
  expect([two.asked, three.asked]).toEqual([[], []]);
  one.app.abandon();
  await turns();
  expect([two.app.screen.value.at, three.app.screen.value.at]).toEqual(["invited", "invited"]);
  await two.app.join("");
  expect(two.asked).toEqual(["join"]);
});

test("whoever opens another link while waiting is not called back", async () => {
  const locks = browser();
  const [one, two] = [tab(locks), tab(locks)];
  await one.app.open(LINK);
  await one.app.join("");
  await two.app.open(LINK);
  await turns();
  expect(two.app.screen.value.at).toBe("elsewhere");
  await two.app.open(LINK.replace(ID, ID.toLowerCase()));
  await two.app.join("");
  expect(two.app.screen.value.at).toBe("room");
  one.app.abandon();
  await turns();
  expect(two.app.screen.value.at).toBe("room");
});
