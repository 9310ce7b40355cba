import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ERROR_STATUS, ROUTES } from "@tacet/wire";
import { expect, test } from "vitest";
import { createHttpServer } from "../src/http/server.ts";
import { Site } from "../src/http/site.ts";
import { TestClock, clockPorts } from "./clock.ts";
import { type TestRelay, makeFolder, sha256, startRelay } from "./harness.ts";
import { type RawAnswer, raw, requestText, upgradeHeaders } from "./raw.ts";

const SCRIPT = "export const answer = 42;\n".repeat(50);
const ROOM = "/rooms/AAAAAAAAAAAAAAAAAAAAAA";
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

/** A page as the build lays it out. */
function buildPage(integrity = true): string {
  const folder = makeFolder();
  const hash = integrity ? ' integrity="sha384-AAAA"' : "";
  mkdirSync(join(folder, "assets"));
  mkdirSync(join(folder, ".vite"));
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><script type="module" src="/assets/a-1.js"${hash}></script>`,
  );
  writeFileSync(join(folder, "privacy.html"), "<!doctype html><title>Privacy</title>");
  writeFileSync(join(folder, "assets/a-1.js"), SCRIPT);
  writeFileSync(join(folder, "assets/a-worker-1.js"), SCRIPT);
  writeFileSync(join(folder, "assets/a-1.js.br"), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, "assets/a-1.js.gz"), gzipSync(SCRIPT));
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  writeFileSync(join(folder, "commit.txt"), "abc1234\n");
  writeFileSync(join(folder, ".vite/manifest.json"), "{}");
  return folder;
}

/** Every header that no answer may lack (spec/relay.md 7). */
function checkHeaders(answer: RawAnswer, asked: string): void {
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy, asked).toMatch(/^default-src 'none'; /);
  for (const part of ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"])
    expect(policy, asked).toContain(part);
  expect(policy, asked).not.toMatch(/unsafe|https?:|\*/);
  expect(Object.fromEntries(answer.headers), asked).toMatchObject({
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
  });
  const isPage = /^(?:GET|HEAD) \/(?:rooms\/\S*)?(?: |$)/.test(asked) && policy.includes("script-src");
  expect(answer.headers.get("permissions-policy"), asked).toContain(
    isPage ? "camera=(self), " : "camera=(), ",
  );
  const cached = answer.headers.get("cache-control");
  expect(cached, asked).toBe(
    /^(?:GET|HEAD) \/assets\//.test(asked) && answer.status === 200
      ? "public, max-age=31536000, immutable"
      : "no-store",
  );
  for (const name of ["server", "x-powered-by", "set-cookie", "access-control-allow-origin"]) {
    expect(answer.headers.has(name), `${asked} ${name}`).toBe(false);
  }
}

/** Requests that are refused for reasons of their own, by the status they should have. */
function refusals(relay: TestRelay): (readonly [status: number, request: string])[] {
  const json = { "content-type": "application/json" };
  const upgrade = upgradeHeaders(relay.url);
  const { origin: _origin, ...noOrigin } = upgrade;
  const { "sec-websocket-protocol": _protocol, ...noProtocol } = upgrade;
  return [
    [400, "GET / HTTP/1.1\r\n\r\n"],
    [400, "NOT HTTP\r\n\r\n"],
    [400, "FOO / HTTP/1.1\r\nhost: a\r\n\r\n"],
    [400, `GET / HTTP/1.1\r\nhost: a\r\nx: ${"y".repeat(9_000)}\r\n\r\n`],
    [400, "GET / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n"],
    [400, "POST /rooms HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n"],
    [400, requestText("GET", "http://relay.test/")],
    [400, requestText("OPTIONS", "*")],
    [400, requestText("GET", "/", { expect: "a miracle" })],
    [400, requestText("POST", "/rooms", json, "{")],
    [400, requestText("GET", "/relay", noProtocol)],
    [400, requestText("GET", "/relay", { ...upgrade, "sec-websocket-protocol": "tacet.v2" })],
    [400, requestText("GET", "/relay", { ...upgrade, "sec-websocket-key": "short" })],
    [400, requestText("GET", "/relay", { ...upgrade, "sec-websocket-protocol": "tacet.v1,tacet.v1" })],
    [403, requestText("GET", "/relay", noOrigin)],
    [403, requestText("GET", "/relay", { ...upgrade, origin: "https://evil.example" })],
    [403, requestText("GET", "/relay", { ...upgrade, origin: "null" })],
    [403, requestText("POST", "/rooms", { ...json, origin: "https://evil.example" }, "{}")],
    [403, requestText("OPTIONS", "/rooms", { origin: "https://evil.example" })],
    [404, requestText("GET", "/relay/", upgrade)],
    [404, requestText("GET", "/rooms/short")],
    [404, requestText("GET", "/rooms/AAAAAAAAAAAAAAAAAAAAAB")],
    [404, requestText("GET", "/.vite/manifest.json")],
    [404, requestText("GET", "/index.html")],
    [404, requestText("GET", "/commit.txt")],
    [404, requestText("GET", "/assets/../../package.json")],
    [404, requestText("GET", "/assets/%2e%2e/%2e%2e/package.json")],
    [404, requestText("GET", "/nothing", { accept: "text/html" })],
    [405, requestText("POST", "/relay", upgrade)],
    [405, requestText("CONNECT", "relay.test:443")],
    [413, requestText("POST", "/rooms", json, " ".repeat(16_385))],
    [415, requestText("POST", "/rooms", { "content-type": "text/plain" }, "{}")],
    [422, requestText("POST", "/rooms", json, "{}")],
    [426, requestText("GET", "/relay")],
    [426, requestText("GET", "/relay", { ...upgrade, "sec-websocket-version": "8" })],
  ];
}

test("every route, method and refusal carries every security header", async () => {
  const relay = await startRelay({ config: { pageDir: buildPage() } });
  const paths = [...Object.values(ROUTES), ROOM, "/assets/a-1.js", "/icon.svg", "/nothing", "//", "/rooms/"];
  const seen = new Set<number>();
  for (const path of paths) {
    for (const method of METHODS) {
      const answer = await raw(relay.port, requestText(method, path));
      checkHeaders(answer, `${method} ${path}`);
      if (answer.status === 405) expect(answer.headers.get("allow")).toMatch(/^(?:GET, HEAD|POST, OPTIONS)$/);
      if (method === "HEAD") expect(answer.body).toBe("");
      seen.add(answer.status);
    }
  }
  for (const [status, request] of refusals(relay)) {
    const answer = await raw(relay.port, request);
    expect(answer.status, request.slice(0, 80)).toBe(status);
    checkHeaders(answer, request.slice(0, 80));
    seen.add(status);
  }
  const accepted = await raw(relay.port, requestText("GET", "/relay", upgradeHeaders(relay.url)));
  expect(accepted.status).toBe(101);
  checkHeaders(accepted, "upgrade");
  expect([...seen].sort((a, b) => a - b)).toEqual([200, 400, 403, 404, 405, 413, 415, 422, 426]);
});

test("every error is JSON of the closed list, with a sentence", async () => {
  const relay = await startRelay();
  let checked = 0;
  for (const [status, request] of refusals(relay)) {
    if (request.includes("accept: text/html")) continue;
    const { body, headers } = await raw(relay.port, request);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    const { error } = JSON.parse(body) as { error: { code: keyof typeof ERROR_STATUS; message: string } };
    expect(ERROR_STATUS[error.code], request.slice(0, 60)).toBe(status);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
    checked += 1;
  }
  expect(checked).toBeGreaterThan(30);
});

test("crowded, limited, stopping and failing answers carry the headers too", async () => {
  // A clock that stands still: the time to wait is told in whole seconds.
  const ports = clockPorts(new TestClock());
  const relay = await startRelay({ ports, limits: { roomsMax: 0, roomsPerMinute: 1, socketsPerMinute: 1 } });
  const open = await startRelay({ ports, limits: { roomsPerMinute: 1 } });
  const body = JSON.stringify({
    kind: "pair",
    admission: sha256(randomBytes(32)).toString("base64url"),
    seat: sha256(randomBytes(32)).toString("base64url"),
  });
  const post = requestText("POST", "/rooms", { "content-type": "application/json" }, body);
  const upgrade = requestText("GET", "/relay", upgradeHeaders(relay.url));
  const answers = [
    [503, await raw(relay.port, post)],
    [201, await raw(open.port, post)],
    [429, await raw(open.port, post)],
    [101, await raw(relay.port, upgrade)],
    [429, await raw(relay.port, upgrade)],
    [503, await raw(relay.port, requestText("GET", "/"))],
  ] as const;
  for (const [status, answer] of answers) {
    expect(answer.status).toBe(status);
    checkHeaders(answer, String(status));
    if (status === 429) expect(answer.headers.get("retry-after")).toBe("60");
  }
});

test("a handler that throws is a 500 with the headers, and says nothing of the reason", async () => {
  const site = new Site({ own: ["http://localhost:1"], others: [], sealedPage: false });
  const context = {
    site,
    routes: [
      {
        method: "GET" as const,
        path: () => true,
        handle: () => {
          throw new Error("secret reason");
        },
      },
    ],
    hosts: null,
    stopping: () => false,
    exchange: (request: IncomingMessage, path: string) => ({
      request,
      path,
      origin: undefined,
      visitor: "",
      nowMs: 0,
    }),
    arrived: () => () => undefined,
    upgrade: () => undefined,
  };
  const server = createHttpServer(
    { headersTimeoutMs: 5_000, requestTimeoutMs: 10_000, connectionsMax: 9 },
    () => context,
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  const answer = await raw((server.address() as AddressInfo).port, requestText("GET", "/"));
  server.close();
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain("secret");
  checkHeaders(answer, "500");
});

test("pages have their own policy, the privacy page an allowlist, and hashes are enforced where the page has them", async () => {
  const relay = await startRelay({ config: { pageDir: buildPage() } });
  const socket = relay.url.replace("http", "ws");
  for (const path of ["/", ROOM, "/privacy"]) {
    const { headers } = await raw(relay.port, requestText("GET", path));
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain(
      "script-src 'self'; style-src 'self'; img-src 'self'; font-src 'none'; media-src blob:; ",
    );
    expect(policy).toContain(`connect-src 'self' ${socket} `);
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types tacet-worker");
    expect(headers.get("integrity-policy")).toBe("blocked-destinations=(script)");
    expect(headers.get("connection-allowlist")).toBe(path === "/privacy" ? "(response-origin)" : undefined);
  }
  const policyOf = async (path: string): Promise<string | undefined> =>
    (await raw(relay.port, requestText("GET", path))).headers.get("content-security-policy");
  expect(await policyOf("/assets/a-worker-1.js")).toContain(`connect-src 'self' ${socket} `);
  // What is no document and no worker's program runs under the policy of whoever asked for it.
  for (const path of ["/assets/a-1.js", "/icon.svg"]) expect(await policyOf(path)).not.toContain("'self'");
  const unsealed = await startRelay({ config: { pageDir: buildPage(false) } });
  expect((await raw(unsealed.port, requestText("GET", "/"))).headers.has("integrity-policy")).toBe(false);
});

test("behind TLS every answer asks for TLS to stay", async () => {
  const relay = await startRelay({ config: { publicUrl: "https://talk.example" } });
  for (const request of [requestText("GET", "/up"), "GARBAGE\r\n\r\n", requestText("GET", "/nothing")]) {
    const { headers } = await raw(relay.port, request);
    expect(headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
  }
  const plain = await startRelay();
  expect((await raw(plain.port, requestText("GET", "/up"))).headers.has("strict-transport-security")).toBe(
    false,
  );
});

test("files go out in the best encoding that is accepted, and version.json names their hashes", async () => {
  const relay = await startRelay({ config: { pageDir: buildPage() } });
  const encodingFor = async (accepted: string): Promise<string | undefined> => {
    const { headers } = await raw(
      relay.port,
      requestText("GET", "/assets/a-1.js", { "accept-encoding": accepted }),
    );
    expect(headers.get("vary")).toBe("accept-encoding");
    return headers.get("content-encoding");
  };
  expect(await encodingFor("gzip, deflate, br, zstd")).toBe("br");
  expect(await encodingFor("gzip;q=1.0, br;q=0")).toBe("gzip");
  expect(await encodingFor("br;q=0.0, gzip;q=0")).toBeUndefined();
  expect(await encodingFor("")).toBeUndefined();
  const response = await fetch(`http://127.0.0.1:${relay.port}/assets/a-1.js`);
  expect(await response.text()).toBe(SCRIPT);
  const version = JSON.parse((await raw(relay.port, requestText("GET", "/version.json"))).body) as Record<
    string,
    unknown
  >;
  expect(version).toMatchObject({ version: "0.1.0", commit: "abc1234" });
  expect(Object.keys(version["assets"] as object)).toEqual([
    "/",
    "/assets/a-1.js",
    "/assets/a-worker-1.js",
    "/icon.svg",
    "/privacy",
  ]);
  const hash = `sha256-${sha256(Buffer.from(SCRIPT)).toString("base64")}`;
  expect(version["assets"]).toMatchObject({ "/assets/a-1.js": hash });
});

test("the same page for every id, so that an address tells nothing of a room", async () => {
  const relay = await startRelay({ config: { pageDir: buildPage() } });
  const other = "/rooms/zzzzzzzzzzzzzzzzzzzzzw";
  const strip = (answer: RawAnswer): unknown => [
    answer.status,
    answer.body,
    [...answer.headers].filter(([name]) => name !== "date"),
  ];
  const landing = strip(await raw(relay.port, requestText("GET", "/")));
  expect(strip(await raw(relay.port, requestText("GET", ROOM)))).toEqual(landing);
  expect(strip(await raw(relay.port, requestText("GET", other)))).toEqual(landing);
});

/** Everything that comes back on one connection for some bytes, in order. */
async function wholeAnswer(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => undefined);
  await once(socket, "close");
  return Buffer.concat(chunks).toString("latin1");
}

const statuses = (text: string): readonly string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status ?? "");

test("an upgrade behind unanswered requests is refused after them, and nothing else overtakes an answer", async () => {
  const relay = await startRelay();
  const first = requestText("GET", "/up");
  const upgrade = requestText("GET", "/relay", upgradeHeaders(relay.url));
  expect(statuses(await wholeAnswer(relay.port, `${first}${upgrade}`))).toEqual(["200", "400"]);
  expect(relay.relay.inspect().sockets).toBe(0);
  const body = requestText(
    "POST",
    "/rooms",
    { "content-type": "application/json", "content-length": "2" },
    "{}",
  );
  expect(statuses(await wholeAnswer(relay.port, `${body}${upgrade}`))).toEqual(["422", "400"]);
  for (const rest of ["CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n", "NOT HTTP\r\n\r\n"]) {
    expect(["", "422"]).toContain(statuses(await wholeAnswer(relay.port, `${body}${rest}`)).join());
  }
});

test("an upgrade on a connection whose requests were answered is one like any other", async () => {
  const relay = await startRelay();
  const socket = connect(relay.port, "127.0.0.1", () => socket.write(requestText("GET", "/up")));
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
  socket.write(requestText("GET", "/relay", upgradeHeaders(relay.url)));
  const [upgraded] = (await once(socket, "data")) as [Buffer];
  expect(upgraded.toString()).toMatch(/^HTTP\/1\.1 101 /);
  socket.destroy();
});
