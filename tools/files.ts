import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

const skipped = new Set(["node_modules", "dist", "results"]);

export const packageNames = ["core", "wire", "client", "relay", "web", "cli"] as const;

/** Every file under a folder of the repository whose name ends so, as paths relative to the root, sorted. */
export function filesUnder(folder: string, endings: readonly string[]): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      if (skipped.has(entry.name) || entry.name.startsWith(".")) return [];
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(path, endings);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    })
    .sort();
}

/** Prints nothing of the repository's own place on disk. */
export function withoutRoot(text: string): string {
  return text.replaceAll(`${root}/`, "");
}
