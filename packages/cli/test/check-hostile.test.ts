import { readFileSync } from "node:fs";
import { type RequestListener, createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { brotliCompressSync, deflateSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { developmentKey, newKey, publicName, readKey, signatureOf } from "../../../tools/signing.ts";
import { type Encoding, ask } from "../src/check/ask.ts";
import { isVouchedFor, openList } from "../src/check/list.ts";
import { runCheck } from "../src/check/run.ts";
import { request } from "../src/doctor/request.ts";
import { runDoctor } from "../src/doctor/run.ts";
import {
  type ProxyWays,
  type Ran,
  buildPage,
  eventsOf,
  listOf,
  listen,
  ran,
  startProxy,
  startRelay,
} from "./host-harness.ts";

/*
 * A relay, or what stands before it, that shows a check one page and people another.
 */

async function checked(ways: ProxyWays = {}): Promise<Ran> {
  const page = buildPage();
  const proxy = await startProxy(ways);
  proxy.to((await startRelay({ pageDir: page, publicUrl: proxy.url })).port);
  return ran(runCheck, "check", proxy.url, "--list", listOf(page), "--json");
}

async function differences(ways: ProxyWays): Promise<readonly string[]> {
  const found = eventsOf(await checked(ways)).filter(({ event }) => event === "difference");
  return found.map(({ address, way, detail }) =>
    `${String(address)} ${String(way)} ${String(detail)}`.trimEnd(),
  );
}

async function answering(listener: RequestListener): Promise<string> {
  return `http://localhost:${await listen(createServer(listener))}`;
}

describe("a relay that is not the same to all", () => {
  it("is found where it serves another page for rooms that live, and for those alone", async () => {
    const found = await differences({ after: (path, rooms) => (rooms.has(path) ? "\n" : "") });
    expect(found).toEqual([expect.stringMatching(/^\/rooms\/\S+ bytes$/)]);
  });

  it("is found where another page comes with an encoding that browsers alone ask for", async () => {
    const page = buildPage();
    const relay = await startRelay({ pageDir: page });
    const url = await answering((question, response) => {
      const isBrowser = String(question.headers["accept-encoding"]).includes("zstd");
      if (question.url === "/" && isBrowser)
        return void response.writeHead(200, { "content-encoding": "zstd" }).end(zstdCompressSync("evil"));
      return void response.writeHead(307, { location: relay.url }).end();
    });
    const served = async (how: Encoding): Promise<string> => {
      const answer = await ask(url, "/", how);
      return "silence" in answer ? answer.silence : Buffer.from(answer.bytes ?? []).toString();
    };
    expect([await served("br"), await served("all")]).toEqual(["", "evil"]);
  });

  it("is found by any header that the list does not know, by another keeping time, and by what comes ahead", async () => {
    const found = await differences({
      headers: (headers, path) => ({
        ...headers,
        server: "proxy",
        via: "1.1 proxy",
        ...(path === "/privacy" ? { "x-new-thing": "1" } : {}),
        ...(path === "/assets/s-1.css" ? { "cache-control": "public, max-age=31536000" } : {}),
        ...(path === "/" ? { "cache-control": "public, max-age=600" } : {}),
      }),
    });
    expect(found).toEqual([
      "/ header cache-control",
      "/assets/s-1.css header cache-control",
      "/privacy foreign-header x-new-thing",
    ]);
    const early = await differences({ early: { link: "</evil.js>; rel=preload; as=script" } });
    expect(early).toContain("/ foreign-header link");
  });
});

describe("an answer in each encoding that browsers take", () => {
  it("is read", async () => {
    const made = {
      deflate: deflateSync("text"),
      zstd: zstdCompressSync("text"),
      br: brotliCompressSync("text"),
    };
    for (const [name, bytes] of Object.entries(made)) {
      const url = await answering((_question, response) =>
        response.writeHead(200, { "content-encoding": name }).end(bytes),
      );
      const answer = await ask(url, "/", "all");
      expect("silence" in answer ? null : Buffer.from(answer.bytes ?? []).toString(), name).toBe("text");
    }
  });
});

describe("what a check says of a relay", () => {
  it("names address and cause where nothing could be held against the list", async () => {
    const page = buildPage();
    const relay = await startRelay({ pageDir: page });
    let asked = "";
    const cut = await answering((question, response) => {
      if (question.url !== "/version.json") return response.destroy();
      asked = question.url;
      void fetch(relay.url + asked).then(async (answer) => response.end(await answer.text()));
      return undefined;
    });
    const silent = await ran(runCheck, "check", cut, "--list", listOf(page), "--json");
    const events = eventsOf(silent).filter(({ event }) => event === "difference");
    expect([silent.code, asked]).toEqual([1, "/version.json"]);
    expect(events.map(({ way }) => way)).toContain("room");
    expect(silent.complaint).toContain("not all could be");
    const closed = await ran(runCheck, "check", "http://localhost:1", "--list", listOf(page));
    expect(closed.complaint).toContain("http://localhost:1/version.json (ECONNREFUSED)");
  });

  it("says that an address leads elsewhere, or is no relay, and nothing of a version", async () => {
    const say = async (listener: RequestListener): Promise<Ran> =>
      ran(runCheck, "check", await answering(listener), "--list", listOf(buildPage()));
    const away = await say((_question, response) =>
      response.writeHead(301, { location: "https://chat.example/" }).end(),
    );
    expect([away.code, away.complaint]).toEqual([1, expect.stringContaining("leads elsewhere (status 301)")]);
    const other = await say((_question, response) => response.end("hello"));
    expect(other.complaint).toContain("is no relay of Tacet");
    expect(other.out).not.toContain("version");
    const busy = await say((_question, response) => response.writeHead(429).end());
    expect([busy.code, busy.complaint]).toEqual([4, expect.stringContaining("status 429")]);
  });

  it("tells the first hundred differences, each of them shortly", async () => {
    const names = Array.from({ length: 300 }, (_, at) => [`/${at}${"x".repeat(2_000)}`, "sha256-"] as const);
    const claim = JSON.stringify({ version: "0.1.0", assets: Object.fromEntries(names) });
    const url = await answering((question, response) =>
      question.url === "/version.json" ? response.end(claim) : response.writeHead(404).end(),
    );
    const run = await ran(runCheck, "check", url, "--list", listOf(buildPage()), "--json");
    expect(eventsOf(run).filter(({ event }) => event === "difference")).toHaveLength(100);
    expect(Math.max(...run.out.split("\n").map((line) => line.length))).toBeLessThan(600);
    const last = eventsOf(run).at(-1);
    expect(Number(last?.["differences"])).toBe(Number(last?.["untold"]) + 100);
    const plain = await ran(runCheck, "check", url, "--list", listOf(buildPage()));
    expect(plain.out).toMatch(/\n\.\.\. and 2\d\d more\.\n$/);
  });

  it("names the options that check and doctor take", async () => {
    for (const [run, name] of [
      [runCheck, "check"],
      [runDoctor, "doctor"],
    ] as const) {
      const { code, complaint } = await ran(run, name, "chat.example");
      expect([code, complaint]).toEqual([2, expect.stringContaining("after the command")]);
      expect(complaint).not.toContain("--relay");
    }
  });
});

describe("a list that nobody vouches for", () => {
  it("is taken where there is a release key only by who asks for it", async () => {
    const page = buildPage();
    const key = publicName(readKey(newKey()));
    expect(isVouchedFor({ by: "development", key }, [])).toBe(true);
    expect(isVouchedFor({ by: "development", key }, [key])).toBe(false);
    expect(isVouchedFor({ by: "release", key }, [key])).toBe(true);
    const relay = await startRelay({ pageDir: page });
    const run = await ran(runCheck, "check", relay.url, "--list", listOf(page), "--development");
    expect(run.code).toBe(0);
  });

  it("names a hash for each file of the program", () => {
    const list = readFileSync(listOf(buildPage()), "utf8");
    const opened = (text: string): boolean =>
      openList(Buffer.from(text), signatureOf("list", Buffer.from(text), developmentKey())) !== null;
    expect(opened(list)).toBe(true);
    expect(opened(list.replace('"program": {}', '"program": {"a.js": "b"}'))).toBe(false);
  });
});

describe("a certificate that is not valid", () => {
  it("is refused whatever the environment says, and named", async () => {
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    onTestFinished(() => {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    });
    const server = createSecureServer({ key: KEY, cert: CERTIFICATE }, (_question, response) =>
      response.end("{}"),
    );
    const url = `https://localhost:${await listen(server)}`;
    const silence = "DEPTH_ZERO_SELF_SIGNED_CERT";
    expect(await ask(url, "/", "identity")).toEqual({ silence });
    expect(await request(new URL("/up", url))).toEqual({ silence });
    const list = listOf(buildPage());
    const run = await ran(runCheck, "check", url, "--list", list);
    expect([run.code, run.complaint]).toEqual([4, expect.stringContaining("The certificate of localhost")]);
  });
});

/** Of nobody and for nothing: localhost, signed by itself. */
const KEY = [
  "-----BEGIN PRIVATE KEY-----",
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg05NBHC/6UNBpm+HA",
  "9XKeXYnPnIx7LpOAkEA+PQ6BjkqhRANCAATxLoT35t/QnAJrUrpjr4rZQwhtzJ/t",
  "cdcASKSXLDudlZoiFFjeOm96+c2qiB/Cyp/Aj/wg9SimwhqY8cz3pILn",
  "-----END PRIVATE KEY-----",
].join("\n");

const CERTIFICATE = [
  "-----BEGIN CERTIFICATE-----",
  "MIIBlTCCATugAwIBAgIUb21pIS6kcqSTZIRsOcSetQA0oq4wCgYIKoZIzj0EAwIw",
  "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIxMTk0MFoYDzIxMjYxMDI4",
  "MjExOTQwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO",
  "PQMBBwNCAATxLoT35t/QnAJrUrpjr4rZQwhtzJ/tcdcASKSXLDudlZoiFFjeOm96",
  "+c2qiB/Cyp/Aj/wg9SimwhqY8cz3pILno2kwZzAdBgNVHQ4EFgQUA44WyknQTF4+",
  "id7TmvePjvY5EhAwHwYDVR0jBBgwFoAUA44WyknQTF4+id7TmvePjvY5EhAwDwYD",
  "VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID",
  "SAAwRQIhAKIflcs99CKd1i9wGDl9cTyOvNhORrL39ZN7YcYZX4hVAiAKQyeZ8iKu",
  "lXuzm42JqGiO4yLMkALyyG+83Wh/5v0gEA==",
  "-----END CERTIFICATE-----",
].join("\n");
