import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, {
  type Browser,
  type BrowserContext,
  type ElementHandle,
  type KeyInput,
  type Page,
} from "puppeteer-core";
import { ensureBrowsers } from "../../tools/browsers.ts";
import { Contexts } from "./contexts.ts";
import { type Tab, type TabOptions, Watch, policyListener } from "./tab.ts";
import { PATIENCE_MS, until, within } from "./until.ts";

const CLOSE_MS = 30_000;

export interface Firefox {
  tab(options?: TabOptions): Promise<Tab>;
  /** True while it lives and has no tab but the one that it began with. */
  isFree(): boolean;
  close(): Promise<void>;
}

/** The distribution's own Firefox, by WebDriver BiDi. */
export async function startFirefox(): Promise<Firefox> {
  const downloads = mkdtempSync(join(tmpdir(), "tacet-firefox-"));
  const clear = (): void => rmSync(downloads, { recursive: true, force: true });
  process.once("exit", clear);
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env["TACET_FIREFOX"] ?? ensureBrowsers().firefox,
    headless: true,
    timeout: 120_000,
    protocolTimeout: 180_000,
    extraPrefsFirefox: {
      "media.peerconnection.ice.loopback": true,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
      // A microphone that hums, and that any page may use.
      "media.navigator.permission.disabled": true,
      "media.navigator.streams.fake": true,
      "ui.prefersReducedMotion": 1,
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
    },
  });
  return {
    tab: (options = {}) => openPuppeteerTab(browser, "firefox", options),
    isFree: () => browser.connected && browser.browserContexts().length === 1,
    close: async () => {
      await within("closing Firefox", CLOSE_MS, browser.close());
      process.off("exit", clear);
      clear();
    },
  };
}

const contexts = new Contexts<BrowserContext>();

/** Also used for a Chromium that a test wants to look into by its protocol, workers included. */
export async function openPuppeteerTab(
  browser: Browser,
  engine: Tab["engine"],
  { early = [], beside }: TabOptions,
  more: { readonly adopt?: (page: Page) => void; readonly context?: BrowserContext } = {},
): Promise<Tab> {
  const shared = more.context ?? contexts.of(beside);
  const context = shared ?? (await browser.createBrowserContext());
  const page = await context.newPage();
  more.adopt?.(page);
  page.setDefaultTimeout(PATIENCE_MS);
  const watch = new Watch();
  page.on("request", (request) => {
    watch.requested(request.url());
  });
  page.on("console", (message) => {
    watch.said(message.type(), message.text());
  });
  page.on("pageerror", (error) => {
    watch.failed("error", String(error));
  });
  for (const { run, argument } of [policyListener, ...early]) await page.evaluateOnNewDocument(run, argument);
  const find = async (role: string, name: string): Promise<readonly ElementHandle[]> => {
    const found = await page.$$(`aria/${name.replaceAll(/([[\]"\\])/g, "\\$1")}[role="${role}"]`);
    return found;
  };
  const first = async (role: string, name: string): Promise<ElementHandle | undefined> =>
    (await find(role, name))[0];
  /** This driver waits for nothing by itself, and what it has found may be drawn anew before it is used: then it is looked for again. */
  const withIt = (role: string, name: string, use: (found: ElementHandle) => Promise<void>): Promise<void> =>
    until(`a ${role} "${name}" that can be used`, async () => {
      const found = await first(role, name);
      if (found === undefined) return false;
      await use(found);
      return true;
    }).then(() => undefined);
  const tab: Tab = {
    engine,
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
    close: () =>
      within(
        "closing a tab",
        CLOSE_MS,
        page
          .close()
          .then(() => (contexts.closed(context) && more.context === undefined ? context.close() : undefined)),
      ),
    isOpen: () => !page.isClosed(),
    count: async (role, name) => (await find(role, name)).length,
    click: (role, name) => withIt(role, name, (found) => found.click()),
    focus: (role, name) => withIt(role, name, (found) => found.focus()),
    fill: (role, name, text) =>
      withIt(role, name, async (field) => {
        await field.focus();
        await field.evaluate((element, value) => {
          // As if pasted: the engine's own command tells the page what changed.
          (element as HTMLInputElement).select();
          document.execCommand("insertText", false, value);
        }, text);
      }),
    press: (key) => page.keyboard.press(key as KeyInput),
    textOf: async (role, name) =>
      (await first(role, name))?.evaluate((element) => (element as HTMLElement).innerText),
    valueOf: async (role, name) =>
      (await first(role, name))?.evaluate((element) => (element as HTMLInputElement).value),
    isDisabled: async (role, name) =>
      (await first(role, name))?.evaluate((element) => (element as HTMLInputElement).disabled) ?? true,
    text: () => page.evaluate(() => document.body.innerText),
    evaluate: (run, argument = "") => page.evaluate(run as (argument: string) => never, argument),
    look: async ({ scheme, width, height }) => {
      if (scheme !== undefined)
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      if (width !== undefined && height !== undefined) await page.setViewport({ width, height });
    },
  };
  contexts.opened(tab, context);
  return tab;
}
