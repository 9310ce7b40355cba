import { existsSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { search } from "./bytes.ts";
import { unpacked } from "./unpack.ts";

/** What is looked for, by a name that a failure can show. */
export type Needles = Readonly<Record<string, string | Uint8Array>>;

/** Where something was found, what, and how it was spelled: "Default/History: key (utf-8)". */
export type Hit = string;

/** Looks into every file below a folder, and into what the file holds packed, for each needle in every spelling (harness/bytes.ts). */
export function searchDisk(folder: string, needles: Needles): readonly Hit[] {
  const hits = filesUnder(folder).flatMap((path) => searchFile(path, relative(folder, path), needles));
  return [...new Set(hits)].sort();
}

/**
 * The same in files that a running browser holds open although nobody can find them any more: what was written to the disk and taken out of
 * its folder. Needs Linux, and the right to look at the browser's processes.
 */
export function searchUnlinked(group: number, needles: Needles): readonly Hit[] {
  const hits = processesOf(group).flatMap(({ id }) =>
    openFiles(id)
      .filter(({ target }) => target.endsWith(" (deleted)") && !/^\/(?:memfd|dev\/shm)/.test(target))
      .flatMap(({ path, target }) => searchFile(path, target, needles)),
  );
  return [...new Set(hits)].sort();
}

/** How many files there are, and bytes in them: a search of nothing finds nothing. */
export function weighDisk(folder: string): { readonly files: number; readonly bytes: number } {
  const sizes = filesUnder(folder).map((path) => read(path).length);
  return { files: sizes.length, bytes: sizes.reduce((all, size) => all + size, 0) };
}

function searchFile(path: string, shown: string, needles: Needles): readonly Hit[] {
  const file = read(path);
  return Object.entries(needles).flatMap(([name, needle]) =>
    search([file, ...unpacked(file)], [needle]).map(({ spelling }) => `${shown}: ${name} (${spelling})`),
  );
}

/** A browser that runs may take a folder away meanwhile. */
function filesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() ? [path] : [];
    });
  } catch {
    return [];
  }
}

/** A browser that runs may take a file away meanwhile. */
function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** All processes of a group, with their command lines; none where the system does not show them. */
export function processesOf(
  group: number,
): readonly { readonly id: number; readonly command: readonly string[] }[] {
  if (!existsSync("/proc/self/stat")) return [];
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const own = ids.filter((id) => {
    const [, , groupOf] = read(`/proc/${id}/stat`)
      .toString()
      .replace(/^.*\) /, "")
      .split(" ");
    return Number(groupOf) === group;
  });
  return own.map((id) => ({
    id: Number(id),
    command: read(`/proc/${id}/cmdline`)
      .toString()
      .split("\0")
      .filter((part) => part !== ""),
  }));
}

function openFiles(pid: number): readonly { readonly path: string; readonly target: string }[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((name) => {
      const path = join(folder, name);
      return { path, target: readlinkSync(path) };
    });
  } catch {
    return [];
  }
}
