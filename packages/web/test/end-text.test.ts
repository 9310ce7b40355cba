import { expect, test } from "vitest";
import { endTextOf } from "../src/model/end-text.ts";
import { type RoomEnd, RoomView } from "../src/model/room-view.ts";
import { text } from "../src/text/room-text.ts";
import { ending } from "./ending.ts";

const NO_FILES = {
  take: () => undefined,
  allow: () => undefined,
  refused: () => undefined,
  sink: () => undefined,
  send: () => true,
  clear: () => undefined,
  Attach: () => null,
  Record: () => null,
  Tray: () => null,
  Transfer: () => null,
};

test("whoever left or burned alone is not told that somebody else was", () => {
  for (const reason of ["left-here", "burned-here"] as const) {
    expect(endTextOf(ending(reason)).next).toBe(text.ends[reason].next);
    expect(endTextOf(ending(reason, { met: false })).next).toBe(text.endVariants.neverMet);
    const untold = { otherTold: false, relayTold: false };
    expect(endTextOf(ending(reason, untold)).next).toBe(text.endVariants.notTold);
    expect(endTextOf(ending(reason, { ...untold, telling: true })).next).toBe(text.endVariants.beingTold);
    expect(endTextOf(ending(reason, { relayTold: false, telling: true })).next).toBe(text.ends[reason].next);
  }
});

test("the relay is said to have forgotten a room when it knows of the end", () => {
  expect(endTextOf(ending("gone")).left).toContain("has forgotten");
  expect(endTextOf(ending("gone", { relayTold: false })).left).toBe(text.endVariants.relayNotTold);
  expect(endTextOf(ending("gone", { relayTold: false, telling: true })).left).toBe(text.ends.elsewhere.left);
  expect(endTextOf(ending("used", { relayTold: false })).left).toBe(text.ends.used.left);
});

test("files that were saved are spoken of where there are some, after what is left", () => {
  for (const reason of ["gone", "elsewhere", "mismatch"] as const) {
    const usual = endTextOf(ending(reason)).left;
    expect(usual).not.toContain("Files");
    expect(endTextOf({ ...ending(reason), savedFiles: true }).left).toBe(
      `${usual} ${text.endVariants.saved}`,
    );
  }
  const left = endTextOf({ ...ending("gone", { relayTold: false }), savedFiles: true }).left;
  expect(left).toBe(`${text.endVariants.relayNotTold} ${text.endVariants.saved}`);
});

test("a room's end knows whether one of its files was saved", async () => {
  for (const saves of [false, true]) {
    const ends: RoomEnd[] = [];
    const view = new RoomView("guest", "", {
      wallMs: () => 0,
      soon: (run) => {
        run();
      },
      command: () => undefined,
      heard: () => undefined,
      words: () => Promise.resolve([]),
      files: () =>
        Promise.resolve((host) => {
          if (saves) host.saved();
          return { ...NO_FILES, waits: view.otherTypes };
        }),
      sunk: () => undefined,
      ended: (end) => ends.push(end),
      draw: () => undefined,
    });
    view.handle({ event: "files", open: true, bytesMax: 1 });
    view.handle({ event: "status", value: "secure", path: "direct" });
    await expect.poll(() => view.files.part.value).not.toBeNull();
    view.handle({ event: "end", ...ending("gone") });
    expect(ends).toMatchObject([{ reason: "gone", savedFiles: saves }]);
  }
});

test("a relay that made no room is quoted with its reason", () => {
  const why = (hindrance: "rate" | "busy" | "network" | null): string =>
    endTextOf(ending("relay", { hindrance })).why;
  expect(why("network")).toBe(text.ends.relay.why);
  expect(new Set([why("rate"), why("busy"), why("network"), why(null)]).size).toBe(4);
});

test("whoever was given no seat is told to try again, and a guest that the link is good", () => {
  const next = (again: "creator" | "guest" | null, hindrance: "rate" | "network"): string =>
    endTextOf(ending("relay", { hindrance }), again).next;
  expect(next("guest", "network")).toContain("your link is not used up");
  expect(next("creator", "network")).toMatch(/try again\.$/);
  expect(next(null, "network")).toBe(text.ends.relay.next);
  expect(next("creator", "rate")).toBe(text.endVariants.rate.next);
});

test("messages that were not confirmed are counted in words", () => {
  expect(text.ended.undelivered(1)).toBe("1 of your messages was not confirmed as received.");
  expect(text.ended.undelivered(2)).toBe("2 of your messages were not confirmed as received.");
});
