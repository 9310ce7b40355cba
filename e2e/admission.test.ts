import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "./harness/person.ts";
import type { Proxy } from "./harness/proxy.ts";
import { meet, useStage } from "./harness/stage.ts";
import { pause, until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

/** Long enough for a page that wanted to open a socket to have opened it. */
const QUIET_MS = 700;

/** The frame that refuses (spec/relay.md 3), and how often a page asks before it believes that a room is absent (spec/direct.md 6). */
const REFUSED = 130;
const ASKED = 4;

describe("who may come in", () => {
  const stage = useStage();
  let proxy: Proxy;

  beforeAll(async () => {
    ({ proxy } = await stage.proxied());
  });

  it("opening or previewing a link takes no seat; pressing Join room does", async () => {
    const [creator, guest] = await stage.pair();
    const previewer = await stage.person(stage.left());
    const link = await roomOf(creator);
    const sockets = proxy.sockets();
    await previewer.open(link);
    await guest.open(link);
    await pause(QUIET_MS);
    expect(proxy.sockets(), "sockets opened by looking at the link").toBe(sockets);
    await creator.statusBegins("Waiting");
    await guest.press("Join room");
    await Promise.all([creator.secure(), guest.secure()]);
    await previewer.press("Join room");
    await previewer.sees("heading", headingOf("used"));
  });

  it("a third visitor with the full link of a living room is told that someone used it before", async () => {
    const [creator, guest] = await stage.pair();
    const third = await stage.person(stage.left());
    const link = await meet(proxy.origin, creator, guest);
    await third.joinByLink(link);
    await third.sees("heading", "Someone used this link before you");
    await creator.say("still between us");
    await guest.hears("still between us");
  });

  it("a visitor with a wrong key cannot tell absent, waiting, full and ended apart, in words or bytes", async () => {
    const [creator, guest] = await stage.pair();
    const waiting = await (await stage.person(stage.left())).createRoom(proxy.origin);
    const full = await meet(proxy.origin, creator, guest);
    const other = await stage.pair();
    const ended = await meet(proxy.origin, other[0], other[1]);
    await other[0].press("Leave");
    await other[1].endsWith(headingOf("left-there"));
    const absent = `${proxy.origin}/rooms/${"A".repeat(22)}#1${"A".repeat(43)}`;
    const links = [absent, wrongKey(waiting), wrongKey(full), wrongKey(ended), ended];
    const before = proxy.frames.length;
    const seen = await Promise.all(links.map(whatIsSeen));
    expect(seen[0]).toContain(headingOf("absent"));
    for (const one of seen) expect(one).toBe(seen[0]);
    const refusals = proxy.frames
      .slice(before)
      .filter(({ direction, bytes }) => direction === "down" && bytes[0] === REFUSED);
    expect(refusals.length, "frames that refuse").toBe(ASKED * links.length);
    expect(new Set(refusals.map(({ socket }) => socket)).size, "each with its socket").toBe(refusals.length);
    expect(new Set(refusals.map(({ bytes }) => Buffer.from(bytes).toString("hex"))).size).toBe(1);
  });

  it("a visitor with only the room id is shown the same page for any id, and no socket opens", async () => {
    const creator = await stage.person(stage.left());
    const link = await roomOf(creator);
    const living = link.split("#")[0] ?? "";
    const absent = `${proxy.origin}/rooms/${"B".repeat(21)}A`;
    const sockets = proxy.sockets();
    const texts: string[] = [];
    for (const address of [living, absent]) {
      const visitor = await stage.person(stage.right());
      await visitor.tab.goto(address);
      await visitor.sees("heading", "This link has lost its key");
      texts.push(await visitor.tab.text());
    }
    await pause(QUIET_MS);
    expect(texts[1]).toBe(texts[0]);
    expect(proxy.sockets()).toBe(sockets);
    expect(await served(absent)).toEqual(await served(living));
  });

  it("after a room has ended its link opens nothing", async () => {
    const [creator, guest] = await stage.pair();
    const link = await meet(proxy.origin, creator, guest);
    await guest.press("Burn room");
    await guest.press("Burn now");
    await creator.endsWith(headingOf("burned-there"));
    const late = await stage.person(stage.left());
    await late.joinByLink(link);
    await late.sees("heading", "This room has ended or never existed");
  });

  it("a link can be pasted on the landing page, and the fragment leaves the address bar", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(proxy.origin);
    await guest.tab.goto(proxy.origin);
    await guest.tab.fill("textbox", "Link, code or four words", `  <${link}>. `);
    await guest.press("Join");
    await guest.press("Join room");
    await Promise.all([creator.secure(), guest.secure()]);
    const visitor = await stage.person(stage.left());
    await visitor.open(link);
    expect(await visitor.tab.evaluate(() => location.href)).not.toContain("#");
  });

  /** A room whose creator is at the relay: its socket comes a moment after its link. */
  async function roomOf(creator: Person): Promise<string> {
    const before = proxy.sockets();
    const link = await creator.createRoom(proxy.origin);
    await until("the creator's socket", () => proxy.sockets() > before);
    return link;
  }

  async function whatIsSeen(link: string): Promise<string> {
    const visitor: Person = await stage.person(stage.right());
    await visitor.joinByLink(link);
    await visitor.sees("heading", headingOf("absent"));
    return visitor.tab.text();
  }
});

function wrongKey(link: string): string {
  const [address = "", key = ""] = link.split("#");
  return `${address}#1${(key.startsWith("1A") ? "B" : "A").repeat(42)}A`;
}

/** Everything that an HTTP client can tell one room's page from another's by. */
async function served(address: string): Promise<unknown> {
  const answer = await fetch(address);
  const headers = [...answer.headers].filter(([name]) => name !== "date");
  return { status: answer.status, headers, body: await answer.text() };
}
