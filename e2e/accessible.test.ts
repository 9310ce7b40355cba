import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import type { ChromiumTab } from "./harness/chromium.ts";
import { without } from "./harness/early.ts";
import { withoutPath } from "./harness/no-path.ts";
import type { Person } from "./harness/person.ts";
import type { Early } from "./harness/tab.ts";
import type { Relay } from "./harness/relay.ts";
import { useStage } from "./harness/stage.ts";
import { headingOf } from "./harness/words.ts";

describe("zero axe violations, light and dark, phone and desktop", () => {
  const stage = useStage();
  let relay: Relay;
  beforeAll(async () => {
    relay = await stage.relay({ TACET_ROOM_GRACE_SECONDS: "5" });
  });

  const check = async ({ tab }: Person<ChromiumTab>, screen: string): Promise<void> => {
    expect(await violations(tab, screen)).toEqual([]);
  };
  const visitor = async (path?: string, early: readonly Early[] = []): Promise<Person<ChromiumTab>> => {
    const person = await stage.person(stage.left(), { early });
    if (path !== undefined) await person.tab.goto(`${relay.origin}${path}`);
    return person;
  };

  it("landing, also with a text that opens nothing", async () => {
    const person = await visitor("/");
    await person.sees("button", "Create a room");
    await check(person, "landing");
    await person.tab.fill("textbox", "Link, code or four words", "nonsense");
    await person.press("Join");
    await person.reads("That is not a link or code of a room");
    await check(person, "landing with a fault");
  });

  it("privacy page", async () => {
    const person = await visitor("/privacy");
    await person.sees("link", "Tacet, to the start");
    await check(person, "privacy");
  });

  it("invited, and a link without its key", async () => {
    const person = await visitor(`/rooms/${"A".repeat(22)}#1${"A".repeat(43)}`);
    await person.sees("heading", "You are invited");
    await check(person, "invited");
    await person.press("Join room");
    await person.sees("heading", headingOf("absent"));
    await check(person, "absent");
    const other = await visitor(`/rooms/${"A".repeat(22)}`);
    await other.sees("heading", "This link has lost its key");
    await check(other, "lost key");
  });

  it("waiting room, invite dialog, secure room, details, burn dialog, used link, end", async () => {
    const creator = await visitor();
    const guest = await visitor();
    const link = await creator.createRoom(relay.origin);
    await check(creator, "waiting room");
    await creator.press("Invite");
    await creator.sees("dialog", "Invite");
    await check(creator, "invite dialog");
    await creator.tab.press("Escape");
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    await check(guest, "secure room, empty");
    for (const text of ["hello", "a longer text ".repeat(30), "https://example.invalid/"]) {
      await creator.say(text);
      await guest.say(text);
    }
    await creator.hasDelivered(3);
    await check(creator, "secure room with messages");
    await creator.press("Connection details");
    await creator.sees("dialog", "Connection");
    await check(creator, "details dialog");
    await creator.tab.press("Escape");
    await creator.press("Burn room");
    await creator.sees("button", "Burn now");
    await check(creator, "burn dialog");
    const third = await visitor();
    await third.joinByLink(link);
    await third.sees("heading", headingOf("used"));
    await check(third, "used link");
    await creator.press("Burn now");
    await guest.endsWith(headingOf("burned-there"));
    await check(creator, "burned here");
    await check(guest, "burned there");
  });

  it("no direct path, and a browser that lacks something", async () => {
    const creator = await visitor();
    const guest = await visitor();
    const link = await creator.createRoom(relay.origin);
    await guest.open(link);
    for (const { tab } of [creator, guest]) await withoutPath(tab);
    await guest.press("Join room");
    await guest.sees("button", "Keep trying");
    await check(guest, "no direct path");
    const poor = await visitor("/", [without("RTCPeerConnection")]);
    await poor.reads("This browser cannot open a room");
    await check(poor, "missing feature");
  });

  it("a part that did not load, and a name that is being typed when a message comes", async () => {
    const person = await visitor();
    person.tab.allow(/ERR_FAILED|Failed to load resource/);
    await person.tab.page.route(/room-parts/, (route) => route.abort());
    await person.tab.goto(relay.origin);
    await person.press("Create a room");
    await person.sees("heading", "A part of this page did not load");
    await check(person, "stuck");
    const [creator, guest] = [await visitor(), await visitor()];
    const link = await creator.createRoom(relay.origin);
    await creator.tab.focus("textbox", "Your name");
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    await guest.say("hello");
    await creator.hears("hello");
    expect(await creator.tab.count("textbox", "Your name")).toBe(1);
    await check(creator, "naming over messages");
  });

  it("text of twice the size, 320 px wide: nothing of a room's header is cut or runs over", async () => {
    const large = await stage.extra(["--blink-settings=defaultFontSize=32"]);
    const people = await Promise.all([stage.person(large), stage.person(large)]);
    for (const { tab } of people) await tab.look({ width: 320, height: 568 });
    const [creator, guest] = people;
    const link = await creator.createRoom(relay.origin);
    expect(await creator.tab.evaluate(cutInHeader)).toEqual([]);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    for (const { tab } of people) expect(await tab.evaluate(cutInHeader)).toEqual([]);
    // The longest word that the status begins with.
    const before = (await creator.statuses()).length;
    await guest.tab.evaluate(() => {
      for (const peer of window.e2e.peers) peer.close();
    });
    await creator.statusWas("Reconnecting", before);
    expect(await creator.tab.evaluate(cutInHeader)).toEqual([]);
  });

  it("axe is awake: a planted fault is found", async () => {
    const person = await visitor("/");
    await person.sees("button", "Create a room");
    await person.tab.evaluate(() => {
      const cut = document.createElement("p");
      cut.textContent = "words that nobody can read to their end";
      Object.assign(cut.style, { inlineSize: "5rem", overflow: "hidden", whiteSpace: "nowrap" });
      document.querySelector("main")?.append(document.createElement("button"), cut);
    });
    const found = (await violations(person.tab, "planted")).join();
    expect(found).toContain("button-name");
    expect(found).toContain('p "words that nobody');
  });
});

/** Runs in the page: what of the header is wider than its place, outside of the window, or leaves the messages no room. */
function cutInHeader(): readonly string[] {
  const header = document.querySelector(".room-head");
  if (header === null) return ["there is no header"];
  if (getComputedStyle(document.documentElement).fontSize !== "32px") return ["the text is not large"];
  const parts = [document.documentElement, header, ...header.querySelectorAll("*")].filter(
    (it) => !it.classList.contains("unseen") && it.getBoundingClientRect().width > 0,
  );
  const wide = parts.filter((it) => {
    const { left, right } = it.getBoundingClientRect();
    const inline = getComputedStyle(it).display === "inline";
    return (
      left < 0 ||
      right > innerWidth + 0.5 ||
      (!inline && it.scrollWidth > it.clientWidth && it.clientWidth > 0)
    );
  });
  const found = wide.map((it) => `${it.tagName} ${it.className}: ${it.scrollWidth} in ${it.clientWidth} px`);
  const { height } = header.getBoundingClientRect();
  if (height > innerHeight / 3) found.push(`the header is ${height} px of ${innerHeight} px high`);
  return found;
}
