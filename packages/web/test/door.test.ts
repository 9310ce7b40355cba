import { computed, signal } from "@preact/signals";
import type { RoomCommand, RoomEvent } from "@tacet/client";
import { describe, expect, test } from "vitest";
import { DoorModel } from "../src/door/model.ts";
import { DoorSlot } from "../src/model/door-slot.ts";
import { RoomView } from "../src/model/room-view.ts";
import { newMessage } from "../src/model/messages.ts";

type Told = Omit<RoomEvent & { event: "door" }, "event">;

/** A slot with its part, as a room has it. */
function stage(role: "creator" | "guest") {
  const commands: RoomCommand[] = [];
  const verified = signal(false);
  const slot = new DoorSlot((): Promise<never> => new Promise(() => undefined), {
    role,
    compared: computed(() => verified.value),
    command: (command) => {
      commands.push(command);
    },
  });
  const model = new DoorModel(slot.host);
  const tell = (told: Told): void => slot.take({ event: "door", ...told }, 1000);
  return { slot, model, tell, commands, verified };
}

describe("what a return room says", () => {
  test("to its creator: the offer, an empty room, a knock, the comparison", () => {
    const { slot, model, tell, commands, verified } = stage("creator");
    const now = (): unknown[] => [model.saying.value, slot.blocks.value];
    expect(now()).toEqual([null, false]);
    tell({ state: "offered" });
    expect([model.offered.value, ...now()]).toEqual([true, null, false]);
    model.allow(false);
    tell({ state: "withdrawn" });
    expect([model.offered.value, ...now()]).toEqual([false, null, false]);
    tell({ state: "returnable" });
    expect([model.offered.value, ...now()]).toEqual([null, null, false]);
    tell({ state: "vacant", undelivered: 2 });
    expect([slot.lost.value, ...now()]).toEqual([2, "vacant", true]);
    tell({ state: "knock", knock: 1, endsInMs: 60_000 });
    expect(now()).toEqual(["knock", true]);
    model.answer(false);
    expect(now()).toEqual(["vacant", true]);
    tell({ state: "knock", knock: 2, endsInMs: 60_000 });
    model.answer(true);
    tell({ state: "compare" });
    expect(now()).toEqual(["compare", true]);
    verified.value = true;
    expect(now()).toEqual([null, false]);
    expect(commands).toEqual([
      { do: "door", says: "withdraw" },
      { do: "door", says: "refuse", knock: 1 },
      { do: "door", says: "let-in", knock: 2 },
    ]);
  });

  test("a knock beside a living session holds nothing back", () => {
    const { slot, model, tell } = stage("creator");
    tell({ state: "returnable" });
    tell({ state: "knock", replaces: true });
    expect([model.saying.value, slot.blocks.value]).toEqual(["knock", false]);
    tell({ state: "quiet" });
    expect([model.saying.value, slot.blocks.value]).toEqual([null, false]);
  });

  test("a knock that was refused does not take the comparison away, and one that was over is said to be", () => {
    const { model, tell, verified } = stage("creator");
    tell({ state: "compare" });
    tell({ state: "knock", knock: 3, replaces: true });
    expect(model.saying.value).toBe("knock");
    model.answer(false);
    expect(model.saying.value).toBe("compare");
    tell({ state: "late" });
    expect(model.saying.value).toBe("late");
    model.understand();
    expect(model.saying.value).toBe("compare");
    verified.value = true;
    expect(model.saying.value).toBeNull();
  });

  test("a door that stays shut is said where nobody is there, and not in place of the comparison", () => {
    const { model, tell } = stage("creator");
    tell({ state: "vacant" });
    tell({ state: "shut" });
    expect(model.saying.value).toBe("shut");
    tell({ state: "compare" });
    tell({ state: "shut" });
    expect(model.saying.value).toBe("compare");
  });

  test("to a guest: that it may come back, until it has understood; that it waits; that it must compare", () => {
    const { slot, model, tell } = stage("guest");
    tell({ state: "returnable" });
    expect([model.saying.value, slot.blocks.value]).toEqual(["returnable", false]);
    model.understand();
    expect(model.saying.value).toBeNull();
    tell({ state: "asking" });
    expect([model.saying.value, slot.blocks.value]).toEqual(["asking", true]);
    tell({ state: "compare" });
    expect([model.saying.value, slot.blocks.value]).toEqual(["compare", true]);
  });
});

/** A room's view, and what it asks of the room. */
function viewOf(role: "creator" | "guest") {
  const never = (): Promise<never> => new Promise(() => undefined);
  const commands: RoomCommand[] = [];
  const view = new RoomView(role, "Ada", {
    wallMs: () => 0,
    soon: (run) => {
      run();
    },
    heard: () => undefined,
    words: never,
    files: never,
    sunk: () => undefined,
    command: (command) => void commands.push(command),
    draw: () => undefined,
    ended: () => undefined,
  });
  return { view, commands };
}

test("nothing of the session before is left on the screen", () => {
  const { view } = viewOf("creator");
  const said = { id: "1", from: "other", text: "canary", atMs: 0, replyTo: null, state: null } as const;
  view.messages.add(newMessage(said));
  view.handle({ event: "verification", state: "verified" });
  view.reply("1");
  view.draft.value = "half a word";
  view.handle({ event: "typing", active: true });
  view.handle({ event: "door", state: "vacant" });
  expect([view.messages.count, view.draft.value, view.composing.value.kind]).toEqual([0, "", "new"]);
  expect([view.safety.state.value, view.otherTypes.value, view.door.blocks.value]).toEqual([
    null,
    false,
    true,
  ]);
  // One's own name stays: it is said to whoever comes in.
  expect(view.name.value).toBe("Ada");
});

test("what a guest wrote ahead stays in view, since it is sent once both have compared", () => {
  const { view } = viewOf("guest");
  view.handle({ event: "message", id: "1", key: null, from: "self", text: "early", replyTo: null });
  view.draft.value = "half a word";
  view.handle({ event: "door", state: "asking" });
  view.handle({ event: "door", state: "compare" });
  expect([view.messages.find("1")?.text, view.draft.value]).toEqual(["early", "half a word"]);
  expect(view.door.blocks.value).toBe(true);
});

test("a text that was on its way into the room when its session was over counts as lost", () => {
  const { view, commands } = viewOf("creator");
  view.draft.value = "just sent";
  view.send();
  view.handle({ event: "door", state: "vacant", undelivered: 1 });
  expect(view.door.lost.value).toBe(2);
  const [message] = commands;
  if (message?.do !== "message") throw new Error("nothing was sent");
  // The room's answer to it comes late: it does not come back into the box of another session.
  view.handle({ event: "refused", key: message.key, reason: "compare" });
  expect(view.draft.value).toBe("");
});
