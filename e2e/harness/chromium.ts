import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Locator,
  type Page,
  chromium,
} from "playwright-core";
import { ensureBrowsers } from "../../tools/browsers.ts";
import { Contexts } from "./contexts.ts";
import { type Early, type Tab, type TabOptions, Watch, policyListener } from "./tab.ts";
import { PATIENCE_MS, within } from "./until.ts";

/** reference: webrtc 10. Real addresses in candidates, so that a search for them in what the relay saw can find something. */
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
];

/** A context, or a page of it, closes within moments or hangs for good: then the whole process is about to be ended anyway. */
const CLOSE_MS = 30_000;

export interface Chromium {
  /** A tab in an off-the-record context of its own. */
  tab(options?: TabOptions): Promise<ChromiumTab>;
  /** True while it lives and has no tab. */
  isFree(): boolean;
  /** Process ids of this browser's processes of a kind: "browser", "renderer", "GPU". */
  processes(kind: string): Promise<readonly number[]>;
  /** Its pages stand still, as on a device that sleeps, until what is given back is called. */
  freeze(): Promise<() => void>;
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface ChromiumTab extends Tab {
  readonly page: Page;
  cdp(): Promise<CDPSession>;
}

/** A Chromium process of its own: two of them are two people's machines as far as one machine can show it. */
export async function startChromium(
  flags: readonly string[] = [],
  program: string = executable(),
): Promise<Chromium> {
  const browser = await chromium.launch({
    executablePath: program,
    headless: true,
    chromiumSandbox: false,
    args: [...FLAGS, ...flags],
    timeout: 90_000,
  });
  const processes = async (kind: string): Promise<readonly number[]> =>
    (await processIds(browser)).filter(({ type }) => type === kind).map(({ id }) => id);
  return {
    tab: (options = {}) => openTab(browser, options),
    isFree: () => browser.isConnected() && browser.contexts().length === 0,
    processes,
    freeze: async () => {
      const frozen = await processes("renderer");
      if (frozen.length === 0) throw new Error("There is no page to freeze.");
      for (const id of frozen) send(id, "SIGSTOP");
      return () => {
        for (const id of frozen) send(id, "SIGCONT");
      };
    },
    kill: async () => {
      const gone = new Promise((resolve) => browser.once("disconnected", resolve));
      // As when the power fails: all stand still before the first of them ends, else one still says goodbye for another.
      const all = await processIds(browser);
      for (const signal of ["SIGSTOP", "SIGKILL"] as const) for (const { id } of all) send(id, signal);
      await gone;
    },
    close: () => within("closing Chromium", CLOSE_MS, browser.close()),
  };
}

/** The one that npm test found, or the one that tools/browsers finds (and installs where it may). */
export function executable(): string {
  return process.env["TACET_CHROMIUM"] ?? ensureBrowsers().chromium;
}

/** One that ended with another one is no failure. */
function send(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    return;
  }
}

async function processIds(
  browser: Browser,
): Promise<readonly { readonly type: string; readonly id: number }[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo;
}

const contexts = new Contexts<BrowserContext>();

async function openTab(browser: Browser, { early = [], beside }: TabOptions): Promise<ChromiumTab> {
  const shared = contexts.of(beside);
  const context =
    shared ??
    (await browser.newContext({
      reducedMotion: "reduce",
      serviceWorkers: "block",
      permissions: ["clipboard-read", "clipboard-write"],
    }));
  const watch = new Watch();
  const scripts = [policyListener, ...early].map((script) => ({ content: asText(script) }));
  if (shared === undefined) for (const script of scripts) await context.addInitScript(script);
  const page = await context.newPage();
  if (shared !== undefined) for (const script of scripts) await page.addInitScript(script);
  // What a context tells is of all its tabs.
  const isOwn = (from: () => Page | null): boolean => contexts.isOneTabs(context) || from() === page;
  context.on("request", (request) => {
    if (isOwn(() => request.frame().page())) watch.requested(request.url());
  });
  context.on("console", (message) => {
    if (isOwn(() => message.page())) watch.said(message.type(), message.text());
  });
  context.on("weberror", (error) => {
    if (isOwn(() => error.page())) watch.failed("error", String(error.error()));
  });
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("websocket", (socket) => {
    watch.requested(socket.url());
  });
  page.on("crash", () => {
    watch.failed("crash", "the page's process crashed");
  });
  const find = (role: string, name: string): Locator =>
    page.getByRole(role as Parameters<Page["getByRole"]>[0], { name, exact: true });
  const first = async (role: string, name: string): Promise<Locator | undefined> => {
    const found = find(role, name);
    return (await found.count()) === 0 ? undefined : found.first();
  };
  const tab: ChromiumTab = {
    engine: "chromium",
    page,
    problems: watch.problems,
    requests: watch.requests,
    allow: (pattern) => {
      watch.allow(pattern);
    },
    goto: async (address) => {
      watch.opened(address);
      await page.goto(address, { waitUntil: "domcontentloaded" });
    },
    reload: async () => {
      await page.reload({ waitUntil: "domcontentloaded" });
    },
    // The page first and by itself, as a person closes a tab: so it is told, and can speak last.
    close: () =>
      within(
        "closing a tab",
        CLOSE_MS,
        page.close().then(() => (contexts.closed(context) ? context.close() : undefined)),
      ),
    isOpen: () => !page.isClosed(),
    count: (role, name) => find(role, name).count(),
    click: (role, name) => find(role, name).first().click(),
    focus: (role, name) => find(role, name).first().focus(),
    fill: (role, name, text) => find(role, name).first().fill(text),
    press: (key) => page.keyboard.press(key),
    textOf: async (role, name) => (await first(role, name))?.innerText(),
    valueOf: async (role, name) => (await first(role, name))?.inputValue(),
    isDisabled: async (role, name) => (await first(role, name))?.isDisabled() ?? true,
    text: () => page.locator("body").innerText(),
    evaluate: (run, argument = "") => page.evaluate(run as (argument: string) => never, argument),
    look: async ({ scheme, width, height }) => {
      if (scheme !== undefined) await page.emulateMedia({ colorScheme: scheme });
      if (width !== undefined && height !== undefined) await page.setViewportSize({ width, height });
    },
    cdp: () => context.newCDPSession(page),
  };
  contexts.opened(tab, context);
  return tab;
}

function asText({ run, argument }: Early): string {
  return `(${run.toString()})(${JSON.stringify(argument)})`;
}
