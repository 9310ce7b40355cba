import { systemRandom } from "@tacet/core";
import { expect, test } from "vitest";
import type { Person } from "./stage.ts";
import { Stage } from "./stage.ts";

/** A room of these people, all of whom have heard each other. */
async function roomOf(...names: readonly string[]): Promise<{ stage: Stage; people: Person[] }> {
  const stage = await Stage.open();
  const [first = "", ...others] = names;
  const owner = await stage.owner(first);
  const people = [owner];
  for (const name of others) people.push(await stage.joined(name, owner.link));
  await stage.pass(6000);
  return { stage, people };
}

const epochs = (people: readonly Person[]): readonly (number | undefined)[] => [
  ...new Set(people.map(({ room }) => room.view?.epoch)),
];

const memberNames = (person: Person): readonly string[] => {
  const event = person.said("members").at(-1);
  return event?.event === "members" ? event.members.map(({ name }) => name).sort() : [];
};

test("many who come at once are all let in", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const others = Array.from({ length: 6 }, (_, at) => stage.join(`P${String(at)}`, ada.link));
  await stage.pass(30_000);
  expect(others.map(({ room }) => room.phase)).toEqual(others.map(() => "open"));
  expect(memberNames(others[5] ?? ada)).toHaveLength(7);
  expect(epochs([ada, ...others])).toHaveLength(1);
});

test("two who commit at once, and one that vanishes with its commit, leave one room", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve", "Fay");
  const [ada, ben, eve, fay] = people;
  if (ada === undefined || ben === undefined || eve === undefined || fay === undefined)
    throw new Error("nobody");
  ada.command({ do: "moderator", member: ben.tag, value: true, key: "m" });
  await stage.pass(1000);
  ada.command({ do: "disappearing", seconds: 60, key: "d" });
  ben.command({ do: "remove", member: fay.tag, key: "r" });
  await stage.pass(2000);
  expect(ada.said("done").length + ben.said("done").length).toBe(3);
  expect(fay.said("end")).toMatchObject([{ reason: "removed" }]);
  expect(memberNames(eve)).toEqual(["Ada", "Ben", "Eve"]);
  expect(epochs([ada, ben, eve])).toHaveLength(1);

  // The owner's commit is on its way when its network goes: it comes through when it is back.
  const { relay } = stage;
  if (relay === null) throw new Error("no relay");
  relay.meddle = ({ seat }) => (seat === 0 ? 0 : 1);
  ada.command({ do: "disappearing", seconds: 5, key: "late" });
  await stage.quiet();
  ada.sleep();
  relay.meddle = () => 1;
  ben.say("still here");
  await stage.pass(2000);
  expect(eve.texts).toEqual(["still here"]);
  ada.wake();
  await stage.pass(3000);
  expect(ada.said("done").at(-1)).toMatchObject({ key: "late" });
  expect(epochs([ada, ben, eve])).toHaveLength(1);
});

test("whoever sleeps catches up, and what it said before is said once", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve");
  const [ada, ben, eve] = people;
  if (ada === undefined || ben === undefined || eve === undefined) throw new Error("nobody");
  eve.sleep();
  eve.say("from a tunnel");
  ada.say("one");
  await stage.pass(60_000);
  ben.say("two");
  await stage.pass(480_000);
  eve.wake();
  await stage.pass(8000);
  expect(eve.texts).toEqual(["one", "two", "from a tunnel"]);
  expect(ada.texts).toEqual(eve.texts);
  expect(eve.said("receipt").at(-1)).toMatchObject({ state: "delivered", delivered: 2 });
});

test("a removed member is told, and its link opens nothing", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve");
  const [ada, ben, eve] = people;
  if (ada === undefined || ben === undefined || eve === undefined) throw new Error("nobody");
  const old = eve.link;
  ada.command({ do: "remove", member: eve.tag, key: "r" });
  await stage.pass(2000);
  expect(eve.said("end")).toMatchObject([{ reason: "removed" }]);
  expect(ben.link).toBe(ada.link);
  expect(ben.link).not.toBe(old);
  const again = stage.join("Eve", old);
  await stage.pass(10_000);
  expect(again.said("end")).toMatchObject([{ reason: "absent" }]);
  expect(memberNames(ben)).toEqual(["Ada", "Ben"]);
  const fresh = await stage.joined("Fay", ben.link);
  await stage.pass(3000);
  expect(memberNames(fresh)).toEqual(["Ada", "Ben", "Fay"]);
});

test("what members forge and what a relay invents changes nothing for anybody", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve");
  const [ada, ben, eve] = people;
  const { relay } = stage;
  if (ada === undefined || ben === undefined || eve === undefined || relay === null)
    throw new Error("nobody");
  const links = people.map(({ link }) => link);
  // Not the owner: settings, a removal, an invitation of its own.
  ben.command({ do: "admission", value: "locked", key: "a" });
  ben.command({ do: "remove", member: eve.tag, key: "b" });
  ben.edit = (job) =>
    job.job === "seal" && job.saying.kind === 64
      ? { ...job, saying: { ...job.saying, kind: 34, id: new Uint8Array(16), body: systemRandom.bytes(32) } }
      : job;
  ben.say("an invitation of my own");
  // Frames of nobody, and frames twice.
  for (let at = 0; at < 3; at += 1)
    relay.take(7, { kind: "numbered", counter: 900 + at, block: systemRandom.bytes(1018) });
  relay.meddle = () => 2;
  ada.say("twice");
  await stage.pass(3000);
  relay.meddle = () => 1;
  expect(ben.said("refused")).toMatchObject([{ reason: "not-allowed" }, { reason: "not-allowed" }]);
  expect(people.map(({ link }) => link)).toEqual(links);
  expect(eve.texts).toEqual(["twice"]);
  expect(epochs(people)).toHaveLength(1);
});

test("a relay that shows two rooms is found out by the first word", async () => {
  const { stage, people } = await roomOf("Ada", "Ben");
  const [ada, ben] = people;
  if (ada === undefined || ben === undefined) throw new Error("nobody");
  const { relay } = stage;
  const seat = relay?.seats[1];
  const deliver = seat?.deliver;
  if (relay === null || seat === undefined || deliver === null || deliver === undefined)
    throw new Error("nobody");
  // Ben is given other bytes in the place of one frame.
  let swapped = false;
  seat.deliver = (frame) => {
    const forged = frame.kind === "numbered" && !swapped;
    swapped ||= forged;
    deliver(forged ? { ...frame, block: systemRandom.bytes(1018) } : frame);
  };
  ada.say("one");
  await stage.pass(1000);
  ada.say("two");
  await stage.pass(1000);
  expect(ben.said("end")).toMatchObject([{ reason: "different" }]);
});

test("the room is handed over: another commands it, and the old link opens nothing", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve");
  const [ada, ben, eve] = people;
  if (ada === undefined || ben === undefined || eve === undefined) throw new Error("nobody");
  const old = ada.link;
  ada.command({ do: "hand-over", member: ben.tag, key: "h" });
  await stage.pass(3000);
  expect(ada.said("done")).toMatchObject([{ key: "h" }]);
  expect(eve.said("settings").at(-1)).toMatchObject({ owner: ben.tag });
  expect(ben.link).not.toBe(old);
  expect([ada.link, eve.link]).toEqual([ben.link, ben.link]);
  const late = stage.join("Late", old);
  const fresh = stage.join("Fay", eve.link);
  await stage.pass(10_000);
  expect(late.said("end")).toMatchObject([{ reason: "absent" }]);
  expect(fresh.room.phase).toBe("open");
  ada.command({ do: "remove", member: eve.tag, key: "no" });
  ben.command({ do: "remove", member: eve.tag, key: "yes" });
  await stage.pass(2000);
  expect(ada.said("refused")).toMatchObject([{ key: "no", reason: "not-allowed" }]);
  expect(eve.said("end")).toMatchObject([{ reason: "removed" }]);
});

test("a word that the relay has lost is said again, in the keys of another epoch, once", async () => {
  const { stage, people } = await roomOf("Ada", "Ben", "Eve");
  const [ada, ben, eve] = people;
  const { relay } = stage;
  if (ada === undefined || ben === undefined || eve === undefined || relay === null)
    throw new Error("nobody");
  relay.meddle = ({ seat }) => (seat === 1 ? 0 : 1);
  ben.say("lost at first");
  await stage.quiet();
  ben.sleep();
  relay.meddle = () => 1;
  ada.command({ do: "disappearing", seconds: 60, key: "d" });
  await stage.pass(30_000);
  ada.say("meanwhile");
  ben.wake();
  await stage.pass(8000);
  expect(eve.texts).toEqual(["meanwhile", "lost at first"]);
  expect(ben.texts).toEqual(eve.texts);
  expect(ben.said("receipt").at(-1)).toMatchObject({ state: "delivered", delivered: 2, of: 2 });
});
