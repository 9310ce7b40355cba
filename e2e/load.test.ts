import type { Route } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { without } from "./harness/early.ts";
import type { Relay } from "./harness/relay.ts";
import { useStage } from "./harness/stage.ts";
import { load, pause, until } from "./harness/until.ts";

/** All that is fetched before anybody touches the page, in every engine. */
const FIRST_LOAD_BYTES = 60 * 1024;
/** The most that is fetched in Chromium before a room can be shown, its keys and screens included. */
const ROOM_LOAD_BYTES = 85 * 1024;

/** So long after the page is there, nothing more may be on its way. */
const SETTLE_MS = 800;

describe("the first load", () => {
  const stage = useStage({ right: false, firefox: true });

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
      // The first sign of a person brings what shows a room, and nothing else.
      await person.tab.press("Shift");
      await until("the room's part", () => requests.some((it) => it.includes("/room-parts-")));
      await pause(SETTLE_MS);
      console.log(`${name}, touched: ${scales.bytes()} bytes on the wire, load ${load()}`);
      expect(requests.filter((it) => it.includes("/room-parts-"))).toHaveLength(1);
      expect(scales.bytes()).toBeLessThanOrEqual(ROOM_LOAD_BYTES);
      for (const address of requests) expect(new URL(address).origin).toBe(scales.origin);
    });
  }

  it("in Firefox, which brings a lattice of its own later, is at most 60 KB on the wire", async () => {
    const scales = await stage.weighed();
    const person = await stage.person(stage.firefox());
    await person.tab.goto(scales.origin);
    await person.sees("button", "Create a room");
    await pause(SETTLE_MS);
    const { requests } = person.tab;
    console.log(`Firefox: ${scales.bytes()} bytes on the wire, load ${load()}: ${requests.join(", ")}`);
    expect(scales.bytes()).toBeGreaterThan(20_000);
    expect(scales.bytes()).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
  });

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
  const stage = useStage();
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

  it("a worker that does not load stays silent until a press needs it; then a page says what to do", async () => {
    const person = await stage.person(stage.left());
    person.tab.allow(/ERR_FAILED|Failed to load resource|worker/i);
    await person.tab.page.route(/worker/i, (route) => route.abort());
    await person.tab.goto(relay.origin);
    await until("the worker's failure", () => person.tab.requests.some((it) => it.includes("/room-worker-")));
    await pause(SETTLE_MS);
    await person.press("Create a room");
    await person.sees("heading", "A part of this page did not load");
    await person.reads("Check the connection, then try again.");
    await person.tab.page.unroute(/worker/i);
    await person.press("Try again");
    await person.roomLink();
  });

  it("a link whose worker does not load is kept, and joined at the next try", async () => {
    const [creator, guest] = await stage.pair();
    const link = await creator.createRoom(relay.origin);
    guest.tab.allow(/ERR_FAILED|Failed to load resource|worker/i);
    await guest.tab.page.route(/worker/i, (route) => route.abort());
    await guest.open(link);
    await guest.press("Join room");
    await guest.sees("heading", "A part of this page did not load");
    await guest.reads("The link is not used up.");
    await guest.tab.page.unroute(/worker/i);
    await guest.press("Try again");
    await Promise.all([creator.secure(), guest.secure()]);
  });

  for (const [name, answer] of [
    ["does not load", (route: Route) => route.abort()],
    [
      "comes with other bytes than the page names",
      (route: Route) => route.fulfill({ contentType: "text/javascript", body: "document.title = 'planted'" }),
    ],
  ] as const) {
    it(`a room's part that ${name} takes no seat, is not run, and can be tried again`, async () => {
      const [creator, guest] = await stage.pair();
      const link = await creator.createRoom(relay.origin);
      guest.tab.allow(/ERR_FAILED|Failed to load resource|integrity/i);
      await guest.tab.page.route(/room-parts/, answer);
      await guest.open(link);
      await guest.press("Join room");
      await guest.sees("heading", "A part of this page did not load");
      expect(await guest.tab.evaluate(() => document.title)).toBe("Tacet");
      await guest.tab.page.unroute(/room-parts/);
      await guest.press("Try again");
      await Promise.all([creator.secure(), guest.secure()]);
    });
  }

  it("a QR encoder that does not load is said to be missing, and the link still works", async () => {
    const [creator, guest] = await stage.pair();
    creator.tab.allow(/ERR_FAILED|Failed to load resource|Failed to fetch/);
    await creator.tab.page.route(/\/drawing-/, (route) => route.abort());
    const link = await creator.createRoom(relay.origin);
    await creator.reads("The picture could not be made.");
    await creator.press("Invite");
    await creator.sees("dialog", "Invite");
    await creator.reads("The picture could not be made.");
    expect(await creator.tab.count("img", "QR code of the room link")).toBe(0);
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
  });

  it("a program that does not load leaves a page with words on it", async () => {
    const person = await stage.person(stage.left());
    person.tab.allow(/ERR_FAILED|Failed to load resource/);
    await person.tab.page.route(/\.js$/, (route) => route.abort());
    await person.tab.goto(relay.origin);
    await person.reads("Reload the page once");
  });
});
