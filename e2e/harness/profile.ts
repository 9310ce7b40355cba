import { mkdirSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type LaunchOptions, type Page } from "puppeteer-core";
import { ensureBrowsers } from "../../tools/browsers.ts";
import { processesOf } from "./disk.ts";
import { executable } from "./chromium.ts";
import { openPuppeteerTab } from "./firefox.ts";
import type { Tab } from "./tab.ts";
import { within } from "./until.ts";

const CLOSE_MS = 30_000;

/** A browser that keeps its profile in a folder, as a person's own does: what it writes there can be searched when it is gone. */
export interface Profile {
  readonly engine: Tab["engine"];
  readonly folder: string;
  /** A tab in front of the others. `adopt` is given the page behind it. */
  tab(adopt?: (page: Page) => void): Promise<Tab>;
  /** Of the browser's first process, which leads a group. */
  readonly pid: number;
  /** Ends the process that shows a page, and with it maybe others. */
  crash(page: Page): Promise<void>;
  /** Ends it in the middle of whatever it does, as when the power fails. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts one on a folder, new or left by an earlier one. Everything that it writes goes there: its home and its place for temporary files
 * are in the same folder.
 */
export async function startProfile(engine: Tab["engine"], folder: string): Promise<Profile> {
  for (const name of ["home", "temporary"]) mkdirSync(join(folder, name), { recursive: true });
  const browser = await (engine === "chromium" ? launchChromium(folder) : launchFirefox(folder));
  const child = browser.process();
  if (child?.pid === undefined) throw new Error("The browser has no process.");
  const { pid } = child;
  return {
    engine,
    folder,
    pid,
    tab: (adopt) => {
      const context = browser.defaultBrowserContext();
      return openPuppeteerTab(browser, engine, {}, adopt === undefined ? { context } : { context, adopt });
    },
    crash: (page) => (engine === "chromium" ? crashChromium(page) : crashFirefox(pid)),
    kill: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      process.kill(-pid, "SIGKILL");
      await within("the end of a killed browser", CLOSE_MS, gone);
    },
    close: () => within("closing a browser", CLOSE_MS, browser.close()),
  };
}

async function crashChromium(page: Page): Promise<void> {
  const crashed = new Promise((resolve) => page.once("error", resolve));
  const session = await page.createCDPSession();
  // Who crashes does not answer.
  session.send("Page.crash").catch(() => undefined);
  await within("a crash", CLOSE_MS, crashed);
}

/** Its command line ends with what it is for. Needs Linux. */
function crashFirefox(group: number): Promise<void> {
  const shows = processesOf(group).filter(({ command }) => command.at(-1) === "tab");
  if (shows.length === 0) throw new Error("No process of Firefox shows a page.");
  for (const { id } of shows) process.kill(id, "SIGKILL");
  return Promise.resolve();
}

function places(folder: string): Pick<LaunchOptions, "env"> {
  const home = join(folder, "home");
  return {
    env: {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      TMPDIR: join(folder, "temporary"),
    },
  };
}

/** With none of the driver's own flags, many of which switch off what a person's browser writes. */
function launchChromium(folder: string): Promise<Browser> {
  return puppeteer.launch({
    browser: "chrome",
    executablePath: executable(),
    ...places(folder),
    ignoreDefaultArgs: true,
    args: [
      "--headless",
      "--no-sandbox",
      "--no-first-run",
      "--no-default-browser-check",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--password-store=basic",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--disable-features=WebRtcHideLocalIpsWithMdns",
      `--user-data-dir=${join(folder, "profile")}`,
      "about:blank",
    ],
    timeout: 60_000,
    protocolTimeout: 60_000,
  });
}

function launchFirefox(folder: string): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: process.env["TACET_FIREFOX"] ?? ensureBrowsers().firefox,
    ...places(folder),
    headless: true,
    userDataDir: join(folder, "profile"),
    timeout: 60_000,
    protocolTimeout: 60_000,
    extraPrefsFirefox: {
      "media.peerconnection.ice.loopback": true,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
      "media.navigator.permission.disabled": true,
      "media.navigator.streams.fake": true,
      "ui.prefersReducedMotion": 1,
      // What a person's browser does, and the driver would have switched off; and sooner than after 15 s.
      "browser.sessionstore.resume_from_crash": true,
      "browser.sessionstore.interval": 1_000,
      "signon.rememberSignons": true,
      "places.history.enabled": true,
    },
  });
}
