import { spawnSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { releaseList } from "../../../tools/release-list.ts";
import { newKey, partOf, publicName, publicPem, readKey } from "../../../tools/signing.ts";
import { treeFault } from "../../../tools/tree.ts";
import { buildPage, makeFolder } from "./host-harness.ts";

describe("what a release key signs", () => {
  it("is a list of a release or of archives, and nothing else", () => {
    const list = releaseList("0.1.0", buildPage(), makeFolder());
    const sums = `${"a".repeat(64)}  tacet-0.1.0.tgz\n`;
    const part = (name: string, text: string): string | null => partOf(name, Buffer.from(text));
    expect(part("release.json", list)).toBe("list");
    expect(part("SHA256SUMS", sums + sums)).toBe("archives");
    for (const [name, text] of [
      ["release.json", "{}"],
      ["release.json", list.replace('"version"', '"virsion"')],
      ["release.json", sums],
      ["README.md", "# Tacet"],
      ["SHA256SUMS", list],
      ["SHA256SUMS", ""],
      ["SHA256SUMS", sums.trimEnd()],
    ] as const)
      expect(part(name, text), `${name} ${text.slice(0, 20)}`).toBeNull();
  });

  it("can be verified with the public key that is shown", () => {
    const key = readKey(newKey());
    const pem = publicPem(key);
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(createPublicKey(pem).export({ format: "jwk" }).x).toBe(publicName(key));
  });

  it("was made of the sources of a commit", () => {
    const folder = makeFolder();
    expect(treeFault(folder)).toContain("no clone");
    const git = (...words: readonly string[]): void => {
      const { status } = spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...words], {
        cwd: folder,
      });
      expect(status).toBe(0);
    };
    copyFileSync(new URL("../../../.gitignore", import.meta.url), join(folder, ".gitignore"));
    writeFileSync(join(folder, "one.ts"), "1");
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "one");
    // It lies where it was made, which may be here (docs/release.md).
    writeFileSync(join(folder, "release.json.sig"), "key");
    expect(treeFault(folder)).toBeNull();
    writeFileSync(join(folder, "two.ts"), "2");
    expect(treeFault(folder)).toContain("not those of the commit");
  });
});
