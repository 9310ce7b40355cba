import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findWebKitDriver } from "../../tools/browsers.ts";
import { freePort } from "./relay.ts";
import { until, within } from "./until.ts";

/** WebKitGTK's own small browser by plain W3C WebDriver. It has no WebRTC, so it plays no part in a room. */
export interface WebKit {
  goto(address: string): Promise<void>;
  /** Runs a function's body in the page and gives back its JSON value. */
  evaluate<T>(run: () => T): Promise<T>;
  close(): Promise<void>;
}

const COMMAND_MS = 180_000;

/** Starts an invisible screen, a message bus and the driver, each of them ours alone and each ended by `close`. */
export async function startWebKit(): Promise<WebKit> {
  const driver = process.env["TACET_WEBKIT_DRIVER"] ?? findWebKitDriver();
  if (driver === undefined) {
    throw new Error(
      "WebKitWebDriver is missing. Install webkit2gtk-driver, xvfb and dbus (Debian), and run the tests again.",
    );
  }
  const home = mkdtempSync(join(tmpdir(), "tacet-webkit-"));
  const children: ChildProcess[] = [];
  const end = async (): Promise<void> => {
    for (const child of children.reverse()) await endGroup(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const screen = await startScreen(children);
    const port = await freePort();
    const env = {
      PATH: process.env["PATH"],
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DISPLAY: screen,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    };
    children.push(
      spawn("dbus-run-session", ["--", driver, `--port=${port}`], { env, stdio: "ignore", detached: true }),
    );
    const base = `http://127.0.0.1:${port}`;
    await until("WebKitWebDriver", async () => (await fetch(`${base}/status`)).ok);
    const session = await openSession(base);
    return {
      goto: async (address) => {
        await ask(`${session}/url`, { url: address });
      },
      evaluate: async <T>(run: () => T) =>
        (await ask(`${session}/execute/sync`, { script: `return (${run.toString()})()`, args: [] })) as T,
      close: async () => {
        await within("closing WebKit", 10_000, fetch(session, { method: "DELETE" })).catch(() => undefined);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Xvfb chooses a free display by itself and says which. */
async function startScreen(children: ChildProcess[]): Promise<string> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    detached: true,
  });
  children.push(child);
  let said = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  return until("an invisible screen", () => /^(\d+)\n/.exec(said)?.[1] !== undefined && `:${said.trim()}`);
}

async function openSession(base: string): Promise<string> {
  const answer = (await ask(`${base}/session`, {
    capabilities: {
      alwaysMatch: {
        "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
      },
    },
  })) as { readonly sessionId: string };
  return `${base}/session/${answer.sessionId}`;
}

function miniBrowser(): string {
  return process.env["TACET_MINIBROWSER"] ?? "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
}

async function ask(address: string, body: unknown): Promise<unknown> {
  const answer = await within(
    `WebDriver ${new URL(address).pathname}`,
    COMMAND_MS,
    fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  const { value } = (await answer.json()) as { readonly value: unknown };
  if (!answer.ok) throw new Error(`WebDriver refused: ${JSON.stringify(value)}`);
  return value;
}

/** The group, since dbus-run-session has the driver and the driver has the browser as children. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("exit", resolve));
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      return;
    }
    if (signal === "SIGTERM")
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000))]);
  }
  await closed;
}
