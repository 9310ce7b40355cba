// Everything: the gates of verify, then the page in real browsers. The browsers alone: npm test -- e2e

import { ensureBrowsers } from "./browsers.ts";
import { buildPage } from "./build-page.mjs";
import { type Finding, type Gate, runGates } from "./gate.ts";
import { gatesOf } from "./gates.ts";
import { runTests } from "./vitest.ts";

let browsers: Readonly<Record<string, string>> = {};

function checkBrowsers(): Promise<Finding> {
  const { chromium, firefox } = ensureBrowsers();
  browsers = { TACET_CHROMIUM: chromium, TACET_FIREFOX: firefox };
  return Promise.resolve({ checked: 2, unit: "browsers", notes: [chromium, firefox], problems: [] });
}

function inBrowsers(): Promise<Finding> {
  buildPage(process.execPath);
  return runTests(["e2e"], ["e2e"], { echo: true, env: browsers });
}

const inPages: readonly Gate[] = [
  { name: "browsers", run: checkBrowsers },
  { name: "e2e", run: inBrowsers },
];

const all = process.argv[2] === "e2e" ? inPages : [...gatesOf(false), ...inPages];
process.exitCode = (await runGates(all)) ? 0 : 1;
