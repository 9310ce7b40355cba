import { SUBPROTOCOL } from "@tacet/wire";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Relay, startRelay } from "./harness/relay.ts";

/* The relay as a stranger meets it: by its addresses and its socket (design: interfaces). */

const hash = "A".repeat(43);
const good = { kind: "pair", admission: hash, seat: `${"A".repeat(42)}E` };
const json = { "content-type": "application/json" };
const REFUSALS: readonly (readonly [
  name: string,
  path: string,
  init: RequestInit,
  status: number,
  code: string,
  field?: string,
])[] = [
  ["no JSON", "/rooms", { method: "POST", headers: json, body: "{" }, 400, "bad-json"],
  ["no object", "/rooms", { method: "POST", headers: json, body: "[]" }, 400, "bad-json"],
  [
    "another type",
    "/rooms",
    { method: "POST", headers: { "content-type": "text/plain" }, body: JSON.stringify(good) },
    415,
    "media-type",
  ],
  [
    "too long",
    "/rooms",
    { method: "POST", headers: json, body: JSON.stringify({ ...good, x: "y".repeat(17_000) }) },
    413,
    "too-large",
  ],
  [
    "an unknown key",
    "/rooms",
    { method: "POST", headers: json, body: JSON.stringify({ ...good, more: 1 }) },
    422,
    "field",
    "more",
  ],
  [
    "a wrong hash",
    "/rooms",
    { method: "POST", headers: json, body: JSON.stringify({ ...good, admission: "A" }) },
    422,
    "field",
    "admission",
  ],
  [
    "a hash not in canonical spelling",
    "/rooms",
    { method: "POST", headers: json, body: JSON.stringify({ ...good, seat: `${"A".repeat(42)}B` }) },
    422,
    "field",
    "seat",
  ],
  [
    "a time out of range",
    "/rooms",
    { method: "POST", headers: json, body: JSON.stringify({ ...good, ttl_seconds: 0 }) },
    422,
    "field",
    "ttl_seconds",
  ],
  [
    "a policy that is not built",
    "/rooms",
    { method: "POST", headers: json, body: JSON.stringify({ ...good, policy: { rejoin: true } }) },
    422,
    "unavailable",
  ],
  [
    "a room for many without its owner's key",
    "/rooms",
    { method: "POST", headers: json, body: JSON.stringify({ ...good, kind: "group" }) },
    422,
    "field",
    "owner",
  ],
  [
    "another origin",
    "/rooms",
    { method: "POST", headers: { ...json, origin: "https://evil.example" }, body: JSON.stringify(good) },
    403,
    "origin",
  ],
  ["another method", "/", { method: "DELETE" }, 405, "method"],
  ["another method on rooms", "/rooms", { method: "PUT", headers: json, body: "{}" }, 405, "method"],
  ["an address that is nobody's", "/nowhere", {}, 404, "not-found"],
  ["a room id that is none", "/rooms/short", {}, 404, "not-found"],
  ["a socket without an upgrade", "/relay", {}, 426, "upgrade-required"],
];
describe("bad requests get one clear answer", () => {
  let relay: Relay;
  beforeAll(async () => {
    relay = await startRelay();
  });
  afterAll(async () => {
    await relay.stop();
  });

  for (const [name, path, init, status, code, field] of REFUSALS) {
    it(`${name}: ${status} ${code}`, async () => {
      const answer = await fetch(`${relay.origin}${path}`, init);
      const { error } = (await answer.json()) as { error: { code: string; message: string; field?: string } };
      expect([answer.status, error.code]).toEqual([status, code]);
      if (field !== undefined) expect(error.field).toBe(field);
      expect(error.message).toMatch(/^[A-Z].*\.$/s);
      sealed(answer.headers);
    });
  }

  it("a good request makes a room", async () => {
    const answer = await fetch(`${relay.origin}/rooms`, {
      method: "POST",
      headers: json,
      body: JSON.stringify(good),
    });
    expect(answer.status).toBe(201);
    const room = (await answer.json()) as Record<string, unknown>;
    expect(Object.keys(room).sort()).toEqual(["expires_at", "ice_servers", "limits", "room_id", "ticket"]);
    sealed(answer.headers);
  });

  for (const [name, origin, protocols, status] of [
    ["no origin", undefined, [SUBPROTOCOL], 403],
    ["another origin", "https://evil.example", [SUBPROTOCOL], 403],
    ["no subprotocol", "own", [], 400],
    ["another subprotocol", "own", ["chat"], 400],
  ] as const) {
    it(`a socket with ${name} gets ${status}`, async () => {
      expect(await refusal(relay, origin === "own" ? relay.origin : origin, protocols)).toBe(status);
    });
  }
});

describe("what it serves", () => {
  let relay: Relay;
  beforeAll(async () => {
    relay = await startRelay();
  });
  afterAll(async () => {
    await relay.stop();
  });

  it("pages carry a policy that allows nothing but themselves", async () => {
    for (const path of ["/", `/rooms/${"A".repeat(22)}`, "/privacy"]) {
      const answer = await fetch(`${relay.origin}${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-security-policy")).toMatch(/require-trusted-types-for 'script'/);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      sealed(answer.headers);
    }
  });

  it("/up, /ready and /version.json answer, and name every asset with its hash", async () => {
    for (const path of ["/up", "/ready"])
      expect(await (await fetch(`${relay.origin}${path}`)).json()).toEqual({ status: "ok" });
    const { assets } = (await (await fetch(`${relay.origin}/version.json`)).json()) as {
      assets: Record<string, string>;
    };
    expect(Object.keys(assets).length).toBeGreaterThan(2);
    for (const [path, hash] of Object.entries(assets)) {
      const body = await (await fetch(new URL(path, `${relay.origin}/`))).arrayBuffer();
      const digest = Buffer.from(await crypto.subtle.digest("SHA-256", body)).toString("base64");
      expect(hash, path).toBe(`sha256-${digest}`);
    }
  });

  it("it has printed its start and nothing else", () => {
    expect(relay.output().trimEnd().split("\n")).toHaveLength(1);
    expect(relay.output()).toContain("http://");
  });
});

function sealed(headers: Headers): void {
  const policy = headers.get("content-security-policy") ?? "";
  for (const part of [
    /^default-src 'none'/,
    /base-uri 'none'/,
    /form-action 'none'/,
    /frame-ancestors 'none'/,
  ]) {
    expect(policy).toMatch(part);
  }
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
  expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(headers.get("permissions-policy")).toMatch(/^camera=\((?:self)?\), /);
  expect(headers.get("server")).toBeNull();
  expect(headers.get("set-cookie")).toBeNull();
}

function refusal(relay: Relay, origin: string | undefined, protocols: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = origin === undefined ? {} : { origin };
    const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/relay`, [...protocols], { headers });
    socket.on("unexpected-response", (_request, answer) => {
      resolve(answer.statusCode ?? 0);
      answer.resume();
    });
    socket.on("open", () => {
      socket.terminate();
      reject(new Error("The socket was opened."));
    });
    socket.on("error", reject);
  });
}
