import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import type { Person } from "./harness/person.ts";
import { filmQr } from "./harness/qr-video.ts";
import type { Relay } from "./harness/relay.ts";
import { useStage } from "./harness/stage.ts";
import type { Early } from "./harness/tab.ts";
import { load, until } from "./harness/until.ts";

declare global {
  interface Window {
    /** The tracks that a page was given, in order. */
    cameras: MediaStreamTrack[];
  }
}

/** Keeps what the browser hands out, so that it can be seen whether it is given back. */
const watchCameras: Early = {
  run: () => {
    window.cameras = [];
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      window.cameras.push(...stream.getTracks());
      return stream;
    };
  },
  argument: "",
};

describe("scanning a QR code", () => {
  const stage = useStage({ right: false });
  const folder = mkdtempSync(join(tmpdir(), "tacet-film-"));
  let relay: Relay;
  beforeAll(async () => {
    relay = await stage.relay();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const states = ({ tab }: Person): Promise<readonly string[]> =>
    tab.evaluate(() => window.cameras.map(({ readyState }) => readyState));

  it("a real room's code before the camera leads to the invitation, joins nothing by itself, and the camera is given back", async () => {
    const creator = await stage.person(stage.left());
    await creator.createRoom(relay.origin);
    await creator.sees("img", "QR code of the room link");
    const drawing = await creator.tab.evaluate(() => {
      const svg = document.querySelector("svg.qr");
      const size = Number(svg?.getAttribute("viewBox")?.split(" ")[2]);
      return { size, path: svg?.querySelector("path")?.getAttribute("d") ?? "" };
    });
    const film = join(folder, "room.y4m");
    filmQr(film, drawing.path, drawing.size);
    const camera = await stage.extra([
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    const guest = await stage.person(camera, { early: [watchCameras] });
    await guest.tab.page.context().grantPermissions(["camera"]);
    await guest.tab.goto(relay.origin);
    const begin = performance.now();
    await guest.press("Scan QR code");
    await guest.sees("heading", "You are invited");
    console.log(
      `from the press to the invitation: ${Math.round(performance.now() - begin)} ms, load ${load()}`,
    );
    expect(await states(guest)).toEqual(["ended"]);
    expect(guest.tab.requests.filter((it) => it.startsWith("ws"))).toEqual([]);
    expect(await creator.status()).toMatch(/^Waiting/);
    await guest.press("Join room");
    await Promise.all([creator.secure(), guest.secure()]);
  });

  it("a picture without a code shows what to do; closing the dialog gives the camera back; axe finds nothing", async () => {
    const camera = await stage.extra([
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
    ]);
    const person = await stage.person(camera, { early: [watchCameras] });
    await person.tab.page.context().grantPermissions(["camera"]);
    await person.tab.goto(relay.origin);
    await person.press("Scan QR code");
    await person.reads("Point the camera at the QR code");
    await until("a picture", () =>
      person.tab.evaluate(() => (document.querySelector("video")?.videoWidth ?? 0) > 0),
    );
    expect(await states(person)).toEqual(["live"]);
    expect(await violations(person.tab, "scanning")).toEqual([]);
    await person.tab.press("Escape");
    await until("the camera's end", async () => (await states(person)).join() === "ended");
    expect(await person.tab.count("dialog", "Scan QR code")).toBe(0);
    expect(await person.tab.evaluate(() => document.activeElement?.textContent)).toBe("Scan QR code");
  });

  it("a camera that is denied, or not there, is told in plain words, with what to do instead", async () => {
    const denying = await stage.extra(["--use-fake-device-for-media-stream"]);
    for (const [browser, words] of [
      [stage.left(), "No camera was found here."],
      [denying, "This page was not allowed to use the camera."],
    ] as const) {
      const person = await stage.person(browser);
      await person.tab.goto(relay.origin);
      await person.press("Scan QR code");
      await person.reads(words);
      await person.sees("button", "Try again");
      expect(await violations(person.tab, words)).toEqual([]);
    }
  });

  for (const [what, answer] of [
    ["does not come", (route: Route) => route.abort()],
    [
      "comes with other bytes than the part before it names",
      (route: Route) => route.fulfill({ contentType: "text/javascript", body: "document.title = 'planted'" }),
    ],
  ] as const) {
    it(`a part that ${what} is not run, and is said; the page goes on`, async () => {
      const person = await stage.person(stage.left());
      person.tab.allow(/ERR_FAILED|Failed to load resource|integrity/i);
      await person.tab.page.route(/scan-parts/, answer);
      await person.tab.goto(relay.origin);
      await person.press("Scan QR code");
      await person.sees("heading", "A part of this page did not load");
      expect(await person.tab.evaluate(() => document.title)).toBe("Tacet");
      await person.tab.page.unroute(/scan-parts/);
      await person.press("Try again");
      await person.press("Scan QR code");
      await person.sees("dialog", "Scan QR code");
    });
  }
});
