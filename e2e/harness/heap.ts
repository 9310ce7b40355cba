import puppeteer, { type CDPSession, type Page } from "puppeteer-core";
import { executable } from "./chromium.ts";
import { openPuppeteerTab } from "./firefox.ts";
import type { Tab, TabOptions } from "./tab.ts";

export interface HeapTab extends Tab {
  /**
   * Counts the live strings that hold `text`, in the heap of the page and of each of its workers, after a garbage collection. It does
   * not see what the collector has freed and not overwritten, nor what lies in the browser's own process (the address that was opened).
   */
  stringsWith(text: string): Promise<ReadonlyMap<string, number>>;
}

export interface HeapChromium {
  tab(options?: TabOptions): Promise<HeapTab>;
  close(): Promise<void>;
}

/** A Chromium whose workers can be looked into as well as its pages. */
export async function startHeapChromium(): Promise<HeapChromium> {
  const browser = await puppeteer.launch({
    browser: "chrome",
    executablePath: executable(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-features=WebRtcHideLocalIpsWithMdns",
    ],
    protocolTimeout: 180_000,
  });
  return {
    tab: async (options = {}) => {
      const pages: Page[] = [];
      const tab = await openPuppeteerTab(browser, "chromium", options, { adopt: (page) => pages.push(page) });
      return { ...tab, stringsWith: (text) => searchPage(pages[0], text) };
    },
    close: () => browser.close(),
  };
}

async function searchPage(page: Page | undefined, text: string): Promise<ReadonlyMap<string, number>> {
  if (page === undefined) throw new Error("The page is not there.");
  const workers = page.workers();
  const own = await page.createCDPSession();
  const found = new Map([["page", await countInStrings(own, text)]]);
  for (const [index, worker] of workers.entries())
    found.set(`worker ${index}`, await countInStrings(worker.client, text));
  await own.detach();
  return found;
}

async function countInStrings(session: CDPSession, text: string): Promise<number> {
  const chunks: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => {
    chunks.push(chunk);
  };
  session.on("HeapProfiler.addHeapSnapshotChunk", take);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.send("HeapProfiler.disable");
  session.off("HeapProfiler.addHeapSnapshotChunk", take);
  const { strings } = JSON.parse(chunks.join("")) as { readonly strings: readonly string[] };
  if (strings.length < 1000) throw new Error("A heap of so few strings was not read whole.");
  return strings.filter((string) => string.includes(text)).length;
}
