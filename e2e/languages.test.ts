import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LANGUAGES, type Language, preferring, roomText, speak, text } from "./harness/languages.ts";
import type { Person } from "./harness/person.ts";
import type { Relay } from "./harness/relay.ts";
import { meet, useStage } from "./harness/stage.ts";
import type { Early } from "./harness/tab.ts";
import { until } from "./harness/until.ts";

const names = Object.entries(LANGUAGES) as readonly [Language, string][];

/** Keeps every heading that was ever drawn, and every sentence that was spoken. */
const listener: Early = {
  run: () => {
    const headings: string[] = [];
    const spoken: string[] = [];
    Object.assign(window, { headings, spoken });
    Object.defineProperty(Document.prototype, "ariaNotify", { value: (said: string) => spoken.push(said) });
    const look = (): void => {
      const heading = document.querySelector("main:not(.fallback) h1")?.textContent ?? "";
      if (heading !== "" && heading !== headings.at(-1)) headings.push(heading);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  },
  argument: "",
};

declare global {
  interface Window {
    headings: string[];
    spoken: string[];
  }
}

describe("five languages", () => {
  const stage = useStage({ right: false });
  let relay: Relay;
  beforeAll(async () => {
    relay = await stage.relay();
  });
  afterAll(() => {
    speak("en");
  });

  const document = ({ tab }: Person): Promise<readonly (string | null)[]> =>
    tab.evaluate(() => {
      const { lang, dir } = window.document.documentElement;
      const description =
        window.document.querySelector("meta[name=description]")?.getAttribute("content") ?? null;
      return [lang, dir, description];
    });

  it("the first page changes at a press, with what stands in it and what was said of it, and stores nothing", async () => {
    const person = await stage.person(stage.left());
    await person.tab.goto(relay.origin);
    await person.tab.fill("textbox", "Link, code or four words", "nonsense");
    await person.press("Join");
    await person.reads("That is not a link or code of a room");
    for (const [language, name] of [...names.slice(1), ...names.slice(0, 1)]) {
      await person.press(name);
      speak(language);
      await person.sees("heading", text.landing.heading);
      await person.reads(text.invitationFaults["not-an-invitation"]);
      expect(await person.tab.valueOf("textbox", text.landing.field)).toBe("nonsense");
      const [lang, dir, description] = await document(person);
      expect([lang?.slice(0, 2), dir, description]).toEqual([
        language,
        language === "ar" ? "rtl" : "ltr",
        text.page.description,
      ]);
      const focused = await person.tab.evaluate(() => window.document.activeElement?.textContent ?? "");
      expect(focused).toBe(name);
    }
    const kept = await person.tab.evaluate(
      () => localStorage.length + sessionStorage.length + window.document.cookie.length,
    );
    expect(kept).toBe(0);
    const fetched = person.tab.requests.filter((it) => /\/assets\/(?:zh|ja|es|ar)-/.test(it));
    expect(fetched, "each language is one part, fetched once").toHaveLength(4);
  });

  it("a browser's own language is there from the first drawing on", async () => {
    const person = await stage.person(stage.left(), { early: [listener, preferring("ja")] });
    await person.tab.goto(relay.origin);
    speak("ja");
    await person.sees("heading", text.landing.heading);
    expect(await person.tab.evaluate(() => window.headings)).toEqual([text.landing.heading]);
  });

  it("a language that does not load leaves English; a choice of it says so, and can be made again", async () => {
    const person = await stage.person(stage.left(), { early: [preferring("ar")] });
    person.tab.allow(/ERR_FAILED|Failed to load resource/);
    await person.tab.page.route(/\/ar-/, (route) => route.abort());
    await person.tab.goto(relay.origin);
    await person.sees("button", "Create a room");
    expect((await document(person)).slice(0, 2)).toEqual(["en", "ltr"]);
    speak("en");
    expect(await person.tab.text()).not.toContain(text.page.languageFailed);
    await person.press("العربية");
    await person.reads(text.page.languageFailed);
    await person.tab.page.unroute(/\/ar-/);
    await person.press("العربية");
    speak("ar");
    await person.sees("button", text.landing.create);
    expect((await document(person)).slice(0, 2)).toEqual(["ar", "rtl"]);
  });

  it("a room changes while people talk in it: its states, its numbers, what is spoken; words of people stay", async () => {
    const options = { early: [listener] };
    const [creator, guest] = [
      await stage.person(stage.left(), options),
      await stage.person(stage.left(), options),
    ];
    await meet(relay.origin, creator, guest);
    await creator.say("hello");
    await creator.hasDelivered(1);
    speak("en");
    for (const [language, name] of names.slice(1)) {
      await creator.press(roomText.room.details);
      await creator.press(name);
      speak(language);
      await creator.press(roomText.invitation.close);
      await creator.sees("textbox", roomText.room.message);
      await creator.reads(roomText.states.delivered);
      expect(await creator.tab.text()).toContain("hello");
      const status = await creator.tab.textOf("status", roomText.room.connection);
      expect(status).toContain(roomText.room.status.secure[0]);
      await guest.say(`said in ${name}`);
      const sentence = roomText.room.announcement(roomText.room.other, `said in ${name}`);
      await until(
        `"${sentence}"`,
        async () => (await creator.tab.evaluate(() => window.spoken.at(-1))) === sentence,
      );
    }
    // In Arabic now: one's own words stand at the left edge, the other person's at the right one.
    const [own, theirs] = await creator.tab.evaluate(() =>
      [...window.document.querySelectorAll("[role=log] li")].slice(0, 2).map((row) => {
        const box = row.querySelector(".said")?.getBoundingClientRect();
        return (box?.left ?? 0) + (box?.right ?? 0) < innerWidth ? "left" : "right";
      }),
    );
    expect([own, theirs]).toEqual(["left", "right"]);
  });
});
