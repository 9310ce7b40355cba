import { expect, test } from "vitest";
import { App } from "../src/model/app.ts";
import { Chunk } from "../src/model/chunk.ts";
import { appPorts, quietLink } from "./app-ports.ts";
import { parts } from "./room-needs.ts";

const LINK = "https://here/rooms/canary#key";

/** An app, and what it does to its link, in order. */
function appWith(
  claim: () => Promise<boolean> = () => Promise.resolve(true),
  soon: (run: () => void) => void = (run) => {
    run();
  },
) {
  const done: string[] = [];
  const roomTab = { claim, free: () => undefined, freed: () => new Promise<never>(() => undefined) };
  const app = new App({
    ...appPorts,
    soon,
    room: new Chunk(() => Promise.resolve({ ...parts, roomTab })),
    openLink: () => {
      done.push("open");
      return {
        ...quietLink,
        prepare: () => done.push("prepare"),
        reach: (origin) => done.push(`reach ${origin}`),
        command: (command) => done.push(command.do),
      };
    },
  });
  return { app, done };
}

test("the worker is loaded at once, and prepares nothing before somebody is there", () => {
  const { app, done } = appWith();
  app.warmUp();
  expect(done).toEqual(["open"]);
  app.prepare();
  expect(done).toEqual(["open", "prepare"]);
});

test("the relay is reached for by the press, ahead of the room", async () => {
  const { app, done } = appWith();
  await app.open(LINK);
  expect(done).toEqual(["open"]);
  await app.join("");
  expect(done).toEqual(["open", "reach https://here", "join"]);
});

test("a press in a second tab of the room reaches nothing", async () => {
  const { app, done } = appWith(() => Promise.resolve(false));
  await app.open(LINK);
  void app.join("");
  await expect.poll(() => app.screen.value.at).toBe("elsewhere");
  expect(done).toEqual(["open"]);
});

test("what a press sets going goes first: the room is drawn with the next frame, unless it is over by then", async () => {
  const frames: (() => void)[] = [];
  const { app, done } = appWith(undefined, (run) => frames.push(run));
  await app.open(LINK);
  await app.join("");
  expect([done.at(-1), app.screen.value.at]).toEqual(["join", "invited"]);
  for (const draw of frames) draw();
  expect(app.screen.value.at).toBe("room");
  frames.length = 0;
  expect(app.abandon()).toBe("room");
  await app.open(LINK);
  await app.join("");
  app.abandon();
  await app.open(LINK);
  for (const draw of frames) draw();
  expect(app.screen.value.at).toBe("invited");
});
