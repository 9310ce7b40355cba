import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { createRelay, readConfig, systemPorts } from "@tacet/relay";
import { expect, onTestFinished, test } from "vitest";
import { run } from "../src/run.ts";
import { testShell } from "./test-shell.ts";

/** Real sockets on a busy machine. */
const TIMEOUT_MS = 120_000;

async function relayUrl(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tacet-cli-"));
  const config = readConfig({ PORT: "0", TACET_DATA_DIR: folder, TACET_STUN: "stun:127.0.0.1:9" });
  const relay = createRelay({ ...config, limits: { ...config.limits, closeTimeoutMs: 500 } }, systemPorts());
  const { url } = await relay.listen();
  onTestFinished(async () => {
    await relay.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return url;
}

interface Run {
  readonly input: PassThrough;
  readonly code: Promise<number>;
  /** All that was written so far, as soon as it holds this. */
  until(holds: (text: string) => boolean): Promise<string>;
}

function start(relay: string, ...words: readonly string[]): Run {
  const input = new PassThrough();
  const output = new PassThrough();
  let text = "";
  const waiting = new Set<() => void>();
  output.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    for (const look of waiting) look();
  });
  const code = run(testShell({ words: [...words], relay, input, output }));
  const until = (holds: (text: string) => boolean): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds(text)) return;
        waiting.delete(look);
        resolve(text);
      };
      waiting.add(look);
      look();
    });
  return { input, code, until };
}

type Json = Readonly<Record<string, unknown>>;
const eventsIn = (text: string): readonly Json[] =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Json);
const has = (fits: (event: Json) => boolean) => (text: string) => eventsIn(text).some(fits);

test(
  "a program makes a room for many, a pipe and a program come in, and one is removed",
  { timeout: TIMEOUT_MS },
  async () => {
    const relay = await relayUrl();
    const owner = start(relay, "create", "--group", "--json", "--name", "Ada");
    const room = eventsIn(await owner.until(has(({ event }) => event === "room"))).find(
      ({ event }) => event === "room",
    );
    const link = String(room?.["link"]);
    const program = start(relay, "join", link, "--json", "--name", "Ben");
    await program.until(has(({ event, value }) => event === "status" && value === "open"));

    const pipe = start(relay, "join", "-", "--name", "Eve");
    pipe.input.end(`${link}\nfrom a pipe\n`);
    const heard = ({ event, text }: Json): boolean => event === "message" && text === "from a pipe";
    await Promise.all([owner.until(has(heard)), program.until(has(heard))]);
    expect(await pipe.code).toBe(0);
    const left = ({ event, change, name }: Json): boolean =>
      event === "member" && change === "left" && name === "Eve";
    await owner.until(has(left));

    const named = ({ event, change, name }: Json): boolean =>
      event === "member" && change === "renamed" && name === "Ben";
    const ben = eventsIn(await owner.until(has(named))).find(named)?.["id"];
    owner.input.write(`${JSON.stringify({ do: "remove", member: ben })}\n`);
    expect(await program.code).toBe(3);
    const told = await program.until(has(({ event }) => event === "end"));
    expect(eventsIn(told).find(({ event }) => event === "end")).toMatchObject({ reason: "removed" });

    const late = start(relay, "join", link, "--json");
    expect(await late.code).toBe(3);
    owner.input.write(`${JSON.stringify({ do: "end" })}\n`);
    expect(await owner.code).toBe(0);
  },
);
