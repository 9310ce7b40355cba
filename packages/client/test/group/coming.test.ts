import { expect, test } from "vitest";
import { Stage } from "./stage.ts";

test("whoever knocks is let in by a press, or not; a locked room takes nobody", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada", { admission: "knock" });
  const ben = await stage.joined("Ben", ada.link);
  await stage.pass(8000);
  expect(ada.said("request")).toMatchObject([{ request: 1, state: "asking", name: "Ben" }]);
  expect(ben.room.phase).toBe("asking");
  ada.command({ do: "let-in", request: 1 });
  await stage.pass(1000);
  expect(ben.room.phase).toBe("open");
  expect(ada.said("request").at(-1)).toMatchObject({ request: 1, state: "over" });

  const eve = await stage.joined("Eve", ada.link);
  ada.command({ do: "refuse", request: 2 });
  await stage.pass(1000);
  expect(eve.said("end")).toMatchObject([{ reason: "declined" }]);

  ada.command({ do: "admission", value: "locked", key: "l" });
  await stage.pass(1000);
  const fay = stage.join("Fay", ada.link);
  await stage.pass(1000);
  expect(fay.said("end")).toMatchObject([{ reason: "locked" }]);
  expect(ben.said("settings").at(-1)).toMatchObject({ admission: "locked" });
});

test("a newcomer that does not update holds the room up for ten seconds, and comes in again", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  await stage.pass(3000);
  const slow = stage.join("Slow", ada.link);
  slow.edit = (job) => (job.job === "propose" ? { job: "expire" } : job);
  await stage.pass(2000);
  expect(ada.room.view?.members).toHaveLength(3);
  ada.command({ do: "disappearing", seconds: 30, key: "d" });
  ben.say("words flow");
  await stage.pass(2000);
  expect(ada.texts).toEqual(["words flow"]);
  expect(ada.said("done")).toEqual([]);
  // Its client is whole again, and knows nothing of what it did not do.
  slow.edit = (job) => job;
  await stage.pass(9000);
  expect(ada.said("done")).toMatchObject([{ key: "d" }]);
  expect(ada.said("membership").map((event) => (event.event === "membership" ? event.change : ""))).toContain(
    "removed",
  );
  await stage.pass(10_000);
  expect(slow.room.phase).toBe("open");
  expect(slow.said("end")).toEqual([]);
  ben.say("and go on");
  await stage.pass(1000);
  expect(slow.texts).toContain("and go on");
});

test("the owner leaves a room that ends with it, and it is over for all", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada", { endsWithOwner: true });
  const ben = await stage.joined("Ben", ada.link);
  await stage.pass(3000);
  ada.command({ do: "leave" });
  await stage.pass(1000);
  expect(ada.said("end")).toMatchObject([{ reason: "left-here" }]);
  expect(ben.said("end")).toMatchObject([{ reason: "owner-left" }]);
});

test("whoever leaves is removed by those who stay", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  const eve = await stage.joined("Eve", ada.link);
  await stage.pass(6000);
  ada.say("before");
  await stage.pass(6000);
  ada.command({ do: "leave" });
  await stage.pass(8000);
  expect(ben.said("membership").at(-1)).toMatchObject({ change: "left", name: "Ada", by: null });
  expect(eve.room.view?.members).toHaveLength(2);
  expect(eve.said("settings").at(-1)).toMatchObject({ owner: null });
  ben.say("after");
  await stage.pass(1000);
  expect(eve.texts).toEqual(["before", "after"]);
});
