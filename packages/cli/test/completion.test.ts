import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMS } from "../src/command/forms.ts";
import { runCompletion } from "../src/completion/run.ts";
import { makeFolder, ran } from "./host-harness.ts";

/** What bash offers for each of these lines, of which the last word is being typed. One bash for all. */
async function offered(
  lines: readonly (readonly string[])[],
  folder = makeFolder(),
): Promise<readonly string[][]> {
  const { out } = await ran(runCompletion, "completion", "bash");
  const asked = lines.map((words) => {
    const typed = ["tacet", ...words].map((word) => `'${word}'`).join(" ");
    return `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _tacet; printf '%s\\n' "\${COMPREPLY[@]}" --`;
  });
  const script = `set -eu\n${out}\nset +e\n${asked.join("\n")}\n`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-s"], {
    input: script,
    cwd: folder,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  const groups: string[][] = [[]];
  for (const line of stdout.split("\n").slice(0, -1)) {
    if (line === "--") groups.push([]);
    else if (line !== "") groups.at(-1)?.push(line);
  }
  return groups.slice(0, -1);
}

describe("completion", () => {
  it("offers in bash what fits where the line is", async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, "my report.pdf"), "");
    mkdirSync(join(folder, "my folder"));
    const found = await offered(
      [
        ["c"],
        ["help", "s"],
        ["create", "--po"],
        ["create", "--policy", ""],
        ["create", "--policy", "=", "re"],
        ["create", "--ttl", ""],
        ["send", "my"],
        ["receive", "--output", "my"],
        ["receive", "m"],
        ["completion", ""],
        ["check", "--"],
        ["frobnicate", ""],
      ],
      folder,
    );
    expect(found).toEqual([
      ["create", "check", "completion"],
      ["send", "serve"],
      ["--policy"],
      ["direct", "any", "relayed"],
      ["relayed"],
      [],
      expect.arrayContaining(["my report.pdf", "my folder"]),
      ["my folder"],
      [],
      ["bash", "zsh", "fish"],
      ["--list", "--development", "--json", "--help"],
      [],
    ]);
  });

  it("knows every command and option in every shell, with balanced quotes", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { out, code } = await ran(runCompletion, "completion", shell);
      expect(code).toBe(0);
      for (const { name, options } of FORMS) {
        expect(out, shell).toContain(name);
        for (const option of options)
          expect(out, shell).toContain(shell === "fish" ? `-l ${option.name} ` : `--${option.name}`);
      }
      for (const line of out.split("\n").filter((line) => !line.startsWith("#")))
        expect((line.replace(/\\'/g, "").match(/'/g) ?? []).length % 2, line).toBe(0);
    }
    expect((await ran(runCompletion, "completion", "cmd")).code).toBe(2);
  });
});
