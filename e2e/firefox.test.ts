import { beforeAll, describe, expect, it } from "vitest";
import { socketWatcher } from "./harness/early.ts";
import { startElsewhere } from "./harness/elsewhere.ts";
import { closesLanes, openLanes, slowFiles } from "./harness/lanes.ts";
import type { Relay } from "./harness/relay.ts";
import { chosenPair, meet, useStage } from "./harness/stage.ts";
import { load, stretch, until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

const MESSAGES = 25;

/** What a browser says of a socket whose page goes away, or seems to (spec/relay.md 5). */
const GOING_AWAY = 1001;

describe("two engines", () => {
  const stage = useStage({ firefox: true, right: false });
  let relay: Relay;

  beforeAll(async () => {
    relay = await stage.relay();
  });

  for (const [creates, joins] of [
    ["Chromium", "Firefox"],
    ["Firefox", "Chromium"],
  ] as const) {
    it(`${creates} creates and ${joins} joins: secure, in order, delivered, and the end is seen`, async () => {
      const browser = { Chromium: stage.left(), Firefox: stage.firefox() };
      const creator = await stage.person(browser[creates], { early: [slowFiles] });
      const guest = await stage.person(browser[joins]);
      await meet(relay.origin, creator, guest);
      const texts = (who: string): string[] =>
        Array.from({ length: MESSAGES }, (_, n) => `${who} ${n} é 漢 👋`);
      await Promise.all([
        (async () => {
          for (const text of texts(creates)) await creator.say(text);
        })(),
        (async () => {
          for (const text of texts(joins)) await guest.say(text);
        })(),
      ]);
      await Promise.all([creator.hasDelivered(MESSAGES), guest.hasDelivered(MESSAGES)]);
      await creator.shows(texts(joins), "other");
      await guest.shows(texts(creates), "other");
      for (const person of [creator, guest]) {
        const { local, remote } = await chosenPair(person);
        expect(["host", "prflx", "srflx"]).toContain(local);
        expect(["host", "prflx", "srflx"]).toContain(remote);
      }
      // Two Chromiums have theirs in networks.test.ts.
      if (creates === "Firefox") await openLanes(creator, guest);
      await guest.press(joins === "Firefox" ? "Leave" : "Burn room");
      if (joins === "Chromium") await guest.press("Burn now");
      await creator.endsWith(headingOf(joins === "Firefox" ? "left-there" : "burned-there"));
      for (const person of [creator, guest]) await closesLanes(person, 0);
      expect(await creator.isScrubbed([`${joins} 0`, `${creates} 0`])).toBe(true);
    });
  }

  it("a Firefox tab that closes, or reloads, scrubs the other side within 1 s", async () => {
    for (const act of ["close", "reload"] as const) {
      const creator = await stage.person(stage.left());
      const guest = await stage.person(stage.firefox());
      await meet(relay.origin, creator, guest);
      await guest.say("gone soon");
      await creator.hears("gone soon");
      const begin = Date.now();
      const [ended] = await Promise.all([creator.headedAt(headingOf("left-there")), guest.tab[act]()]);
      const began = act === "close" ? begin : await guest.tab.evaluate(() => performance.timeOrigin);
      const took = ended - began;
      console.log(`Firefox, ${act}: scrubbed after ${took.toFixed(0)} ms, load ${load()}`);
      expect(took).toBeLessThan(1_000 * stretch());
      expect(await creator.isScrubbed(["gone soon"])).toBe(true);
    }
  });

  it("a Firefox page that lives, though its socket was closed as a closed page's is, goes on talking", async () => {
    const elsewhere = await startElsewhere();
    try {
      const creator = await stage.person(stage.left());
      const guest = await stage.person(stage.firefox(), { early: [socketWatcher] });
      guest.tab.allow(/connection to .* was interrupted/i);
      guest.tab.allow(new RegExp(`^${elsewhere.origin}/`));
      await meet(relay.origin, creator, guest);
      const go = (address: string): Promise<void> =>
        guest.tab.evaluate((to) => {
          location.assign(to);
        }, address);
      const acts = {
        "a link answered with 204": () => go(elsewhere.nothing),
        "a link answered with a download": () => go(elsewhere.download),
        "stop, pressed": () => guest.tab.evaluate(() => window.stop()),
      };
      for (const [name, act] of Object.entries(acts)) {
        const before = await guest.tab.evaluate(() => window.sockets.opened);
        await act();
        const codes = await until(`the page's return after ${name}`, () =>
          guest.tab.evaluate(
            (opened) => window.sockets.opened > Number(opened) && window.sockets.closedAs,
            String(before),
          ),
        );
        expect(codes.at(-1), name).toBe(GOING_AWAY);
        await creator.say(`after ${name}, to the living`);
        await guest.hears(`after ${name}, to the living`);
        await guest.say(`after ${name}, from the living`);
        await creator.hears(`after ${name}, from the living`);
      }
      await Promise.all([creator.secure(), guest.secure()]);
      await guest.press("Leave");
      await creator.endsWith(headingOf("left-there"));
    } finally {
      await elsewhere.stop();
    }
  });
});
