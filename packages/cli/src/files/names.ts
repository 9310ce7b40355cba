/* How a finished file gets its name: never over another, and for good (spec/files.md 7 and 8). */
import { link, open, rename, unlink } from "node:fs/promises";
import { join, parse } from "node:path";

/** The system's calls that give and take names. */
export interface Names {
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

export const OWN_MODE = 0o600;
/** Makes a file, and never opens one that is there, nor what a symbolic link names. */
export const MAKE = "wx";
const NUMBERS_MAX = 1000;
const NAME_BYTES_MAX = 255;
/** A longer ending is a part of the name (spec/files.md 8). */
const ENDING_BYTES_MAX = 16;

/**
 * Gives a finished file its name in its folder, or the first free one with a number, and lets the folder reach the disk.
 * @returns the place; @throws where no name is free, or the system refuses
 */
export async function takeName(
  folder: string,
  partial: string,
  name: string,
  system: Names = { link, rename },
): Promise<string> {
  for (let number = 1; number <= NUMBERS_MAX; number++) {
    const place = join(folder, numbered(name, number));
    if (!(await takeOne(partial, place, system))) continue;
    await keep(folder);
    return place;
  }
  throw new Error("no free name");
}

/** True when the file has the name now; false when something has it already. */
async function takeOne(partial: string, place: string, system: Names): Promise<boolean> {
  try {
    await system.link(partial, place);
    await unlink(partial).catch(() => undefined);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    return takeWithoutLinks(partial, place, system);
  }
}

/** For file systems that have no links: an empty file of our own holds the place until the move, and goes where that fails. */
async function takeWithoutLinks(partial: string, place: string, system: Names): Promise<boolean> {
  try {
    const held = await open(place, MAKE, OWN_MODE);
    await held.close();
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    await system.rename(partial, place);
  } catch (error) {
    await unlink(place).catch(() => undefined);
    throw error;
  }
  return true;
}

/** A name is on the disk when its folder is. Not every system opens folders; where it does not, there is nothing to be done. */
async function keep(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

/** `a (2).txt`, within what a file system takes for a name. */
function numbered(name: string, number: number): string {
  if (number === 1) return name;
  const parsed = parse(name);
  const ending = Buffer.byteLength(parsed.ext) <= ENDING_BYTES_MAX ? parsed.ext : "";
  const tail = ` (${number})${ending}`;
  const stem = Array.from(name.slice(0, name.length - ending.length));
  while (Buffer.byteLength(stem.join("") + tail) > NAME_BYTES_MAX) stem.pop();
  return stem.join("") + tail;
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}
