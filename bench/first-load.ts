import { startChromium } from "../e2e/harness/chromium.ts";
import { Person } from "../e2e/harness/person.ts";
import { startRelay } from "../e2e/harness/relay.ts";
import { pause } from "../e2e/harness/until.ts";
import { startScales } from "../e2e/harness/weigh.ts";
import type { Result } from "./report.ts";

const BYTES_MAX = 60 * 1024;

/** So long after the page is there, nothing more may be on its way. */
const SETTLE_MS = 800;

interface Weighed {
  readonly bytes: number;
  readonly requests: readonly string[];
}

/** Bytes on the wire, heads included, and requests of the first visit to a room's link and to the landing page. */
export async function benchFirstLoad(): Promise<Result> {
  const room = await weigh(`/rooms/${"A".repeat(22)}#1${"A".repeat(43)}`, "Join room");
  const landing = await weigh("/", "Create a room");
  const row = (what: string, { bytes, requests }: Weighed): Result["rows"][number] => ({
    what,
    measured: bytes,
    unit: "bytes",
    atMost: BYTES_MAX,
    about: `${requests.length} requests`,
  });
  return {
    name: "first-load",
    rows: [row("first load of a room", room), row("first load of the landing page", landing)],
    samples: { room, landing },
  };
}

async function weigh(path: string, button: string): Promise<Weighed> {
  const [scales, browser] = [await startScales(), await startChromium()];
  const relay = await startRelay({ TACET_PUBLIC_URL: scales.origin });
  scales.target(relay.port);
  try {
    const tab = await browser.tab();
    await tab.goto(`${scales.origin}${path}`);
    await new Person(tab).sees("button", button);
    await pause(SETTLE_MS);
    return { bytes: scales.bytes(), requests: tab.requests.map((it) => new URL(it).pathname) };
  } finally {
    await Promise.allSettled([browser.close(), relay.stop(), scales.close()]);
  }
}
