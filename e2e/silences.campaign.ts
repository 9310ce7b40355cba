/*
 * Networks that fall silent, and a device that comes into another one, in the kernel's own network: no socket is told. npm run campaign silences.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Apart, part, whyNotApart } from "./harness/apart.ts";
import { type Chromium, type ChromiumTab, startChromium } from "./harness/chromium.ts";
import { CUT_NOISE } from "./harness/cuts.ts";
import { Person } from "./harness/person.ts";
import { recorder } from "./harness/early.ts";
import { type Relay, startRelay } from "./harness/relay.ts";
import { meet } from "./harness/stage.ts";
import { load, pause } from "./harness/until.ts";

const CUTS_S = [2, 8, 20, 60];
const ROUNDS = Number(process.env["TACET_SILENCES"] ?? 1);

/** What is promised of a quiet machine, and what a busy one needs besides. */
const SERVICE_MS = 2_000;
const slackMs = (): number => 1_000 + 1_000 * Number(load());
const PATHS = ["direct", "hidden"] as const;

const AWAY_MS = 1_000;

type Two = readonly [Person<ChromiumTab>, Person<ChromiumTab>];

describe.each(Array.from({ length: ROUNDS }, (_, at) => at + 1))(
  "a network of the kernel's own, round %i",
  () => {
    let apart: Apart;
    let relay: Relay;
    let browsers: readonly Chromium[] = [];

    beforeAll(async () => {
      const missing = whyNotApart();
      if (missing !== null) throw new Error(missing);
      apart = part();
      relay = await startRelay({ HOST: "0.0.0.0" });
      browsers = await Promise.all(apart.programs.map((program) => startChromium(apart.flags, program)));
    });
    afterAll(async () => {
      await Promise.allSettled([...browsers.map((browser) => browser.close()), relay.stop()]);
      apart.remove();
    });

    const together = async (path: (typeof PATHS)[number]): Promise<Two> => {
      const [left, right] = browsers;
      if (left === undefined || right === undefined) throw new Error("no browsers");
      const people = await Promise.all(
        [left, right].map(async (browser) => new Person(await browser.tab({ early: [recorder] }))),
      );
      const [creator, guest] = people;
      if (creator === undefined || guest === undefined) throw new Error("no people");
      for (const { tab } of people) tab.allow(CUT_NOISE);
      if (path === "direct") await meet(relay.origin, creator, guest);
      else {
        await creator.tab.goto(relay.origin);
        await creator.tab.click("switch", "Hide my address");
        await creator.press("Create a room");
        await guest.joinByLink(await creator.roomLink());
        await Promise.all(people.map((one) => one.statusBegins("Secure relayed")));
      }
      await creator.say("before");
      await guest.hears("before");
      await creator.hasDelivered(1);
      return [creator, guest];
    };

    /** Both are of service again: what was said meanwhile is there once, in order, and said to be. */
    const ofService = async ([creator, guest]: Two, name: string, begin: number): Promise<void> => {
      await Promise.all([guest.hears("from the creator"), creator.hears("from the guest")]);
      await Promise.all([creator.hasDelivered(2), guest.hasDelivered(1)]);
      await Promise.all([creator, guest].map((one) => one.statusBegins("Secure")));
      const tookMs = performance.now() - begin;
      console.log(`${name}: of service after ${tookMs.toFixed(0)} ms, load ${load()}`);
      expect(tookMs).toBeLessThan(SERVICE_MS + slackMs());
      await guest.shows(["before", "from the creator"], "other");
      await creator.shows(["from the guest"], "other");
      for (const { tab } of [creator, guest]) expect(tab.problems).toEqual([]);
      await Promise.all([creator, guest].map(({ tab }) => tab.close()));
    };

    for (const path of PATHS) {
      it(`another network after 1 s of none, ${path}: of service within 2 s, nothing lost or doubled`, async () => {
        const two = await together(path);
        const [creator, guest] = two;
        await creator.say("from the creator");
        await apart.move(1, AWAY_MS);
        const begin = performance.now();
        await guest.say("from the guest");
        await ofService(two, `another network, ${path}`, begin);
      });

      for (const seconds of CUTS_S)
        it(`${seconds} s of silence, ${path}: of service within 2 s of its end, nothing lost or doubled`, async () => {
          const two = await together(path);
          const [creator, guest] = two;
          apart.cut(1, true);
          await creator.say("from the creator");
          await guest.say("from the guest");
          await pause(seconds * 1000);
          apart.cut(1, false);
          await ofService(two, `${seconds} s of silence, ${path}`, performance.now());
        });
    }

    it("another address at once, hidden: of service within 2 s, nothing lost or doubled", async () => {
      const two = await together("hidden");
      const [creator, guest] = two;
      apart.readdress(1);
      const begin = performance.now();
      await creator.say("from the creator");
      await guest.say("from the guest");
      await ofService(two, "another address, hidden", begin);
    });
  },
);
