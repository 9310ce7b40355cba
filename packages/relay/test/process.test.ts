import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  Client,
  type TestRelay,
  expectKind,
  makeFolder,
  pair,
  postRoom,
  sha256,
  spellings,
} from "./harness.ts";
import { raw, requestText } from "./raw.ts";

// A Node process takes seconds to start on a machine whose cores are all taken.
vi.setConfig({ testTimeout: 180_000 });

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
/** Compiled once for all the processes below; the repository's own folder for such things. */
const CACHE = fileURLToPath(new URL("../../../.cache/node", import.meta.url));
const SOURCES = fileURLToPath(new URL("../src", import.meta.url));

/** What the relay promises (spec/relay.md 8); its own limits add up to 3 s. */
const STOPPED_MS = 5_000;

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

interface Program {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly exit: Promise<number | null>;
}

/** Starts the relay as its operator does, with nothing of our own environment but what Node needs. */
function startProgram(env: Record<string, string>): Program {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  const text = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text.err += chunk.toString()));
  const exit = once(child, "close").then(([code]) => code as number | null);
  return { child, out: () => text.out, err: () => text.err, exit };
}

/** Waits for the line that says where. */
async function serving(program: Program, dataDir: string): Promise<TestRelay> {
  await expect.poll(program.out, { timeout: 90_000, interval: 20 }).toMatch(/\n/);
  const url = /^Tacet is serving at (http:\/\/localhost:\d+)\n$/.exec(program.out())?.[1] ?? "";
  const relay = {
    inspect: () => {
      throw new Error("another process");
    },
  } as unknown as TestRelay["relay"];
  return { relay, url, port: Number(new URL(url).port), stun: [], dataDir };
}

async function readiness(relay: TestRelay): Promise<number | undefined> {
  return (await raw(relay.port, requestText("GET", "/ready")).catch(() => null))?.status;
}

describe("the program", () => {
  test("prints one line, makes its key with mode 600, keeps it, and stops within 5 s of SIGTERM", async () => {
    const dataDir = makeFolder();
    const program = startProgram({ PORT: "0", TACET_DATA_DIR: join(dataDir, "made") });
    const relay = await serving(program, dataDir);
    const { first, second } = await pair(relay);
    const file = join(dataDir, "made", "ticket.key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, "made")).mode & 0o777).toBe(0o700);
    const key = readFileSync(file, "utf8");
    const ready = fetch(`${relay.url}/ready`);
    expect((await ready).status).toBe(200);
    const stopMs = performance.now();
    program.child.kill("SIGTERM");
    for (const client of [first, second]) {
      expect(await expectKind(client, "fault")).toEqual({ kind: "fault", code: "stopping" });
    }
    expect(await program.exit).toBe(0);
    expect(performance.now() - stopMs).toBeLessThan(STOPPED_MS);
    expect([program.out().split("\n").length, program.err()]).toEqual([2, ""]);
    const again = startProgram({ PORT: "0", TACET_DATA_DIR: join(dataDir, "made") });
    await serving(again, dataDir);
    expect(readFileSync(file, "utf8")).toBe(key);
  });

  test("stops in time although a client neither answers nor reads, and meanwhile says that it is not ready", async () => {
    const dataDir = makeFolder();
    const program = startProgram({ PORT: "0", TACET_DATA_DIR: dataDir });
    const relay = await serving(program, dataDir);
    const client = await new Client(relay).opened();
    client.ws.pause();
    const stopMs = performance.now();
    program.child.kill("SIGTERM");
    await expect.poll(() => readiness(relay), { timeout: STOPPED_MS }).toBe(503);
    expect((await raw(relay.port, requestText("GET", "/ready"))).body).toBe(
      '{"status":"unready","failing":["stopping"]}',
    );
    expect((await postRoom(relay, {})).status).toBe(503);
    expect(await program.exit).toBe(0);
    expect(performance.now() - stopMs).toBeLessThan(STOPPED_MS);
  });

  test("a repeated SIGTERM, SIGINT or SIGHUP does not cut the stop short", async () => {
    const stops = (["SIGTERM", "SIGINT", "SIGHUP"] as const).map(async (signal) => {
      const dataDir = makeFolder();
      const program = startProgram({ PORT: "0", TACET_DATA_DIR: dataDir });
      const relay = await serving(program, dataDir);
      const client = await new Client(relay).opened();
      client.ws.pause();
      program.child.kill(signal);
      await expect.poll(() => readiness(relay), { timeout: STOPPED_MS }).toBe(503);
      for (const again of [signal, "SIGTERM", "SIGINT"] as const) program.child.kill(again);
      expect(await program.exit, signal).toBe(0);
      expect(program.child.signalCode).toBeNull();
    });
    await Promise.all(stops);
  });

  test("what cannot be served is exit code 2 and one line", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const taken = String((server.address() as AddressInfo).port);
    const cases: readonly (readonly [env: Record<string, string>, line: RegExp])[] = [
      [
        { TACET_ROOM_TTL_SECONDS: "abc" },
        /^TACET_ROOM_TTL_SECONDS must be a whole number from 1 to 2592000\.\n$/,
      ],
      [{ TACET_X: "1" }, /^TACET_X is not a setting of Tacet\..*\n$/],
      [{ TACET_REDIS_URL: "redis://x" }, /^TACET_REDIS_URL is not built yet\. Leave it unset\.\n$/],
      [{ TACET_DATA_DIR: "/dev/null/x" }, /^TACET_DATA_DIR: .* cannot be read or made .*\n$/],
      [{ TACET_DATA_DIR: "/proc/x" }, /^TACET_DATA_DIR: .* cannot be read or made .*\n$/],
      [{ HOST: "::1%lo" }, /^HOST must be a host name or an address\.\n$/],
      [
        { TACET_PUBLIC_URL: `https://${"abcdefghi.".repeat(24)}a.net` },
        /^TACET_PUBLIC_URL must be an origin such as .*\n$/,
      ],
      [{ HOST: "192.0.2.1" }, /^HOST: 192\.0\.2\.1 cannot be listened on \(EADDRNOTAVAIL\)\..*\n$/],
      [{ PORT: taken }, /^PORT: 127\.0\.0\.1:\d+ is in use\. Choose another, or stop what uses it\.\n$/],
    ];
    const programs = cases.map(([env]) => startProgram({ PORT: "0", TACET_DATA_DIR: makeFolder(), ...env }));
    for (const [index, program] of programs.entries()) {
      const name = JSON.stringify(cases[index]?.[0]);
      expect(await program.exit, name).toBe(2);
      expect(program.out(), name).toBe("");
      expect(program.err(), name).toMatch(cases[index]?.[1] ?? /never/);
    }
    server.close();
  });

  test("nothing of a room reaches its output or its disk", async () => {
    const dataDir = makeFolder();
    const program = startProgram({ PORT: "0", TACET_DATA_DIR: dataDir });
    const relay = await serving(program, dataDir);
    const { room, first, second, ticket } = await pair(relay);
    const canary = randomBytes(255);
    first.say({ kind: "pass", block: canary });
    await expectKind(second, "pass");
    await raw(relay.port, `GET /rooms/${room.answer.room_id}?canary=c4n4ry HTTP/1.1\r\nhost: c4n4ry\r\n\r\n`);
    await raw(relay.port, "c4n4ry c4n4ry\r\n\r\n");
    second.ws.send("c4n4ry as text");
    await second.closed;
    first.say({ kind: "burn" });
    await first.closed;
    program.child.kill("SIGTERM");
    expect(await program.exit).toBe(0);
    const names = readdirSync(dataDir, { recursive: true }).map(String);
    expect(names).toEqual(["ticket.key"]);
    const everything = [
      program.out(),
      program.err(),
      readFileSync(join(dataDir, "ticket.key"), "latin1"),
    ].join("\n");
    const secrets = [
      room.roomId,
      room.token,
      ...room.secrets,
      ticket,
      canary,
      sha256(room.token),
      ...room.secrets.map(sha256),
    ];
    for (const secret of secrets)
      for (const text of spellings(secret)) expect(everything).not.toContain(text);
    expect(everything).not.toMatch(/c4n4ry|127\.0\.0\.1/);
  });
});

test("the relay imports wire, ws, zod and Node, and cryptography in proofs alone", () => {
  const files = readdirSync(SOURCES, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(30);
  for (const name of files) {
    const source = readFileSync(join(SOURCES, name), "utf8");
    const imports = [...source.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
      ([, module]) => module ?? "",
    );
    for (const module of imports) {
      expect(module, name).toMatch(
        /^(?:\.{1,2}\/[\w./-]+\.ts|\.\.\/package\.json|node:[a-z0-9]+|@tacet\/wire(?:\/group)?|ws|zod)$/,
      );
      if (module === "node:crypto") expect(name).toMatch(/^proofs\//);
      expect(module, name).not.toMatch(/core|node:(?:child_process|worker|vm|inspector|https?2|tls)/);
    }
    expect(source, name).not.toMatch(/\bconsole\b|\brequire\(|process\.std(?:out|err)(?!\.write)/);
    if (name !== "main.ts") expect(source, name).not.toMatch(/\bprocess\.\w/);
  }
  const { dependencies } = JSON.parse(readFileSync(join(SOURCES, "../package.json"), "utf8")) as {
    dependencies: object;
  };
  expect(Object.keys(dependencies)).toEqual(["@tacet/wire", "ws", "zod"]);
});
