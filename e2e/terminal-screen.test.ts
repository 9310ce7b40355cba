/*
 * The full screen on a real terminal: a pseudo terminal that `script` (of Debian's bsdutils) makes, with a shell that says in what state it was left.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Relay, startRelay } from "./harness/relay.ts";
import { stopAll, tacet } from "./harness/tacet.ts";
import { until } from "./harness/until.ts";

const MAIN = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));
const OTHER_SCREEN = "\u001b[?1049h";
const OWN_SCREEN = "\u001b[?1049l";

let relay: Relay;
/** All that sit at a terminal, so that a test that fails leaves none. */
const running = new Set<ChildProcess>();

beforeAll(async () => {
  relay = await startRelay();
});

afterEach(() => {
  stopAll();
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

afterAll(async () => {
  await relay.stop();
});

interface Person {
  type(keys: string): void;
  /** All that the terminal was told. */
  shown(): string;
  /** By its process number, which the shell prints before it becomes the program. */
  signal(name: NodeJS.Signals): void;
  readonly gone: Promise<void>;
}

/** Somebody at a terminal of 100 columns: a shell that runs the program and then tells its exit code and the terminal's state. */
function sit(words: string): Person {
  const program = `${process.execPath} ${MAIN} ${words}`;
  const shell = `stty cols 100 rows 30; sh -c 'echo pid=$$; exec ${program}'; echo code=$?; stty -a`;
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", shell, "/dev/null"], {
    env: { ...process.env, TERM: "xterm", TACET_RELAY: relay.origin, NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  const shown = (): string => Buffer.concat(parts).toString("utf8");
  return {
    shown,
    type: (keys) => void child.stdin.write(keys),
    signal: (name) => process.kill(Number(/pid=(\d+)/.exec(shown())?.[1]), name),
    gone: new Promise((resolve) => child.once("close", () => resolve())),
  };
}

async function reads(person: Person, words: string): Promise<void> {
  await until(
    words,
    () => person.shown().includes(words),
    undefined,
    () => person.shown(),
  );
}

/** What the shell's own screen shows after the end, and what it holds of before. */
function left(person: Person): string {
  const shown = person.shown();
  expect(shown.split(OTHER_SCREEN)).toHaveLength(2);
  expect(shown.split(OWN_SCREEN)).toHaveLength(2);
  const [before = ""] = shown.split(OTHER_SCREEN);
  return before + shown.slice(shown.indexOf(OWN_SCREEN));
}

describe("the full screen", () => {
  it("shows the invitation, what both say and its state; a pasted line break sends nothing; and leaves nothing behind", async () => {
    const ada = sit("create --name Ada");
    await reads(ada, "Send the link");
    await reads(ada, "(good for");
    const words = /aloud: ([a-z]+(?:-[a-z]+){3})/.exec(ada.shown())?.[1] ?? "";
    const bob = tacet(["join", "-", "--json", "--name", "Bob"], { relay: relay.origin });
    bob.child.stdin.write(`${words}\n`);
    await bob.until({ event: "status", value: "secure" });
    await reads(ada, "Secure P2P");
    bob.say({ do: "message", text: "hello \u001b[2J Ada" });
    await reads(ada, "hello [2J Ada");
    ada.type("\u001b[200~two\rlines\u001b[201~\u007F\r");
    await bob.until({ event: "message", from: "other", text: "two\nline" });
    await reads(ada, "delivered");
    ada.type("/check\r");
    await reads(ada, String((await bob.until({ event: "safety" }))["words"]).replaceAll(",", "  "));
    ada.type("\u0004");
    await ada.gone;
    expect(left(ada)).toContain("You left the room.");
    expect(left(ada)).toContain("code=0");
    expect(left(ada)).not.toMatch(/hello|two|Bob|Secure/);
    expect(left(ada)).toMatch(/ icanon [^]* echo /);
    expect(await bob.exit).toBe(0);
  });

  it("gives the terminal back at every signal and at Ctrl-C, with 130; and is not there where --plain asks for lines", async () => {
    const endings = ["SIGTERM", "SIGHUP", "SIGINT", "\u0003"] as const;
    await Promise.all([...endings.map(endsBy), staysPlain()]);
  });
});

async function endsBy(how: NodeJS.Signals | "\u0003"): Promise<void> {
  const ada = sit("create");
  await reads(ada, "Send the link");
  if (how === "\u0003") ada.type(how);
  else ada.signal(how);
  await ada.gone;
  expect(left(ada), how).toContain("code=130");
  expect(left(ada), how).toMatch(/ icanon [^]* echo /);
  expect(left(ada), how).not.toContain("Send the link");
}

async function staysPlain(): Promise<void> {
  const ada = sit("create --plain");
  await reads(ada, "It works once.");
  ada.type("\u0004");
  await ada.gone;
  expect(ada.shown()).not.toContain(OTHER_SCREEN);
  expect(ada.shown()).toContain("code=0");
}
