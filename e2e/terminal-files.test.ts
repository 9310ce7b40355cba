/*
 * Files from one real program to another, over a real relay on loopback.
 */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Relay, startRelay } from "./harness/relay.ts";
import { stopAll, tacet } from "./harness/tacet.ts";
import type { Tacet } from "./harness/tacet.ts";

let relay: Relay;
let root = "";
let inbox = "";

beforeAll(async () => {
  relay = await startRelay();
  root = mkdtempSync(join(tmpdir(), "tacet-cli-errands-"));
  inbox = join(root, "inbox");
  mkdirSync(inbox);
});

afterEach(stopAll);

afterAll(async () => {
  await relay.stop();
  rmSync(root, { recursive: true, force: true });
});

function made(name: string, bytes: Buffer): string {
  const path = join(root, name);
  writeFileSync(path, bytes);
  return path;
}

/** A sender who made the room, and a receiver with its link from standard input. */
async function begin(paths: readonly string[], ...more: readonly string[]): Promise<readonly [Tacet, Tacet]> {
  const sender = tacet(["send", ...paths, ...more], { relay: relay.origin });
  const link = await sender.untilSaid(/http:\S+#\S+/);
  const receiver = tacet(["receive", "-", "--json", "--output", inbox]);
  receiver.child.stdin.write(`${link}\n`);
  return [sender, receiver];
}

describe("tacet send and tacet receive", () => {
  it("carry files of any name and length, replace nothing, and both end with 0", async () => {
    const long = Buffer.alloc(3_000_001, 3);
    const files = [
      made("long.bin", long),
      made("empty.txt", Buffer.alloc(0)),
      made(".bashrc", Buffer.from("hidden")),
      made("..\\..\\.profile", Buffer.from("climbing")),
      made("red\u001b[31m.txt", Buffer.from("red")),
      made("taken.txt", Buffer.from("new")),
      made("linked.txt", Buffer.from("not through the link")),
    ];
    writeFileSync(join(inbox, "taken.txt"), "old");
    symlinkSync(join(root, "outside.txt"), join(inbox, "linked.txt"));
    const [sender, receiver] = await begin(files);
    expect([await sender.exit, await receiver.exit]).toEqual([0, 0]);
    expect(readdirSync(inbox).sort()).toEqual(
      [
        "bashrc",
        "empty.txt",
        "linked (2).txt",
        "linked.txt",
        "long.bin",
        "profile",
        "red[31m.txt",
        "taken (2).txt",
        "taken.txt",
      ].sort(),
    );
    expect(readFileSync(join(inbox, "long.bin")).equals(long)).toBe(true);
    expect(readFileSync(join(inbox, "taken.txt"), "utf8")).toBe("old");
    expect(readFileSync(join(inbox, "taken (2).txt"), "utf8")).toBe("new");
    expect(readdirSync(root)).not.toContain("outside.txt");
    expect(sender.out()).toHaveLength(0);
    expect(sender.errors()).toContain("arrived, whole and verified");
    expect(sender.errors()).not.toContain("\u001b");
  });

  it("end with 1 on both sides where one is interrupted half way, and leave nothing half", async () => {
    const before = readdirSync(inbox).length;
    const [sender, receiver] = await begin([made("big.bin", Buffer.alloc(120_000_000, 5))]);
    await receiver.until({ event: "file", state: "moving" });
    receiver.child.kill("SIGINT");
    expect(await receiver.exit).toBe(130);
    expect(await sender.exit).toBe(1);
    expect(sender.errors()).toMatch(/Not everything arrived\. big\.bin/);
    expect(readdirSync(inbox)).toHaveLength(before);
  });

  it("say at once what cannot be: no file, no folder, a phrase that is none", async () => {
    const none = tacet(["send", join(root, "none.bin")], { relay: relay.origin });
    const folder = tacet(["receive", "-", "--output", join(root, "none")], { relay: relay.origin });
    const phrase = tacet(["send", join(root, "long.bin"), "--to", "one two"], { relay: relay.origin });
    expect([await none.exit, await folder.exit, await phrase.exit]).toEqual([1, 1, 2]);
    expect(none.errors()).toContain("There is no file");
    expect(folder.errors()).toContain("There is no folder");
    expect(phrase.errors()).toContain("A phrase has four words");
  });
});
