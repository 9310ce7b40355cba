import { beforeAll, describe, expect, it } from "vitest";
import { NOTHING_PATH } from "./harness/proxy.ts";
import type { Relay } from "./harness/relay.ts";
import { chosenPair, meet, useStage } from "./harness/stage.ts";
import { load, stretch, until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

const MESSAGES = 25;

/** `presence` of the other seat, and its value for a page that goes away (spec/relay.md 3). */
const PRESENCE = 131;
const GOING = 3;

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
      const creator = await stage.person(browser[creates]);
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
      await guest.press(joins === "Firefox" ? "Leave" : "Burn room");
      if (joins === "Chromium") await guest.press("Burn now");
      await creator.endsWith(headingOf(joins === "Firefox" ? "left-there" : "burned-there"));
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

  it("behind a proxy, a Firefox page that lives, though its sockets were closed as a closed page's are, goes on talking", async () => {
    const { proxy } = await stage.proxied({ TACET_TRUSTED_PROXIES: "127.0.0.1" });
    const creator = await stage.person(stage.left());
    const guest = await stage.person(stage.firefox());
    guest.tab.allow(/can.t establish a connection|connection to .* was interrupted/i);
    await meet(proxy.origin, creator, guest);
    const acts = [
      (): Promise<void> =>
        guest.tab.evaluate(() => {
          window.stop();
        }),
      // As a press on a link that is answered with 204, or with a download.
      (): Promise<void> =>
        guest.tab.evaluate((path) => {
          location.assign(path);
        }, NOTHING_PATH),
    ];
    for (const [round, act] of acts.entries()) {
      const sockets = proxy.sockets();
      const before = proxy.frames.length;
      await act();
      const told = await until("the page's return after the relay's word that it is going", async () => {
        const frames = proxy.frames.slice(before).filter(({ direction }) => direction === "down");
        return (
          proxy.sockets() > sockets && frames.some(({ bytes }) => bytes[0] === PRESENCE && bytes[1] === GOING)
        );
      });
      expect(told).toBe(true);
      await creator.say(`to the living ${round}`);
      await guest.hears(`to the living ${round}`);
      await guest.say(`from the living ${round}`);
      await creator.hears(`from the living ${round}`);
    }
    await Promise.all([creator.secure(), guest.secure()]);
    await guest.press("Leave");
    await creator.endsWith(headingOf("left-there"));
  });
});
