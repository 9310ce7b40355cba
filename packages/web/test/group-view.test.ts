import { expect, test } from "vitest";
import { attend } from "../src/desk/attention.ts";
import { sentenceOf } from "../src/group/extras.tsx";
import { absenceOf } from "../src/group/typing-line.tsx";
import { endTextOf } from "../src/model/end-text.ts";
import { enGroup } from "../src/text/en-group.ts";
import { type Event, member, message, receipt, stage } from "./group-stage.ts";

test("own messages stand last until they have their place, and then where the room has them", () => {
  const { take, ids, view } = stage();
  take(message("o1", "me", null), message("o2", "me", null), message("a", "ana", 1));
  expect(ids()).toBe("a o1 o2");
  take(receipt("o1", 2, ["ana"]), message("b", "ben", 3), receipt("o2", 4, ["ana"]), message("c", "ana", 5));
  expect(ids()).toBe("a o1 b o2 c");
  expect(view.messages.find("o1")?.state).toBe("sent");
  take(receipt("o1", 2));
  expect([view.messages.find("o1")?.state, view.receiptOf("o1")?.delivered]).toEqual(["delivered", 2]);
});

test("two of one name are told apart by their fingerprint, and a name stays with what was said", () => {
  const { take, view } = stage([
    member("me"),
    member("x", { name: "Ben" }),
    member("y", { name: "Ben" }),
    member("z", { name: "" }),
  ]);
  expect(["x", "y", "z"].map((id) => view.people.nameOf(id))).toEqual([
    "Ben (x11 )",
    "Ben (y11 )",
    "Somebody (z11 )",
  ]);
  take({ event: "members", members: [member("me")] });
  expect(view.people.nameOf("z")).toBe("Somebody (z11 )");
  expect(view.people.nameOf("never")).toBe("Somebody");
});

test("who came and went is said in plain words, in its place", () => {
  const { take, view, ids } = stage();
  const change = (
    which: (Event & { event: "membership" })["change"],
    who: string,
    by: string | null,
  ): Event => ({
    event: "membership",
    change: which,
    member: who,
    name: who,
    by,
    number: 7,
  });
  take(message("o", "me", null), change("joined", "dora", null), change("removed", "ben", "me"));
  take(change("removed", "ana", null), { event: "gap", first: 3, last: 5 }, change("joined", "me", null));
  expect(ids().endsWith(" o")).toBe(true);
  const said = Array.from({ length: 5 }, (_, at) => {
    const line = view.lineOf(view.messages.at(at)?.id ?? "");
    if (line === undefined) return "";
    const { say, names } = sentenceOf(view, line);
    return say(...names);
  });
  expect(said).toEqual([
    "dora joined.",
    "You removed ben. All keys are new.",
    "ana was removed. All keys are new.",
    "3 blocks of this room were missed here. What was in them is not shown.",
    "You joined. Nothing said before is shown.",
  ]);
});

test("a message disappears so long after it was shown, and not before it was", () => {
  const { take, view, ids, passes } = stage();
  take(message("a", "ana", 1, 10_000), message("b", "ben", 2, 10_000), message("c", "ben", 3));
  passes(60_000);
  expect(ids()).toBe("a b c");
  expect(view.fading.goesAt("a")).toBe("unseen");
  view.shows("a");
  passes(4_000);
  view.shows("a");
  view.shows("b");
  view.shows("c");
  passes(5_999);
  expect(ids()).toBe("a b c");
  passes(1);
  expect(ids()).toBe("b c");
  passes(4_000);
  expect(ids()).toBe("c");
});

test("what is being answered or edited is let go with the message that disappears", () => {
  const { take, view, passes } = stage();
  take(message("o", "me", 1, 10_000));
  view.beginEdit("o");
  view.shows("o");
  passes(10_000);
  expect([view.composing.value.kind, view.draft.value]).toEqual(["new", ""]);
});

test("an own message begins to disappear at its place, and what is gone is told no more of", () => {
  const { take, view, ids, passes } = stage();
  take(message("o", "me", null, 10_000), receipt("o", null));
  view.shows("o");
  passes(60_000);
  expect([ids(), view.fading.goesAt("o")]).toEqual(["o", null]);
  take(receipt("o", 5, ["ana"]));
  expect(view.fading.goesAt("o")).toBe("unseen");
  view.shows("o");
  passes(10_000);
  take(receipt("o", 5), message("a", "ana", 6));
  expect([ids(), view.receiptOf("o")]).toEqual(["a", undefined]);
});

test("whoever is muted is not heard outside either, and who asks to come in is", () => {
  const { take, view } = stage();
  const told: unknown[] = [];
  const stop = attend(view, {
    isHidden: () => true,
    onVisibility: () => () => undefined,
    count: (unseen) => told.push(unseen),
    notify: () => () => told.push("taken back"),
    play: (sound) => told.push(sound),
  });
  view.mute("ana", true);
  take(message("a", "ana", 1));
  expect(told).toEqual([]);
  take(message("b", "ben", 2));
  expect(told.splice(0)).toEqual(["message", 1]);
  const asks: Event = { event: "request", request: 1, state: "asking", name: "", warned: 0 };
  take(asks, { ...asks, warned: 1 });
  expect(told.splice(0)).toEqual(["message", 2]);
  stop();
});

test("whoever writes to nobody is told so", () => {
  expect(absenceOf(stage().view)).toBe("");
  expect(absenceOf(stage([member("me")]).view)).toBe(enGroup.room.noOneElse);
});

test("muting takes the sound alone, blocking what is written from then on", () => {
  const { take, view, heard, ids } = stage();
  take(message("a", "ana", 1));
  view.mute("ana", true);
  view.block("ben", true);
  take(message("b", "ana", 2), message("c", "ben", 3), { event: "typing", member: "ben", active: true });
  expect([heard, ids(), view.typists.who.value]).toEqual([["ana: text a"], "a b", []]);
  view.mute("ana", false);
  view.block("ben", false);
  take(message("d", "ana", 4), message("e", "ben", 5));
  expect(heard.slice(1)).toEqual(["ana: text d", "ben: text e"]);
});

test("who types stops with a message, with going, or when nothing is heard any more", () => {
  const { take, view, passes } = stage();
  const typing = (who: string): Event => ({ event: "typing", member: who, active: true });
  take(typing("ana"), typing("ben"));
  expect(view.typists.who.value).toEqual(["ana", "ben"]);
  take(message("a", "ana", 1));
  expect(view.typists.who.value).toEqual(["ben"]);
  passes(30_000);
  expect(view.typists.who.value).toEqual([]);
});

test("what is decided is told with a key, and what was not done is said", () => {
  const { view, commands, take } = stage();
  view.decide({ do: "remove", member: "ben" });
  expect(commands).toEqual([{ do: "remove", member: "ben", key: "decision 1" }]);
  take({ event: "refused", key: "decision 1", reason: "overtaken" });
  expect(view.undone.value).toBe("overtaken");
  view.decide({ do: "admission", value: "locked" });
  expect(view.undone.value).toBeNull();
  take({ event: "done", key: "decision 2" });
  expect(view.undone.value).toBeNull();
});

test("a text that came too fast is back in the box", () => {
  const { view, take } = stage();
  view.draft.value = "words";
  view.send();
  take({ event: "refused", key: "1", reason: "limit" });
  expect([view.draft.value, view.refusal.value]).toEqual(["words", "limit"]);
});

test("requests are asked about one by one, and are gone when they are over", () => {
  const { view, take, commands } = stage();
  const request = (number: number, state: "asking" | "over"): Event => ({
    event: "request",
    request: number,
    state,
    name: "",
    warned: 0,
  });
  take(request(1, "asking"), request(2, "asking"), request(3, "asking"), request(1, "over"));
  expect(view.requests.value.map((one) => one.request)).toEqual([2, 3]);
  view.answer(2, true);
  view.answer(3, false);
  expect(commands).toEqual([
    { do: "let-in", request: 2 },
    { do: "refuse", request: 3 },
  ]);
  expect(view.requests.value).toEqual([]);
});

test("every end has words of its own, and says what was not received", () => {
  for (const reason of Object.keys(enGroup.ends) as (keyof typeof enGroup.ends)[]) {
    const { view, ends } = stage();
    view.draft.value = "on its way";
    view.send();
    view.handle({ event: "end", reason, hindrance: null, undelivered: 2 });
    const [end] = ends;
    if (end === undefined) throw new Error("It did not end.");
    expect(end.undelivered).toBe(3);
    const { why, next } = enGroup.ends[reason];
    expect(endTextOf(end)).toMatchObject({ why, next });
  }
  const { view, ends } = stage();
  view.handle({ event: "end", reason: "relay", hindrance: "network", undelivered: 0 });
  expect(ends[0]).toMatchObject({ reason: "relay", hindrance: "network" });
});

const leaves = (events: readonly Event[], role: "creator" | "guest" = "guest", opens = true) => {
  const { view, ends } = stage([member("me", { owner: role === "creator" }), member("ana")], { role, opens });
  for (const event of events) view.handle(event);
  view.handle({ event: "end", reason: "left-here", hindrance: null, undelivered: 0 });
  return ends[0] === undefined ? undefined : endTextOf(ends[0]);
};

test("whoever was in the room is not told that nothing was opened, and whoever was not, that it left", () => {
  for (const reason of ["absent", "full", "locked", "declined", "no-answer", "password"] as const)
    for (const opens of [true, false]) {
      const { view, ends } = stage(undefined, { opens });
      view.handle({ event: "end", reason, hindrance: null, undelivered: 0 });
      const left = ends[0] === undefined ? "" : endTextOf(ends[0]).left;
      expect([reason, left.includes("Nothing was opened")]).toEqual([reason, !opens]);
    }
  expect(leaves([], "guest", false)).toEqual(enGroup.endVariants.notJoined);
  expect(leaves([])).toEqual(enGroup.ends["left-here"]);
  expect(leaves([{ event: "members", members: [member("me")] }])?.next).toBe(enGroup.endVariants.alone);
});

test("an owner who leaves is not told that everybody was, nor that the relay has forgotten", () => {
  const said = leaves(
    [
      {
        event: "settings",
        admission: "open",
        path: "relayed",
        password: false,
        endsWithOwner: true,
        disappearingSeconds: 0,
        capacity: 50,
        owner: "me",
        ownerConfirmed: true,
      },
    ],
    "creator",
  );
  expect(said?.next).toBe(enGroup.endVariants.withOwner);
  expect(Object.values(said ?? {}).join(" ")).not.toMatch(/has ended|forgotten|deleted/);
});

test("comparing shows what came for that member alone; who was asked looks, and asks for nothing", () => {
  const { view, take, commands } = stage();
  view.safety.begin("ana");
  take({ event: "safety", member: "ben", emoji: [1], words: [1] });
  expect(view.safety.now.value?.shown).toBeNull();
  take({ event: "safety", member: "ana", emoji: [2], words: [0] });
  expect(view.safety.now.value?.shown?.emoji).toEqual([2]);
  view.safety.say(false);
  view.safety.close();
  const asks = [
    { do: "verify", member: "ana" },
    { do: "verified", member: "ana", match: false },
  ];
  expect([commands, [...view.safety.differs.value]]).toEqual([asks, ["ana"]]);
  take({ event: "verification", member: "ben", state: "asked" });
  take({ event: "safety", member: "ben", emoji: [3], words: [0] });
  expect(view.safety.asked.value).toBe("ben");
  view.safety.begin("ben");
  expect([view.safety.asked.value, view.safety.now.value?.shown?.emoji, commands]).toEqual([null, [3], asks]);
  take({ event: "verification", member: "ben", state: "over" });
  expect(view.safety.now.value).toMatchObject({ shown: null, over: true });
});

test("nothing that was said or named is left after the end", () => {
  const { view, take } = stage();
  take(message("canary", "ana", 1, 1_000), { event: "room", roomId: "r", link: "canary", code: "canary" });
  view.shows("canary");
  view.scrub();
  expect([view.messages.count, view.people.members.value, view.invitation.value]).toEqual([0, [], null]);
  expect(view.people.nameOf("ana")).toBe("Somebody");
  expect(view.fading.goesAt("canary")).toBeNull();
});
