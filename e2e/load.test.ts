import { beforeAll, describe, expect, it } from "vitest";
import { without } from "./harness/early.ts";
import type { Relay } from "./harness/relay.ts";
import { useStage } from "./harness/stage.ts";
import { load, pause } from "./harness/until.ts";

const FIRST_LOAD_BYTES = 60 * 1024;

/** So long after the page is there, nothing more may be on its way. */
const SETTLE_MS = 800;

describe("the first load", () => {
  const stage = useStage({ right: false });

  for (const [name, path, sign] of [
    ["the landing page", "/", "Create a room"],
    ["a room", `/rooms/${"A".repeat(22)}#1${"A".repeat(43)}`, "Join room"],
  ] as const) {
    it(`of ${name} is at most 60 KB on the wire, all requests to its own origin`, async () => {
      const scales = await stage.weighed();
      const person = await stage.person(stage.left());
      await person.tab.goto(`${scales.origin}${path}`);
      await person.sees("button", sign);
      await pause(SETTLE_MS);
      const { requests } = person.tab;
      console.log(
        `${name}: ${scales.bytes()} bytes on the wire, ${requests.length} requests, load ${load()}: ${requests.map((it) => new URL(it).pathname).join(", ")}`,
      );
      expect(requests.length).toBeGreaterThan(3);
      expect(scales.bytes()).toBeGreaterThan(20_000);
      expect(scales.bytes()).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
      for (const address of requests) expect(new URL(address).origin).toBe(scales.origin);
    });
  }

  it("leaves nothing in any store of the browser", async () => {
    const relay = await stage.relay();
    const person = await stage.person(stage.left());
    await person.createRoom(relay.origin);
    const kept = await person.tab.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      cookies: document.cookie,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }));
    expect(kept).toEqual({ local: [], session: [], databases: [], caches: [], cookies: "", workers: 0 });
  });
});

describe("a browser that lacks something", () => {
  const stage = useStage({ right: false });
  let relay: Relay;

  beforeAll(async () => {
    relay = await stage.relay();
  });

  for (const [missing, words] of [
    ["RTCPeerConnection", "WebRTC data channels"],
    ["Worker", "Web Workers"],
    ["crypto.subtle", "Web Cryptography"],
    ["WebSocket", "WebSocket"],
  ] as const) {
    it(`is told so by name (${missing}), on the landing page and on a room's, and the page offers no room`, async () => {
      for (const path of ["/", `/rooms/${"A".repeat(22)}#1${"A".repeat(43)}`]) {
        const person = await stage.person(stage.left(), { early: [without(missing)] });
        await person.tab.goto(`${relay.origin}${path}`);
        await person.reads(words);
        for (const button of ["Create a room", "Join room"])
          expect(await person.tab.count("button", button)).toBe(0);
      }
    });
  }

  it("an insecure origin is told so, with what to do", async () => {
    // A name that is this machine's, and that a browser does not trust without TLS.
    const insecure = await stage.extra(["--host-resolver-rules=MAP tacet.test 127.0.0.1"]);
    const visitor = await stage.person(insecure);
    visitor.tab.allow(/origin was untrustworthy/);
    await visitor.tab.goto(`http://tacet.test:${relay.port}/`);
    await visitor.reads("A protected address");
    expect(await visitor.tab.count("button", "Create a room")).toBe(0);
  });

  it("a worker that does not load ends in a page that says so, never in a white one", async () => {
    const person = await stage.person(stage.left());
    person.tab.allow(/ERR_FAILED|Failed to load resource|worker/i);
    await person.tab.page.route(/worker/i, (route) => route.abort());
    await person.tab.goto(relay.origin);
    await person.reads(/Something in this page broke|Create a room/);
    if ((await person.tab.count("button", "Create a room")) > 0) await person.press("Create a room");
    await person.sees("heading", "Something in this page broke");
    expect(await person.tab.count("button", "New room")).toBe(1);
  });

  it("a program that does not load leaves a page with words on it", async () => {
    const person = await stage.person(stage.left());
    person.tab.allow(/ERR_FAILED|Failed to load resource/);
    await person.tab.page.route(/\.js$/, (route) => route.abort());
    await person.tab.goto(relay.origin);
    await person.reads("Reload the page once");
  });

  it("an error while drawing ends in a page that says so, and the history is gone", async () => {
    const person = await stage.person(stage.left());
    person.tab.allow(/planted/);
    await person.createRoom(relay.origin);
    await person.tab.evaluate(() => {
      // As the browser reports an error of the page's own program.
      const filename = `${location.origin}/assets/planted.js`;
      dispatchEvent(new ErrorEvent("error", { message: "planted", filename }));
    });
    await person.sees("heading", "Something in this page broke");
    expect(await person.tab.isDisabled("textbox", "Message")).toBe(true);
  });
});
