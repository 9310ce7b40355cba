import { type Chromium, startChromium } from "../e2e/harness/chromium.ts";
import { recorder } from "../e2e/harness/early.ts";
import { Person } from "../e2e/harness/person.ts";
import { startRelay } from "../e2e/harness/relay.ts";
import { until, within } from "../e2e/harness/until.ts";
import { type BareServer, bareSetUp, startBareServer } from "./bare.ts";
import { type Result, median } from "./report.ts";

/** The first rounds meet cold caches of both browsers and are not counted. */
const WARM_UP = 2;
const RATIO_MAX = 2;
const BARE_MS_MAX = 20_000;

/** Join to "secure" against the bare floor, in the same pair of browsers, the two in turn. */
export async function benchJoin(rounds: number): Promise<Result> {
  const [relay, bare] = [await startRelay(), await startBareServer()];
  const [left, right] = await Promise.all([startChromium(), startChromium()]);
  const samples: { readonly secureMs: number; readonly bareMs: number }[] = [];
  try {
    for (let round = 0; round < rounds + WARM_UP; round += 1) {
      const inTurn = round % 2 === 0;
      const first = inTurn
        ? await joinOnce(relay.origin, left, right)
        : await bareOnce(bare, round, left, right);
      const second = inTurn
        ? await bareOnce(bare, round, left, right)
        : await joinOnce(relay.origin, left, right);
      const [secureMs, bareMs] = inTurn ? [first, second] : [second, first];
      if (round >= WARM_UP) samples.push({ secureMs, bareMs });
    }
  } finally {
    await Promise.allSettled([left.close(), right.close(), relay.stop(), bare.close()]);
  }
  const secureMs = median(samples.map((it) => it.secureMs));
  const bareMs = median(samples.map((it) => it.bareMs));
  const paired = median(samples.map((it) => it.secureMs / it.bareMs));
  return {
    name: "join",
    rows: [
      {
        what: "join to Secure / bare data channel",
        measured: paired,
        unit: "times",
        atMost: RATIO_MAX,
        about: `median of ${samples.length} paired rounds; medians ${secureMs.toFixed(0)} and ${bareMs.toFixed(0)} ms`,
      },
    ],
    samples,
  };
}

/** From "Join room" pressed to the later page's "Secure P2P". */
async function joinOnce(origin: string, left: Chromium, right: Chromium): Promise<number> {
  const [creator, guest] = [
    new Person(await left.tab({ early: [recorder] })),
    new Person(await right.tab({ early: [recorder] })),
  ];
  try {
    const link = await creator.createRoom(origin);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    const secure = await Promise.all([creator, guest].map(secureAt));
    const pressed = await guest.tab.evaluate(
      () => window.e2e.presses.find(({ name }) => name === "Join room")?.at ?? Number.NaN,
    );
    return Math.max(...secure) - pressed;
  } finally {
    await Promise.all([creator.tab.close(), guest.tab.close()]);
  }
}

function secureAt({ tab }: Person): Promise<number> {
  return tab.evaluate(
    () => window.e2e.statuses.find(({ text }) => text.startsWith("Secure"))?.at ?? Number.NaN,
  );
}

/** From the second page's start, its socket's opening included, to the later page's open channel. */
async function bareOnce(bare: BareServer, round: number, left: Chromium, right: Chromium): Promise<number> {
  const [first, second] = [await left.tab(), await right.tab()];
  try {
    await Promise.all([first.goto(bare.origin), second.goto(bare.origin)]);
    const room = `room-${round}`;
    const waiting = first.evaluate(bareSetUp, JSON.stringify({ room, offers: true }));
    // The creator of a room waits with an open socket, so the offering side does too.
    await until("the first one's socket", () => bare.isWaiting(room));
    const guest = await within(
      "a bare channel",
      BARE_MS_MAX,
      second.evaluate(bareSetUp, JSON.stringify({ room, offers: false })),
    );
    const creator = await waiting;
    return Math.max(creator.open, guest.open) - guest.began;
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
}
