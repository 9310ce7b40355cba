import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "./harness/person.ts";
import { meet, useStage } from "./harness/stage.ts";

const LIMIT = 16_000;
const DRAWN = { timeout: 60_000 };

/** Sent as typed, and what must be drawn on both sides, letter by letter. */
const TEXTS: readonly (readonly [name: string, sent: string, drawn?: string])[] = [
  ["markup", `<img src=x onerror="alert(1)"><script>alert(2)</script><b>bold</b>&lt;&amp;`],
  ["a link of a kind that runs", `javascript:alert(1) [x](javascript:alert(1)) https://example.invalid/`],
  ["bidirectional controls", "abc\u202Egnp.exe\u202C \u2066isolate\u2069 \u200Frtl \u061C"],
  ["an unclosed override", "\u202Ethis line alone runs backwards"],
  ["right to left", "\u05E9\u05DC\u05D5\u05DD world \u0645\u0631\u062D\u0628\u0627"],
  ["lone surrogates", "a\uD800b\uDC00c\uD83D", "a\uFFFDb\uFFFDc\uFFFD"],
  ["control characters", "a\u0000b\u0007c\u001B[31md\u0085e\tf\ng", "abc[31mde\tf\ng"],
  ["zero width and combining marks", `z\u200Bw\u200Dj\uFEFF e${"\u0301".repeat(60)}`],
  ["pictures beyond the first plane", "👩‍👩‍👧‍👦 🏳️‍🌈 𝒳 🇺🇳"],
  ["template and format signs", "${window} {{x}} %s %00 \\u0041 ' \" ` $& $1"],
  ["a text of the greatest length", "\u{10348}é漢x".repeat(LIMIT / 5)],
];

describe("message text is text", () => {
  const stage = useStage();
  let creator: Person;
  let guest: Person;

  beforeAll(async () => {
    [creator, guest] = await stage.pair({ kept: true });
    await meet((await stage.relay()).origin, creator, guest);
  });

  for (const [name, sent, drawn = sent] of TEXTS) {
    it(name, async () => {
      await type(creator, sent);
      await creator.tab.click("button", "Send");
      await guest.hears(drawn);
      expect((await guest.texts("other")).at(-1)).toBe(drawn);
      // A page draws with the next frame: the other side can be the first to show it.
      await expect.poll(async () => (await creator.texts("self")).at(-1), DRAWN).toBe(drawn);
      for (const person of [creator, guest]) {
        expect(await elementsInTexts(person), "elements inside of what was said").toBe(0);
      }
    });
  }

  it("an override in a text does not reach what stands beside it", async () => {
    const isolation = await guest.tab.evaluate(() =>
      [...document.querySelectorAll('[role="log"] li p:first-of-type')].map(
        (it) => getComputedStyle(it).unicodeBidi,
      ),
    );
    expect(isolation.length).toBeGreaterThan(0);
    for (const value of isolation) expect(["isolate", "plaintext", "isolate-override"]).toContain(value);
  });

  it("16,001 characters are refused with a sentence, and stay in the box", async () => {
    const before = (await creator.lines()).length;
    await type(creator, "x".repeat(LIMIT + 1));
    await creator.tab.press("Enter");
    await creator.reads(/too long/);
    expect((await creator.lines()).length).toBe(before);
    expect((await creator.tab.valueOf("textbox", "Message"))?.length).toBe(LIMIT + 1);
    await type(creator, "");
  });

  it("a message of white space alone is not sent", async () => {
    const before = (await creator.lines()).length;
    await type(creator, " \n\t ");
    await creator.tab.click("button", "Send");
    await creator.say("after nothing");
    await guest.hears("after nothing");
    await expect.poll(async () => (await creator.texts("self")).at(-1), DRAWN).toBe("after nothing");
    expect((await creator.lines()).length).toBe(before + 1);
  });
});

describe("names", () => {
  const stage = useStage();

  const cases: readonly (readonly [name: string, typed: string, shown: string])[] = [
    ["an ordinary name is shown", "Zoë 🎻", "Zoë 🎻"],
    ["a name of zero-width characters is no name", "\u200B\u200D\uFEFF\u2060", "The other person"],
    ["a name cannot turn the text around", "\u202Eevil\u202C", "evil"],
  ];
  for (const [name, typed, shown] of cases) {
    it(name, async () => {
      const [creator, guest] = await stage.pair();
      const relay = await stage.relay();
      const link = await creator.createRoom(relay.origin);
      await guest.open(link);
      await fill(guest, "Your name", typed);
      await guest.press("Join room");
      await Promise.all([creator.secure(), guest.secure()]);
      await guest.say("hello");
      await creator.hears("hello");
      const names = await creator.tab.evaluate(() =>
        [...document.querySelectorAll('[role="log"] li bdi')].map((it) => it.textContent),
      );
      expect(names).toEqual([shown]);
    });
  }
});

/** Puts text in as a script of an extension would: characters that no keyboard has come through whole. */
function type(person: Person, text: string): Promise<void> {
  return fill(person, "Message", text);
}

async function fill({ tab }: Person, name: string, text: string): Promise<void> {
  await tab.focus("textbox", name);
  // Escaped, since lone surrogates do not survive the driver's own encoding.
  await tab.evaluate((json) => {
    const field = document.activeElement as HTMLInputElement;
    const owner = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    const value = JSON.parse(json) as string;
    Object.getOwnPropertyDescriptor(owner.prototype, "value")?.set?.call(field, value);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, escaped(text));
}

function escaped(text: string): string {
  const units = Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`,
  );
  return `"${units.join("")}"`;
}

function elementsInTexts({ tab }: Person): Promise<number> {
  return tab.evaluate(() => document.querySelectorAll('[role="log"] li p:first-of-type :not(a)').length);
}
