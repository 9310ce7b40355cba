import { blockHash } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { afterEach, expect, test, vi } from "vitest";
import type { Person } from "./stage.ts";
import { Stage } from "./stage.ts";

const states = (person: Person, kind: "password" | "request"): readonly string[] =>
  person.said(kind).map((event) => ("state" in event ? event.state : ""));

/** What is made of a password takes seconds, on purpose; here any function of it will do. */
const quickPasswords = (): void => {
  vi.spyOn(groups.admissions.passwords, "stretch").mockImplementation((typed, { inviteKey }) =>
    Promise.resolve(blockHash(Uint8Array.of(...new TextEncoder().encode(typed), ...inviteKey)).slice(0, 32)),
  );
};

afterEach(() => {
  vi.restoreAllMocks();
});

/** Asks again at once, as somebody does who edits its client. */
async function askAgain(stage: Stage, person: Person): Promise<void> {
  person.room = { ...person.room, asking: { ...person.room.asking, dueMs: stage.nowMs, endsMs: null } };
  person.take({ from: "clock" });
  await stage.quiet();
}

test("one seat that asks again and again keeps nobody else from knocking", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada", { admission: "knock" });
  const mal = stage.join("Mal", ada.link);
  await stage.quiet();
  for (let at = 0; at < 70; at += 1) await askAgain(stage, mal);
  expect(ada.room.admitting.requests).toHaveLength(1);
  const bob = stage.join("Bob", ada.link);
  await stage.quiet();
  expect(bob.said("end")).toEqual([]);
  expect(ada.said("request").at(-1)).toMatchObject({ state: "asking", name: "Bob" });
  mal.sleep();
  bob.sleep();
  await stage.pass(180_000);
  expect(ada.room.admitting.requests).toEqual([]);
});

test("a password is tried alone: who comes meanwhile waits, types it once, and may come in again by it", async () => {
  quickPasswords();
  const stage = await Stage.open();
  const ada = await stage.owner("Ada", { password: "correct horse" });
  const eve = stage.join("Eve", ada.link, "wrong horse");
  const bob = stage.join("Bob", ada.link, "correct horse");
  bob.edit = (job) => (job.job === "propose" ? { job: "expire" } : job);
  await stage.quiet();
  expect(states(eve, "password")).toEqual(["wrong"]);
  expect(states(bob, "password")).toEqual(["wait"]);
  await stage.pass(9000);
  expect(ada.room.view?.members).toHaveLength(2);
  // Its update is late, so it is removed, and whole again.
  await stage.pass(7000);
  bob.edit = (job) => job;
  await stage.pass(15_000);
  expect(bob.room.phase).toBe("open");
  expect(ada.room.view?.members).toHaveLength(2);
  expect(ada.room.view?.pending).toBeNull();
  expect(states(bob, "password")).toEqual(["wait"]);
});

test("an attempt by a link of before is over with it", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada", { admission: "knock" });
  const mal = stage.join("Mal", ada.link);
  await stage.pass(1000);
  expect(ada.room.admitting.requests).toHaveLength(1);
  ada.command({ do: "invitation", key: "i" });
  await stage.pass(1000);
  expect(states(ada, "request")).toEqual(["asking", "over"]);
  ada.command({ do: "let-in", request: 1 });
  await stage.pass(6000);
  expect(mal.room.phase).not.toBe("open");
  expect(ada.room.view?.members).toHaveLength(1);
});

test("a member that answers every ask first, and then says nothing, keeps nobody out", async () => {
  const stage = await Stage.open();
  const ada = await stage.owner("Ada");
  const ben = await stage.joined("Ben", ada.link);
  await stage.pass(3000);
  const { relay } = stage;
  if (relay === null) throw new Error("no relay");
  const whisper = relay.whisper.bind(relay);
  const TURN_AT = 19;
  let held: (() => void) | null = null;
  let isFirst = false;
  relay.whisper = (from, frame) => {
    // What the owner answers comes after what the other does.
    if (from === 0 && isFirst) {
      held = () => whisper(from, frame);
      return;
    }
    if (from === 1) {
      isFirst = false;
      whisper(from, frame);
      held?.();
      held = null;
      return;
    }
    if (frame.block[0] !== 1) return whisper(from, frame);
    isFirst = true;
    // It is everybody's turn.
    for (const seat of [1, 0]) {
      const block = frame.block.slice();
      block[TURN_AT] = seat;
      whisper(from, { ...frame, seat, block });
    }
  };
  ben.edit = (job) =>
    job.job === "admission" && job.does.act === "take" && job.does.block[0] !== 1 ? { job: "expire" } : job;
  const zoe = stage.join("Zoe", ada.link);
  await stage.pass(45_000);
  expect(zoe.room.phase).toBe("open");
});
