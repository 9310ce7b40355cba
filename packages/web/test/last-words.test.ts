import type { RoomEvent } from "@tacet/client";
import { expect, test } from "vitest";
import { appWith } from "./app-with.ts";
import { ending } from "./ending.ts";

const waiting: RoomEvent = { event: "status", value: "waiting", path: null };

test("what becomes of the last words is drawn where the end is, and of no other room", async () => {
  const { app, ports, emit } = await appWith();
  const told = (relayTold: boolean): RoomEvent => ({
    event: "told",
    otherTold: relayTold,
    relayTold,
    telling: false,
  });
  const shown = () => {
    const { value } = app.screen;
    return value.at === "ended" ? [value.end.reason, value.end.relayTold, value.end.telling] : value.at;
  };
  app.create();
  emit(waiting);
  const network = ending("relay", { hindrance: "network", relayTold: false, telling: true });
  emit({ event: "end", ...network });
  expect(shown()).toEqual(["relay", false, true]);
  emit(told(true));
  expect(shown()).toEqual(["relay", true, false]);
  await app.tryAgain();
  ports[0]?.event(told(false));
  expect(shown()).toBe("room");
  emit({ event: "end", ...ending("left-here", { relayTold: false, telling: true }) });
  ports[0]?.event(told(true));
  expect(shown()).toEqual(["left-here", false, true]);
});
