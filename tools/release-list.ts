// The list of a release (spec/release.md 1): made of the built page and of the package that lies there ready to be packed.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describePage } from "@tacet/relay";

const PLACE = "https://relay.invalid";
const SOCKET = "wss://relay.invalid";

/** What the list cannot name, since it is made after everything else. */
const AFTERWARDS = new Set(["release.json", "release.json.sig"]);

/** The text of release.json. */
export function releaseList(version: string, page: string, made: string): string {
  const described = describePage(page, PLACE);
  if (described === null) throw new Error(`There is no page in ${page}.`);
  const { commit, addresses, headers } = described;
  const program = Object.fromEntries(filesOf(made).map((path) => [path, hashOf(join(made, path))]));
  const list = { format: "tacet release list 1", version, commit, page: addresses, headers, program };
  return `${JSON.stringify(list, null, 1).replaceAll(SOCKET, "{socket}")}\n`;
}

/** The files of a folder by their paths from there, sorted alike everywhere. */
export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !AFTERWARDS.has(path))
    .sort((a, b) => (a < b ? -1 : 1));
}

function hashOf(path: string): string {
  return `sha256-${createHash("sha256").update(readFileSync(path)).digest("base64")}`;
}
