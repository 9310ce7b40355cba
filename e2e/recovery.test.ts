import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "./harness/person.ts";
import type { Passing, Proxy } from "./harness/proxy.ts";
import type { Relay } from "./harness/relay.ts";
import { withoutPath } from "./harness/no-path.ts";
import { meet, useStage } from "./harness/stage.ts";
import { load, pause } from "./harness/until.ts";

/** What a browser says in its console when a test takes its relay away. */
const CUT = /WebSocket connection to|ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to load resource/;

/** Past the five seconds after which an engine calls its connection lost, and far within the grace time. */
const FROZEN_MS = 7_000;
const CUT_MS = 3_000;

/** The frame that asks for a seat, its mode for one that was had before, and the frame that gives none (spec/relay.md 2 and 3). */
const ADMIT = 1;
const RETURN = 2;
const REFUSED = 130;

describe("what is forgiven", () => {
  const stage = useStage();
  let proxy: Proxy;
  let relay: Relay;

  beforeAll(async () => {
    ({ proxy, relay } = await stage.proxied({ TACET_ROOM_GRACE_SECONDS: "120" }));
  });

  const pair = async (): Promise<readonly [Person, Person]> => {
    const both = await stage.pair();
    for (const { tab } of both) tab.allow(CUT);
    return both;
  };

  /** What became of each of the creator's words, at the end of the freeze. */
  const whileFrozen = async (creator: Person): Promise<readonly (string | null)[]> => {
    await creator.say("while frozen 1");
    await pause(FROZEN_MS);
    await creator.say("while frozen 2");
    return (await creator.lines()).map(({ state }) => state);
  };

  it("a frozen tab within the grace time: it goes on, nothing lost", async () => {
    const [creator, guest] = await stage.pair();
    await meet(proxy.origin, creator, guest);
    await creator.say("before");
    await guest.hears("before");
    // Its acknowledgement follows within moments; a freeze between the two is not what this is about.
    await creator.hasDelivered(1);
    const thaw = await stage.right().freeze();
    const states = await whileFrozen(creator).finally(thaw);
    const begin = performance.now();
    expect(states[0]).toBe("delivered");
    expect(states.slice(1)).not.toContain("delivered");
    expect(states.slice(1)).not.toContain("failed");
    await guest.hears("while frozen 2");
    console.log(`thawed: all there after ${(performance.now() - begin).toFixed(0)} ms, load ${load()}`);
    await Promise.all([creator.secure(), guest.secure()]);
    await guest.say("after");
    await creator.hears("after");
    await guest.shows(["before", "while frozen 1", "while frozen 2"], "other");
    await creator.hasDelivered(3);
  });

  it("a lost network (both paths cut) within the grace time: it goes on, nothing lost", async () => {
    const [creator, guest] = await pair();
    await meet(proxy.origin, creator, guest);
    await creator.say("before");
    await guest.hears("before");
    proxy.cut(true);
    await loseDirectPath(guest);
    await Promise.all([creator.statusBegins("Reconnecting"), guest.statusBegins("Reconnecting")]);
    await creator.say("while cut, from the creator");
    await guest.say("while cut, from the guest");
    await pause(CUT_MS);
    proxy.cut(false);
    const begin = performance.now();
    await Promise.all([creator.secure(), guest.secure()]);
    console.log(`network back: secure after ${(performance.now() - begin).toFixed(0)} ms, load ${load()}`);
    await Promise.all([creator.hasDelivered(2), guest.hasDelivered(1)]);
    await guest.shows(["before", "while cut, from the creator"], "other");
    await creator.shows(["while cut, from the guest"], "other");
  });

  for (const [name, again] of [
    ["restarted", () => relay.restart()],
    ["killed and started again", () => relay.crash()],
  ] as const) {
    it(`the relay ${name} in the middle: both sides go on, and can still find each other anew`, async () => {
      const [creator, guest] = await pair();
      await meet(proxy.origin, creator, guest);
      await creator.say("before");
      await guest.hears("before");
      const restarting = again();
      await creator.say("while it is away");
      await guest.hears("while it is away");
      expect(await creator.status()).toMatch(/^Secure P2P/);
      await restarting;
      // A new direct path needs signals, and those need the room at the relay that remembers nothing.
      const before = (await guest.statuses()).length;
      await loseDirectPath(creator);
      await guest.statusWas("Reconnecting", before);
      await Promise.all([creator.secure(), guest.secure()]);
      await guest.say("after");
      await creator.hears("after");
      await guest.shows(["before", "while it is away"], "other");
    });
  }

  it("the relay restarted while the creator waits: a guest who comes first looks for the room, and finds it", async () => {
    const [creator, guest] = await pair();
    const link = await creator.createRoom(proxy.origin);
    await guest.open(link);
    // The relay has forgotten the room until the creator's page comes back with its ticket: here, after the guest was told so.
    const held: Passing[] = [];
    let told = false;
    proxy.meddle((passing, to) => {
      const { direction, bytes } = passing;
      if (direction === "down" && bytes[0] === REFUSED) {
        told = true;
        for (const { socket, bytes: admit } of held.splice(0)) to.inject(socket, "up", admit);
      }
      if (told || direction === "down" || bytes[0] !== ADMIT || bytes[2] !== RETURN) return undefined;
      held.push(passing);
      return [];
    });
    try {
      await relay.restart();
      await guest.press("Join room");
      await Promise.all([creator.secure(), guest.secure()]);
    } finally {
      proxy.meddle(undefined);
    }
    expect(told).toBe(true);
    expect(await guest.statuses()).toContain("Signaling looking for the room");
    await guest.say("found you");
    await creator.hears("found you");
  });

  it("eight seconds without a direct path: the page says so, and keeps trying or leaves as it is told", async () => {
    const [creator, guest] = await pair();
    const link = await creator.createRoom(proxy.origin);
    await guest.tab.goto(link);
    for (const { tab } of [creator, guest]) await withoutPath(tab);
    await guest.press("Join room");
    await creator.sees("button", "Keep trying");
    await creator.reads("No direct way through this network");
    expect(await creator.status()).toMatch(/^Signaling/);
    await creator.press("Keep trying");
    await guest.press("Leave");
    await creator.endsWith("The other person left");
  });
});

/** Closes a page's connections beneath the product, as a network that goes away does; only the other side is told, by silence or a close. */
async function loseDirectPath({ tab }: Person): Promise<void> {
  await tab.evaluate(() => {
    for (const peer of window.e2e.peers) peer.close();
  });
}
