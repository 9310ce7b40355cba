import type { RoomCommand } from "@tacet/client";
import { expect, test } from "vitest";
import type { RoomLinkPorts } from "../src/link/room-link.ts";
import { App } from "../src/model/app.ts";
import { text } from "../src/text/text.ts";
import type { Checked } from "../src/worker/letters.ts";
import { ending } from "./ending.ts";

const LINK = "https://here/rooms/canary#key";

function appWith(checked: Checked = { ok: true, origin: "https://here" }) {
  const commands: RoomCommand[] = [];
  let links = 0;
  let abandoned = 0;
  let ports: RoomLinkPorts | null = null;
  const app = new App({
    origin: "https://here",
    wallMs: () => 0,
    soon: (run) => {
      run();
    },
    heard: () => undefined,
    broken: () => undefined,
    startOver: () => undefined,
    openLink: (given) => {
      links += 1;
      ports = given;
      return {
        command: (command) => commands.push(command),
        check: () => Promise.resolve(checked),
        draw: () => Promise.resolve({ sizeModules: 1, path: "" }),
        close: () => undefined,
        abandon: () => {
          abandoned += 1;
        },
      };
    },
  });
  return {
    app,
    commands,
    links: () => links,
    abandoned: () => abandoned,
    emit: (event: Parameters<RoomLinkPorts["event"]>[0]) => ports?.event(event),
  };
}

test("an answer about a pasted link that comes after another press changes nothing", async () => {
  const { app } = appWith();
  const answer = app.enter(LINK);
  app.create();
  await answer;
  expect(app.screen.value.at).toBe("room");
});

test("a link that arrives later is shown, and let go in a room", async () => {
  const { app, commands } = appWith();
  app.openLater(LINK);
  await Promise.resolve();
  expect(app.screen.value.at).toBe("invited");
  app.create();
  app.openLater(LINK);
  expect(app.screen.value.at).toBe("room");
  expect(commands.map((command) => command.do)).toEqual(["create"]);
});

test("what broke is said as what was lost, and the other side hears of it", async () => {
  expect(appWith().app.abandon()).toBe("nothing");
  const invited = appWith();
  await invited.app.open(LINK);
  expect(invited.app.abandon()).toBe("invitation");
  const { app, abandoned } = appWith();
  app.create();
  expect(app.abandon()).toBe("room");
  expect(abandoned()).toBe(1);
});

test("an opened link is shown and not used until the press", async () => {
  const { app, commands } = appWith();
  await app.open(LINK);
  expect(app.screen.value).toEqual({ at: "invited" });
  expect(commands).toEqual([]);
  app.join("Ben");
  expect(commands).toEqual([{ do: "join", origin: "https://here", invitation: LINK, name: "Ben" }]);
});

test("an invitation is used once, and no screen holds it", async () => {
  const { app, commands } = appWith();
  await app.open(LINK);
  app.join("");
  app.join("");
  expect(commands).toHaveLength(1);
  expect(JSON.stringify(app.screen.value)).not.toContain("canary");
});

test("a damaged link is said to be one, and cannot be joined", async () => {
  const { app, commands } = appWith({ ok: false, fault: "key" });
  await app.open(LINK);
  expect(app.screen.value).toEqual({ at: "lost-key", fault: text.invitationFaults.key });
  app.join("");
  expect(commands).toEqual([]);
});

test("the field takes a link, and answers everything else with a sentence", async () => {
  const { app, links } = appWith({ ok: false, fault: "not-an-invitation" });
  expect(await app.enter("  ")).toBe(text.invitationFaults.empty);
  expect(await app.enter("amber fox seven rain")).toBe(text.invitationFaults["four-words"]);
  expect(links()).toBe(0);
  expect(await app.enter("nonsense")).toBe(text.invitationFaults["not-an-invitation"]);
  expect(app.screen.value).toEqual({ at: "landing" });
  const other = appWith();
  expect(await other.app.enter(LINK)).toBeNull();
  expect(other.app.screen.value).toEqual({ at: "invited" });
});

test("a warm worker is used for the room; after the end there is none", () => {
  const { app, commands, links, emit } = appWith();
  app.warmUp();
  app.warmUp();
  app.create();
  expect(links()).toBe(1);
  expect(commands).toEqual([{ do: "create", origin: "https://here", name: "" }]);
  emit({ event: "end", ...ending("left-there") });
  expect(app.screen.value).toMatchObject({ at: "ended", end: ending("left-there") });
  app.warmUp();
  expect(links()).toBe(2);
});
