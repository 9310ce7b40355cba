import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFolder } from "../src/files/folder.ts";
import { takeName } from "../src/files/names.ts";
import type { Folder } from "../src/files/folder.ts";
import type { SinkEvent } from "../src/room/open.ts";

const ID = "AAAAAAAAAAAAAAAAAAAAAA";
const bytes = new TextEncoder().encode("what was sent");

let root = "";
let path = "";
let told: SinkEvent[] = [];
let folder: Folder;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tacet-cli-"));
  path = mkdtempSync(join(root, "target-"));
  told = [];
  folder = createFolder(path, (event) => told.push(event));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

async function save(name: string, id = ID): Promise<void> {
  folder.post({ do: "open", id, name, type: "", size: bytes.length });
  folder.post({ do: "write", id, bytes });
  await folder.settled();
  folder.post({ do: "close", id });
  await folder.settled();
}

describe("the folder that files are saved into", () => {
  it("has nothing under the file's name before it is closed, and the whole file then", async () => {
    folder.post({ do: "open", id: ID, name: "a.txt", type: "", size: null });
    folder.post({ do: "write", id: ID, bytes });
    await folder.settled();
    expect(readdirSync(path)).toEqual([`tacet-${ID}.part`]);
    folder.post({ do: "close", id: ID });
    await folder.settled();
    expect(readdirSync(path)).toEqual(["a.txt"]);
    expect(readFileSync(join(path, "a.txt"))).toEqual(Buffer.from(bytes));
    expect(told.map(({ on }) => on)).toEqual(["opened", "written", "closed"]);
    expect(folder.place(ID)).toBe(join(path, "a.txt"));
  });

  it("never writes over a file: the name gets a number", async () => {
    writeFileSync(join(path, "a.txt"), "mine");
    writeFileSync(join(path, "a (2).txt"), "mine too");
    await save("a.txt");
    expect(readFileSync(join(path, "a.txt"), "utf8")).toBe("mine");
    expect(readFileSync(join(path, "a (2).txt"), "utf8")).toBe("mine too");
    expect(readFileSync(join(path, "a (3).txt"))).toEqual(Buffer.from(bytes));
  });

  it("never follows a symbolic link at the target, living or dangling", async () => {
    const outside = join(root, "outside.txt");
    symlinkSync(outside, join(path, "dangling.txt"));
    writeFileSync(join(root, "living.txt"), "mine");
    symlinkSync(join(root, "living.txt"), join(path, "living.txt"));
    await save("dangling.txt");
    await save("living.txt");
    expect(readdirSync(root).sort()).toEqual([
      "living.txt",
      readdirSync(root).find((name) => name.startsWith("target-")),
    ]);
    expect(readFileSync(join(root, "living.txt"), "utf8")).toBe("mine");
    expect(readFileSync(join(path, "dangling (2).txt"))).toEqual(Buffer.from(bytes));
    expect(readFileSync(join(path, "living (2).txt"))).toEqual(Buffer.from(bytes));
  });

  it("does not follow a symbolic link under the temporary name either", async () => {
    const outside = join(root, "outside.txt");
    symlinkSync(outside, join(path, `tacet-${ID}.part`));
    await save("a.txt");
    expect(told[0]).toEqual({ on: "failed", id: ID });
    expect(readdirSync(root)).not.toContain("outside.txt");
  });

  it("shortens the longest names where they get a number, and keeps their endings", async () => {
    const name = `${"é".repeat(125)}a.txt`;
    writeFileSync(join(path, name), "mine");
    await save(name);
    const saved = readdirSync(path).find((one) => one !== name) ?? "";
    expect(saved).toMatch(/^é+ \(2\)\.txt$/);
    expect(Buffer.byteLength(saved)).toBeGreaterThan(250);
    expect(readFileSync(join(path, saved))).toEqual(Buffer.from(bytes));
  });

  it("leaves no empty file where there are no links, and the move fails too", async () => {
    const partial = join(path, "tacet-x.part");
    writeFileSync(partial, "whole");
    const refuse = (): Promise<never> => Promise.reject(new Error("EPERM"));
    await expect(takeName(path, partial, "a.txt", { link: refuse, rename: refuse })).rejects.toThrow("EPERM");
    expect(readdirSync(path)).toEqual(["tacet-x.part"]);
    const move = async (from: string, to: string): Promise<void> => renameSync(from, to);
    expect(await takeName(path, partial, "a.txt", { link: refuse, rename: move })).toBe(join(path, "a.txt"));
    expect(readFileSync(join(path, "a.txt"), "utf8")).toBe("whole");
  });

  it("leaves nothing of a file that was given up, or that the program must leave behind", async () => {
    folder.post({ do: "open", id: ID, name: "a.txt", type: "", size: null });
    folder.post({ do: "write", id: ID, bytes });
    folder.post({ do: "abort", id: ID });
    await folder.settled();
    expect(readdirSync(path)).toEqual([]);
    folder.post({ do: "open", id: ID, name: "a.txt", type: "", size: null });
    await folder.settled();
    await folder.abandon();
    expect(readdirSync(path)).toEqual([]);
  });

  it("says that it failed where it cannot write", async () => {
    const nowhere = createFolder(join(root, "none"), (event) => told.push(event));
    nowhere.post({ do: "open", id: ID, name: "a.txt", type: "", size: 1 });
    await nowhere.settled();
    expect(told).toEqual([{ on: "failed", id: ID }]);
  });
});
