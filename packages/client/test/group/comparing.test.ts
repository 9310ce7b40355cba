import { expect, test } from "vitest";
import { Stage } from "./stage.ts";

test("two members see the same signs, a third sees none, and what they found is kept", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  const eve = await stage.joined("Eve", ada.link);
  await stage.pass(6000);
  ben.command({ do: "verify", member: ada.tag });
  await stage.pass(1000);
  const [shown] = ben.said("safety");
  expect(shown).toMatchObject({ member: ada.tag });
  expect(ada.said("safety")).toEqual([{ ...shown, member: ben.tag }]);
  expect(eve.said("safety")).toEqual([]);
  expect(ada.said("verification")).toEqual([{ event: "verification", member: ben.tag, state: "asked" }]);
  for (const [person, member] of [
    [ada, ben],
    [ben, ada],
  ] as const)
    person.command({ do: "verified", member: member.tag, match: true });
  await stage.pass(1000);
  expect(ada.room.roster.of.get(ben.tag)?.verified).toBe(true);
  expect(ben.room.roster.of.get(ada.tag)?.verified).toBe(true);

  // Nobody answers: it is over after a minute, and the next one begins anew.
  eve.sleep();
  ada.command({ do: "verify", member: eve.tag });
  await stage.pass(61_000);
  expect(ada.said("verification").at(-1)).toMatchObject({ member: eve.tag, state: "over" });
  ada.command({ do: "verify", member: ben.tag });
  await stage.pass(1000);
  expect(ada.said("safety")).toHaveLength(2);
  expect(ada.said("safety").at(-1)).not.toMatchObject({
    words: shown?.event === "safety" ? shown.words : [],
  });
});

test("two who press at once see the same signs", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  await stage.pass(6000);
  ada.command({ do: "verify", member: ben.tag });
  ben.command({ do: "verify", member: ada.tag });
  await stage.pass(1000);
  const [shown] = ada.said("safety");
  expect(shown).toMatchObject({ member: ben.tag });
  expect(ben.said("safety")).toEqual([{ ...shown, member: ada.tag }]);
});
