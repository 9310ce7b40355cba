import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ConfigError } from "../config/error.ts";

const KEY_BYTES = 32;
const FILE = "ticket.key";

/**
 * The key of the relay's tickets: 32 bytes from a file of the data directory, made there at the first start with mode 600. A
 * file that others may read is closed to them. Throws ConfigError when the directory cannot be used or the file is not such a key.
 */
export function loadTicketKey(dataDir: string, random: (length: number) => Uint8Array): Uint8Array {
  const path = join(dataDir, FILE);
  try {
    return readKey(path) ?? makeKey(dataDir, path, random);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `TACET_DATA_DIR: ${path} cannot be read or made (${codeOf(error)}). Name a directory this user may write.`,
    );
  }
}

/** 32 bytes in canonical base64url, or null. */
export function parseTicketKey(text: string): Uint8Array | null {
  const key = Buffer.from(text, "base64url");
  return key.length === KEY_BYTES && key.toString("base64url") === text ? key : null;
}

function readKey(path: string): Uint8Array | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
  const key = parseTicketKey(text.trimEnd());
  if (key === null) {
    throw new ConfigError(`TACET_DATA_DIR: ${path} is not a ticket key. Remove it, and a new one is made.`);
  }
  closeToOthers(path);
  return key;
}

function closeToOthers(path: string): void {
  if ((statSync(path).mode & 0o077) === 0) return;
  try {
    chmodSync(path, 0o600);
  } catch {
    throw new ConfigError(
      `TACET_DATA_DIR: others may read ${path}. Give it mode 600 and this user as owner.`,
    );
  }
}

/** The file appears whole: whoever starts in the same moment finds no key, or all of it, and both use that one. */
function makeKey(dataDir: string, path: string, random: (length: number) => Uint8Array): Uint8Array {
  makeDirectory(dataDir);
  const draft = `${path}.${Buffer.from(random(8)).toString("hex")}`;
  const text = `${Buffer.from(random(KEY_BYTES)).toString("base64url")}\n`;
  writeFileSync(draft, text, { mode: 0o600, flag: "wx", flush: true });
  try {
    publish(draft, path);
  } finally {
    if (existsSync(draft)) unlinkSync(draft);
  }
  const key = readKey(path);
  if (key === null)
    throw new ConfigError(`TACET_DATA_DIR: ${path} is removed while it is made. Start again.`);
  return key;
}

/** A link never replaces a file. Where the file system has none, renaming is the next best. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") renameSync(draft, path);
  }
}

/** Level by level: Node's own recursive mkdir never returns where a level can be neither found nor made, as below /proc. */
function makeDirectory(directory: string): void {
  const missing: string[] = [];
  for (let at = resolve(directory); !existsSync(at); at = dirname(at)) missing.push(at);
  for (const level of missing.reverse()) {
    try {
      mkdirSync(level, { mode: 0o700 });
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
