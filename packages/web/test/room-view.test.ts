import type { RoomCommand } from "@tacet/client";
import { expect, test } from "vitest";
import { isLooking } from "../src/model/looking.ts";
import { RoomView, type RoomEnd } from "../src/model/room-view.ts";
import { ending } from "./ending.ts";

function viewWithLog(role: "creator" | "guest" = "creator") {
  const commands: RoomCommand[] = [];
  const heard: string[] = [];
  const ends: RoomEnd[] = [];
  const view = new RoomView(role, "Ana", {
    wallMs: () => 1_000,
    soon: (run) => {
      run();
    },
    command: (command) => commands.push(command),
    heard: (name, body) => heard.push(`${name}|${body}`),
    words: () => Promise.resolve([]),
    files: () => new Promise<never>(() => undefined),
    sunk: () => undefined,
    ended: (end) => ends.push(end),
    draw: (link, drawn) => {
      drawn(link === "" ? null : { sizeModules: 1, path: `drawing of ${link}` });
    },
  });
  return { view, commands, heard, ends };
}

test("a sent text leaves the box and becomes a message that is sending", () => {
  const { view, commands } = viewWithLog();
  view.draft.value = "hello";
  view.send();
  expect(commands).toEqual([{ do: "message", text: "hello", key: "1" }]);
  expect(view.draft.value).toBe("");
  view.handle({ event: "message", id: "m", key: "1", from: "self", text: "hello", replyTo: null });
  expect(view.messages.at(0)).toMatchObject({ text: "hello", state: "sending", atMs: 1_000 });
});

test("a guest's room is looked for until the relay gives a seat", () => {
  const { view } = viewWithLog("guest");
  const looking = { event: "notice", notice: "looking", unopenedBlocks: 0, attempt: 1 } as const;
  expect([view.reaching, isLooking(view)]).toEqual([true, false]);
  view.handle(looking);
  expect([view.reaching, isLooking(view)]).toEqual([true, true]);
  view.handle({ event: "time-left", ms: 900_000 });
  expect([view.reaching, isLooking(view)]).toEqual([false, false]);
});

test("a refused text is back in the box, before what was typed since", () => {
  const { view } = viewWithLog();
  view.draft.value = "first";
  view.send();
  view.draft.value = "second";
  view.handle({ event: "refused", key: "1", reason: "too-many-waiting" });
  expect(view.draft.value).toBe("first\nsecond");
  expect(view.refusal.value).toBe("too-many-waiting");
});

test("refused texts are back in the order they were sent", () => {
  const { view } = viewWithLog();
  for (const body of ["first", "second"]) {
    view.draft.value = body;
    view.send();
  }
  view.draft.value = "third";
  view.handle({ event: "refused", key: "1", reason: "too-many-waiting" });
  view.handle({ event: "refused", key: "2", reason: "too-many-waiting" });
  expect(view.draft.value).toBe("first\nsecond\nthird");
});

test("a refusal of a text that was taken long ago changes nothing", () => {
  const { view } = viewWithLog();
  view.handle({ event: "refused", key: "7", reason: "too-long" });
  expect(view.refusal.value).toBeNull();
});

test("only the other person's messages are spoken, and they end the typing", () => {
  const { view, heard } = viewWithLog();
  view.handle({ event: "other", presence: "present", name: "Ben" });
  view.handle({ event: "typing", active: true });
  view.handle({ event: "message", id: "a", key: null, from: "other", text: "hi", replyTo: null });
  view.handle({ event: "message", id: "b", key: "1", from: "self", text: "ho", replyTo: null });
  expect(heard).toEqual(["Ben|hi"]);
  expect(view.otherTypes.value).toBe(false);
});

test("a used invitation is gone at once", () => {
  const { view } = viewWithLog();
  view.handle({ event: "room", roomId: "r", link: "l", code: "c" });
  expect(view.invitation.value?.picture.value).toEqual({ sizeModules: 1, path: "drawing of l" });
  expect(view.canInvite).toBe(true);
  view.handle({ event: "invitation", state: "open" });
  expect(view.canInvite).toBe(true);
  view.handle({ event: "invitation", state: "used" });
  expect(view.canInvite).toBe(false);
});

test("a picture that cannot be made is known to have failed, and the link stands", () => {
  const { view } = viewWithLog();
  view.handle({ event: "room", roomId: "r", link: "", code: "c" });
  expect(view.invitation.value?.picture.value).toBe("failed");
  expect(view.invitation.value?.code).toBe("c");
});

test("a name that is being typed stays while anything else changes, until it is given to the room", () => {
  const { view, commands } = viewWithLog();
  view.typedName.value = "Zo";
  view.handle({ event: "invitation", state: "used" });
  view.handle({ event: "message", id: "a", key: null, from: "other", text: "hi", replyTo: null });
  expect([view.typedName.value, view.name.value]).toEqual(["Zo", "Ana"]);
  view.rename("Zoë");
  expect([view.typedName.value, view.name.value]).toEqual(["Zoë", "Zoë"]);
  expect(commands).toEqual([{ do: "name", name: "Zoë" }]);
});

test("the time left becomes a moment of the wall clock", () => {
  const { view } = viewWithLog();
  view.handle({ event: "time-left", ms: 5_000 });
  expect(view.endsAtMs.value).toBe(6_000);
});

test("a scrubbed view holds nothing that was said, typed, named or invited", () => {
  const { view, ends } = viewWithLog();
  view.handle({ event: "room", roomId: "r", link: "canary-link", code: "canary-code" });
  view.handle({ event: "other", presence: "present", name: "canary-name" });
  view.handle({ event: "message", id: "a", key: null, from: "other", text: "canary-said", replyTo: null });
  view.draft.value = "canary-sent";
  view.send();
  view.draft.value = "canary-draft";
  view.handle({ event: "end", ...ending("burned-there", { unopenedBlocks: 2 }) });
  view.scrub();
  // The text that was sent had not been answered.
  expect(ends).toMatchObject([ending("burned-there", { unopenedBlocks: 2, undelivered: 1 })]);
  expect(view.messages.count).toBe(0);
  view.typedName.value = "canary-typed";
  view.scrub();
  const kept = [view.draft, view.otherName, view.name, view.typedName, view.invitation, view.notice].map(
    (signal) => signal.value,
  );
  expect(JSON.stringify(kept)).not.toContain("canary");
  view.handle({ event: "refused", key: "1", reason: "too-long" });
  expect(view.draft.value).toBe("");
});

test("the box is for a reply or an edit until it is sent or given up, and the draft comes back", () => {
  const { view, commands } = viewWithLog();
  view.handle({ event: "message", id: "m", key: null, from: "self", text: "words", replyTo: null });
  view.handle({ event: "message", id: "o", key: null, from: "other", text: "theirs", replyTo: null });
  view.draft.value = "a draft";
  view.beginEdit("o");
  expect(view.composing.value.kind).toBe("new");
  expect(view.editLast()).toBe(true);
  expect(view.draft.value).toBe("words");
  view.stopComposing();
  expect(view.draft.value).toBe("a draft");
  view.beginEdit("m");
  view.draft.value = "new words";
  view.send();
  expect([view.draft.value, view.composing.value.kind]).toEqual(["a draft", "new"]);
  view.reply("o");
  view.send();
  view.draft.value = "";
  view.beginEdit("m");
  view.send();
  expect(commands).toEqual([
    { do: "edit", id: "m", text: "new words", key: "1" },
    { do: "message", text: "a draft", key: "2", replyTo: "o" },
  ]);
});

test("a refused edit is back in the box as an edit; what is gone is not", () => {
  const { view } = viewWithLog();
  view.handle({ event: "message", id: "m", key: null, from: "self", text: "words", replyTo: null });
  view.beginEdit("m");
  view.draft.value = "new words";
  view.send();
  view.handle({ event: "refused", key: "1", reason: "too-many-waiting" });
  expect([view.draft.value, view.composing.value.kind]).toEqual(["new words", "edit"]);
  view.send();
  view.handle({ event: "refused", key: "2", reason: "gone" });
  expect([view.draft.value, view.composing.value.kind]).toEqual(["new words", "new"]);
  view.remove("m");
  view.handle({ event: "refused", key: "3", reason: "too-many-waiting" });
  expect(view.refusal.value).toBe("too-many-waiting");
});

test("a reaction that was given is taken back, and receipts can be switched off", () => {
  const { view, commands } = viewWithLog();
  view.handle({ event: "message", id: "o", key: null, from: "other", text: "theirs", replyTo: null });
  view.react("o", "👍");
  view.handle({ event: "reaction", id: "o", key: "1", from: "self", emoji: "👍", state: "sending" });
  view.react("o", "👍");
  view.saw("o");
  view.tellsRead.value = false;
  view.saw("o");
  expect(commands.map((command) => (command.do === "react" ? command.emoji : command.do))).toEqual([
    "👍",
    "",
    "read",
  ]);
});

test("which paths the room takes is shown as it is told, and changed by commands alone", () => {
  const { view, commands } = viewWithLog();
  expect(view.paths.policy.value).toEqual({ path: "direct", own: "direct", awaits: null, seen: false });
  view.paths.hide();
  view.paths.allowRelay();
  expect(commands).toEqual([{ do: "hide-address" }, { do: "use-relay" }]);
  expect(view.paths.policy.value.path).toBe("direct");
  view.handle({ event: "policy", path: "relayed", own: "relayed", awaits: "other", seen: true });
  expect(view.paths.policy.value).toEqual({ path: "relayed", own: "relayed", awaits: "other", seen: true });
});
