import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { createPageHost } from "@tacet/relay";
import { describe, expect, it, onTestFinished } from "vitest";
import { askRelay } from "../src/page/allowed.ts";
import { buildPage, listen, startRelay } from "./host-harness.ts";

const HAS_V6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

async function hostFor(relay: string): Promise<string> {
  const host = createPageHost({ port: 0, pageDir: buildPage(), relay });
  onTestFinished(() => host.close());
  return host.listen();
}

describe("the page on a machine of one's own", () => {
  it("names its relay in the document and in the policy, and is else as a relay serves it", async () => {
    const relay = await startRelay({ pageDir: buildPage() });
    const origin = await hostFor("https://chat.example");
    const page = await fetch(origin);
    const own = await fetch(relay.url);
    const text = await page.text();
    expect(text).toContain('<!doctype html><html data-relay="https://chat.example" lang="en">');
    expect(text.replace(' data-relay="https://chat.example"', "")).toBe(await own.text());
    const named = (answer: Response): Record<string, string | null> =>
      Object.fromEntries(
        [...own.headers.keys()]
          .filter((name) => !["content-length", "content-encoding", "date"].includes(name))
          .map((name) => [name, answer.headers.get(name)]),
      );
    const { "content-security-policy": policy, ...rest } = named(page);
    const { "content-security-policy": ownPolicy, ...others } = named(own);
    expect(rest).toEqual(others);
    expect(policy).toContain("connect-src 'self' https://chat.example wss://chat.example; ");
    expect(policy?.replace(/connect-src [^;]+/, "")).toBe(ownPolicy?.replace(/connect-src [^;]+/, ""));
    const room = await fetch(`${origin}/rooms/AAAAAAAAAAAAAAAAAAAAAA`);
    expect(await room.text()).toBe(text);
    expect((await fetch(`${origin}/assets/a-1.js`)).status).toBe(200);
    expect((await fetch(`${origin}/rooms`, { method: "POST" })).status).toBe(404);
    expect((await fetch(`${origin}/version.json`)).status).toBe(404);
  });

  it("answers under its own names alone", async () => {
    const { port } = new URL(await hostFor("https://chat.example"));
    const status = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asking = request({ host: "127.0.0.1", port, headers: { host }, agent: false }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asking.on("error", reject);
        asking.end();
      });
    for (const name of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
      expect(await status(`${name}:${port}`), name).toBe(200);
    for (const host of [`evil.example:${port}`, "localhost", "localhost:1", `localhost:${port}.evil.example`])
      expect(await status(host), host).toBe(421);
  });

  it.runIf(HAS_V6)("has both addresses of localhost, or neither", async () => {
    const { port } = new URL(await hostFor("https://chat.example"));
    expect((await fetch(`http://[::1]:${port}/`)).status).toBe(200);
    const other = createServer((_request, response) => response.end("evil"));
    await new Promise<void>((resolve) => other.listen(0, "::1", resolve));
    onTestFinished(() => void other.close());
    const taken = (other.address() as AddressInfo).port;
    const host = createPageHost({ port: taken, pageDir: buildPage(), relay: "https://chat.example" });
    await expect(host.listen()).rejects.toThrow(`--port: ::1:${taken} is in use`);
    // It has given the first back.
    await expect(fetch(`http://127.0.0.1:${taken}/`)).rejects.toThrow();
  });

  it("asks its relay whether it may, and says what the operator must allow", async () => {
    const origin = "http://localhost:3001";
    const open = await startRelay({ allowedOrigins: [origin] });
    expect(await askRelay(open.url, origin)).toBeNull();
    const closed = await askRelay((await startRelay()).url, origin);
    expect(closed?.failure).toBe("refused");
    expect(closed?.message).toContain(`TACET_ALLOWED_ORIGINS=${origin}`);
    const other = createServer((_request, response) => response.end("hello"));
    expect((await askRelay(`http://localhost:${await listen(other)}`, origin))?.failure).toBe("failed");
    await new Promise((resolve) => {
      other.closeAllConnections();
      other.close(resolve);
    });
    const gone = await startRelay();
    expect((await askRelay(gone.url.replace(String(gone.port), "1"), origin))?.failure).toBe("network");
  });
});
