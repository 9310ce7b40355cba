/*
 * Files that move while what carries them is cut, by seed: all end equal, or both sides say that they failed, and nothing partial has a final
 * name. npm test moves five of them; npm run campaign transfers moves a hundred of up to 200 MiB.
 */
import { createCipheriv, createHash } from "node:crypto";
import { mkdtempSync, openSync, readFileSync, rmSync, writeSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { files as text } from "../packages/web/src/text/en-files.ts";
import { createDice } from "../simulation/dice.ts";
import { CUT_NOISE, type Cut, type Ground, drawCuts, strike, wordsOf } from "./harness/cuts.ts";
import type { ChromiumTab } from "./harness/chromium.ts";
import { pressIn, transfer } from "./harness/files.ts";
import type { Person } from "./harness/person.ts";
import { meet, useStage } from "./harness/stage.ts";
import type { Early } from "./harness/tab.ts";
import { load, until } from "./harness/until.ts";

const MIB = 1024 * 1024;
/** "37-60" in a campaign; every seed is a file with three cuts. */
const asked = /^(?<first>[0-9]+)-(?<last>[0-9]+)$/u.exec(process.env["TACET_TRANSFERS"] ?? "")?.groups;
const FIRST = Number(asked?.["first"] ?? 1);
const LAST = Number(asked?.["last"] ?? 5);
/** Long enough to be cut while it moves; and in npm test no longer than that, nor cut for longer than needs be. */
const [BYTES_LEAST, BYTES_MAX, CUT_MS_MAX] =
  asked === undefined ? [3 * MIB, 12 * MIB, 1000] : [2 * MIB, 200 * MIB, 2500];
const CUTS = 3;
/** So many files are sent in a room. */
const IN_A_ROOM = 5;
/** A file that cannot go on says so after a minute (spec/files.md 6). */
const OVER_MS = 240_000;
/** Pieces hold 65,000 bytes; up to 32 MiB a file is in memory (spec/files.md 4 and 10). */
const EDGES: readonly [number, ...number[]] = [0, 1, 64_999, 65_000, 65_001, 130_000, 32 * MIB, 32 * MIB + 1];

interface Plan {
  readonly seed: number;
  readonly bytes: number;
  readonly from: 0 | 1;
  readonly cuts: readonly Cut[];
}

type State = "open" | "done" | "failed";

const sums = { equal: 0, failed: 0, cuts: 0, moving: 0, bytes: 0 };

describe("transfers that are cut", () => {
  const stage = useStage();
  const folder = mkdtempSync(join(tmpdir(), "tacet-transfers-"));
  let between: Pick<Ground, "proxy" | "relay">;

  beforeAll(async () => {
    between = await stage.proxied({ TACET_ROOM_GRACE_SECONDS: "120" });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    const { equal, failed, cuts, moving, bytes } = sums;
    console.log(
      `transfers: ${equal} equal, ${failed} failed on both sides, ${(bytes / MIB).toFixed(0)} MiB; ${cuts} cuts, ${moving} of them before the end; load ${load()}`,
    );
  });

  const rooms = Math.ceil((LAST - FIRST + 1) / IN_A_ROOM);
  const firsts = Array.from({ length: rooms }, (_, at) => FIRST + at * IN_A_ROOM);
  it.each(firsts.map((first) => [first] as const))(
    "seeds from %i on: all equal, or failed on both sides, and nothing half under a final name",
    { timeout: OVER_MS * IN_A_ROOM },
    async (first) => {
      const people = await stage.pair({ early: [placeInPage] });
      for (const { tab } of people) tab.allow(CUT_NOISE);
      const ground: Ground = { people, browsers: [stage.left(), stage.right()], ...between };
      await meet(between.proxy.origin, ...people);
      for (let seed = first; seed < first + IN_A_ROOM && seed <= LAST; seed += 1)
        await carry(ground, planOf(seed), folder);
    },
  );
});

/** A place on the disk without a person's choice: the page's own file system, which works as theirs does. */
const placeInPage: Early = {
  run: () => {
    const choose = async ({ suggestedName }: { suggestedName: string }): Promise<FileSystemFileHandle> =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    Object.assign(window, { showSaveFilePicker: choose });
  },
  argument: "",
};

function planOf(seed: number): Plan {
  const dice = createDice(seed);
  const edge = dice.chance(0.2) ? dice.pick(EDGES) : null;
  const drawn = Math.round(BYTES_LEAST * (BYTES_MAX / BYTES_LEAST) ** dice.next());
  const from = dice.chance(0.5) ? 1 : 0;
  return { seed, bytes: Math.min(edge ?? drawn, BYTES_MAX), from, cuts: drawCuts(dice, CUTS, CUT_MS_MAX) };
}

async function carry(ground: Ground, plan: Plan, folder: string): Promise<void> {
  const { seed, bytes, from, cuts } = plan;
  const name = `seed ${seed}.bin`;
  const [creator, guest] = ground.people;
  const [sender, receiver] = from === 0 ? [creator, guest] : [guest, creator];
  const begin = performance.now();
  const { path, hash } = write(join(folder, name), seed, bytes);
  await offer(sender, path, name);
  await receiver.sees("group", name);
  await pressIn(receiver, name, "Accept");
  for (const cut of cuts) {
    await until(
      `${name} to be at ${cut.at}`,
      async () => (await progress(receiver, name)) >= cut.at,
      OVER_MS,
    );
    sums.cuts += 1;
    if ((await stateOf(receiver, name)) === "open") sums.moving += 1;
    await strike(ground, cut);
    expect([0, bytes], `what has the final name of ${name} already`).toContain(
      await bytesNamed(receiver, name),
    );
  }
  const states = await until(
    `${name} to end on both sides`,
    async () => {
      const both = await Promise.all([stateOf(sender, name), stateOf(receiver, name)]);
      return !both.includes("open") && both;
    },
    OVER_MS,
    () => receiver.tab.text(),
  );
  const told = `seed ${seed}: ${bytes} bytes from the ${from === 0 ? "creator" : "guest"}; ${cuts.map(wordsOf).join("; ")}`;
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${told}; ${states[0]} after ${seconds} s, load ${load()}`);
  expect(states[0], told).toBe(states[1]);
  if (states[0] === "done") expect(await savedHash(receiver, name, bytes), told).toBe(hash);
  else
    expect([
      await bytesNamed(receiver, name),
      await transfer(receiver, name).getByRole("button").count(),
    ]).toEqual([0, 0]);
  sums[states[0] === "done" ? "equal" : "failed"] += 1;
  sums.bytes += bytes;
}

/** Bytes that a seed makes, in a file. */
function write(path: string, seed: number, bytes: number): { readonly path: string; readonly hash: string } {
  const key = createHash("sha256").update(`transfer ${seed}`).digest().subarray(0, 16);
  const stream = createCipheriv("aes-128-ctr", key, Buffer.alloc(16));
  const hash = createHash("sha256");
  const file = openSync(path, "w");
  for (let left = bytes; left > 0; left -= MIB) {
    const chunk = stream.update(Buffer.alloc(Math.min(left, MIB)));
    hash.update(chunk);
    writeSync(file, chunk);
  }
  closeSync(file);
  return { path, hash: hash.digest("hex") };
}

async function offer(person: Person<ChromiumTab>, path: string, name: string): Promise<void> {
  const { tab } = person;
  await until("the button that adds files", async () => (await tab.count("button", "Attach files")) > 0);
  const chooser = tab.page.waitForEvent("filechooser");
  await tab.click("button", "Attach files");
  await (await chooser).setFiles(path);
  await person.reads(name);
  await person.press("Send");
}

const ENDS = Object.values(text.reasons).flatMap(({ own, theirs }) => [own, theirs]);

async function stateOf(person: Person<ChromiumTab>, name: string): Promise<State> {
  const words = await transfer(person, name).innerText();
  if ([text.transfer.own.done, text.transfer.theirs.done].some((done) => words.includes(done))) return "done";
  return ENDS.some((end) => words.includes(end)) ? "failed" : "open";
}

/** How much of it is there, from 0 to 1; 1 too where it has ended. */
async function progress(person: Person<ChromiumTab>, name: string): Promise<number> {
  if ((await stateOf(person, name)) !== "open") return 1;
  const bars = transfer(person, name).getByRole("progressbar");
  if ((await bars.count()) === 0) return 0;
  return bars.evaluate((bar) => (bar as HTMLProgressElement).position);
}

/** The length of what has its final name; 0 where nothing has. */
function bytesNamed({ tab }: Person<ChromiumTab>, name: string): Promise<number> {
  return tab.evaluate(async (name) => {
    try {
      const folder = await navigator.storage.getDirectory();
      return (await (await folder.getFileHandle(name)).getFile()).size;
    } catch {
      return 0;
    }
  }, name);
}

/** SHA-256 of what the page saved: a download from memory, or the place on the disk. */
async function savedHash(person: Person<ChromiumTab>, name: string, bytes: number): Promise<string> {
  if (bytes <= 32 * MIB) {
    const downloads = person.tab.page.waitForEvent("download");
    await pressIn(person, name, "Save");
    const saved = readFileSync(await (await downloads).path());
    return createHash("sha256").update(saved).digest("hex");
  }
  return person.tab.evaluate(async (name) => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle(name)).getFile();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    await folder.removeEntry(name);
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }, name);
}
