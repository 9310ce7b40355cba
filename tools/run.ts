import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** What a finished program said and how it ended. */
export interface Run {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program that is installed here on this very Node; `echo` also shows what it prints, as it comes. */
export function runTool(
  name: string,
  bin: string,
  args: readonly string[],
  options: { readonly echo?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programOf(name, bin), ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): void => {
      chunks.push(chunk);
      if (options.echo === true) process.stdout.write(chunk);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

/** The file behind a package's command, so that no shell and no PATH decides which version runs. */
function programOf(name: string, bin: string): string {
  const folder = join(root, "node_modules", name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly bin?: string | Readonly<Record<string, string>>;
  };
  const path = typeof manifest.bin === "string" ? manifest.bin : manifest.bin?.[bin];
  if (path === undefined)
    throw new Error(`The package ${name} has no command ${bin}. Run npm ci and try again.`);
  return join(folder, path);
}
