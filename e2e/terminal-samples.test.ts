/*
 * The samples of docs/client.md, as they stand there.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Relay, root, startRelay } from "./harness/relay.ts";
import { stopAll, tacet } from "./harness/tacet.ts";
import { until } from "./harness/until.ts";

const SAMPLES = join(root, "docs/samples");

let relay: Relay;

beforeAll(async () => {
  relay = await startRelay();
});

afterEach(stopAll);

afterAll(() => relay.stop());

describe("the samples", () => {
  it("the bot makes a room, answers, and ends with it", async () => {
    const bot = spawn(process.execPath, [join(SAMPLES, "bot.ts"), relay.origin], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => bot.once("close", resolve));
    try {
      let said = "";
      bot.stdout.on("data", (part: Buffer) => (said += part.toString("utf8")));
      const link = await until("the bot's link", () => said.includes("\n") && said.trim());
      const guest = tacet(["join", "-", "--json", "--hide-address"]);
      guest.child.stdin.write(`${link}\n`);
      await guest.until({ event: "status", value: "secure" });
      guest.say({ do: "message", text: "hello" });
      await guest.until({ event: "message", from: "other", text: "You said: hello" });
      guest.say({ do: "leave" });
      expect([await guest.exit, await ended]).toEqual([0, 0]);
    } finally {
      bot.kill("SIGKILL");
    }
  });

  it("the page with a look of its own builds of the client alone", async () => {
    const built = await build({
      configFile: false,
      root: join(SAMPLES, "page"),
      logLevel: "error",
      build: { write: false, target: "es2023", modulePreload: false },
    });
    const files = ("output" in built ? built.output : []).map(({ fileName }) => fileName);
    expect(files).toContain("index.html");
    expect(files.some((name) => name.endsWith(".css"))).toBe(true);
    expect(files.some((name) => name.endsWith(".js"))).toBe(true);
  });
});
