import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, type Server, createServer, request as ask } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { type Relay, type RelayConfig, createRelay, readConfig, systemPorts } from "@tacet/relay";
import { onTestFinished } from "vitest";
import { releaseList } from "../../../tools/release-list.ts";
import { developmentKey, signatureOf } from "../../../tools/signing.ts";
import type { Call } from "../src/command/form.ts";
import { FORMS } from "../src/command/forms.ts";
import { parse } from "../src/command/parse.ts";
import { CliError } from "../src/errors.ts";
import type { Shell } from "../src/shell.ts";
import { testShell } from "./test-shell.ts";

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tacet-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const PROGRAM = "export const answer = 42;\n".repeat(40);

/** What a page consists of, in small. */
export const PAGE: Readonly<Record<string, string>> = {
  "index.html":
    '<!doctype html><html lang="en"><script src="/assets/a-1.js" integrity="sha256-AAAA"></script></html>',
  "privacy.html": '<!doctype html><html lang="en"><title>Privacy</title><link href="/assets/s-1.css"></html>',
  "manifest.webmanifest": '{"name": "Tacet"}',
  "assets/a-1.js": PROGRAM,
  "assets/a-worker-1.js": `${PROGRAM}addEventListener("message", () => 0);`,
  "assets/s-1.css": "main { color: black }\n".repeat(20),
};

/** A page as the build lays it out, with what it is compressed to. */
export function buildPage(files: Readonly<Record<string, string>> = PAGE): string {
  const folder = makeFolder();
  mkdirSync(join(folder, "assets"));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
  }
  return folder;
}

/** Lays the signed list of a page into a folder of its own. */
export function listOf(page: string, version = "0.1.0"): string {
  const file = join(makeFolder(), "release.json");
  const list = releaseList(version, page, makeFolder());
  writeFileSync(file, list);
  writeFileSync(`${file}.sig`, signatureOf("list", Buffer.from(list), developmentKey()));
  return file;
}

/** A real relay for a free port of this machine; whoever made it ends it. */
export function createTestRelay(pageDir: string, config: Partial<RelayConfig> = {}): Relay {
  // Its key is given to it, so that it needs no folder.
  const TACET_TICKET_KEY = Buffer.alloc(32, 7).toString("base64url");
  const base = readConfig({ PORT: "0", TACET_TICKET_KEY, TACET_STUN: "stun:127.0.0.1:9" });
  return createRelay({ ...base, pageDir, ...config }, systemPorts());
}

/** The same, running until the test is over. */
export async function startRelay(
  config: Partial<RelayConfig> = {},
): Promise<{ url: string; port: number; stun: readonly string[] }> {
  const relay = createTestRelay("/nowhere", config);
  const address = await relay.listen();
  onTestFinished(() => relay.close());
  return address;
}

/** What stands between a relay and its visitors, and what it does to them. */
export interface ProxyWays {
  /** Given the headers of an answer, and where it was asked for. */
  readonly headers?: (headers: IncomingHttpHeaders, path: string) => IncomingHttpHeaders;
  /** What is written after the bytes of an answer that has no encoding. */
  readonly after?: (path: string, rooms: ReadonlySet<string>) => string;
  /** The headers of an answer with status 103 that comes ahead. */
  readonly early?: Readonly<Record<string, string>>;
  readonly upgrades?: "pass" | "drop" | "plain";
}

/** A proxy on a free port; `to` says where it leads once that is known. */
export async function startProxy(ways: ProxyWays = {}): Promise<{ url: string; to: (port: number) => void }> {
  let target = 0;
  const rooms = new Set<string>();
  const server = createServer((request, response) => {
    const { url: path = "/", method = "GET", headers } = request;
    const onward = ask({ host: "127.0.0.1", port: target, path, method, headers }, (answer) => {
      const kept = ways.headers?.(answer.headers, path) ?? answer.headers;
      const more = answer.headers["content-encoding"] === undefined ? (ways.after?.(path, rooms) ?? "") : "";
      const length = Number(answer.headers["content-length"]) + more.length;
      if (ways.early !== undefined) response.writeEarlyHints({ ...ways.early });
      if (method === "POST") answer.on("data", (part: Buffer) => rooms.add(roomPageIn(part)));
      response.writeHead(answer.statusCode ?? 502, { ...kept, "content-length": length });
      answer.on("data", (part: Buffer) => response.write(part));
      answer.on("end", () => response.end(more));
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.on("upgrade", (request, socket: Socket) => {
    if (ways.upgrades === "drop") return socket.destroy();
    if (ways.upgrades === "plain")
      return socket.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    const onward = ask({ host: "127.0.0.1", port: target, path: request.url, headers: request.headers });
    onward.on("upgrade", (answer, other) => {
      const lines = Object.entries(ways.headers?.(answer.headers, request.url ?? "") ?? answer.headers);
      const head = lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join("");
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${head}\r\n`);
      other.pipe(socket).pipe(other);
      for (const one of [other, socket]) one.on("error", () => one.destroy());
    });
    onward.on("response", ({ statusCode }) => {
      socket.end(`HTTP/1.1 ${statusCode ?? 502} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    });
    onward.on("error", () => socket.destroy());
    onward.end();
    return undefined;
  });
  const port = await listen(server);
  return { url: `http://localhost:${port}`, to: (port) => void (target = port) };
}

/** The page of the room that an answer names; it is short and comes in one part. */
function roomPageIn(answer: Buffer): string {
  const { room_id: id } = JSON.parse(answer.toString("utf8")) as { readonly room_id?: string };
  return `/rooms/${id ?? ""}`;
}

/** Listens on a free port until the test is over. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** One run of a command, with all that it wrote. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly complaint: string;
}

/** Runs a command as main does, without a process of its own. */
export async function ran(
  command: (call: Call, shell: Shell) => Promise<number>,
  ...words: readonly string[]
): Promise<Ran> {
  const wish = parse(words, FORMS);
  if (wish.kind !== "call") throw new Error("no call");
  const output = new PassThrough();
  let out = "";
  output.on("data", (part: Buffer) => (out += part.toString("utf8")));
  try {
    return { code: await command(wish.call, testShell({ words, output })), out, complaint: "" };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { code: error.exitCode, out, complaint: error.message };
  }
}

/** The JSON events of a run. */
export function eventsOf({ out }: Ran): readonly Readonly<Record<string, unknown>>[] {
  const lines = out.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
