// The same bytes from everywhere: packs the sources as they stand here in several circumstances, and compares what came of it.

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Finding } from "./gate.ts";
import { root } from "./root.mjs";

interface Circumstance {
  readonly folder: string;
  readonly locale: string;
  readonly zone: string;
  readonly umask: number;
}

/** Locales that sort, fold and number differently; zones on either side of midnight; and a folder that no path was written for. */
const CIRCUMSTANCES: readonly Circumstance[] = [
  { folder: "plain", locale: "C", zone: "UTC", umask: 0o022 },
  {
    folder: "a folder/with spaces, ünd more",
    locale: "tr_TR.UTF-8",
    zone: "Pacific/Kiritimati",
    umask: 0o077,
  },
  { folder: "deep/er/and/deeper", locale: "ar_EG.UTF-8", zone: "Pacific/Pago_Pago", umask: 0o002 },
];

const place = join(root, ".cache/builds");

/** Builds so many times, at most once in each circumstance. */
export function compareBuilds(count: number): Finding {
  rmSync(place, { recursive: true, force: true });
  const builds = CIRCUMSTANCES.slice(0, count).map((circumstance) => ({
    circumstance,
    files: buildIn(circumstance),
  }));
  const [first, ...others] = builds;
  if (first === undefined) return { checked: 0, unit: "files", problems: [] };
  const problems = others.flatMap(({ circumstance, files }) =>
    different(first.files, files).map((path) => `${path} differs in ${describe(circumstance)}.`),
  );
  if (problems.length === 0) rmSync(place, { recursive: true, force: true });
  const archives = [...first.files].filter(([path]) => path.endsWith(".tgz"));
  return {
    checked: first.files.size * builds.length,
    unit: "files",
    notes: [
      ...builds.map(({ circumstance }) => describe(circumstance)),
      ...archives.map(([path, hash]) => `${path} ${hash}`),
    ],
    problems,
  };
}

function describe({ folder, locale, zone, umask }: Circumstance): string {
  return `"${folder}", ${locale}, ${zone}, umask ${umask.toString(8).padStart(3, "0")}`;
}

/** Packs in a copy of the sources. @returns the hash of each file that was made, the archives among them */
function buildIn({ folder, locale, zone, umask }: Circumstance): ReadonlyMap<string, string> {
  const copy = join(place, folder);
  mkdirSync(copy, { recursive: true });
  const before = process.umask(umask);
  try {
    copySources(copy);
    linkTree(join(root, "node_modules"), join(copy, "node_modules"));
    const run = spawnSync(process.execPath, [join(copy, "tools/pack.ts")], {
      cwd: copy,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: copy, LANG: locale, LC_ALL: locale, TZ: zone },
    });
    if (run.status !== 0) throw new Error(`It did not build in ${folder}: ${run.stderr}`);
  } finally {
    process.umask(before);
  }
  return new Map([...hashes(copy, ".cache/pack"), ...hashes(copy, "packages/web/dist")]);
}

/** What git knows and what is new here, as it is now. */
function copySources(copy: string): void {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const names = execFileSync("git", list, { cwd: root, encoding: "utf8" }).split("\0");
  for (const name of names) {
    if (name === "" || statSync(join(root, name), { throwIfNoEntry: false })?.isFile() !== true) continue;
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    copyFileSync(join(root, name), join(copy, name));
  }
}

/** The installed packages under another path: files by a second name, links as they are, since ours lead to the copied sources. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    // Nothing runs from there: it is the Node that runs this.
    if (/^node-(?:bin-)?(?:linux|darwin|win)-/.test(entry.name)) continue;
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

function hashes(copy: string, folder: string): readonly (readonly [string, string])[] {
  return readdirSync(join(copy, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(copy, path), createHash("sha256").update(readFileSync(path)).digest("hex")]);
}

function different(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => a.get(path) !== b.get(path)).sort();
}
