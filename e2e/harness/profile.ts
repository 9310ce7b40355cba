import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { ensureBrowsers } from "../../tools/browsers.ts";
import { executable } from "./chromium.ts";
import { openPuppeteerTab } from "./firefox.ts";
import type { Tab } from "./tab.ts";
import { within } from "./until.ts";

const CLOSE_MS = 15_000;

/** A browser that keeps its profile in a folder, as a person's own does: what it writes there can be searched when it is gone. */
export interface Profile {
  /** `adopt` is given the page behind it. */
  tab(adopt?: (page: Page) => void): Promise<Tab>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one on a folder, new or left by an earlier one. */
export async function startProfile(engine: Tab["engine"], folder: string): Promise<Profile> {
  const browser = await (engine === "chromium" ? launchChromium(folder) : launchFirefox(folder));
  return {
    tab: (adopt) => {
      const context = browser.defaultBrowserContext();
      return openPuppeteerTab(browser, engine, {}, adopt === undefined ? { context } : { context, adopt });
    },
    kill: async () => {
      const child = browser.process();
      if (child?.pid === undefined) throw new Error("The browser has no process.");
      const gone = new Promise((resolve) => child.once("exit", resolve));
      process.kill(-child.pid, "SIGKILL");
      await within("the end of a killed browser", CLOSE_MS, gone);
    },
    close: () => within("closing a browser", CLOSE_MS, browser.close()),
  };
}

function launchChromium(userDataDir: string): Promise<Browser> {
  return puppeteer.launch({
    browser: "chrome",
    executablePath: executable(),
    headless: true,
    userDataDir,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-features=WebRtcHideLocalIpsWithMdns",
    ],
    protocolTimeout: 60_000,
  });
}

function launchFirefox(userDataDir: string): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: process.env["TACET_FIREFOX"] ?? ensureBrowsers().firefox,
    headless: true,
    userDataDir,
    timeout: 60_000,
    protocolTimeout: 60_000,
    extraPrefsFirefox: {
      "media.peerconnection.ice.loopback": true,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
      "ui.prefersReducedMotion": 1,
      // What a person's browser does, and the driver would have switched off; and sooner than after 15 s.
      "browser.sessionstore.resume_from_crash": true,
      "browser.sessionstore.interval": 1_000,
      "places.history.enabled": true,
    },
  });
}
