/*
 * The package as it is installed: packed, put under a folder of its own without the network and without the optional library, and run. What is
 * packed is the page that stands here built, and a relay.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Relay, startRelay } from "./harness/relay.ts";
import { stopAll, tacet } from "./harness/tacet.ts";

const PACK = fileURLToPath(new URL("../tools/pack.ts", import.meta.url));

let relay: Relay;
let folder = "";
let program = "";

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd: folder });
  if (status !== 0) throw new Error(`${command} ended with ${String(status)}: ${stdout}${stderr}`);
  return stdout.trim();
}

beforeAll(async () => {
  relay = await startRelay();
  folder = mkdtempSync(join(tmpdir(), "tacet-cli-pack-"));
  const archive = run(process.execPath, PACK, folder, "--only", "tacet");
  const prefix = join(folder, "installed");
  const alone = ["--offline", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
  run("npm", "install", "--global", `--prefix=${prefix}`, ...alone, archive);
  program = join(prefix, "lib/node_modules/tacet/dist/tacet.js");
});

afterEach(stopAll);

afterAll(async () => {
  await relay.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the packed program", () => {
  it("runs alone, and where no library of data channels is there it takes the relay", async () => {
    expect(await tacet(["help", "pipe"], { program }).exit).toBe(0);
    const maker = tacet(["pipe", "--policy", "any"], { program, relay: relay.origin });
    const phrase = (await maker.untilSaid(/aloud: [a-z-]+/)).slice("aloud: ".length);
    const joiner = tacet(["pipe", "-"], { relay: relay.origin });
    joiner.child.stdin.write(`${phrase}\n`);
    maker.child.stdin.end("a secret");
    joiner.child.stdin.end("and thanks");
    expect([await maker.exit, await joiner.exit]).toEqual([0, 0]);
    expect([joiner.out().toString(), maker.out().toString()]).toEqual(["a secret", "and thanks"]);
    expect(maker.errors()).toContain("Secure relayed");
    expect(maker.errors()).toContain("This machine has no library for direct connections");
    expect(joiner.errors()).not.toContain("no library");
    expect(maker.errors()).not.toContain("Secure P2P");
  });

  it("serves a page that its own check finds equal to the list, and stops when it is told to", async () => {
    // A relay takes no setting that it does not know, and this process has some of its own.
    const env = { PATH: process.env["PATH"], HOME: folder, PORT: "0", TACET_DATA_DIR: join(folder, "data") };
    const server = tacet(["serve"], { program, env, cwd: folder });
    const served = (await server.untilSaid(/serving at http:\S+\n/)).slice("serving at ".length).trim();
    const taken = tacet(["serve"], { program, env: { ...env, PORT: new URL(served).port }, cwd: folder });
    const check = tacet(["check", served, "--json", "--development"], { program });
    const page = tacet(["page", "--port", "0"], { program, relay: served });
    expect([await check.exit, await taken.exit, await page.exit]).toEqual([0, 2, 3]);
    expect(check.events().map(({ event }) => event)).toEqual(["list", "result"]);
    expect(taken.errors()).toBe(
      `tacet: PORT: 127.0.0.1:${new URL(served).port} is in use. Choose another, or stop what uses it.\n`,
    );
    expect(page.errors()).toContain("TACET_ALLOWED_ORIGINS=http://localhost:");
    server.child.kill("SIGTERM");
    expect(await server.exit).toBe(0);
  });
});
