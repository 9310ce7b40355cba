// Finds the browsers that the tests drive, or installs the distribution's. Alone: node tools/browsers.ts

import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say, stop } from "./root.mjs";

export interface Browsers {
  readonly chromium: string;
  readonly firefox: string;
}

interface Wanted {
  readonly name: string;
  readonly variable: string;
  readonly commands: readonly string[];
  readonly places: readonly string[];
}

const chromium: Wanted = {
  name: "Chromium",
  variable: "TACET_CHROMIUM",
  commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  places: [
    "/usr/bin",
    "/usr/local/bin",
    "/snap/bin",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
};

const firefox: Wanted = {
  name: "Firefox",
  variable: "TACET_FIREFOX",
  commands: ["firefox-esr", "firefox"],
  places: ["/usr/bin", "/usr/local/bin", "/snap/bin", "/Applications/Firefox.app/Contents/MacOS/firefox"],
};

/** The WebKitGTK tests drive WebKitWebDriver under a virtual screen; they come with the browsers. */
const distributionPackages = ["chromium", "firefox-esr", "webkit2gtk-driver", "xvfb", "dbus"];

/** Paths of both browsers; installs them where it may, else throws a sentence that says what to install. */
export function ensureBrowsers(): Browsers {
  const found = findBoth();
  if (found !== undefined) return found;
  installFromDistribution();
  const installed = findBoth();
  if (installed !== undefined) return installed;
  throw new Error(advice("The distribution's packages were installed, yet a browser is still missing."));
}

/** The path of WebKitWebDriver where it is installed; the WebKitGTK tests say by name when it is not. */
export function findWebKitDriver(): string | undefined {
  return find({
    name: "WebKit",
    variable: "TACET_WEBKIT_DRIVER",
    commands: ["WebKitWebDriver"],
    places: ["/usr/bin"],
  });
}

function findBoth(): Browsers | undefined {
  const paths = { chromium: find(chromium), firefox: find(firefox) };
  if (paths.chromium === undefined || paths.firefox === undefined) return undefined;
  return { chromium: paths.chromium, firefox: paths.firefox };
}

function find({ name, variable, commands, places }: Wanted): string | undefined {
  const named = process.env[variable];
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return named;
    throw new Error(
      `${variable} names ${named}, which is not a program. Point it at ${name}, or leave it out.`,
    );
  }
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...places].filter(
    (folder) => folder !== "",
  );
  const candidates = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...candidates, ...places].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function installFromDistribution(): void {
  const isRoot = process.getuid?.() === 0;
  const hasApt = spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
  if (!isRoot || !hasApt)
    throw new Error(advice("Chromium and Firefox are needed, and at least one is missing."));
  say("Installing Chromium and Firefox from the distribution (about a minute).");
  apt(["update"]);
  apt(["install", "--yes", "--no-install-recommends", ...distributionPackages]);
}

function apt(args: readonly string[]): void {
  const run = spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=240", ...args], {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status === 0) return;
  throw new Error(
    advice(`apt-get ${args[0] ?? ""} failed: ${`${run.stdout}${run.stderr}`.trim().slice(-1500)}`),
  );
}

function advice(what: string): string {
  return (
    `${what} Install both (Debian and Ubuntu: apt-get install ${distributionPackages.join(" ")}), or set ` +
    `${chromium.variable} and ${firefox.variable} to their programs, and run the tests again.`
  );
}

if (import.meta.main) {
  try {
    console.log(JSON.stringify({ ...ensureBrowsers(), webkitDriver: findWebKitDriver() }));
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error), 1);
  }
}
