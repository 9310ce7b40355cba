import { createHash, randomBytes } from "node:crypto";
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Person } from "../e2e/harness/person.ts";
import { type Profile, startProfile } from "../e2e/harness/profile.ts";
import { startRelay } from "../e2e/harness/relay.ts";
import { meet } from "../e2e/harness/stage.ts";
import { ownBytes, treeOf } from "./process-tree.ts";
import type { Result } from "./report.ts";

const MEBIBYTE = 1_048_576;
const GROWTH_BYTES_MAX = 64 * MEBIBYTE;
const NAME = "long.bin";
const TRANSFER_MS_MAX = 600_000;
const WATCH_MS = 200;

/** The page behind a tab of a profile. */
type Page = Parameters<NonNullable<Parameters<Profile["tab"]>[0]>>[0];

interface Side {
  readonly person: Person;
  readonly page: Page;
  /** Of the whole browser. */
  readonly root: number;
}

/** A file of `bytes` from page to page, from a disk to a disk, both browsers with profiles as a person's own: off the record, files would lie in memory. */
export async function benchFilesLong(bytes: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "tacet-bench-"));
  const profiles = [join(folder, "left"), join(folder, "right")] as const;
  for (const profile of profiles) mkdirSync(profile);
  const relay = await startRelay();
  const browsers = await Promise.all(profiles.map((one) => startProfile("chromium", one)));
  try {
    const [sender, receiver] = await Promise.all(browsers.map(openSide));
    if (sender === undefined || receiver === undefined) throw new Error("There are two.");
    await meet(relay.origin, sender.person, receiver.person);
    const hash = await makeFile(join(folder, NAME), bytes);
    await offer(sender, receiver, join(folder, NAME));
    const watch = [watchMemory(sender.root), watchMemory(receiver.root)];
    const began = performance.now();
    await receiver.person.press("Accept");
    await receiver.person.reads("Saved where you chose.", TRANSFER_MS_MAX);
    const ms = performance.now() - began;
    await sender.person.reads("Sent and verified.");
    const [sending, receiving] = watch.map((stop) => stop());
    if (sending === undefined || receiving === undefined) throw new Error("There are two.");
    const arrived = await hashOf(findFile(profiles[1], bytes));
    if (arrived !== hash) throw new Error(`SHA-256 is ${arrived} there and ${hash} here.`);
    return resultOf(bytes, ms, { sending, receiving });
  } finally {
    await Promise.allSettled([...browsers.map((one) => one.close()), relay.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultOf(
  bytes: number,
  ms: number,
  grown: { readonly sending: Grown; readonly receiving: Grown },
): Result {
  const perSecond = (bytes / 1000 / ms).toFixed(1);
  const row = (side: keyof typeof grown): Result["rows"][number] => ({
    what: `page memory, ${side} ${(bytes / MEBIBYTE).toFixed(0)} MiB`,
    measured: grown[side].pageBytes / MEBIBYTE,
    unit: "MiB",
    atMost: GROWTH_BYTES_MAX / MEBIBYTE,
    about: `SHA-256 equal; ${perSecond} MB/s from accept; the whole browser ${(grown[side].browserBytes / MEBIBYTE).toFixed(0)} MiB`,
  });
  return { name: "files-long", rows: [row("sending"), row("receiving")], samples: { bytes, ms, grown } };
}

async function openSide(profile: Profile): Promise<Side> {
  let page: Page | undefined;
  const tab = await profile.tab((it) => {
    page = it;
  });
  const root = page?.browser().process()?.pid;
  if (page === undefined || root === undefined) throw new Error("The browser has no page or no process.");
  return { person: new Person(tab), page, root };
}

async function offer(sender: Side, receiver: Side, path: string): Promise<void> {
  await sender.person.sees("button", "Attach files");
  // In place of the dialog in which a person chooses where to save: the profile's own file system, which is on the disk too.
  await receiver.person.tab.evaluate(() => {
    const ask = async ({
      suggestedName,
    }: {
      readonly suggestedName: string;
    }): Promise<FileSystemFileHandle> =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    Object.assign(window, { showSaveFilePicker: ask });
  });
  const field = await sender.page.$('input[type="file"]');
  if (field === null) throw new Error("There is no field for files.");
  await (field as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
  await sender.person.reads(NAME);
  await sender.person.press("Send");
  await receiver.person.sees("group", NAME);
}

interface Grown {
  /** Of the page that grew most, and of all processes together. */
  readonly pageBytes: number;
  readonly browserBytes: number;
}

/** Looks at a browser's memory until it is stopped; the highest counts. */
function watchMemory(root: number): () => Grown {
  const look = (): ReadonlyMap<number, number> => new Map(treeOf([root]).map((id) => [id, ownBytes(id)]));
  const sum = (all: ReadonlyMap<number, number>): number => [...all.values()].reduce((a, b) => a + b, 0);
  const before = look();
  let grown: Grown = { pageBytes: 0, browserBytes: 0 };
  const timer = setInterval(() => {
    const now = look();
    const pages = [...before].filter(([id]) => isPage(id)).map(([id, bytes]) => (now.get(id) ?? 0) - bytes);
    grown = {
      pageBytes: Math.max(grown.pageBytes, ...pages),
      browserBytes: Math.max(grown.browserBytes, sum(now) - sum(before)),
    };
  }, WATCH_MS);
  return () => {
    clearInterval(timer);
    return grown;
  };
}

function isPage(id: number): boolean {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").includes("--type=renderer");
  } catch {
    return false;
  }
}

/** Random bytes, so that no piece is like another. */
async function makeFile(path: string, bytes: number): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path, "w");
  for (let at = 0; at < bytes; at += MEBIBYTE) {
    const part = randomBytes(Math.min(MEBIBYTE, bytes - at));
    hash.update(part);
    await file.write(part);
  }
  await file.close();
  return hash.digest("hex");
}

function findFile(folder: string, bytes: number): string {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  const found = all.find((path) => statSync(path, { throwIfNoEntry: false })?.size === bytes);
  if (found === undefined) throw new Error("No file of that length is in the receiver's profile.");
  return found;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest("hex");
}
