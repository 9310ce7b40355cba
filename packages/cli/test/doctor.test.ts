import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import type { Finding } from "../src/doctor/finding.ts";
import { lookHere } from "../src/doctor/local.ts";
import { lookFromOutside } from "../src/doctor/outside.ts";
import { runDoctor } from "../src/doctor/run.ts";
import {
  type ProxyWays,
  buildPage,
  eventsOf,
  listen,
  makeFolder,
  ran,
  startProxy,
  startRelay,
} from "./host-harness.ts";

/** A relay behind a proxy that does something to what passes. */
async function behind(ways: ProxyWays = {}, publicUrl?: string): Promise<string> {
  const proxy = await startProxy(ways);
  const relay = await startRelay({
    pageDir: buildPage(),
    publicUrl: publicUrl ?? proxy.url,
    stun: { kind: "builtin", listen: { host: "127.0.0.1", port: 0 } },
  });
  proxy.to(relay.port);
  return proxy.url;
}

async function outside(origin: string, nowMs: () => number = Date.now): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of lookFromOutside(origin, buildPage(), nowMs)) findings.push(finding);
  return findings;
}

const blocked = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ state }) => state === "failed").map(({ check }) => check);

const about = (findings: readonly Finding[], check: string): string => {
  const found = findings.find((finding) => finding.check === check);
  return `${found?.saw ?? ""} ${found?.advice ?? ""}`;
};

describe("a doctor who looks from outside", () => {
  it("finds nothing blocked where nothing is", async () => {
    const findings = await outside(await behind());
    expect(blocked(findings)).toEqual([]);
    expect(findings.filter(({ state }) => state === "ok").map(({ check }) => check)).toEqual(
      expect.arrayContaining(["name", "http", "clock", "headers", "upgrade", "rooms", "stun"]),
    );
  });

  it("names a port that is closed", async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const findings = await outside(`http://localhost:${port}`);
    expect(blocked(findings)).toEqual(["http"]);
    expect(about(findings, "http")).toContain(`localhost:${port} refuses the connection`);
  });

  it("names a proxy that drops upgrades, or answers them as if they were requests", async () => {
    for (const upgrades of ["drop", "plain"] as const) {
      const findings = await outside(await behind({ upgrades }));
      expect(blocked(findings)).toEqual(["upgrade"]);
      expect(about(findings, "upgrade")).toContain("Let the proxy pass upgrades of /relay on");
    }
  });

  it("names a clock that is wrong, and tells which way", async () => {
    const HOUR_MS = 3_600_000;
    const off = (byMs: number): ProxyWays => ({
      headers: (headers) => ({ ...headers, date: new Date(Date.now() + byMs).toUTCString() }),
    });
    const ahead = await outside(await behind(off(3 * HOUR_MS)));
    expect(blocked(ahead)).toEqual(["clock"]);
    expect(about(ahead, "clock")).toContain("is 3 h ahead of this machine's");
    const late = await outside(await behind(off(-90_000)));
    expect(about(late, "clock")).toMatch(/is (?:8|9)\d s behind this machine.s/);
    // The same when it is this machine's that is wrong.
    const own = await outside(await behind(), () => Date.now() + HOUR_MS);
    expect(about(own, "clock")).toContain("is 60 min behind this machine's");
    expect(blocked(await outside(await behind(off(5_000))))).toEqual([]);
  });

  it("names the headers that a proxy strips or weakens", async () => {
    const findings = await outside(
      await behind({
        headers: ({ "referrer-policy": _stripped, ...rest }) => ({
          ...rest,
          "cross-origin-opener-policy": "unsafe-none",
        }),
      }),
    );
    const { state } = findings.find(({ check }) => check === "headers") ?? {};
    expect(state).toBe("failed");
    expect(about(findings, "headers")).toContain("referrer-policy, cross-origin-opener-policy");
  });

  it("names a public address that the relay was not told", async () => {
    const findings = await outside(await behind({}, "https://other.example"));
    expect(blocked(findings)).toContain("upgrade");
    expect(about(findings, "upgrade")).toContain("Set TACET_PUBLIC_URL=http://localhost:");
    expect(blocked(findings)).toContain("rooms");
  });

  it("names what is no relay, and a proxy without one", async () => {
    const other = createServer((_request, response) => response.end("hello"));
    expect(about(await outside(`http://localhost:${await listen(other)}`), "http")).toContain(
      "is no relay of Tacet",
    );
    const lonely = createServer((_request, response) => response.writeHead(502).end());
    expect(about(await outside(`http://localhost:${await listen(lonely)}`), "http")).toContain(
      "does not reach the relay",
    );
  });

  it("names STUN that does not answer", async () => {
    const relay = await startRelay({
      pageDir: buildPage(),
      stun: { kind: "list", urls: ["stun:127.0.0.1:9"] },
    });
    const findings = await outside(relay.url);
    expect(blocked(findings)).toEqual(["stun"]);
    expect(about(findings, "stun")).toContain("STUN at 127.0.0.1:9 does not answer over UDP");
  });

  it("says it in JSON events, and with its exit code", async () => {
    const good = await ran(runDoctor, "doctor", await behind(), "--json");
    expect(good.code).toBe(0);
    expect(eventsOf(good).at(-1)).toMatchObject({ event: "result", failures: 0 });
    const bad = await ran(runDoctor, "doctor", await behind({ upgrades: "drop" }), "--json");
    expect(bad).toMatchObject({ code: 1, complaint: "One thing is blocked." });
    const events = eventsOf(bad).filter(({ state }) => state === "failed");
    expect(events).toMatchObject([{ event: "finding", check: "upgrade" }]);
    const plain = await ran(runDoctor, "doctor", await behind({ upgrades: "drop" }));
    expect(plain.out).toContain("FAIL upgrade: The WebSocket is dropped on its way");
  });
});

describe("a doctor on the relay's machine", () => {
  const env = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
    PORT: "0",
    TACET_DATA_DIR: makeFolder(),
    TACET_STUN_LISTEN: "127.0.0.1:0",
    ...more,
  });

  it("judges settings as the relay does", async () => {
    expect(blocked((await lookHere(env())).findings)).toEqual([]);
    const wrong = await lookHere(env({ TACET_ROOM_TTL_SECONDS: "soon" }));
    expect(blocked(wrong.findings)).toEqual(["settings"]);
    expect(about(wrong.findings, "settings")).toContain("TACET_ROOM_TTL_SECONDS must be");
    expect(about((await lookHere(env({ TACET_PBULIC_URL: "x" }))).findings, "settings")).toContain(
      "TACET_PBULIC_URL is not a setting of Tacet.",
    );
  });

  it("tells a port of its own relay from one that somebody else has", async () => {
    const other = createServer((_request, response) => response.end("hello"));
    const taken = await lookHere(env({ PORT: String(await listen(other)) }));
    expect(blocked(taken.findings)).toEqual(["port"]);
    expect(about(taken.findings, "port")).toContain("is taken by another program");
    const relay = await startRelay();
    const own = await lookHere(env({ PORT: String(relay.port) }));
    expect(blocked(own.findings)).toEqual([]);
    expect(own.origin).toBe(`http://localhost:${relay.port}`);
  });

  it("says what a public relay still lacks", async () => {
    const { findings, origin } = await lookHere({
      PORT: "0",
      TACET_DATA_DIR: makeFolder(),
      TACET_PUBLIC_URL: "https://chat.example",
    });
    expect(origin).toBe("https://chat.example");
    expect(about(findings, "settings")).toContain("TACET_TRUSTED_PROXIES");
    expect(blocked(findings)).toEqual(["stun-port"]);
    expect(about(findings, "stun-port")).toContain("TACET_STUN_LISTEN=0.0.0.0:3478");
    const folder = await lookHere({ ...env(), TACET_DATA_DIR: `${import.meta.filename}/data` });
    expect(blocked(folder.findings)).toEqual(["folder"]);
  });
});
