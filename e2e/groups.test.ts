import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import type { ChromiumTab } from "./harness/chromium.ts";
import type { Person } from "./harness/person.ts";
import type { Relay } from "./harness/relay.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

describe("a room for many", () => {
  const stage = useStage();
  let relay: Relay;
  let [ana, ben, eve]: Person<ChromiumTab>[] = [];

  beforeAll(async () => {
    relay = await stage.relay();
    [ana, ben, eve] = await Promise.all([
      stage.person(stage.left(), { kept: true }),
      stage.person(stage.right(), { kept: true }),
      stage.person(stage.left(), { kept: true }),
    ]);
  });

  const is = <Kind>(person: Kind | undefined): Kind => {
    if (person === undefined) throw new Error("Nobody is here.");
    return person;
  };
  const join = async (person: Person, link: string, name: string): Promise<void> => {
    await person.open(link);
    await person.tab.fill("textbox", "Your name", name);
    await person.press("Join room");
    await person.statusBegins("Secure relayed");
  };
  /** What was said, in its order, without the room's own lines. */
  const said = async (person: Person): Promise<readonly string[]> =>
    (await person.lines()).map(({ text }) => text).filter((text) => text.startsWith("text "));
  const hasSaid = (person: Person, texts: readonly string[]): Promise<unknown> =>
    until(
      `exactly ${texts.join()} in their order`,
      async () => JSON.stringify(await said(person)) === JSON.stringify(texts),
      undefined,
      () => person.tab.text(),
    );
  let link = "";
  let order: readonly string[] = [];

  it("is made in the dialog, and others come in by its link", async () => {
    const maker = is(ana);
    await maker.tab.goto(relay.origin);
    await maker.press("More kinds of room");
    await maker.sees("dialog", "New room");
    expect(await violations(maker.tab, "new room")).toEqual([]);
    await maker.tab.fill("textbox", "Your name", "Ana");
    await maker.press("Create");
    await maker.statusBegins("Waiting");
    link = await maker.roomLink();
    expect(await violations(maker.tab, "room for many, alone")).toEqual([]);
    const [second, third] = [is(ben), is(eve)];
    await second.tab.goto(link);
    await second.reads("a link to a room for many");
    expect(await violations(second.tab, "invited to many")).toEqual([]);
    await join(second, link, "Ben");
    await join(third, link, "Eve");
    for (const person of [maker, second]) await person.reads("Eve joined.");
  });

  it("shows all the same words in one order, and who has them", async () => {
    const people = [is(ana), is(ben), is(eve)];
    await Promise.all(people.map((person, place) => person.say(`text ${place}`)));
    const [maker] = people;
    await until("three texts", async () => (await said(is(maker))).length === 3);
    order = await said(is(maker));
    await Promise.all(people.map((person) => hasSaid(person, order)));
    await is(maker).reads("delivered 2 of 2");
    expect(await violations(is(maker).tab, "room for many with messages")).toEqual([]);
  });

  it("removes a member, whose page says so and whose link is void; who comes later reads nothing of before", async () => {
    const [maker, second, third] = [is(ana), is(ben), is(eve)];
    await maker.tab.evaluate(() => {
      const items = [...document.querySelectorAll('[aria-label="Members"] li')];
      const item = items.find(({ textContent }) => textContent?.includes("Eve"));
      [...(item?.querySelectorAll("button") ?? [])].at(-1)?.click();
    });
    await maker.press("Remove now");
    await third.sees("heading", "You were removed from the room");
    await second.reads("removed Eve");
    await second.say("text after");
    await hasSaid(maker, [...order, "text after"]);
    await third.tab.goto(link);
    await third.press("Join room");
    await third.sees("heading", "This room has ended, or its link is void");
    await maker.press("Invite");
    const newer = await until("a new link", async () => {
      const shown = await maker.roomLink();
      return shown !== link && shown;
    });
    await maker.tab.press("Escape");
    await join(third, newer, "Eve");
    await maker.say("text for all");
    await hasSaid(third, ["text for all"]);
  });

  it("is left by one and goes on, and is deleted for all", async () => {
    const [maker, second, third] = [is(ana), is(ben), is(eve)];
    await second.press("Leave");
    await second.sees("heading", "You left the room");
    await maker.reads("Ben left.");
    await third.say("text of two");
    await maker.reads("text of two");
    await maker.press("Delete room");
    await maker.press("Delete now");
    await maker.sees("heading", "You deleted the room");
    await third.sees("heading", "The owner deleted the room");
  });
});
