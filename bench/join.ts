import { type Chromium, startChromium } from "../e2e/harness/chromium.ts";
import { secureWatcher } from "../e2e/harness/early.ts";
import { Person } from "../e2e/harness/person.ts";
import { startRelay } from "../e2e/harness/relay.ts";
import { pause, until, within } from "../e2e/harness/until.ts";
import { type BareServer, bareSetUp, startBareServer } from "./bare.ts";
import { type Result, median } from "./report.ts";

/** The first rounds meet cold caches of both browsers and are not counted. */
const WARM_UP = 2;
const RATIO_MAX = 2;
const SET_UP_MS_MAX = 20_000;

/**
 * A browser that has just opened or closed a window is busy with itself for a while, and two processors are soon full: so both ways begin
 * with pages that have stood for so long. A person who joins has read the page for longer.
 */
const STANDING_MS = 1_000;

interface Browsers {
  readonly left: Chromium;
  readonly right: Chromium;
}

interface Sample {
  readonly secureMs: number;
  readonly bareMs: number;
}

/** Join to "secure" against the bare floor, in the same pair of browsers, the two in turn. */
export async function benchJoin(rounds: number): Promise<Result> {
  const [relay, bare] = [await startRelay(), await startBareServer()];
  const [left, right] = await Promise.all([startChromium(), startChromium()]);
  const samples: Sample[] = [];
  try {
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const sample = await inTurn(round, relay.origin, bare, { left, right });
      if (round >= WARM_UP) samples.push(sample);
    }
  } finally {
    await Promise.allSettled([left.close(), right.close(), relay.stop(), bare.close()]);
  }
  const of = (which: keyof Sample): string => median(samples.map((it) => it[which])).toFixed(0);
  return {
    name: "join",
    rows: [
      {
        what: "join to Secure / bare data channel",
        measured: median(samples.map((it) => it.secureMs / it.bareMs)),
        unit: "times",
        atMost: RATIO_MAX,
        about: `median of ${samples.length} paired rounds; medians ${of("secureMs")} and ${of("bareMs")} ms`,
      },
    ],
    samples,
  };
}

/** One round of both, each first in every second one. */
async function inTurn(round: number, origin: string, bare: BareServer, browsers: Browsers): Promise<Sample> {
  if (round % 2 === 0) {
    const secureMs = await joinOnce(origin, browsers);
    return { secureMs, bareMs: await bareOnce(bare, round, browsers) };
  }
  const bareMs = await bareOnce(bare, round, browsers);
  return { secureMs: await joinOnce(origin, browsers), bareMs };
}

/** From "Join room" pressed to the later page's "Secure P2P". */
async function joinOnce(origin: string, { left, right }: Browsers): Promise<number> {
  const [creator, guest] = [
    new Person(await left.tab({ early: [secureWatcher] })),
    new Person(await right.tab({ early: [secureWatcher] })),
  ];
  try {
    const link = await creator.createRoom(origin);
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

/** From the second page's start, its socket's opening included, to the later page's open channel. */
async function bareOnce(bare: BareServer, round: number, { left, right }: Browsers): Promise<number> {
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
