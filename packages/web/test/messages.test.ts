import { expect, test } from "vitest";
import { countReactions, Messages, newMessage, type Message } from "../src/model/messages.ts";

const said = (id: string, from: "self" | "other", atMs = 0): Message =>
  newMessage({
    id,
    from,
    text: `text of ${id}`,
    atMs,
    state: from === "self" ? "sending" : null,
    replyTo: null,
  });

test("a message is taken once, however often it is told", () => {
  const messages = new Messages();
  messages.add(said("a", "other"));
  messages.add(said("a", "other"));
  expect(messages.count).toBe(1);
});

test("a receipt changes its message, and one that came too early is kept for it", () => {
  const messages = new Messages();
  messages.add(said("a", "self"));
  messages.mark("a", "sent");
  messages.mark("b", "delivered");
  messages.add(said("b", "self"));
  expect(messages.at(0)?.state).toBe("sent");
  expect(messages.at(1)?.state).toBe("delivered");
});

test("a run begins with another sender, after a pause, and at the top", () => {
  const messages = new Messages();
  messages.add(said("a", "other", 0));
  messages.add(said("b", "other", 60_000));
  messages.add(said("c", "self", 61_000));
  messages.add(said("d", "self", 400_000));
  expect([0, 1, 2, 3].map((index) => messages.beginsRun(index))).toEqual([true, false, true, true]);
});

test("clearing leaves no message and no receipt", () => {
  const messages = new Messages();
  messages.add(said("a", "self"));
  messages.mark("late", "delivered");
  const before = messages.version.value;
  messages.clear();
  messages.add(said("late", "self"));
  expect(messages.version.value).toBeGreaterThan(before);
  expect(messages.count).toBe(1);
  expect(messages.at(0)?.state).toBe("sending");
});

test("a burst is told once", () => {
  const due: (() => void)[] = [];
  const messages = new Messages((run) => due.push(run));
  const before = messages.version.value;
  messages.add(said("a", "self"));
  messages.mark("a", "sent");
  messages.add(said("b", "other"));
  expect(messages.version.value).toBe(before);
  expect(due).toHaveLength(1);
  due.shift()?.();
  expect(messages.version.value).toBe(before + 1);
  messages.mark("a", "delivered");
  expect(due).toHaveLength(1);
});

test("an edit, a reaction and a deletion change their message alone, and what is deleted is gone", () => {
  const messages = new Messages();
  messages.add(said("a", "other"));
  messages.add({ ...said("b", "self"), replyTo: "a" });
  messages.edit("a", "new words");
  messages.edit("nowhere", "x");
  messages.react("b", "other", "👍");
  messages.react("b", "other", "❤️");
  messages.react("b", "self", "❤️");
  expect(messages.at(0)).toMatchObject({ text: "new words", edited: true, deleted: false });
  expect(countReactions(messages.find("b") ?? said("", "self"))).toEqual([
    { emoji: "❤️", count: 2, own: true },
  ]);
  messages.react("b", "self", "");
  expect(countReactions(messages.find("b") ?? said("", "self"))).toEqual([
    { emoji: "❤️", count: 1, own: false },
  ]);
  messages.remove("b");
  messages.react("b", "other", "👍");
  expect(messages.find("b")).toMatchObject({
    text: "",
    replyTo: null,
    deleted: true,
    reactions: { self: "", other: "" },
  });
  expect(messages.count).toBe(2);
});

test("a receipt marks its message and all own ones before it", () => {
  const messages = new Messages();
  for (const id of ["a", "b", "c"]) messages.add(said(id, "self"));
  messages.add(said("d", "other"));
  messages.read("b");
  expect([0, 1, 2, 3].map((index) => messages.at(index)?.read)).toEqual([true, true, false, false]);
  messages.read("nowhere");
  messages.read("c");
  expect(messages.find("c")?.read).toBe(true);
});

test("a message comes before those that wait for their place, and one that gets its place goes there", () => {
  const messages = new Messages();
  const shifts: (readonly [number, number])[] = [];
  messages.shifted = (at, by) => shifts.push([at, by]);
  const ids = (): string => Array.from({ length: messages.count }, (_, at) => messages.at(at)?.id).join("");
  for (const id of ["p", "q"]) messages.add(said(id, "self"));
  messages.add(said("a", "other"), 2);
  expect([ids(), shifts]).toEqual(["apq", [[0, 1]]]);
  messages.move("q", 1);
  expect([ids(), shifts.slice(1)]).toEqual([
    "aqp",
    [
      [2, -1],
      [1, 1],
    ],
  ]);
  messages.move("p", 0);
  expect([ids(), shifts.length]).toEqual(["aqp", 3]);
  expect(["a", "q", "p"].map((id) => messages.placeOf(id))).toEqual([0, 1, 2]);
});

test("a message that is gone leaves no line, and those below it are found", () => {
  const messages = new Messages();
  for (const id of ["a", "b", "c"]) messages.add(said(id, "other"));
  messages.take("a");
  messages.take("a");
  messages.edit("c", "newer");
  expect([messages.count, messages.find("a"), messages.at(1)?.text]).toEqual([2, undefined, "newer"]);
  expect(messages.came.other).toBe(3);
});

test("others' messages in a room for many are told apart, and each gives one reaction", () => {
  const messages = new Messages();
  for (const [id, who] of [
    ["a", "ana"],
    ["b", "ben"],
    ["c", "ben"],
  ] as const)
    messages.add({ ...said(id, "other"), who });
  expect([0, 1, 2].map((at) => messages.beginsRun(at))).toEqual([true, true, false]);
  messages.react("a", "ben", "👍");
  messages.react("a", "self", "👍");
  messages.react("a", "cem", "❤️");
  messages.react("a", "ben", "❤️");
  expect(messages.at(0)).toSatisfy(
    (message: Message) =>
      JSON.stringify(countReactions(message)) ===
      JSON.stringify([
        { emoji: "👍", count: 1, own: true },
        { emoji: "❤️", count: 2, own: false },
      ]),
  );
});
