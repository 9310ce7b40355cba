import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import type { Person } from "./harness/person.ts";
import type { Relay } from "./harness/relay.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

/** Rooms that one may come back to (spec/pair.md 9), made by a host who allows them. */
describe("a return room", () => {
  const stage = useStage();
  let relay: Relay;
  beforeAll(async () => {
    relay = await stage.relay({ TACET_DESTROY_ROOM_ON_PEER_LEAVE: "false" });
  });

  it("lets the guest knock again, shows nothing of before, and holds words back until both have compared", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    await creator.sees("checkbox", "Let people come back with the link");
    expect(await violations(creator.tab, "offer")).toEqual([]);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    await guest.reads("You can come back to this room.");
    await creator.say("of the first session");
    await guest.hears("of the first session");
    await guest.say("an answer of before");
    await creator.hears("an answer of before");

    await guest.press("Leave");
    await guest.endsWith(headingOf("left-here"));
    await guest.reads("you can ask to come in again");
    await creator.reads("The other person is gone. The room is still open.");
    await creator.shows([]);
    await until("nothing to write in", async () => !(await writes(creator)));
    expect(await seen(creator, ["of the first session", "an answer of before"])).toEqual([]);

    await guest.joinByLink(link);
    await guest.reads("You have asked to come in.");
    await creator.reads("Someone with the link asks to come in.");
    expect(await violations(creator.tab, "knock")).toEqual([]);
    expect(await guest.status()).toMatch(/^Signaling/);
    await creator.press("Let in");
    const [here, there] = await Promise.all([check(creator), check(guest)]);
    expect(there).toEqual(here);
    await Promise.all([creator.secure(), guest.secure()]);
    for (const person of [creator, guest]) {
      expect(await person.status()).not.toContain("Verified");
      expect(await writes(person)).toBe(false);
      expect(await seen(person, ["of the first session", "an answer of before"])).toEqual([]);
    }

    await creator.press("They match");
    await until("a box to write in", () => writes(creator));
    await creator.say("of the second session");
    await guest.hears("of the second session");
    expect(await writes(guest), "who has not compared").toBe(false);
    await guest.press("They match");
    await until("a box to write in", () => writes(guest));
    await guest.say("and back");
    await creator.hears("and back");
    await guest.shows(["of the second session", "and back"]);
    expect(await creator.status()).toMatch(/^Secure P2P[^]*Verified/);
  });

  it("refuses at a press, outlives the relay, and is over when its creator leaves", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    await guest.tab.close();
    await creator.reads("The other person is gone. The room is still open.");
    const stranger = await stage.person(stage.right());
    await stranger.joinByLink(link);
    await creator.press("Refuse");
    await stranger.endsWith("You were not let in");
    expect(await creator.tab.count("button", "Let in")).toBe(0);

    creator.tab.allow(/WebSocket/);
    await relay.restart();
    await stranger.joinByLink(link);
    await creator.press("Let in");
    await Promise.all([check(creator), check(stranger)]);
    await creator.press("They do not match");
    await stranger.endsWith(headingOf("burned-there"));
    await creator.endsWith(headingOf("mismatch"));
  });

  it("is like any other where its creator takes the offer back", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    await creator.sees("checkbox", "Let people come back with the link");
    await creator.tab.click("checkbox", "Let people come back with the link");
    await creator.reads("It works once.");
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    await guest.press("Leave");
    await creator.endsWith(headingOf("left-there"));
    await guest.joinByLink(link);
    await guest.endsWith(headingOf("absent"));
  });
});

/** The check opens by itself: what it shows. */
async function check(person: Person): Promise<string> {
  await person.sees("dialog", "Verify");
  return until("seven emoji", async () => {
    const emoji = await person.tab.textOf("list", "Emoji");
    return emoji !== undefined && emoji.trim().split(/\n+/).length >= 7 && emoji;
  });
}

async function writes({ tab }: Person): Promise<boolean> {
  const held = await Promise.all([tab.isDisabled("textbox", "Message"), tab.isDisabled("button", "Send")]);
  return !held.includes(true);
}

/** Which of these words are anywhere in the page. */
async function seen({ tab }: Person, words: readonly string[]): Promise<readonly string[]> {
  const page = await tab.evaluate(() => document.documentElement.outerHTML);
  return words.filter((word) => page.includes(word));
}
