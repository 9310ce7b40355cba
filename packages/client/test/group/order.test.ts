import { systemRandom } from "@tacet/core";
import { expect, test } from "vitest";
import type { Person } from "./stage.ts";
import { Stage } from "./stage.ts";
import type { TestRelay } from "./relay.ts";

interface Three {
  readonly stage: Stage;
  readonly relay: TestRelay;
  readonly ada: Person;
  readonly ben: Person;
  readonly eve: Person;
}

async function three(): Promise<Three> {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  const eve = await stage.joined("Eve", ada.link);
  await stage.pass(6000);
  const { relay } = stage;
  if (relay === null) throw new Error("no relay");
  return { stage, relay, ada, ben, eve };
}

/** A seat with the link and no member in it. */
function stranger(relay: TestRelay): () => void {
  relay.seats[7] = { secret: "stranger", deliver: () => undefined };
  return () => {
    relay.take(7, { kind: "numbered", counter: 1, block: systemRandom.bytes(1018) });
  };
}

const epochs = (people: readonly Person[]): readonly (number | undefined)[] => [
  ...new Set(people.map(({ room }) => room.view?.epoch)),
];

test("a frame that nobody can open, and silence behind it, is asked about, and changes nothing", async () => {
  const { stage, relay, ada, ben, eve } = await three();
  const say = stranger(relay);
  const before = epochs([ada, ben, eve]);
  const { newest } = relay;
  say();
  await stage.pass(20_000);
  expect([ada, ben, eve].flatMap((one) => one.said("notice"))).toEqual([]);
  expect(epochs([ada, ben, eve])).toEqual(before);
  // One asks, and one answers; nobody else has to.
  expect(relay.newest - newest).toBeLessThan(5);
  // Whoever comes back into such a silence asks too, and is answered.
  eve.sleep();
  say();
  await stage.pass(4000);
  eve.wake();
  await stage.pass(20_000);
  expect(eve.said("notice")).toEqual([]);
  ben.say("still one room");
  await stage.pass(1000);
  expect([ada.texts, eve.texts]).toEqual([["still one room"], ["still one room"]]);
});

test("whoever is alone in its room is not split off by what a stranger sends", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  await stage.pass(1000);
  if (stage.relay === null) throw new Error("no relay");
  stranger(stage.relay)();
  await stage.pass(120_000);
  expect(ada.room.phase).toBe("open");
});

test("whoever was split off comes in again, the lowest leaf last", async () => {
  const { stage, relay, ada, ben, eve } = await three();
  const { tag } = eve;
  eve.sleep();
  const { newest } = relay;
  ada.command({ do: "disappearing", seconds: 60, key: "d" });
  ben.say("in another epoch");
  await stage.pass(12_000);
  // Eve is given other bytes in the place of the commit: nothing opens in its epoch any more.
  const commit = relay.kept.find(({ number }) => number === newest + 1);
  if (commit === undefined) throw new Error("no commit");
  commit.block = systemRandom.bytes(commit.block.length);
  eve.wake();
  await stage.pass(11_000);
  expect(eve.said("notice")[0]).toMatchObject({ notice: "split" });
  await stage.pass(20_000);
  expect(eve.room.phase).toBe("open");
  expect(eve.tag).toBe(tag);
  expect(epochs([ada, ben, eve])).toHaveLength(1);
  expect([...ada.said("notice"), ...ben.said("notice")]).toEqual([]);
});

test("a commit that lost is known when it gets its number later, and no socket is given up for it", async () => {
  const { stage, relay, ada, ben, eve } = await three();
  const sent = relay.take.bind(relay);
  const held: (() => void)[] = [];
  relay.take = (seat, frame) => {
    if (seat === 2 && frame.kind === "numbered") held.push(() => sent(seat, frame));
    else sent(seat, frame);
  };
  eve.room = { ...eve.room, roster: { ...eve.room.roster, pathDueMs: stage.nowMs } };
  eve.take({ from: "clock" });
  await stage.quiet();
  expect(held).toHaveLength(1);
  ada.command({ do: "disappearing", seconds: 60, key: "k" });
  await stage.quiet();
  relay.take = sent;
  for (const give of held) give();
  const { connection } = eve.room.link;
  await stage.pass(10_000);
  expect(eve.room.link.connection).toBe(connection);
  expect(eve.room.order.got).toBe(relay.newest);
  ben.say("to all");
  await stage.pass(1000);
  expect(eve.texts).toEqual(["to all"]);
  expect(epochs([ada, ben, eve])).toHaveLength(1);
});

test("a word of leaving that was sent by a page that lives on does not lose the socket", async () => {
  const { stage, ben } = await three();
  const event = ben.said("farewell").at(-1);
  const [frame] = event?.event === "farewell" ? event.frames : [];
  if (frame === undefined) throw new Error("no farewell");
  ben.speak(frame);
  await stage.pass(10_000);
  // It has said that it leaves, so it is removed.
  expect(ben.said("end")).toMatchObject([{ reason: "removed" }]);
  expect(ben.said("status")).not.toContainEqual({ event: "status", value: "reconnecting" });
});

test("an owner that is away is not removed, and holds nobody up; whoever leaves then is", async () => {
  const { stage, ada, ben, eve } = await three();
  let proposals = 0;
  ben.edit = (job) => {
    if (job.job === "propose") proposals += 1;
    // A machine that asks for ever would never be quiet.
    return proposals > 50 ? { job: "wipe" } : job;
  };
  ada.sleep();
  await stage.pass(700_000);
  expect(proposals).toBeLessThan(20);
  eve.command({ do: "leave" });
  await stage.pass(20_000);
  expect(ben.room.view?.members.map(({ tag }) => tag)).toHaveLength(2);
});

/** The relay was started anew, and two who had less than Eve were there first. */
async function restarted(): Promise<Three> {
  const all = await three();
  const { stage, relay, ada, ben, eve } = all;
  ada.sleep();
  ben.sleep();
  for (const name of ["Eva", "Evi", "Evelyn"]) {
    eve.command({ do: "name", name });
    await stage.pass(1000);
  }
  eve.sleep();
  relay.newest = ada.room.order.got;
  relay.kept.splice(0);
  return all;
}

test("whoever had more than the room went on from comes in anew, and ends it for nobody", async () => {
  const { stage, ada, ben, eve } = await restarted();
  ada.wake();
  ben.wake();
  await stage.pass(5000);
  eve.wake();
  await stage.pass(20_000);
  ada.say("hello");
  await stage.pass(1000);
  eve.say("hello to you");
  await stage.pass(6000);
  expect(eve.texts).toEqual(["hello", "hello to you"]);
  expect(ada.texts).toEqual(eve.texts);
  expect([ada, ben, eve].flatMap((one) => one.said("end"))).toEqual([]);
});

test("while the relay gathers nothing is sealed of which the order may not be the room's", async () => {
  const { stage, relay, ada, ben, eve } = await restarted();
  relay.gathering = true;
  eve.wake();
  ada.wake();
  ben.wake();
  const blocks: number[] = [];
  relay.meddle = ({ seat }) => {
    blocks.push(seat);
    return 0;
  };
  eve.say("too early");
  await stage.pass(3000);
  expect(blocks).toEqual([]);
  relay.meddle = () => 1;
  relay.gathering = false;
  relay.seats[2]?.deliver?.({ kind: "gap", first: relay.newest + 1 });
  await stage.pass(20_000);
  expect(ada.texts).toEqual(["too early"]);
  expect([ada, ben, eve].flatMap((one) => one.said("end"))).toEqual([]);
});

test("a relay that always leaves out one number is told of as a gap, and the room goes on", async () => {
  const { stage, relay, ada, ben, eve } = await three();
  ada.say("never comes");
  await stage.quiet();
  const hidden = relay.newest;
  for (const person of [eve]) {
    person.room = { ...person.room, order: { ...person.room.order, got: hidden - 1, taken: hidden - 1 } };
  }
  relay.kept.splice(
    relay.kept.findIndex(({ number }) => number === hidden),
    1,
  );
  await stage.pass(1000);
  ben.say("comes");
  await stage.pass(40_000);
  expect(eve.room.phase).toBe("open");
  expect(eve.said("gap")).toHaveLength(1);
  ben.say("and goes on");
  await stage.pass(1000);
  expect(eve.texts).toContain("and goes on");
});
