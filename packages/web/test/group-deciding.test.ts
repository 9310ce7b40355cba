import { expect, test } from "vitest";
import { leavesAsOwner } from "../src/group/going.ts";
import { lockOrUnlock } from "../src/group/locking.ts";
import { type Event, member, message, settings, stage } from "./group-stage.ts";

test("unlocked, people come in as before the lock", () => {
  const { view, commands } = stage();
  for (const admission of ["knock", "open"] as const) {
    view.handle(settings({ admission }));
    lockOrUnlock(view);
    expect(commands.at(-1)).toMatchObject({ do: "admission", value: "locked" });
    view.handle(settings({ admission: "locked" }));
    lockOrUnlock(view);
    expect(commands.at(-1)).toMatchObject({ do: "admission", value: admission });
  }
});

test("a page that does not know how people came in before the lock lets nobody in unasked", () => {
  const { view, commands } = stage();
  view.handle(settings({ admission: "locked" }));
  lockOrUnlock(view);
  expect(commands.at(-1)).toMatchObject({ do: "admission", value: "knock" });
});

test("an owner is asked before leaving, and nobody else is", () => {
  const { view } = stage();
  expect(leavesAsOwner(view)).toBe(true);
  view.handle({
    event: "members",
    members: [member("me", { owner: false }), member("ana", { owner: true })],
  });
  expect(leavesAsOwner(view)).toBe(false);
});

test("what did not match stays said, until it matches", () => {
  const { view, take } = stage();
  const shows = (member: string): Event => ({ event: "safety", member, emoji: [2], words: [0] });
  view.safety.begin("ana");
  take(shows("ana"));
  view.safety.say(false);
  take({ event: "verification", member: "ana", state: "over" });
  expect(view.safety.now.value).toMatchObject({ over: false, answered: true });
  view.safety.close();
  view.safety.begin("ben");
  take(shows("ben"));
  view.safety.say(true);
  expect([[...view.safety.differs.value], view.safety.warns.value]).toEqual([["ana"], true]);
  view.safety.begin("ana");
  take(shows("ana"));
  view.safety.say(true);
  expect([[...view.safety.differs.value], view.safety.warns.value]).toEqual([[], false]);
});

test("what came for one member is never shown under another's name", () => {
  const { view, take } = stage();
  take({ event: "verification", member: "ben", state: "asked" });
  take({ event: "safety", member: "ana", emoji: [3], words: [0] });
  view.safety.begin("ben");
  expect(view.safety.now.value).toMatchObject({ member: "ben", shown: null });
});

test("who asks to compare can be put off", () => {
  const { view, take, commands } = stage();
  take({ event: "verification", member: "ben", state: "asked" });
  view.safety.putOff();
  expect([view.safety.asked.value, commands]).toEqual([null, []]);
});

test("nobody is told what was read here", () => {
  const { view, take, commands } = stage();
  take(message("a", "ana", 1));
  view.saw("a");
  expect(commands).toEqual([]);
});

test("a blocked member's reactions are not shown", () => {
  const { view, take } = stage();
  take(message("a", "ana", 1));
  view.block("ben", true);
  take({ event: "reaction", id: "a", key: null, from: "ben", emoji: "👍" });
  expect(view.messages.find("a")?.reactions["ben"]).toBeUndefined();
});
