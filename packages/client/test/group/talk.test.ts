import { expect, test } from "vitest";
import { Stage } from "./stage.ts";

test("three people are in one room and read each other's words in one order", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  await stage.pass(2000);
  const eve = await stage.joined("Eve", ben.link);
  await stage.pass(2000);
  ada.say("one");
  ben.say("two");
  eve.say("three");
  await stage.pass(6000);
  expect(ada.texts).toHaveLength(3);
  expect(ben.texts).toEqual(ada.texts);
  expect(eve.texts).toEqual(ada.texts);
  const members = ada.said("members").at(-1);
  expect(members?.event === "members" && members.members.map(({ name, roster }) => [name, roster])).toEqual([
    ["Ada", "confirmed"],
    ["Ben", "confirmed"],
    ["Eve", "confirmed"],
  ]);
  const receipt = ada.said("receipt").at(-1);
  expect(receipt).toMatchObject({ state: "delivered", delivered: 2, of: 2, missing: [] });
});

test("typing, a receipt, a reaction, an edit and a short text are one size to the relay", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  await stage.pass(6000);
  const { relay } = stage;
  if (relay === null) throw new Error("no relay");
  const sizes: number[] = [];
  relay.meddle = ({ block }) => {
    sizes.push(block.length);
    return 1;
  };
  ada.say("a short text");
  await stage.quiet();
  const shown = ben.said("message")[0];
  const id = shown?.event === "message" ? shown.id : "";
  ben.command({ do: "read", id });
  ben.command({ do: "react", id, emoji: "👍", key: "r" });
  ben.command({ do: "typing", active: true });
  ada.command({ do: "edit", id, text: "another short text", key: "e" });
  await stage.pass(6000);
  expect(sizes.length).toBeGreaterThan(5);
  expect(new Set(sizes)).toEqual(new Set([1018]));
  expect(ada.said("read")).toMatchObject([{ id, by: ben.tag }]);
  expect(ada.said("typing")).toMatchObject([{ active: true }, { active: false }]);
  expect(ben.said("edited")).toMatchObject([{ id, text: "another short text" }]);
});

test("what is said to nobody is not delivered, and is counted at the end", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  ada.say("to nobody");
  await stage.pass(6000);
  expect(ada.said("receipt").at(-1)).toMatchObject({ state: "sent", of: 0 });
  ada.command({ do: "leave" });
  await stage.pass(2000);
  expect(ada.said("end")).toMatchObject([{ reason: "left-here", undelivered: 1 }]);
});
