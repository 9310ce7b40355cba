import { describe, expect, it } from "vitest";
import { meet, useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

describe("several tabs of one browser", () => {
  const stage = useStage({ firefox: true, right: false });

  for (const engine of ["Chromium", "Firefox"] as const) {
    it(`${engine}: a second tab of a link says so and asks the relay for nothing; it goes on when the first is closed`, async () => {
      const relay = await stage.relay();
      const browser = { Chromium: stage.left(), Firefox: stage.firefox() }[engine];
      const creator = await stage.person(stage.left());
      const guest = await stage.person(browser);
      const early = await stage.person(browser, { beside: guest.tab });
      const second = await stage.person(browser, { beside: guest.tab });
      const link = await creator.createRoom(relay.origin);
      // Opened before the room was: its press tells.
      await early.open(link);
      await guest.joinByLink(link);
      await Promise.all([creator.secure(), guest.secure()]);
      await second.tab.goto(link);
      await second.sees("heading", "This room is open in another tab");
      await early.press("Join room");
      await early.sees("heading", "This room is open in another tab");
      for (const { tab } of [second, early])
        expect(tab.requests.filter((it) => it.startsWith("ws"))).toEqual([]);
      // The room in the first tab noticed nothing.
      await guest.say("still here");
      await creator.hears("still here");
      expect(await second.tab.evaluate(() => location.hash)).toBe("");

      await guest.tab.close();
      await creator.endsWith(headingOf("left-there"));
      for (const person of [second, early]) await person.sees("heading", "You are invited");
      await second.press("Join room");
      await second.sees("heading", headingOf("absent"));
    });
  }

  it("another room, and one's own link, are not in the way; who leaves lets the next tab go on", async () => {
    const relay = await stage.relay();
    const creator = await stage.person(stage.left());
    const guest = await stage.person(stage.left());
    const own = await stage.person(stage.left(), { beside: creator.tab });
    const link = await meet(relay.origin, creator, guest);
    const other = await stage.person(stage.left(), { beside: guest.tab });
    const second = await own.createRoom(relay.origin);
    await other.joinByLink(second);
    await Promise.all([own.secure(), other.secure()]);
    const waits = await stage.person(stage.left(), { beside: guest.tab });
    await waits.tab.goto(link);
    await waits.sees("heading", "This room is open in another tab");
    await guest.press("Leave");
    await waits.sees("heading", "You are invited");
    const held = (count: number): Promise<boolean> =>
      until(`${count} locks of the guest's browser`, async () => {
        const names = await waits.tab.evaluate(async () =>
          (await navigator.locks.query()).held?.map(({ name }) => name),
        );
        return names?.length === count;
      });
    await held(1);
    await other.press("Leave");
    await held(0);
    await own.endsWith(headingOf("left-there"));
  });
});
