import { beforeAll, describe, expect, it } from "vitest";
import type { ChromiumTab } from "./harness/chromium.ts";
import type { Person } from "./harness/person.ts";
import type { Relay } from "./harness/relay.ts";
import { meet, useStage } from "./harness/stage.ts";
import { load, pause, stretch, until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

const BROKE = "Something in this page broke";

/** packages/web/src/link/watchdog.ts, and a little for a page that has other things to do. */
const LIFE_MS = 5_000;
const END_MS = 2_000;
const SLACK_MS = 2_000;
/** Longer than any of the watchdog's times. */
const FROZEN_MS = 7_000;

const stage = useStage();
let relay: Relay;

/** A page gives a relay up after a minute: it passes while everything else here is played. */
let unreachable: Promise<void> | undefined;

beforeAll(async () => {
  relay = await stage.relay();
  unreachable = cannotBeReached();
  // It is awaited by its own test, which may come after another one has failed.
  unreachable.catch(() => undefined);
});

describe("a page that breaks", () => {
  const met = async (): Promise<readonly [Person<ChromiumTab>, Person<ChromiumTab>]> => {
    const both = await stage.pair();
    await meet(relay.origin, ...both);
    await both[0].say("a secret");
    await both[1].hears("a secret");
    await both[0].hasDelivered(1);
    return both;
  };

  /** Everything of the room is gone, the other side knows, and a reload begins anew. */
  const isOver = async (person: Person, other: Person): Promise<void> => {
    await other.endsWith(headingOf("left-there"));
    expect(await person.isScrubbed(["a secret"])).toBe(true);
    await until("the room's address to go", () => person.tab.evaluate(() => location.pathname === "/"));
    await person.tab.reload();
    await person.sees("button", "Create a room");
  };

  it("because its worker hangs with a text says so, and the other side is told", async () => {
    const [creator, guest] = await met();
    await hangWorker(creator);
    await creator.say("never sealed");
    const tookMs = (await creator.headedAt(BROKE)) - (await creator.pressedAt("Send"));
    console.log(`hung worker, a text: noticed after ${tookMs.toFixed(0)} ms, load ${load()}`);
    expect(tookMs).toBeGreaterThan(LIFE_MS - 1500);
    expect(tookMs).toBeLessThan(LIFE_MS + SLACK_MS * stretch());
    await isOver(creator, guest);
  });

  for (const [name, last, act] of [
    ["leaving", "Leave", (person: Person) => person.press("Leave")],
    [
      "burning",
      "Burn now",
      async (person: Person) => {
        await person.press("Burn room");
        await person.press("Burn now");
      },
    ],
  ] as const) {
    it(`because its worker hangs at ${name} says so within moments, and the other side is told`, async () => {
      const [creator, guest] = await met();
      await hangWorker(guest);
      await act(guest);
      const tookMs = (await guest.headedAt(BROKE)) - (await guest.pressedAt(last));
      console.log(`hung worker, ${name}: noticed after ${tookMs.toFixed(0)} ms, load ${load()}`);
      expect(tookMs).toBeLessThan(END_MS + SLACK_MS * stretch());
      await isOver(guest, creator);
    });
  }

  it("is not one that was frozen in the middle of sending or of leaving", async () => {
    const [creator, guest] = await stage.pair();
    await meet(relay.origin, creator, guest);
    for (const act of [() => guest.say("and then it froze"), () => guest.press("Leave")]) {
      // The press and the freeze run beside each other: it freezes somewhere on the way.
      const acting = act();
      await pause(30);
      const thaw = await stage.right().freeze();
      await pause(FROZEN_MS);
      thaw();
      await acting;
      await pause(1_000);
      expect(await guest.tab.text()).not.toContain(BROKE);
    }
    await guest.sees("heading", headingOf("left-here"));
    await creator.endsWith(headingOf("left-there"));
  });

  it("by an error of its own program says so, and what was said is gone", async () => {
    const [creator, guest] = await met();
    creator.tab.allow(/is not a function/);
    // Taken away beneath the program: the next key in the composer meets it, and nobody catches what follows.
    await creator.tab.evaluate(() => {
      Object.defineProperty(window, "matchMedia", { value: undefined });
    });
    await creator.tab.focus("textbox", "Message");
    await creator.tab.press("a");
    await creator.sees("heading", BROKE);
    await isOver(creator, guest);
  });

  it("by a promise of its own program that nobody catches says so", async () => {
    const creator = await stage.person(stage.left());
    creator.tab.allow(/is not a function/);
    await creator.createRoom(relay.origin);
    await creator.tab.evaluate(() => {
      Object.defineProperty(document, "getElementById", { value: undefined });
    });
    await creator.press("Copy link");
    await creator.sees("heading", BROKE);
  });

  it("is not one in which somebody else's script fails", async () => {
    const creator = await stage.person(stage.left());
    creator.tab.allow(/planted/);
    await creator.createRoom(relay.origin);
    await creator.tab.evaluate(() => {
      setTimeout(() => {
        throw new Error("planted");
      });
      void Promise.reject(new Error("planted"));
    });
    await pause(300);
    expect(await creator.tab.text()).not.toContain(BROKE);
    await creator.roomLink();
  });
});

describe("what a page keeps, and what it lets go", () => {
  it("of two links opened in one page in quick succession the last is joined, the first is untouched", async () => {
    const [creator, guest] = await stage.pair();
    const other = await stage.person(stage.left());
    const first = await creator.createRoom(relay.origin);
    const second = await other.createRoom(relay.origin);
    await guest.tab.goto(first);
    await guest.sees("heading", "You are invited");
    await guest.tab.evaluate((addresses) => {
      // As pasted into the address bar of this page: only what stands after the # may differ, or the document goes.
      for (const address of addresses.split(" ")) {
        const { pathname, hash } = new URL(address);
        history.replaceState(null, "", pathname);
        location.hash = hash;
      }
    }, `${first} ${second}`);
    await until("both links to leave the address bar", () => guest.tab.evaluate(() => location.hash === ""));
    await guest.press("Join room");
    await Promise.all([other.secure(), guest.secure()]);
    expect(await creator.status()).toMatch(/^Waiting/);
  });

  it("a link that is put into the address bar of an open page is shown, and leaves the bar", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    const [bare = ""] = link.split("#");
    await guest.tab.goto(bare);
    await guest.sees("heading", "This link has lost its key");
    await guest.tab.goto(link);
    await guest.sees("heading", "You are invited");
    await until("the key to leave the bar", () => guest.tab.evaluate((bare) => location.href === bare, bare));
    await guest.press("Join room");
    await Promise.all([creator.secure(), guest.secure()]);
  });

  it("after an end the address is no room's any more, and a reload shows the first page", async () => {
    const [creator, guest] = await stage.pair();
    await meet(relay.origin, creator, guest);
    await creator.press("Leave");
    await guest.endsWith(headingOf("left-there"));
    await until("the room's address to go", () => guest.tab.evaluate(() => location.pathname === "/"));
    await guest.tab.reload();
    await guest.sees("button", "Create a room");
  });

  it("a name that is being typed stays while the guest comes and a message arrives", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    await creator.tab.focus("textbox", "Your name");
    for (const key of "Zo") await creator.tab.press(key);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    expect(await creator.tab.valueOf("textbox", "Your name")).toBe("Zo");
    await guest.say("hello there");
    await creator.hears("hello there");
    const uncovered = (): Promise<boolean> =>
      creator.tab.evaluate(() => {
        const words = document.querySelector('[role="log"] li p');
        if (words === null) return false;
        const { left, top, width, height } = words.getBoundingClientRect();
        return words.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      });
    await until("the message to be in sight", uncovered);
    await creator.tab.press("e");
    await until("the last letter", async () => (await creator.tab.valueOf("textbox", "Your name")) === "Zoe");
    await creator.tab.press("Enter");
    await until("the field to go", async () => (await creator.tab.count("textbox", "Your name")) === 0);
    await creator.say("hello back");
    await guest.hears("hello back");
    await until("the name at the other side", async () => (await guest.tab.text()).includes("Zoe"));
  });

  it("the place from which sentences are spoken is there, empty, before the first of them", async () => {
    const person = await stage.person(stage.left(), {
      early: [
        {
          // An engine that speaks by itself needs no such place.
          run: () => {
            Object.defineProperty(Document.prototype, "ariaNotify", { value: undefined });
            Object.assign(window, { regions: [] });
            new MutationObserver(() => {
              const region = document.getElementById("spoken");
              const { regions } = window as unknown as { regions: unknown[] };
              if (region !== null && regions.length === 0) regions.push(region, region.textContent);
            }).observe(document, { subtree: true, childList: true });
          },
          argument: "",
        },
      ],
    });
    await person.createRoom(relay.origin);
    await person.press("Copy link");
    await until("a spoken sentence", () =>
      person.tab.evaluate(() => document.getElementById("spoken")?.textContent === "Copied"),
    );
    const [same, empty, live] = await person.tab.evaluate(() => {
      const { regions } = window as unknown as { regions: readonly [Element, string] };
      const region = document.getElementById("spoken");
      return [regions[0] === region, regions[1] === "", region?.getAttribute("aria-live")] as const;
    });
    expect([same, empty, live]).toEqual([true, true, "polite"]);
  });

  it("a relay that cannot be reached leaves the invitation good: trying again needs no link", async () => {
    const begun = unreachable ?? cannotBeReached();
    // A second try begins anew.
    unreachable = undefined;
    await begun;
  });
});

async function cannotBeReached(): Promise<void> {
  const { proxy } = await stage.proxied();
  // Both in the browser that is frozen by nobody here.
  const creator = await stage.person(stage.left(), { kept: true });
  const guest = await stage.person(stage.left(), { kept: true });
  for (const { tab } of [creator, guest])
    tab.allow(/WebSocket connection to|ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to load resource/);
  const link = await creator.createRoom(proxy.origin);
  await guest.open(link);
  await guest.tab.press("Shift");
  await until("the room's part", () => guest.tab.requests.some((it) => it.includes("/room-parts-")));
  // What it brings after it, too: nothing is on its way for half a second.
  for (let quiet = 0; quiet < 5; quiet = proxy.unanswered() === 0 ? quiet + 1 : 0) await pause(100);
  proxy.cut(true);
  await guest.press("Join room");
  await guest.sees("heading", headingOf("relay"), 90_000);
  await guest.reads("your link is not used up");
  proxy.cut(false);
  await guest.press("Try again");
  await Promise.all([creator.secure(40_000), guest.secure(40_000)]);
  await guest.say("found you");
  await creator.hears("found you");
}

/** The worker runs in a circle from now on, as a program with a fault does. */
async function hangWorker({ tab }: Person<ChromiumTab>): Promise<void> {
  const [worker] = tab.page.workers();
  if (worker === undefined) throw new Error("The page has no worker.");
  const said = tab.page.waitForEvent("console", (message) => message.text() === "hung");
  const hung = worker.evaluate(() => {
    console.log("hung");
    for (;;);
  });
  hung.catch(() => undefined);
  await said;
}
