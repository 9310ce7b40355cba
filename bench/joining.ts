import type { Chromium } from "../e2e/harness/chromium.ts";
import { secureWatcher } from "../e2e/harness/early.ts";
import { Person } from "../e2e/harness/person.ts";
import { pause, until, within } from "../e2e/harness/until.ts";
import { type BareServer, bareSetUp } from "./bare.ts";

/*
 * One joining of a room, and one set-up of a bare channel: what the benches of joining compare, near and far.
 */

const SET_UP_MS_MAX = 20_000;

/**
 * A browser that has just opened or closed a window is busy with itself for a while, and two processors are soon full: so both ways begin
 * with pages that have stood for so long. A person who joins has read the page for longer.
 */
const STANDING_MS = 1_000;

export interface Browsers {
  readonly left: Chromium;
  readonly right: Chromium;
}

/** From "Join room" pressed to the later page's "Secure", on the direct path or, where the creator hides its address, by relay. In milliseconds. */
export async function joinOnce(origin: string, { left, right }: Browsers, hides = false): Promise<number> {
  const [creator, guest] = [
    new Person(await left.tab({ early: [secureWatcher] })),
    new Person(await right.tab({ early: [secureWatcher] })),
  ];
  try {
    await creator.tab.goto(origin);
    if (hides) await creator.tab.click("switch", "Hide my address");
    await creator.press("Create a room");
    const link = await creator.roomLink();
    await guest.open(link);
    await guest.tab.page.getByRole("button", { name: "Join room" }).hover();
    await pause(STANDING_MS);
    await guest.tab.click("button", "Join room");
    const secure = Promise.all(
      [creator, guest].map(({ tab }) => tab.evaluate(() => window.joining.secureAt)),
    );
    const secureAt = Math.max(...(await within("a secure room", SET_UP_MS_MAX, secure)));
    return secureAt - (await guest.tab.evaluate(() => window.joining.pressedAt));
  } finally {
    await Promise.all([creator.tab.close(), guest.tab.close()]);
  }
}

/** From the second page's start, its socket's opening included, to the later page's open channel. In milliseconds. */
export async function bareOnce(bare: BareServer, round: number, { left, right }: Browsers): Promise<number> {
  const [first, second] = [await left.tab(), await right.tab()];
  try {
    await Promise.all([first.goto(bare.origin), second.goto(bare.origin)]);
    const room = `room-${round}`;
    const waiting = first.evaluate(bareSetUp, JSON.stringify({ room, offers: true }));
    // The creator of a room waits with an open socket, so the offering side does too.
    await until("the first one's socket", () => bare.isWaiting(room));
    await pause(STANDING_MS);
    const guest = await within(
      "a bare channel",
      SET_UP_MS_MAX,
      second.evaluate(bareSetUp, JSON.stringify({ room, offers: false })),
    );
    const creator = await waiting;
    return Math.max(creator.open, guest.open) - guest.began;
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
}
