import { expect, test } from "vitest";
import type { RoomLink } from "../src/link/room-link.ts";
import { App } from "../src/model/app.ts";
import { Chunk } from "../src/model/chunk.ts";

test("the worker is loaded at once, and prepares nothing before somebody is there", () => {
  const done: string[] = [];
  const link: RoomLink = {
    prepare: () => done.push("prepare"),
    command: () => done.push("command"),
    sunk: () => undefined,
    check: () => Promise.resolve(null),
    complete: () => Promise.resolve([]),
    draw: () => Promise.resolve(null),
    close: () => undefined,
    abandon: () => undefined,
  };
  const app = new App({
    origin: "https://here",
    wallMs: () => 0,
    soon: (run) => {
      run();
    },
    room: new Chunk(() => new Promise<never>(() => undefined)),
    heard: () => undefined,
    isElsewhere: () => Promise.resolve(false),
    words: () => Promise.resolve([]),
    files: () => new Promise<never>(() => undefined),
    broken: () => undefined,
    startOver: () => undefined,
    openLink: () => {
      done.push("open");
      return link;
    },
  });
  app.warmUp();
  expect(done).toEqual(["open"]);
  app.prepare();
  expect(done).toEqual(["open", "prepare"]);
});
