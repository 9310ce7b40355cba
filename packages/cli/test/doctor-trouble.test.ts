import { type RequestListener, createServer } from "node:http";
import { describe, expect, it } from "vitest";
import type { Finding } from "../src/doctor/finding.ts";
import { lookAtHeaders } from "../src/doctor/headers.ts";
import { lookHere } from "../src/doctor/local.ts";
import { lookFromOutside } from "../src/doctor/outside.ts";
import { lookAtRooms, lookAtServers } from "../src/doctor/rooms.ts";
import { isStunAnswered, readIce } from "../src/doctor/stun.ts";
import { buildPage, listen, makeFolder, startRelay } from "./host-harness.ts";

/*
 * What a doctor makes of relays that are busy, of another version, or that lie.
 */

async function all(looking: AsyncGenerator<Finding>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of looking) findings.push(finding);
  return findings;
}

async function answering(listener: RequestListener): Promise<string> {
  return `http://localhost:${await listen(createServer(listener))}`;
}

const statesOf = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ check, state }) => `${check} ${state}`);

describe("a doctor at servers of the direct way", () => {
  it("names one with a port that there is not, and does not break", async () => {
    expect(readIce("stun:127.0.0.1:65535")).not.toBeNull();
    for (const url of ["stun:127.0.0.1:65536", "stun:127.0.0.1:0", "turn:127.0.0.1:99999?transport=tcp"])
      expect(readIce(url), url).toBeNull();
    const findings = await all(lookAtServers(["stun:127.0.0.1:99999"], "localhost"));
    expect(findings[0]).toMatchObject({ check: "stun", state: "failed" });
    expect(findings[0]?.saw).toContain("stun:127.0.0.1:99999");
    const bad = { kind: "stun", secure: false, host: "127.0.0.1", port: 70_000, transport: "udp" } as const;
    expect(await isStunAnswered(bad)).toBe(false);
  });

  it("looks at as many as a relay may name", async () => {
    const urls = Array.from({ length: 200 }, () => "stun:127.0.0.1:9");
    const states = statesOf(await all(lookAtServers(urls, "127.0.0.1")));
    expect(states.filter((state) => state === "stun failed")).toHaveLength(4);
    expect(states).toContain("stun warning");
  });
});

describe("a doctor at a relay that has too much to do", () => {
  it("warns, and says that nothing is blocked", async () => {
    for (const status of [429, 503]) {
      const url = await answering((_question, response) =>
        response.writeHead(status).end('{"error": {"code": "busy", "message": "Try again."}}'),
      );
      expect(statesOf(await all(lookFromOutside(url, null, Date.now)))).toEqual(["name ok", "http warning"]);
      expect(statesOf([await lookAtHeaders(url, buildPage())])).toEqual(["headers warning"]);
      expect(statesOf(await all(lookAtRooms(url)))).toEqual(["rooms warning"]);
    }
  });
});

describe("a doctor at headers", () => {
  it("judges status and version before them", async () => {
    const page = buildPage();
    const broken = await answering((_question, response) => response.writeHead(500).end());
    const finding = await lookAtHeaders(broken, page);
    expect(finding).toMatchObject({ state: "failed", saw: "The page is answered with status 500." });
    const other = await answering((_question, response) =>
      response.end('{"version": "9.9.9", "assets": {}}'),
    );
    expect(await lookAtHeaders(other, page)).toMatchObject({ state: "skipped" });
  });
});

describe("a doctor on a machine whose relay has an address of its own", () => {
  it("looks at it there", async () => {
    const HOST = "127.0.0.2";
    const relay = await startRelay({ host: HOST });
    const env = { HOST, PORT: String(relay.port), TACET_DATA_DIR: makeFolder() };
    expect((await lookHere(env)).origin).toBe(`http://${HOST}:${relay.port}`);
  });
});
