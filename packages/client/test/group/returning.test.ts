import { expect, test } from "vitest";
import type { Person } from "./stage.ts";
import { Stage } from "./stage.ts";

async function three(): Promise<readonly [Stage, Person, Person, Person]> {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  const eve = await stage.joined("Eve", ada.link);
  await stage.pass(6000);
  return [stage, ada, ben, eve];
}

const names = (person: Person): readonly string[] => {
  const event = person.said("members").at(-1);
  return event?.event === "members" ? event.members.map(({ name }) => name).sort() : [];
};

test("whoever missed more than the relay keeps comes back with its old key, and is told what is missing", async () => {
  const [stage, ada, ben, eve] = await three();
  const { tag } = eve;
  eve.sleep();
  ada.say("nobody will tell you");
  await stage.pass(1000);
  stage.relay?.kept.splice(0);
  eve.say("said in my sleep");
  eve.wake();
  await stage.pass(30_000);
  expect(eve.said("gap")).toHaveLength(1);
  expect(eve.tag).toBe(tag);
  expect(names(ben)).toEqual(["Ada", "Ben", "Eve"]);
  ben.say("welcome back");
  await stage.pass(6000);
  expect(eve.texts).toEqual(["said in my sleep", "welcome back"]);
  expect(ada.texts).toEqual(["nobody will tell you", "said in my sleep", "welcome back"]);
  expect(eve.said("end")).toEqual([]);
});

test("whoever slept for twenty minutes was removed as absent, and comes back without a link", async () => {
  const [stage, ada, ben, eve] = await three();
  eve.sleep();
  await stage.pass(1_200_000);
  expect(ada.said("membership").at(-1)).toMatchObject({ change: "absent", member: eve.tag });
  expect(names(ben)).toEqual(["Ada", "Ben"]);
  ada.command({ do: "invitation", key: "i" });
  ada.say("while you slept");
  await stage.pass(1000);
  eve.wake();
  await stage.pass(30_000);
  expect(names(ada)).toEqual(["Ada", "Ben", "Eve"]);
  expect(eve.said("gap")).toHaveLength(1);
  eve.say("good morning");
  await stage.pass(6000);
  expect(ben.texts).toEqual(["while you slept", "good morning"]);
  expect(eve.link).toBe(ada.link);
});

test("whoever comes back and loses its Welcome on the way keeps its seat, and comes back again", async () => {
  const [stage, ada, ben, eve] = await three();
  const { relay } = stage;
  if (relay === null) throw new Error("no relay");
  const { tag } = eve;
  eve.sleep();
  ada.say("one");
  await stage.pass(1000);
  relay.kept.splice(0);
  const whisper = relay.whisper.bind(relay);
  let lost = 0;
  relay.whisper = (from, frame) => {
    if (lost === 0 && frame.block.length > 16_000) lost += 1;
    else whisper(from, frame);
  };
  eve.wake();
  await stage.pass(120_000);
  expect(lost).toBe(1);
  expect(eve.room.phase).toBe("open");
  expect(eve.tag).toBe(tag);
  expect(names(ben)).toEqual(["Ada", "Ben", "Eve"]);
});

test("a moderator that comes back keeps its leaf while nobody is here who may add it", async () => {
  const [stage, ada, ben, eve] = await three();
  ada.command({ do: "moderator", member: eve.tag, value: true, key: "m" });
  await stage.pass(5000);
  ada.sleep();
  eve.sleep();
  ben.say("one");
  await stage.pass(1000);
  stage.relay?.kept.splice(0);
  eve.wake();
  await stage.pass(60_000);
  expect(eve.said("end")).toEqual([]);
  expect(ben.room.view?.members).toHaveLength(3);
  ada.wake();
  // The owner comes back first, since the frames are lost for it too; each asks in turns of 5 s, of which only some are those of one who may add it.
  await stage.pass(300_000);
  expect(eve.room.phase).toBe("open");
  expect(names(ben)).toEqual(["Ada", "Ben", "Eve"]);
});

test("whoever was removed by a press while it came back stays out, though it has its old key", async () => {
  const [stage, ada, ben, eve] = await three();
  ada.command({ do: "moderator", member: ben.tag, value: true, key: "m" });
  await stage.pass(3000);
  ada.sleep();
  eve.sleep();
  ben.say("one");
  await stage.pass(1000);
  stage.relay?.kept.splice(0);
  eve.edit = (job) => (job.job === "propose" ? { job: "expire" } : job);
  eve.wake();
  await stage.pass(3000);
  expect(ben.room.view?.pending).not.toBeNull();
  ben.command({ do: "remove", member: eve.tag, key: "r" });
  await stage.pass(1000);
  expect(ben.said("done")).toMatchObject([{ key: "r" }]);
  eve.edit = (job) => job;
  await stage.pass(60_000);
  expect(names(ben)).toEqual(["Ada", "Ben"]);
  expect(eve.room.phase).toBe("asking");
});

test("whoever comes back to a room with another owner is told to come by a link", async () => {
  const [stage, ada, ben, eve] = await three();
  eve.sleep();
  ada.command({ do: "hand-over", member: ben.tag, key: "h" });
  await stage.pass(5000);
  stage.relay?.kept.splice(0);
  ben.say("mine now");
  eve.wake();
  await stage.pass(30_000);
  expect(eve.said("end")).toMatchObject([{ reason: "lost" }]);
});
