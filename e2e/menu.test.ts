import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import type { ChromiumTab } from "./harness/chromium.ts";
import type { Person } from "./harness/person.ts";
import type { Relay } from "./harness/relay.ts";
import { meet, useStage } from "./harness/stage.ts";
import type { Early } from "./harness/tab.ts";
import { until } from "./harness/until.ts";

declare global {
  interface Window {
    desk: { hidden: boolean; tones: number; notices: string[]; asked: number; closed: number };
  }
}

/** Hides the page when it is told to, counts tones, and stands in for the system's notifications, which a test cannot see. */
const watchDesk: Early = {
  run: () => {
    window.desk = { hidden: false, tones: 0, notices: [], asked: 0, closed: 0 };
    const state = { get: () => (window.desk.hidden ? "hidden" : "visible"), configurable: true };
    Object.defineProperty(document, "visibilityState", state);
    const Native = window.AudioContext;
    window.AudioContext = class extends Native {
      override createOscillator(): OscillatorNode {
        window.desk.tones += 1;
        return super.createOscillator();
      }
    };
    const Stub = class extends EventTarget {
      static permission = "default";
      static requestPermission(): Promise<string> {
        window.desk.asked += 1;
        return Promise.resolve("granted");
      }
      constructor(title: string, options: unknown) {
        super();
        window.desk.notices.push(`${title} ${JSON.stringify(options)}`);
      }
      close(): void {
        window.desk.closed += 1;
      }
    };
    Object.defineProperty(window, "Notification", { value: Stub });
  },
  argument: "",
};

describe("menu, attention and keys", () => {
  const stage = useStage({ right: false });
  let relay: Relay;
  beforeAll(async () => {
    relay = await stage.relay();
  });

  const hide = ({ tab }: Person, hidden: boolean): Promise<void> =>
    tab.evaluate((hidden) => {
      window.desk.hidden = hidden === "true";
      document.dispatchEvent(new Event("visibilitychange"));
    }, String(hidden));
  const title = ({ tab }: Person): Promise<string> => tab.evaluate(() => document.title);
  const scheme = ({ tab }: Person): Promise<string> =>
    tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const gone = (person: Person, name: string): Promise<boolean> =>
    until(`no dialog "${name}"`, async () => (await person.tab.count("dialog", name)) === 0);
  const press = async (person: Person<ChromiumTab>, keys: readonly string[]): Promise<void> => {
    for (const key of keys) await person.tab.press(key);
  };

  it("theme, sounds, notifications and language are chosen in it; nothing calls out what was said", async () => {
    const creator = await stage.person(stage.left());
    const guest = await stage.person(stage.left(), { early: [watchDesk] });
    await meet(relay.origin, creator, guest);
    await guest.press("Show menu");
    await guest.sees("dialog", "Menu");
    expect(await violations(guest.tab, "menu")).toEqual([]);
    await guest.tab.look({ scheme: "light" });
    const before = await scheme(guest);
    await guest.tab.click("radio", "Dark");
    const dark = await until("another paper", async () => {
      const now = await scheme(guest);
      return now !== before && now;
    });
    expect(await violations(guest.tab, "menu, dark by choice")).toEqual([]);
    await guest.tab.look({ scheme: "light" });
    await guest.tab.click("radio", "As the system");
    await until("the paper as it was", async () => (await scheme(guest)) === before);
    expect(dark).toBe("rgb(18, 18, 20)");

    await guest.tab.click("switch", "Sounds");
    await guest.tab.click("switch", "Notifications");
    await until("the question", () => guest.tab.evaluate(() => window.desk.asked === 1));
    await guest.tab.click("button", "Español");
    await guest.sees("dialog", "Menú");
    await guest.tab.click("button", "English");
    await guest.sees("dialog", "Menu");
    await guest.tab.press("Escape");
    await gone(guest, "Menu");

    await creator.say("canary one");
    await guest.hears("canary one");
    expect(await title(guest)).toBe("Tacet");
    await until("a sound", () => guest.tab.evaluate(() => window.desk.tones > 0));
    await hide(guest, true);
    await creator.say("canary two");
    await creator.say("canary three");
    await until("the count in the title", async () => (await title(guest)) === "(2) Tacet");
    const notices = await guest.tab.evaluate(() => window.desk.notices);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^New message in Tacet /);
    expect(notices.join()).not.toContain("canary");
    await hide(guest, false);
    await until("the plain title", async () => (await title(guest)) === "Tacet");
    expect(await guest.tab.evaluate(() => window.desk.closed)).toBe(1);
    expect(
      await creator.tab.evaluate(() => Object.keys(localStorage).length + Object.keys(sessionStorage).length),
    ).toBe(0);
  });

  it("the keys of the list work, outside of text alone, and can be switched off", async () => {
    const creator = await stage.person(stage.left());
    const guest = await stage.person(stage.left());
    await meet(relay.origin, creator, guest);
    await creator.say("first");
    await guest.hears("first");
    await guest.say("second");
    await guest.hasDelivered(1);
    // In the box they are letters.
    await guest.tab.focus("textbox", "Message");
    await press(guest, ["?", "v"]);
    expect(await guest.tab.valueOf("textbox", "Message")).toBe("?v");
    expect(await guest.tab.count("dialog", "Keyboard shortcuts")).toBe(0);
    await guest.tab.fill("textbox", "Message", "");
    await press(guest, ["Escape", "?"]);
    await guest.sees("dialog", "Keyboard shortcuts");
    expect(await violations(guest.tab, "shortcuts")).toEqual([]);
    await press(guest, ["Escape"]);
    await gone(guest, "Keyboard shortcuts");
    for (const [key, name] of [
      ["v", "Verify"],
      ["d", "Connection"],
      ["n", "Menu"],
    ] as const) {
      await guest.tab.press(key);
      await guest.sees("dialog", name);
      await guest.tab.press("Escape");
      await gone(guest, name);
    }
    // The invitation is used: nothing opens.
    await guest.tab.press("i");
    // On the newest message, which is one's own.
    await press(guest, ["ArrowDown", "e"]);
    await until(
      "the words to edit",
      async () => (await guest.tab.valueOf("textbox", "Message")) === "second",
    );
    await press(guest, ["Escape", "Escape", "ArrowUp", "ArrowUp", "r"]);
    await guest.reads("Reply to");
    await guest.reads("first");
    await press(guest, ["Escape", "Escape", "ArrowUp", "a"]);
    await guest.sees("button", "Thumbs up");
    await press(guest, ["Escape", "c"]);
    await guest.sees("button", "Copied");
    await press(guest, ["m", "x"]);
    await until("the letter in the box", async () => (await guest.tab.valueOf("textbox", "Message")) === "x");
    await guest.tab.fill("textbox", "Message", "");
    // Switched off, from the menu.
    await guest.press("Show menu");
    await guest.press("Keyboard shortcuts");
    await guest.sees("dialog", "Keyboard shortcuts");
    await guest.tab.click("switch", "Use the keys below");
    await guest.tab.press("Escape");
    await gone(guest, "Keyboard shortcuts");
    await press(guest, ["m", "v"]);
    expect(await guest.tab.count("dialog", "Verify")).toBe(0);
    expect(await creator.texts()).toEqual(["first", "second"]);
  });

  it("the first page has the menu too; one that does not come is said", async () => {
    const person = await stage.person(stage.left());
    person.tab.allow(/ERR_FAILED|Failed to load resource/);
    await person.tab.page.route(/desk-parts/, (route) => route.abort());
    await person.tab.goto(relay.origin);
    await person.press("Show menu");
    await person.sees("heading", "A part of this page did not load");
    await person.tab.page.unroute(/desk-parts/);
    await person.press("Try again");
    await person.press("Show menu");
    await person.sees("dialog", "Menu");
    expect(await violations(person.tab, "menu of the first page")).toEqual([]);
    await person.press("Keyboard shortcuts");
    await person.sees("dialog", "Keyboard shortcuts");
    await person.tab.press("Escape");
    await gone(person, "Keyboard shortcuts");
  });
});
