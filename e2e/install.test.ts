import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Person } from "./harness/person.ts";
import { type Profile, startProfile } from "./harness/profile.ts";
import { type Relay, startRelay } from "./harness/relay.ts";

interface Manifest {
  readonly start_url: string;
  readonly display: string;
  readonly launch_handler: unknown;
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose: string }[];
}

describe("the page can be installed", () => {
  const folder = mkdtempSync(join(tmpdir(), "tacet-install-"));
  let relay: Relay;
  let profile: Profile;
  beforeAll(async () => {
    [relay, profile] = await Promise.all([startRelay(), startProfile("chromium", folder)]);
  });
  afterAll(async () => {
    await Promise.allSettled([profile.close(), relay.stop()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  it("the relay serves manifest and icons by their types, and the icons are of the sizes they claim", async () => {
    const answer = await fetch(`${relay.origin}/manifest.webmanifest`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/manifest\+json/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const manifest = (await answer.json()) as Manifest;
    expect(manifest).toMatchObject({ start_url: "/", display: "standalone" });
    // A link that is opened never takes the place of a room.
    expect(manifest.launch_handler).toEqual({ client_mode: "navigate-new" });
    expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
      "192x192 any",
      "192x192 maskable",
      "512x512 any",
      "512x512 maskable",
    ]);
    for (const { src, sizes } of manifest.icons) {
      const icon = await fetch(new URL(src, relay.origin));
      expect(icon.headers.get("content-type")).toBe("image/png");
      const head = Buffer.from(await icon.arrayBuffer());
      expect(`${head.readUInt32BE(16)}x${head.readUInt32BE(20)}`).toBe(sizes);
    }
    const { headers } = await fetch(relay.origin);
    expect(headers.get("content-security-policy")).toContain("manifest-src 'self'");
  });

  it("Chromium finds no fault with it, without a service worker", async () => {
    const pages: Page[] = [];
    const tab = await profile.tab((page) => pages.push(page));
    await tab.goto(relay.origin);
    await new Person(tab).sees("button", "Create a room");
    const session = await pages[0]?.createCDPSession();
    if (session === undefined) throw new Error("The tab has no page.");
    const { url, errors, data } = await session.send("Page.getAppManifest");
    expect({ url, errors }).toEqual({ url: `${relay.origin}/manifest.webmanifest`, errors: [] });
    expect(JSON.parse(data ?? "{}")).toMatchObject({ name: "Tacet" });
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    expect(installabilityErrors).toEqual([]);
    expect(await tab.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    expect(tab.problems).toEqual([]);
    // It is awake: a page without a manifest is refused.
    await tab.goto(`${relay.origin}/privacy`);
    const refused = await session.send("Page.getInstallabilityErrors");
    expect(refused.installabilityErrors).not.toEqual([]);
  });
});
