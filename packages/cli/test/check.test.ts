import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { filesOf, releaseList } from "../../../tools/release-list.ts";
import { developmentKey, newKey, publicName, readKey, signatureOf } from "../../../tools/signing.ts";
import { openList } from "../src/check/list.ts";
import { DEVELOPMENT_KEY } from "../src/check/keys.ts";
import { checkRelay } from "../src/check/relay.ts";
import { runCheck } from "../src/check/run.ts";
import {
  PAGE,
  type ProxyWays,
  buildPage,
  createTestRelay,
  eventsOf,
  listOf,
  listen,
  makeFolder,
  ran,
  startProxy,
  startRelay,
} from "./host-harness.ts";

/** What `check --json` says that differs, as "address way detail". */
async function differences(page: string, list: string, ways?: ProxyWays): Promise<readonly string[]> {
  const proxy = await startProxy(ways);
  proxy.to((await startRelay({ pageDir: page, publicUrl: proxy.url })).port);
  const run = await ran(runCheck, "check", proxy.url, "--list", list, "--json");
  const found = eventsOf(run).filter(({ event }) => event === "difference");
  expect(run.code).toBe(found.length === 0 ? 0 : 1);
  return found.map(({ address, way, detail }) =>
    `${String(address)} ${String(way)} ${String(detail)}`.trimEnd(),
  );
}

/** The same numbers each time, so that what is found once is found again. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The campaign flips bytes of the page that was built, and as many as it likes. */
const ASKED = process.env["TACET_FLIPS"];
const FLIPS = Number(ASKED ?? (process.env["TACET_SHORT"] === undefined ? 100 : 25));

function flippedPage(): string {
  if (ASKED === undefined) {
    const { "index.html": index = "", "assets/a-1.js": script = "", "assets/s-1.css": style = "" } = PAGE;
    return buildPage({ "index.html": index, "assets/a-1.js": script, "assets/s-1.css": style });
  }
  const folder = makeFolder();
  cpSync(new URL("../../web/dist", import.meta.url), folder, { recursive: true });
  return folder;
}

/** What a browser makes of a file's bytes; null where it makes nothing of them. */
function decoded(name: string, bytes: Buffer): Buffer | null {
  try {
    return name.endsWith(".br")
      ? brotliDecompressSync(bytes)
      : name.endsWith(".gz")
        ? gunzipSync(bytes)
        : bytes;
  } catch {
    return null;
  }
}

describe("a check of a running relay", () => {
  it("finds nothing where all is as listed, and says who vouches for the list", async () => {
    const page = buildPage();
    const relay = await startRelay({ pageDir: page });
    const run = await ran(runCheck, "check", relay.url, "--list", listOf(page));
    expect(run).toMatchObject({ code: 0, complaint: "" });
    expect(run.out).toContain("development build: not signed by the release key");
    expect(run.out).toContain("Equal: 8 addresses");
  });

  it(`finds one flipped byte in any asset, ${FLIPS} of ${FLIPS}`, async () => {
    const page = flippedPage();
    const list = listOf(page);
    const opened = openList(readFileSync(list), readFileSync(`${list}.sig`, "utf8"));
    if (opened === null) throw new Error("the list does not open");
    const names = filesOf(page).filter((name) => name !== "commit.txt" && !name.startsWith("."));
    const draw = draws(4);
    const missed: string[] = [];
    for (let found = 0; found < FLIPS; found++) {
      const name = names[draw(names.length)] ?? "";
      const path = join(page, name);
      const whole = readFileSync(path);
      const at = draw(whole.length);
      const flipped = Buffer.from(whole);
      flipped[at] = (whole[at] ?? 0) ^ (1 + draw(255));
      // A byte that no browser sees, such as the name of a system in the head of gzip: that is the same asset.
      if (decoded(name, flipped)?.equals(decoded(name, whole) ?? flipped) === true) {
        found--;
        continue;
      }
      writeFileSync(path, flipped);
      const relay = createTestRelay(page);
      const { url } = await relay.listen();
      const result = await checkRelay(url, opened.list);
      if (result.kind !== "checked" || result.differences.length === 0) missed.push(`${name} at ${at}`);
      await relay.close();
      writeFileSync(path, whole);
    }
    expect(missed).toEqual([]);
  });

  it("names an asset that is missing, one that is not listed, and a script that the page was given", async () => {
    const page = buildPage();
    const list = listOf(page);
    rmSync(join(page, "assets/s-1.css"));
    expect(await differences(page, list)).toEqual(["/assets/s-1.css told", "/assets/s-1.css missing"]);
    const other = buildPage({
      ...PAGE,
      "index.html": `${PAGE["index.html"] ?? ""}<script src="/assets/evil-1.js"></script><img src=https://evil.example/x>`,
      "assets/evil-1.js": "fetch('/up')",
    });
    const found = await differences(other, list);
    expect(found).toContain("/assets/evil-1.js unlisted");
    expect(found).toContain("/ bytes");
    expect(found).toContain("/ refers /assets/evil-1.js");
    expect(found).toContain("/ refers https://evil.example/x");
    expect(found.filter((line) => /^\/rooms\/\S+ bytes$/.test(line))).toHaveLength(2);
  });

  it("names a page for rooms that is another, though the start is as listed", async () => {
    const page = buildPage();
    const found = await differences(page, listOf(page), {
      after: (path) => (path.startsWith("/rooms/") ? "\n" : ""),
    });
    expect(found).toEqual([
      expect.stringMatching(/^\/rooms\/\S+ bytes$/),
      expect.stringMatching(/^\/rooms\/\S+ bytes$/),
    ]);
  });

  it("names a header that is changed, missing or too many", async () => {
    const page = buildPage();
    const list = listOf(page);
    const weaker = await differences(page, list, {
      headers: (headers, path) => ({
        ...headers,
        ...(path === "/privacy" ? { "content-security-policy": "default-src *" } : {}),
        ...(path === "/assets/a-1.js" ? { "service-worker-allowed": "/", "content-type": "text/plain" } : {}),
      }),
    });
    expect(weaker).toEqual([
      "/assets/a-1.js type content-type",
      "/assets/a-1.js foreign-header service-worker-allowed",
      "/privacy header content-security-policy",
    ]);
    const stripped = await differences(page, list, {
      headers: ({ "referrer-policy": _stripped, ...rest }) => rest,
    });
    expect(stripped).toHaveLength(8);
    expect(stripped).toContain("/assets/s-1.css header referrer-policy");
  });

  it("says of another version that it is one, and of silence that it is that", async () => {
    const page = buildPage();
    const relay = await startRelay({ pageDir: page });
    const other = await ran(runCheck, "check", relay.url, "--list", listOf(page, "9.9.9"));
    expect(other.code).toBe(1);
    expect(other.out).toContain("this relay says that it serves version 0.1.0");
    expect(other.complaint).toContain("This tacet knows version 9.9.9 alone, so nothing is known");
    const nobody = createServer();
    const port = await listen(nobody);
    await new Promise((resolve) => nobody.close(resolve));
    const silence = await ran(runCheck, "check", `http://localhost:${port}`, "--list", listOf(page));
    expect(silence.code).toBe(4);
    expect((await ran(runCheck, "check", "http://chat.example", "--list", listOf(page))).code).toBe(2);
    expect((await ran(runCheck, "check", relay.url, "--list", "/nowhere")).code).toBe(2);
  });

  it("takes no list whose signature does not hold", async () => {
    const page = buildPage();
    const list = listOf(page);
    const relay = await startRelay({ pageDir: page });
    const whole = readFileSync(list, "utf8");
    writeFileSync(
      list,
      whole.replace(/sha256-./, (start) => (start.endsWith("A") ? "sha256-B" : "sha256-A")),
    );
    const run = await ran(runCheck, "check", relay.url, "--list", list);
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.complaint).toContain("is not the one that was signed");
  });
});

describe("a signed list", () => {
  const page = (): string => releaseList("0.1.0", buildPage(), makeFolder());

  it("is vouched for by a key that is known, and by no other", () => {
    const bytes = Buffer.from(page());
    const key = readKey(newKey());
    const signature = signatureOf("list", bytes, key);
    expect(openList(bytes, signature, [])).toBeNull();
    expect(openList(bytes, signature, [publicName(key)])?.voucher).toEqual({
      by: "release",
      key: publicName(key),
    });
    expect(openList(bytes, signatureOf("archives", bytes, key), [publicName(key)])).toBeNull();
    expect(openList(bytes, signatureOf("list", bytes, developmentKey()))?.voucher).toEqual({
      by: "development",
      key: DEVELOPMENT_KEY,
    });
    // Another's signature under the name of the release key.
    const forged = signatureOf("list", bytes, readKey(newKey())).replace(
      /^key .*$/m,
      `key ${publicName(key)}`,
    );
    expect(openList(bytes, forged, [publicName(key)])).toBeNull();
  });

  it("has one form", () => {
    const opens = (text: string): boolean =>
      openList(Buffer.from(text), signatureOf("list", Buffer.from(text), developmentKey())) !== null;
    const good = page();
    expect(opens(good)).toBe(true);
    for (const bad of [
      "",
      "[]",
      good.replace("release list 1", "release list 2"),
      good.replace('"commit"', '"commot"'),
      good.replace('"version"', '"more": 1, "version"'),
      good.replace(/sha256-[^"]+/, "sha256-"),
      good.replace('"kind": "page"', '"kind": "cake"'),
      good.replace('"program": {}', '"program": []'),
      good.replace('"/privacy"', '"privacy"'),
      `${good}${" ".repeat(262_144)}`,
    ])
      expect(opens(bad), bad.slice(0, 80)).toBe(false);
  });
});
