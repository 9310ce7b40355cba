import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineReport } from "./engines/page.ts";
import { type EnginePage, serveEnginePage } from "./harness/engine-page.ts";
import type { Chromium } from "./harness/chromium.ts";
import type { Firefox } from "./harness/firefox.ts";
import { type Shelf, chromiums, firefoxes } from "./harness/shelf.ts";
import { load, until } from "./harness/until.ts";
import { startWebKit } from "./harness/webkit.ts";

/** Thousands of key exchanges in JavaScript, on a machine that may be busy. */
const RUN_MS = 600_000;

/** The campaign asks for what repeats itself as well. */
const LOOPS = process.env["TACET_ENGINES"] === undefined ? "" : "?loops";

/** What a page can keep; each must be empty after core has run. */
interface Stored {
  readonly local: number;
  readonly session: number;
  readonly cookies: string;
  readonly databases: number;
  readonly caches: number;
}

interface Engine {
  goto(address: string): Promise<void>;
  evaluate<T>(run: () => T): Promise<T>;
  close(): Promise<void>;
}

/** WebKitGTK has no WebRTC, so it plays no part in a room; core is the same there, under the product's own headers. */
describe("core's vectors, handshake and ratchet", () => {
  let page: EnginePage;
  beforeAll(async () => {
    page = await serveEnginePage();
  });
  afterAll(async () => {
    await page.close();
  });

  for (const [name, start, kems] of [
    ["WebKitGTK", startWebKit, "mixed, noble"],
    ["Chromium", chromium, "native, composed, mixed, noble"],
    ["Firefox", firefox, "mixed, noble"],
  ] as const) {
    it(`pass in ${name}, and its storage stays empty`, { timeout: RUN_MS + 120_000 }, async () => {
      const engine: Engine = await start();
      try {
        await engine.goto(`${page.address}${LOOPS}`);
        const report = await until(
          `core in ${name}`,
          async () => (await engine.evaluate((): EngineReport | null => window.engine ?? null)) ?? undefined,
          RUN_MS,
        );
        expect(report.error).toBeNull();
        const cases = report.groups.reduce((sum, group) => sum + group.cases, 0);
        const slowest = [...report.groups].sort((a, b) => b.ms - a.ms).slice(0, 3);
        console.log(
          `${name}: ${cases} cases in ${report.groups.length} groups, load ${load()}, slowest ${slowest.map((it) => `${it.name} ${it.ms} ms`).join(", ")}`,
        );
        expect(report.groups.flatMap(({ name, failures }) => failures.map((it) => `${name}: ${it}`))).toEqual(
          [],
        );
        expect(cases).toBeGreaterThan(600);
        expect(report.groups.map((it) => it.name)).toContain(`key exchange by ${kems}`);
        expect(await stored(engine)).toEqual({ local: 0, session: 0, cookies: "", databases: 0, caches: 0 });
      } finally {
        await engine.close();
      }
    });
  }
});

/** WebKitGTK's plain WebDriver waits for no promise: what takes time is begun in one call and read in another. */
async function stored(engine: Engine): Promise<Stored> {
  await engine.evaluate(() => {
    const counted = Promise.all([indexedDB.databases(), caches.keys()]);
    void counted.then(([databases, names]) => {
      window.stored = {
        local: localStorage.length,
        session: sessionStorage.length,
        cookies: document.cookie,
        databases: databases.length,
        caches: names.length,
      };
    });
  });
  return until(
    "what the page has stored",
    async () => (await engine.evaluate(() => window.stored ?? null)) ?? undefined,
  );
}

declare global {
  interface Window {
    stored?: Stored;
  }
}

const chromium = (): Promise<Engine> => lent(chromiums);
const firefox = (): Promise<Engine> => lent(firefoxes);

/** A tab of a browser that another file may have had, with storage of its own. */
async function lent<Kind extends Chromium | Firefox>(shelf: Shelf<Kind>): Promise<Engine> {
  const browser = await shelf.lend();
  const tab = await browser.tab();
  return {
    goto: (address) => tab.goto(address),
    evaluate: (run) => tab.evaluate(run),
    close: async () => {
      await tab.close();
      await shelf.takeBack(browser, true);
    },
  };
}
