import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { focused, tabTo } from "./harness/focus.ts";
import type { Person } from "./harness/person.ts";
import type { Relay } from "./harness/relay.ts";
import { meet, useStage } from "./harness/stage.ts";
import { load, stretch, until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

/** As for a burn. */
const SCRUB_MS = 1_000;

describe("the safety check", () => {
  const stage = useStage({ firefox: true });
  let relay: Relay;
  beforeAll(async () => {
    relay = await stage.relay();
  });

  it("is the same on both sides; a match is marked where it was pressed, and stays", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    expect(await creator.tab.count("button", "Verify"), "before there is a session").toBe(0);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    const [here, there] = [await compared(creator), await compared(guest)];
    expect(there).toEqual(here);
    expect(await violations(creator.tab, "verify dialog")).toEqual([]);

    await creator.press("They match");
    await verified(creator);
    await until("the dialog to go", async () => (await creator.tab.count("dialog", "Verify")) === 0);
    // What was pressed here is not said there, however long the two go on.
    await creator.say("a word");
    await guest.hears("a word");
    expect(await guest.status()).not.toContain("Verified");

    expect(await compared(creator)).toEqual(here);
    await creator.reads("You said that they match");
    expect(await creator.tab.count("button", "They match")).toBe(0);
    expect(await violations(creator.tab, "verify dialog after a match")).toEqual([]);
    await creator.tab.look({ width: 320, height: 568 });
    expect(await creator.tab.evaluate(tooWide)).toEqual([]);
    await creator.tab.press("Escape");
    expect(await violations(creator.tab, "room with a mark")).toEqual([]);
    expect(await creator.status()).toMatch(/^Secure P2P[^]*Verified/);
  });

  for (const who of ["creator", "guest"] as const) {
    it(`ends for both at a mismatch that the ${who} finds, and both are scrubbed`, async () => {
      const [creator, guest] = await stage.pair();
      await meet(relay.origin, creator, guest);
      const [finds, other] = who === "creator" ? [creator, guest] : [guest, creator];
      await finds.say("said before");
      await other.hears("said before");
      const { words } = await compared(finds);
      await finds.press("They do not match");
      const ends = await Promise.all([
        finds.headedAt(headingOf("mismatch")),
        other.headedAt(headingOf("burned-there")),
      ]);
      const took = Math.max(...ends) - (await finds.pressedAt("They do not match"));
      console.log(`mismatch by the ${who}: both ended after ${took.toFixed(0)} ms, load ${load()}`);
      expect(took).toBeLessThan(SCRUB_MS * stretch());
      for (const person of [finds, other]) {
        expect(await person.isScrubbed(["said before"])).toBe(true);
        // One of them may be a word of the page, or a part of one; all five are not.
        const left = await person.tab.evaluate(() => document.documentElement.outerHTML);
        expect(words.every((word) => left.includes(word))).toBe(false);
      }
      await finds.reads("Do not use this link or phrase again");
      expect(await violations(finds.tab, "ended at a mismatch")).toEqual([]);
    });
  }

  it("is done with the keyboard alone, and the focus comes back", async () => {
    const [creator, guest] = await stage.pair();
    await meet(relay.origin, creator, guest);
    await tabTo(creator, "Verify");
    await creator.tab.press("Enter");
    await creator.sees("list", "Words");
    await tabTo(creator, "They match");
    await creator.tab.press("Enter");
    await verified(creator);
    await until("the focus to come back", async () => (await focused(creator)) === "Verify");
    await creator.tab.press("Enter");
    await creator.sees("list", "Emoji");
    await tabTo(creator, "They do not match");
    await creator.tab.press("Enter");
    await creator.endsWith(headingOf("mismatch"));
    await guest.endsWith(headingOf("burned-there"));
    await tabTo(creator, "New room");
  });

  it("shows its emoji though the words do not load, and asks for these only when it is opened", async () => {
    const [creator, guest] = await stage.pair();
    creator.tab.allow(/ERR_FAILED|Failed to load resource/);
    await meet(relay.origin, creator, guest);
    expect(wordsAskedBy(creator)).toBe(0);
    await creator.tab.page.route(/\/words-/, (route) => route.abort());
    await creator.press("Verify");
    await creator.reads("The words could not be loaded");
    expect(linesOf(await creator.tab.textOf("list", "Emoji"))).toHaveLength(14);
    expect(await creator.tab.count("list", "Words")).toBe(0);
    expect(wordsAskedBy(creator)).toBe(1);
    expect(await violations(creator.tab, "verify dialog without words")).toEqual([]);
    await creator.tab.press("Escape");
    await creator.tab.page.unroute(/\/words-/);
    expect(await compared(creator)).toEqual(await compared(guest));
    expect(wordsAskedBy(creator)).toBe(2);
  });

  it("is the same in Firefox as in Chromium", async () => {
    const [creator, guest] = [await stage.person(stage.firefox()), await stage.person(stage.left())];
    await meet(relay.origin, creator, guest);
    expect(await compared(creator)).toEqual(await compared(guest));
    await creator.press("They match");
    await verified(creator);
    await guest.press("They do not match");
    await Promise.all([guest.endsWith(headingOf("mismatch")), creator.endsWith(headingOf("burned-there"))]);
  });
});

/** Opens the dialog and reads both of its lists, in their order. */
async function compared(person: Person): Promise<{ emoji: readonly string[]; words: readonly string[] }> {
  await person.press("Verify");
  await person.sees("dialog", "Verify");
  await Promise.all([person.sees("list", "Emoji"), person.sees("list", "Words")]);
  const emoji = linesOf(await person.tab.textOf("list", "Emoji"));
  const words = linesOf(await person.tab.textOf("list", "Words"));
  // A picture and its name each; and a list that is empty on both sides would be the same too.
  expect(emoji).toHaveLength(14);
  for (const [at, part] of emoji.entries())
    expect(part).toMatch(at % 2 === 0 ? /^\p{Emoji_Presentation}$/u : /^[a-z]+$/);
  expect(words).toHaveLength(5);
  for (const word of words) expect(word).toMatch(/^[a-z]{3,8}$/);
  return { emoji, words };
}

function linesOf(text = ""): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

async function verified(person: Person): Promise<void> {
  await until("the mark", async () => (await person.status()).includes("Verified"));
}

function wordsAskedBy({ tab }: Person): number {
  return tab.requests.filter((address) => address.includes("/words-")).length;
}

/** Runs in the page: what of the open dialog is wider than its place. */
function tooWide(): readonly string[] {
  const parts = [document.documentElement, ...document.querySelectorAll("dialog, dialog *")];
  return parts
    .filter((it) => it.clientWidth > 0 && it.scrollWidth > it.clientWidth)
    .map((it) => `${it.tagName} ${it.className}: ${it.scrollWidth} in ${it.clientWidth} px`);
}
