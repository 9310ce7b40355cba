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
