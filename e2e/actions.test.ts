import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import type { ChromiumTab } from "./harness/chromium.ts";
import { about, press, quoteOf, sayAll, scrollTo } from "./harness/messages.ts";
import type { Person } from "./harness/person.ts";
import { meet, useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const DRAWN = { timeout: 60_000 };

describe("what can be done with messages", () => {
  const stage = useStage();
  let creator: Person<ChromiumTab>;
  let guest: Person<ChromiumTab>;

  beforeAll(async () => {
    [creator, guest] = await stage.pair({ kept: true });
    await meet((await stage.relay()).origin, creator, guest);
  });

  it("a reply shows what it answers on both sides, and a press goes there", async () => {
    await creator.say("the question");
    await guest.hears("the question");
    await press(guest, "the question", "Reply");
    await guest.reads("Reply to");
    await check(guest, "replying");
    await guest.say("the answer");
    await creator.hears("the answer");
    await expect.poll(() => quoteOf(creator, "the answer"), DRAWN).toBe("Answers You the question");
    await expect.poll(() => quoteOf(guest, "the answer"), DRAWN).toMatch(/the question$/);
    await check(creator, "a reply");
    await sayAll(
      guest,
      Array.from({ length: 40 }, (_, n) => `filler ${n}`),
    );
    await creator.hears("filler 39");
    await creator.tab.evaluate(() => {
      document.querySelector(".log")?.scrollTo(0, 0);
    });
    await until("the reply on the screen", async () => (await quoteOf(creator, "the answer")) !== null);
    await guest.say("to the end");
    await creator.hears("to the end");
    await press(guest, "filler 39", "Reply");
    await guest.reads("Reply to");
    await guest.tab.press("Escape");
    await expect.poll(() => guest.tab.count("button", "Cancel"), DRAWN).toBe(0);
  });

  it("a quote far above is brought onto the screen with the focus", async () => {
    await creator.say("far above");
    await guest.hears("far above");
    await sayAll(
      creator,
      Array.from({ length: 60 }, (_, n) => `line ${n}\nof two`),
    );
    await guest.hears("line 59\nof two");
    await guest.tab.evaluate(scrollTo, "far above");
    await press(guest, "far above", "Reply");
    await guest.say("here below");
    await creator.hears("here below");
    await guest.tab.evaluate(() => {
      const quote = [...document.querySelectorAll<HTMLElement>("button.quote")].at(-1);
      quote?.click();
    });
    await expect
      .poll(() => guest.tab.evaluate(() => document.activeElement?.querySelector("p")?.textContent), DRAWN)
      .toBe("far above");
    await until("the row to be inside of what is seen", () =>
      guest.tab.evaluate(() => {
        const row = document.activeElement?.getBoundingClientRect();
        const log = document.querySelector(".log")?.getBoundingClientRect();
        return (
          row !== undefined && log !== undefined && row.top >= log.top - 1 && row.bottom <= log.bottom + 1
        );
      }),
    );
    await guest.tab.press("End");
    await expect.poll(() => quoteOf(guest, "here below"), DRAWN).toContain("far above");
  });

  it("reactions are counted once for each person, and taken back", async () => {
    await creator.say("react to me");
    await guest.hears("react to me");
    await press(guest, "react to me", "React");
    await guest.sees("button", "Thumbs up");
    await check(guest, "choosing a reaction");
    await guest.tab.click("button", "Thumbs up");
    await creator.sees("button", "Reaction 👍, 1");
    await guest.sees("button", "Reaction 👍, 1");
    await creator.tab.click("button", "Reaction 👍, 1");
    for (const person of [creator, guest]) await person.sees("button", "Reaction 👍, 2");
    await check(creator, "a reaction of both");
    await press(guest, "react to me", "React");
    await guest.press("Heart");
    for (const person of [creator, guest]) {
      await person.sees("button", "Reaction ❤️, 1");
      await person.sees("button", "Reaction 👍, 1");
    }
    await guest.tab.click("button", "Reaction ❤️, 1");
    await until("no heart", async () => (await creator.tab.count("button", "Reaction ❤️, 1")) === 0);
    await creator.tab.click("button", "Reaction 👍, 1");
    await until("none", async () => (await guest.tab.count("button", "Reaction 👍, 1")) === 0);
  });

  it("an edit replaces the words on both sides, says so, and is delivered", async () => {
    await creator.say("teh words");
    await guest.hears("teh words");
    await creator.tab.fill("textbox", "Message", "a draft that waits");
    await press(creator, "teh words", "Edit");
    await creator.reads("Editing:");
    await check(creator, "editing");
    await expect.poll(() => creator.tab.valueOf("textbox", "Message"), DRAWN).toBe("teh words");
    await creator.say("the words");
    await guest.hears("the words");
    await expect.poll(() => creator.tab.valueOf("textbox", "Message"), DRAWN).toBe("a draft that waits");
    await creator.tab.fill("textbox", "Message", "");
    await expect.poll(() => about(creator, "the words"), DRAWN).toMatch(/^delivered(read)?edited$/);
    await expect.poll(() => about(guest, "the words"), DRAWN).toBe("edited");
    expect(await guest.texts("other")).not.toContain("teh words");
    await guest.tab.focus("textbox", "Message");
    expect(await guest.tab.count("button", "Cancel")).toBe(0);
  });

  it("deleted words are gone on both sides, from quotes too, and from what the page holds", async () => {
    await creator.say("canary-to-be-deleted");
    await guest.hears("canary-to-be-deleted");
    await press(guest, "canary-to-be-deleted", "Reply");
    await guest.say("about that");
    await creator.hears("about that");
    await press(guest, "canary-to-be-deleted", "Reply");
    await press(creator, "canary-to-be-deleted", "Delete");
    await guest.reads("This message was deleted.");
    await creator.reads("You deleted this message.");
    await guest.reads("Answers a message that was deleted.");
    for (const person of [creator, guest]) {
      await expect
        .poll(() => person.tab.evaluate(() => document.documentElement.outerHTML), DRAWN)
        .not.toContain("canary-to-be-deleted");
    }
    await check(guest, "a deleted message");
    await guest.press("Cancel");
    await expect.poll(() => about(creator, "You deleted this message."), DRAWN).toBe("delivered");
  });
});

describe("what is read in messages, and that they were read", () => {
  const stage = useStage();
  let creator: Person<ChromiumTab>;
  let guest: Person<ChromiumTab>;
  let origin = "";

  beforeAll(async () => {
    ({ origin } = await stage.relay());
    [creator, guest] = await stage.pair({ kept: true });
    await meet(origin, creator, guest);
  });

  it("copies the words as they are", async () => {
    await creator.say("  copy <b>me</b>\n\tas I am  ");
    await guest.hears("  copy <b>me</b>\n\tas I am  ");
    await guest.tab.page.bringToFront();
    await press(guest, "  copy <b>me</b>\n\tas I am  ", "Copy");
    await guest.reads("Copied");
    await guest.tab.focus("textbox", "Message");
    await guest.tab.press("Control+v");
    await expect
      .poll(() => guest.tab.valueOf("textbox", "Message"), DRAWN)
      .toBe("  copy <b>me</b>\n\tas I am  ");
    await guest.tab.fill("textbox", "Message", "");
  });

  it("links: http and https alone, whole, in a tab that knows nothing of this one", async () => {
    const said = `see (${origin}/privacy), javascript:alert(1) ftp://x.example http://münchen.example/ü https://bank.example@evil.example/ https://ok.example/\u202Egnp.exe`;
    await creator.say(said);
    await guest.hears(said.replace("http://münchen.example/ü", "http://xn--mnchen-3ya.example/%C3%BC"));
    const links = await guest.tab.evaluate(() => {
      const row = [...document.querySelectorAll('[role="log"] li')].at(-1);
      return [...(row?.querySelectorAll("a") ?? [])].map((it) => ({
        shown: it.textContent,
        href: it.href,
        kept: [it.target, it.rel, it.referrerPolicy],
      }));
    });
    expect(links.map(({ shown }) => shown)).toEqual([
      `${origin}/privacy`,
      "http://xn--mnchen-3ya.example/%C3%BC",
      "https://ok.example/",
    ]);
    for (const { shown, href, kept } of links) {
      expect(href).toBe(shown);
      expect(kept).toEqual(["_blank", "noopener noreferrer", "no-referrer"]);
    }
    await check(guest, "a message with links");
    const opened = guest.tab.page.context().waitForEvent("page");
    await guest.tab.page.getByRole("link", { name: `${origin}/privacy` }).click();
    const page = await opened;
    await page.waitForLoadState();
    expect(await page.evaluate(() => [opener === null, document.referrer])).toEqual([true, ""]);
    await page.close();
    expect(await guest.status()).toMatch(/^Secure P2P/);
  });

  it("markup, and an override that turns text around, stay in their quote", async () => {
    const said = `\u202E<img src=x onerror="alert(1)"><b>bold</b>`;
    await creator.say(said);
    await guest.hears(said);
    await press(guest, said, "Reply");
    await guest.reads("Reply to");
    await guest.say("quoting it");
    await creator.hears("quoting it");
    for (const person of [creator, guest]) {
      await expect.poll(() => quoteOf(person, "quoting it"), DRAWN).toContain(said);
      const kept = await person.tab.evaluate(() => {
        const quote = [...document.querySelectorAll(".quote")].at(-1);
        const words = quote?.querySelector(".quote-words");
        return [
          quote?.querySelectorAll("img, b").length,
          words instanceof Element && getComputedStyle(words).unicodeBidi,
        ];
      });
      expect(kept).toEqual([0, "isolate"]);
    }
  });

  it("what was on the screen is told, unless it is switched off", async () => {
    await creator.say("read me");
    await guest.hears("read me");
    await expect.poll(() => about(creator, "read me"), DRAWN).toBe("deliveredread");
    await check(creator, "a message that was read");
    await guest.press("Connection details");
    await guest.sees("switch", "Tell the other person what I have read");
    await check(guest, "details with the switch");
    await guest.tab.click("switch", "Tell the other person what I have read");
    await guest.tab.press("Escape");
    await creator.say("not told");
    await guest.hears("not told");
    await guest.say("an answer that comes after");
    await creator.hears("an answer that comes after");
    await guest.say("and another, a receipt's pace later");
    await creator.hears("and another, a receipt's pace later");
    await expect.poll(() => about(creator, "not told"), DRAWN).toBe("delivered");
    // In the other direction nothing was switched off.
    await expect.poll(() => about(guest, "an answer that comes after"), DRAWN).toBe("deliveredread");
    expect(await about(creator, "not told")).toBe("delivered");
  });
});

describe("the keyboard alone", () => {
  const stage = useStage();

  it("reaches messages, acts on them and leaves", async () => {
    const [creator, guest] = await stage.pair();
    await meet((await stage.relay()).origin, creator, guest);
    await creator.say("first");
    await creator.say("second");
    await guest.hears("second");
    const at = (): Promise<string> =>
      guest.tab.evaluate(() => {
        const element = document.activeElement;
        return element?.querySelector(".wording")?.textContent ?? element?.textContent ?? "";
      });
    const keys = async (...pressed: readonly string[]): Promise<void> => {
      for (const key of pressed) await guest.tab.press(key);
    };
    /** That the focus is in the box, which holds this: keys that come before would go elsewhere. */
    const writing = async (held: string): Promise<void> => {
      await expect.poll(() => guest.tab.evaluate(() => document.activeElement?.id), DRAWN).toBe("message");
      await expect.poll(() => guest.tab.valueOf("textbox", "Message"), DRAWN).toBe(held);
    };
    const choosing = async (): Promise<void> => {
      const label = (): Promise<string | null | undefined> =>
        guest.tab.evaluate(() => document.activeElement?.getAttribute("aria-label"));
      await expect.poll(label, DRAWN).toBe("Thumbs up");
    };
    await guest.tab.focus("log", "Messages");
    await keys("ArrowUp");
    await expect.poll(at, DRAWN).toBe("second");
    await keys("ArrowUp");
    await expect.poll(at, DRAWN).toBe("first");
    await keys("Tab");
    await expect.poll(at, DRAWN).toBe("Reply");
    await keys("Enter");
    await guest.reads("Reply to");
    await writing("");
    for (const letter of "yes") await keys(letter);
    await keys("Enter");
    await creator.hears("yes");
    await expect.poll(() => quoteOf(creator, "yes"), DRAWN).toBe("Answers You first");
    // Up in an empty box: the last own message.
    await writing("");
    await keys("ArrowUp");
    await guest.reads("Editing:");
    await writing("yes");
    for (const letter of " no") await keys(letter === " " ? "Space" : letter);
    await keys("Enter");
    await creator.hears("yes no");
    await guest.tab.focus("log", "Messages");
    await keys("Home");
    await expect.poll(at, DRAWN).toBe("first");
    await keys("Tab", "Tab", "Enter");
    await choosing();
    await keys("Escape");
    await until("no choice", async () => (await guest.tab.count("button", "Thumbs up")) === 0);
    await expect.poll(at, DRAWN).toBe("first");
    await keys("Tab", "Tab", "Enter");
    await choosing();
    await keys("Enter");
    await creator.sees("button", "Reaction 👍, 1");
    await keys("Escape");
    await expect.poll(() => guest.tab.evaluate(() => document.activeElement?.id), DRAWN).toBe("message");
  });
});

describe("a finger", () => {
  const stage = useStage({ right: false });

  it("shows what can be done by a press on the message", async () => {
    const [creator, guest] = await Promise.all([stage.person(stage.left()), stage.person(stage.left())]);
    for (const { tab } of [creator, guest]) {
      const session = await tab.cdp();
      await session.send("Emulation.setTouchEmulationEnabled", { enabled: true });
      await session.send("Emulation.setEmulatedMedia", {
        features: [
          { name: "hover", value: "none" },
          { name: "pointer", value: "coarse" },
        ],
      });
      await tab.look({ width: 390, height: 844 });
    }
    await meet((await stage.relay()).origin, creator, guest);
    await creator.say("touch me");
    await guest.hears("touch me");
    const height = (): Promise<number> =>
      guest.tab.evaluate(
        () =>
          [...document.querySelectorAll('[role="log"] button')]
            .find((it) => it.textContent === "Reply")
            ?.closest(".acts")
            ?.getBoundingClientRect().height ?? 0,
      );
    expect(await height()).toBeLessThan(2);
    await guest.tab.page.getByText("touch me").click();
    await expect.poll(height, DRAWN).toBeGreaterThanOrEqual(44);
    await guest.tab.page.getByText("touch me").click();
    await expect.poll(height, DRAWN).toBeLessThan(2);
  });
});

describe("with Firefox", () => {
  const stage = useStage({ firefox: true, right: false });

  it("replies, reactions, edits, deletions and receipts cross", async () => {
    const fox = await stage.person(stage.firefox());
    const other = await stage.person(stage.left());
    await meet((await stage.relay()).origin, other, fox);
    await other.say("hello fox");
    await fox.hears("hello fox");
    await press(fox, "hello fox", "React");
    await fox.press("Heart");
    await other.sees("button", "Reaction ❤️, 1");
    await press(fox, "hello fox", "Reply");
    await fox.reads("Reply to");
    await fox.say("hello");
    await other.hears("hello");
    await expect.poll(() => quoteOf(other, "hello"), DRAWN).toBe("Answers You hello fox");
    await press(fox, "hello", "Edit");
    await fox.reads("Editing:");
    await expect.poll(() => fox.tab.valueOf("textbox", "Message"), DRAWN).toBe("hello");
    await fox.say("hello there");
    await other.hears("hello there");
    await press(fox, "hello there", "Delete");
    await other.reads("This message was deleted.");
    await expect.poll(() => about(other, "hello fox"), DRAWN).toBe("deliveredread");
  });
});

async function check({ tab }: Person<ChromiumTab>, screen: string): Promise<void> {
  expect(await violations(tab, screen)).toEqual([]);
}
