import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DESKTOP, PHONE_NARROW, type View, violations } from "./harness/axe.ts";
import type { ChromiumTab } from "./harness/chromium.ts";
import { LANGUAGES, type Language, preferring, roomText, speak, text } from "./harness/languages.ts";
import type { Person } from "./harness/person.ts";
import type { Relay } from "./harness/relay.ts";
import { type Stage, useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

/** npm test looks at two screens of each language in two views; the campaign at all screens of so many languages, in all views. */
const COUNT = Number(process.env["TACET_SCREENS"] ?? 0);
const WHOLE = COUNT > 0;
const languages = (Object.keys(LANGUAGES) as readonly Language[]).slice(0, WHOLE ? COUNT : undefined);

const WIDTHS = [
  [320, 640],
  [768, 1024],
  [1280, 800],
] as const;

const all: readonly View[] = [
  ...(["light", "dark"] as const).flatMap((scheme) =>
    WIDTHS.map(([width, height]) => ({ name: `${width} px, ${scheme}`, scheme, width, height })),
  ),
  { ...DESKTOP, name: "forced colours", forced: true },
  { ...DESKTOP, name: "letters of twice the size", twice: true },
];
const views = WHOLE ? all : [PHONE_NARROW, DESKTOP];

describe("no screen has a violation of axe's rules, and nothing is cut off", () => {
  const stage = useStage({ right: false });
  let relay: Relay;
  beforeAll(async () => {
    relay = await stage.relay();
  });
  describe.each(languages)("in %s", (language) => {
    screensIn(language, stage, () => relay);
  });
});

function screensIn(language: Language, stage: Stage, relay: () => Relay): void {
  let creator: Person<ChromiumTab>;
  let guest: Person<ChromiumTab>;
  let link = "";
  beforeAll(async () => {
    speak(language);
    const options = { early: [preferring(language)], kept: true };
    [creator, guest] = [await stage.person(stage.left(), options), await stage.person(stage.left(), options)];
  });
  afterAll(() => {
    speak("en");
  });

  const check = async ({ tab }: Person<ChromiumTab>, screen: string): Promise<void> => {
    expect(await violations(tab, `${language}, ${screen}`, views)).toEqual([]);
  };
  const dialog = async (opener: string, name: string): Promise<void> => {
    await creator.press(opener);
    await creator.sees("dialog", name);
    await check(creator, `dialog ${name}`);
    await creator.tab.press("Escape");
  };

  it("before a room", async () => {
    await creator.tab.goto(relay().origin);
    await creator.sees("heading", text.landing.heading);
    await check(creator, "landing");
    if (!WHOLE) return;
    await creator.tab.fill("textbox", text.landing.field, "nonsense");
    await creator.press(text.landing.join);
    await creator.reads(text.invitationFaults["not-an-invitation"]);
    await check(creator, "landing with a fault");
    await guest.tab.goto(`${relay().origin}/rooms/${"A".repeat(22)}`);
    await guest.sees("heading", text.joining.lostHeading);
    await check(guest, "lost key");
  });

  it("in a room and after it", async () => {
    await creator.press(text.landing.create);
    link = await until("the room link", async () => {
      const shown = await creator.tab.valueOf("textbox", roomText.invitation.link);
      return shown !== undefined && shown.includes("#") && shown;
    });
    if (WHOLE) {
      await check(creator, "waiting room");
      await dialog(roomText.room.invite, roomText.invitation.heading);
    }
    await guest.tab.goto(link);
    await guest.sees("heading", text.joining.heading);
    if (WHOLE) await check(guest, "invited");
    await guest.press(text.joining.join);
    for (const person of [creator, guest]) await secure(person);
    await say(guest, "Hello. مرحبا. 你好。");
    await say(creator, "https://example.invalid/with/a/long/path");
    await creator.reads(roomText.states.delivered);
    await check(creator, "room");
    if (!WHOLE) return;
    await dialog(roomText.verify.heading, roomText.verify.heading);
    await dialog(roomText.room.details, roomText.details.heading);
    await dialog(roomText.room.burn, roomText.burning.heading);
    await creator.press(roomText.room.leave);
    await creator.sees("heading", roomText.ends["left-here"].why);
    await guest.sees("heading", roomText.ends["left-there"].why);
    await check(creator, "left here");
    await check(guest, "left there");
  });
}

async function secure(person: Person): Promise<void> {
  const [word = ""] = roomText.room.status.secure;
  const status = (): Promise<string | undefined> => person.tab.textOf("status", roomText.room.connection);
  await until(
    `status "${word}"`,
    async () => (await status())?.trim().startsWith(word),
    25_000,
    () => person.tab.text(),
  );
}

async function say(person: Person, words: string): Promise<void> {
  await person.tab.fill("textbox", roomText.room.message, words);
  await person.tab.click("button", roomText.room.send);
}
