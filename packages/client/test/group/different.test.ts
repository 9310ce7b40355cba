import { systemRandom } from "@tacet/core";
import { expect, test } from "vitest";
import type { Job } from "../../src/group/messages.ts";
import type { Person } from "./stage.ts";
import { Stage } from "./stage.ts";

async function roomOf(...names: readonly string[]): Promise<{ stage: Stage; people: Person[] }> {
  const stage = await Stage.open();
  const [first = "", ...others] = names;
  const people = [await stage.owner(first)];
  const [ada] = people;
  for (const name of others) people.push(await stage.joined(name, ada?.link ?? ""));
  await stage.pass(6000);
  return { stage, people };
}

/** From its next frame on this member has another history of the room. */
function differ(person: Person): void {
  let isDone = false;
  person.edit = (job: Job): Job => {
    if (isDone || job.job !== "take") return job;
    isDone = true;
    return { ...job, block: systemRandom.bytes(job.block.length) };
  };
}

const changesOf = (person: Person, change: string): readonly string[] =>
  person.events.flatMap((event) =>
    event.event === "membership" && event.change === change ? [event.member] : [],
  );

test("one member's word of another room names it, and ends the room for nobody else", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve");
  const [ada, ben, eve] = people;
  if (ada === undefined || ben === undefined || eve === undefined) throw new Error("nobody");
  differ(eve);
  ada.say("hi");
  await stage.quiet();
  eve.say("boo");
  eve.say("and again");
  await stage.pass(1000);
  expect([ada, ben].flatMap((one) => one.said("end"))).toEqual([]);
  expect([changesOf(ada, "different"), changesOf(ben, "different")]).toEqual([[eve.tag], [eve.tag]]);
  ada.command({ do: "remove", member: eve.tag, key: "r" });
  await stage.pass(2000);
  ben.say("without it");
  await stage.pass(1000);
  expect(ada.texts).toEqual(["hi", "without it"]);
});

test("two members whom different ones let in, and who differ, end the room: it is the relay", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve", "Fay");
  const [ada, ben, eve, fay] = people;
  if (ada === undefined || ben === undefined || eve === undefined || fay === undefined)
    throw new Error("nobody");
  differ(eve);
  differ(ben);
  ada.say("hi");
  await stage.quiet();
  eve.say("boo");
  await stage.pass(500);
  // Ada has let both in, and could have made them say it; Fay knows of neither who let it in.
  ben.say("boo too");
  await stage.pass(500);
  expect(ada.said("end")).toEqual([]);
  expect(fay.said("end")).toMatchObject([{ reason: "different" }]);
});

test("a message is said to those of the epoch that it was sealed in, and to no newcomer", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve");
  const [ada, , eve] = people;
  const { relay } = stage;
  if (ada === undefined || eve === undefined || relay === null) throw new Error("nobody");
  const sent = relay.take.bind(relay);
  const held: (() => void)[] = [];
  relay.take = (seat, frame) => {
    if (seat === 2 && frame.kind === "numbered") held.push(() => sent(seat, frame));
    else sent(seat, frame);
    // Behind the Add, and before the newcomer's update: it opens to those who were here.
    if (seat === 0 && frame.kind === "numbered") for (const give of held.splice(0)) give();
  };
  eve.say("before Zoe");
  await stage.quiet();
  const zoe = stage.join("Zoe", ada.link);
  await stage.quiet();
  relay.take = sent;
  for (const give of held) give();
  await stage.pass(3000);
  eve.say("to all");
  await stage.pass(10_000);
  expect(ada.texts).toEqual(["before Zoe", "to all"]);
  expect(zoe.texts).toEqual(["to all"]);
  const states = eve.said("receipt").flatMap((one) => (one.event === "receipt" ? [one] : []));
  const last = (number: number): unknown => states.findLast((one) => one.number === number);
  const numbers = [...new Set(states.flatMap(({ number }) => (number === null ? [] : [number])))];
  expect(numbers.map(last)).toMatchObject([
    { state: "delivered", delivered: 2, of: 2 },
    { state: "delivered", delivered: 3, of: 3 },
  ]);
});
