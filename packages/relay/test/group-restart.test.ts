import { describe, expect, test } from "vitest";
import { type Seated, Stage, type StageRoom } from "./group-stage.ts";
import { blockOf, signed } from "./group-harness.ts";
import { HOST } from "./group-stage.ts";

const numbered = (value: number) => ({ kind: "numbered", counter: value, block: blockOf(value) }) as const;

function ticketOf({ socket, welcome }: Seated): Uint8Array {
  const newer = socket.heard.findLast((frame) => frame.kind === "ticket");
  return newer?.ticket ?? welcome.ticket;
}

/** A room of three in which four things were said, and the boot after it. */
function restarted(): { stage: Stage; next: Stage; room: StageRoom; members: readonly Seated[] } {
  const stage = new Stage();
  const room = stage.make();
  const members = stage.fill(room, 2);
  for (const value of [1, 2, 3, 4]) if (members[0] !== undefined) stage.say(members[0], numbered(value));
  stage.tick();
  stage.clock.advance(10_000);
  return { stage, next: new Stage(stage.clock), room, members };
}

function back(next: Stage, room: StageRoom, member: Seated | undefined, last: number): Seated {
  if (member === undefined) throw new Error("nobody");
  return next.seat(room, { mode: "return", secret: member.secret, last, ticket: ticketOf(member) });
}

describe("after a restart", () => {
  test("the room gathers for 3 s, numbers nothing meanwhile, and goes on from the highest that somebody had", () => {
    const { next, room, members } = restarted();
    const a = back(next, room, members[0], 4);
    const b = back(next, room, members[1], 2);
    expect([a.welcome.seat, b.welcome.seat, b.welcome.present]).toEqual([0, 1, [0, 1]]);
    next.say(a, numbered(50));
    next.say(b, numbered(60));
    next.tick();
    next.clock.advance(2_999);
    next.tick();
    expect([a.socket.take(), b.socket.take()]).toEqual([[], []]);
    next.clock.advance(1);
    next.tick();
    expect(a.socket.take()).toEqual(["5[50]", "6:1=60"]);
    expect(b.socket.take()).toEqual(["gap 5", "5:0=50", "6[60]"]);
    const c = back(next, room, members[2], 4);
    next.tick();
    expect([c.welcome.seat, c.welcome.newest, c.socket.take()]).toEqual([2, 6, ["5:0=50", "6:1=60"]]);
  });

  test("a number that nobody can have is not believed", () => {
    const { next, room, members } = restarted();
    const a = back(next, room, members[0], 0xffff_fff0);
    back(next, room, members[1], 4);
    next.clock.advance(3_000);
    next.tick();
    next.say(a, numbered(1));
    next.tick();
    expect(a.socket.take()).toEqual(["gap 5", "5[1]"]);
  });

  test("what waits is bounded: who fills it loses its socket", () => {
    const { next, room, members } = restarted();
    const a = back(next, room, members[0], 4);
    const b = back(next, room, members[1], 4);
    const block = new Uint8Array(65_530);
    for (let count = 0; count < 5; count += 1)
      expect(next.say(a, { kind: "numbered", counter: count, block })).toBe(null);
    next.say(b, numbered(7));
    expect([a.socket.open, a.socket.take(), b.socket.open]).toEqual([false, ["fault"], true]);
    next.clock.advance(3_000);
    next.tick();
    expect(b.socket.take()).toEqual(["5:0=0", "6:0=0", "7:0=0", "8:0=0"]);
    if (b.socket.at !== null) next.registry.drained(b.socket.at);
    expect(b.socket.take()).toEqual(["9[7]"]);
  });

  test("a ticket opens for the holder of its seat alone, once, in its own time, and not in its own boot", () => {
    const { stage, next, room, members } = restarted();
    const [a, b] = members;
    if (a === undefined || b === undefined) return;
    const knock = (at: Stage, secret: Uint8Array, ticket: Uint8Array) =>
      at.knock(room, { mode: "return", secret, ticket }).take();
    expect(knock(next, b.secret, a.welcome.ticket)).toEqual(["refused absent"]);
    const bent = a.welcome.ticket.slice();
    bent[97] = 3;
    expect(knock(next, a.secret, bent)).toEqual(["refused absent"]);
    expect(next.registry.size).toBe(0);
    // In the boot that made it: after the room has ended it opens nothing.
    stage.say(
      a,
      signed(room.owner, { host: HOST, roomId: room.roomId, nonce: a.welcome.nonce }, 1, { order: "end" }),
    );
    expect(stage.registry.size).toBe(0);
    expect(knock(stage, b.secret, b.welcome.ticket)).toEqual(["refused absent"]);
    // In the next boot: once.
    const again = back(next, room, a, 4);
    next.say(
      again,
      signed(room.owner, { host: HOST, roomId: room.roomId, nonce: again.welcome.nonce }, 1, {
        order: "end",
      }),
    );
    expect(next.registry.contents()).toMatchObject({ rooms: [], keys: [] });
    expect(knock(next, b.secret, b.welcome.ticket)).toEqual(["refused absent"]);
  });

  test("a later ticket sets right what an earlier one said, and who was removed is not brought back", () => {
    const stage = new Stage();
    const room = stage.make();
    const [a, b, c] = stage.fill(room, 2);
    if (a === undefined || b === undefined || c === undefined) return;
    const place = { host: HOST, roomId: room.roomId, nonce: a.welcome.nonce };
    const early = c.welcome.ticket;
    stage.say(a, signed(room.owner, place, 1, { order: "lock", locked: true }));
    const next = new Stage(stage.clock);
    const old = next.seat(room, { mode: "return", secret: c.secret, ticket: early });
    expect(old.welcome.locked).toBe(false);
    const owner = back(next, room, a, 0);
    expect(owner.welcome.locked).toBe(true);
    expect(next.knock(room, { mode: "enter", secret: stage.secret() }).take()).toEqual(["refused locked"]);
    const here = { ...place, nonce: owner.welcome.nonce };
    next.say(owner, signed(room.owner, here, 1, { order: "remove", seat: old.welcome.seat }));
    expect(old.socket.take()).toEqual(["ended removed"]);
    expect(next.knock(room, { mode: "return", secret: c.secret, ticket: early }).take()).toEqual([
      "refused absent",
    ]);
    expect(back(next, room, b, 0).welcome.seat).toBe(1);
  });
});

describe("the order after a restart", () => {
  test("one member who claims more than others have moves nobody out of the order", () => {
    const { next, room, members } = restarted();
    const liar = back(next, room, members[1], 60_000);
    const a = back(next, room, members[0], 4);
    const c = back(next, room, members[2], 4);
    next.clock.advance(3_000);
    next.tick();
    next.say(a, numbered(1));
    next.tick();
    expect([a.socket.take(), c.socket.take()]).toEqual([["5[1]"], ["5:0=1"]]);
    expect(liar.socket.take()).toEqual(["gap 5", "5:0=1"]);
  });

  test("who had more than the room went on from hears so, however late it returns", () => {
    const { next, room, members } = restarted();
    const a = back(next, room, members[0], 2);
    next.clock.advance(3_000);
    for (const value of [1, 2, 3, 4]) next.say(a, numbered(value));
    next.tick();
    expect(a.socket.take()).toEqual(["3[1]", "4[2]", "5[3]", "6[4]"]);
    const late = back(next, room, members[1], 4);
    next.tick();
    expect(late.socket.take()).toEqual(["gap 7"]);
    const same = back(next, room, members[2], 2);
    next.tick();
    expect(same.socket.take()).toEqual(["3:0=1", "4:0=2", "5:0=3", "6:0=4"]);
  });

  test("what is said by who comes in while the room gathers has its place for it too", () => {
    const { next, room, members } = restarted();
    const a = back(next, room, members[0], 4);
    const c = next.seat(room, { mode: "enter", secret: new Uint8Array(32).fill(200) });
    next.say(c, numbered(8));
    next.clock.advance(3_000);
    next.say(a, numbered(9));
    next.tick();
    expect(c.socket.take()).toEqual(["5[8]", "6:0=9"]);
  });

  test("a second restart while the room gathers, or soon after, begins no numbers anew", () => {
    const { stage, next, room, members } = restarted();
    for (let value = 0; value < 5_000; value += 1) {
      stage.clock.advance(10);
      if (members[0] !== undefined) stage.say(members[0], numbered(value));
    }
    stage.tick();
    const first = back(next, room, members[0], 5_004);
    const third = new Stage(stage.clock);
    const again = back(third, room, first, 5_004);
    third.clock.advance(3_000);
    third.say(again, numbered(1));
    third.tick();
    expect(again.socket.take()).toEqual(["5005[1]"]);
  });

  test("the owner has its place, whoever sat down there before", () => {
    const stage = new Stage();
    const room = stage.make();
    const [a, b, c] = stage.fill(room, 2);
    if (a === undefined || b === undefined || c === undefined) return;
    const place = { host: HOST, roomId: room.roomId, nonce: a.welcome.nonce };
    stage.say(a, signed(room.owner, place, 1, { order: "remove", seat: b.welcome.seat }));
    const heir = stage.seat(room, { mode: "enter", secret: stage.secret() });
    expect(heir.welcome.seat).toBe(b.welcome.seat);
    const order = { order: "owner", owner: room.owner.key, seat: heir.welcome.seat } as const;
    stage.say(a, signed(room.owner, place, 2, order));
    const next = new Stage(stage.clock);
    const squatter = next.seat(room, { mode: "return", secret: b.secret, ticket: b.welcome.ticket });
    expect(squatter.welcome.seat).toBe(1);
    expect(back(next, room, heir, 0).welcome.seat).toBe(1);
    expect(squatter.socket.take()).toEqual(["ended removed"]);
    expect(next.knock(room, { mode: "return", secret: b.secret, ticket: b.welcome.ticket }).take()).toEqual([
      "refused absent",
    ]);
  });
});
