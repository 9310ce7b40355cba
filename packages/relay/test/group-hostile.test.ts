import { describe, expect, test } from "vitest";
import { group } from "@tacet/wire/group";
import { type Command, type RoomKey, admitFrame, blockOf, roomKey, signed } from "./group-harness.ts";
import { HOST, type Seated, Stage, type StageRoom } from "./group-stage.ts";

const numbered = (value: number) => ({ kind: "numbered", counter: value, block: blockOf(value) }) as const;

interface Scene {
  readonly stage: Stage;
  readonly room: StageRoom;
  readonly owner: Seated;
  readonly others: readonly Seated[];
}

function scene(fields: Parameters<Stage["make"]>[0] = {}, more = 3): Scene {
  const stage = new Stage();
  const room = stage.make(fields);
  const [owner, ...others] = stage.fill(room, more);
  if (owner === undefined) throw new Error("nobody");
  for (const { socket } of [owner, ...others]) socket.take();
  return { stage, room, owner, others };
}

/** One of those who are no owners, or the test is wrong. */
function other({ others }: Scene, index = 0): Seated {
  const one = others[index];
  if (one === undefined) throw new Error("nobody");
  return one;
}

describe("commands", () => {
  const orders: readonly Command["order"][] = [
    { order: "remove", seat: 2 },
    { order: "lock", locked: true },
    { order: "admission", hash: new Uint8Array(32).fill(9) },
    { order: "moderators", keys: [] },
    { order: "end" },
  ];

  test("of others, of other connections, hosts and rooms, and such as were said before, change nothing", () => {
    const all = scene();
    const { stage, room, owner } = all;
    const thief = other(all);
    const place = { host: HOST, roomId: room.roomId, nonce: owner.welcome.nonce };
    const mine = { ...place, nonce: thief.welcome.nonce };
    const before = JSON.stringify(stage.registry.contents());
    for (const order of orders) {
      const good = signed(room.owner, place, 1, order);
      const stolen: readonly Command[] = [
        good,
        signed(room.owner, { ...mine, host: "evil.test" }, 1, order),
        signed(room.owner, { ...mine, roomId: new Uint8Array(16) }, 1, order),
        signed(roomKey(), mine, 1, order),
        { ...signed(roomKey(), mine, 1, order), key: room.owner.key },
        { ...signed(room.owner, mine, 1, order), counter: 2 },
        { ...signed(room.owner, mine, 1, { order: "lock", locked: false }), order },
        { ...signed(room.owner, mine, 1, order), signature: new Uint8Array(64) },
      ];
      for (const command of stolen) {
        stage.clock.advance(1_000);
        stage.say(thief, command);
        expect(thief.socket.take()).toEqual([`${command.counter} refused`]);
      }
    }
    stage.tick();
    expect(JSON.stringify(stage.registry.contents())).toBe(before);
  });

  test("a counter that does not rise is refused, also after a command that was done", () => {
    const { stage, room, owner } = scene();
    const place = { host: HOST, roomId: room.roomId, nonce: owner.welcome.nonce };
    const lock = (counter: number, locked: boolean): void => {
      stage.say(owner, signed(room.owner, place, counter, { order: "lock", locked }));
    };
    lock(5, true);
    lock(5, false);
    lock(4, false);
    lock(6, false);
    expect(owner.socket.take()).toEqual(["5 done", "5 refused", "4 refused", "6 done"]);
    // The same signature on the owner's next connection, which has another nonce.
    const again = stage.seat(room, { mode: "return", secret: owner.secret });
    stage.say(again, signed(room.owner, place, 7, { order: "end" }));
    expect(again.socket.take()).toEqual(["7 refused"]);
  });

  test("a moderator removes, and nothing else; one that was taken back does nothing", () => {
    const all = scene();
    const { stage, room, owner } = all;
    const moderator = other(all, 0);
    const key = roomKey();
    const by = (who: Seated, who2: RoomKey, counter: number, order: Command["order"]): void => {
      const place = { host: HOST, roomId: room.roomId, nonce: who.welcome.nonce };
      stage.say(who, signed(who2, place, counter, order));
    };
    by(owner, room.owner, 1, { order: "moderators", keys: [key.key] });
    by(moderator, key, 1, { order: "lock", locked: true });
    by(moderator, key, 2, { order: "remove", seat: 0 });
    by(moderator, key, 3, { order: "remove", seat: 2 });
    expect(moderator.socket.take()).toEqual(["1 refused", "2 refused", "3 done"]);
    expect(other(all, 1).socket.take()).toEqual(["ended removed"]);
    by(owner, room.owner, 2, { order: "moderators", keys: [] });
    by(moderator, key, 4, { order: "remove", seat: 3 });
    expect(moderator.socket.take()).toEqual(["4 refused"]);
    // Handed over: the old key commands nothing.
    const heir = roomKey();
    by(owner, room.owner, 3, { order: "owner", owner: heir.key, seat: 1 });
    by(owner, room.owner, 4, { order: "end" });
    by(moderator, heir, 5, { order: "lock", locked: true });
    by(owner, room.owner, 5, { order: "owner", owner: new Uint8Array(32), seat: 0 });
    expect(owner.socket.take().slice(-2)).toEqual(["4 refused", "5 refused"]);
    expect(moderator.socket.take()).toEqual(["5 done"]);
  });

  test("are judged at most so often", () => {
    const { stage, room, owner } = scene();
    const place = { host: HOST, roomId: room.roomId, nonce: owner.welcome.nonce };
    const command = signed(roomKey(), place, 1, { order: "end" });
    const answers = Array.from({ length: 25 }, () => stage.say(owner, command));
    expect(answers.filter((answer) => answer === "rate").length).toBe(25 - group.limits.commandsBurst);
  });
});

describe("admission", () => {
  test("whatever is wrong, the answer is the same, and nothing is changed", () => {
    const { stage, room, owner } = scene();
    const secret = stage.secret();
    const wrong = new Uint8Array(32).fill(200);
    const before = JSON.stringify(stage.registry.contents());
    for (const socket of [
      stage.knock({ ...room, token: wrong }, { mode: "enter", secret }),
      stage.knock({ ...room, roomId: new Uint8Array(16) }, { mode: "enter", secret }),
      stage.knock(room, { mode: "return", secret }),
      stage.knock(room, { mode: "return", secret, ticket: new Uint8Array(186) }),
      stage.knock({ ...room, roomId: new Uint8Array(16) }, { mode: "return", secret: owner.secret }),
    ]) {
      expect(socket.heard).toEqual([{ kind: "refused", code: "absent" }]);
      expect(socket.open).toBe(false);
    }
    expect(JSON.stringify(stage.registry.contents())).toBe(before);
  });

  test("an older token opens nothing after a new admission hash, and locked is said to its holder alone", () => {
    const { stage, room, owner } = scene();
    const place = { host: HOST, roomId: room.roomId, nonce: owner.welcome.nonce };
    stage.say(owner, signed(room.owner, place, 1, { order: "lock", locked: true }));
    const say = (token: Uint8Array): readonly string[] =>
      stage.knock({ ...room, token }, { mode: "enter", secret: stage.secret() }).take();
    expect(say(room.token)).toEqual(["refused locked"]);
    expect(say(new Uint8Array(32))).toEqual(["refused absent"]);
    stage.say(owner, signed(room.owner, place, 2, { order: "admission", hash: new Uint8Array(32).fill(3) }));
    expect(say(room.token)).toEqual(["refused absent"]);
  });
});

describe("floods", () => {
  test("a seat says so many frames and bytes, and a new socket refills neither", () => {
    const { stage, room, owner } = scene();
    let faults = 0;
    for (let count = 0; count < 2_000; count += 1)
      if (stage.say(owner, numbered(count)) !== null) faults += 1;
    expect([faults, stage.say(owner, { kind: "beat" })]).toEqual([0, "rate"]);
    const again = stage.seat(room, { mode: "return", secret: owner.secret });
    expect(stage.say(again, { kind: "beat" })).toBe("rate");
    stage.clock.advance(1_000);
    expect(stage.say(again, numbered(1))).toBe(null);
  });

  test("bytes that are no frame of a room for many, or a second admission, end the socket", () => {
    const { stage, room, owner } = scene();
    const place = owner.socket.at;
    if (place === null) return;
    const heard = (bytes: Buffer): string | null => stage.registry.heard(place, bytes);
    expect(heard(Buffer.alloc(256))).toBe("frame");
    expect(heard(Buffer.alloc(1024, 1))).toBe("frame");
    expect(heard(Buffer.from([16, ...new Uint8Array(1023)]))).toBe("frame");
    const admit = group.encodeTo(admitFrame(room, { mode: "enter", secret: owner.secret }));
    expect(heard(Buffer.from(admit))).toBe("order");
  });

  test("blobs: one's own are bounded, are got by number by all, and go with their seat", () => {
    const all = scene();
    const { stage, owner } = all;
    const a = other(all);
    const block = new Uint8Array(65_531).fill(8);
    let stored = 0;
    for (let request = 1; request <= 520; request += 1) {
      stage.clock.advance(100);
      stage.say(a, { kind: "blob", request, block });
      if (a.socket.take()[0]?.startsWith("stored") === true) stored += 1;
    }
    expect(stored).toBe(Math.floor(group.limits.blobMemberBytesMax / 65_531));
    stage.say(owner, { kind: "fetch", request: 77, number: 3 });
    const got = owner.socket.heard.pop();
    expect(got?.kind === "blob" && [got.request, Buffer.compare(got.block, block)]).toEqual([77, 0]);
    stage.say(owner, { kind: "erase", request: 1, number: 3 });
    stage.say(a, { kind: "erase", request: 2, number: 3 });
    stage.say(owner, { kind: "fetch", request: 3, number: 3 });
    expect([owner.socket.take(), a.socket.take()]).toEqual([["absent 3", "absent 3"], ["erased 3"]]);
    stage.say(a, { kind: "leave" });
    expect(a.socket.take()).toEqual(["ended left"]);
    expect(stage.registry.contents().blobBytes).toBe(0);
  });
});

describe("the end", () => {
  test("of a room leaves nothing of it, whichever end it was", () => {
    for (const how of ["time", "idle", "owner", "command"] as const) {
      const all = scene({ ttlSeconds: how === "time" ? 60 : 0, ownerLeaves: how === "owner" });
      const { stage, room, owner } = all;
      const a = other(all);
      stage.say(a, numbered(1));
      stage.say(a, { kind: "blob", request: 1, block: new Uint8Array(65_531) });
      a.socket.take();
      const place = { host: HOST, roomId: room.roomId, nonce: owner.welcome.nonce };
      if (how === "time") stage.clock.advance(60_000);
      if (how === "idle") stage.clock.advance(86_400_000);
      if (how === "owner") stage.say(owner, { kind: "leave" });
      if (how === "command") stage.say(owner, signed(room.owner, place, 1, { order: "end" }));
      stage.tick();
      const reason = { time: "expired", idle: "expired", owner: "gone", command: "burned" }[how];
      expect(a.socket.take()).toEqual(["1[1]", `ended ${reason}`]);
      expect(stage.registry.contents()).toEqual({
        rooms: [],
        keys: [],
        reopened: [],
        ringBytes: 0,
        blobBytes: 0,
      });
      expect(stage.clock.waiting).toBe(0);
      const late = stage.knock(room, { mode: "return", secret: a.secret, ticket: a.welcome.ticket });
      expect(late.take()).toEqual(["refused absent"]);
    }
  });

  test("there are so many rooms, of both kinds together", () => {
    const stage = new Stage(undefined, { roomsMax: 2 });
    stage.make();
    stage.make();
    expect(() => stage.make()).toThrow(/too many/);
  });
});

test("in a full room who comes in gets the place of who was away longest, whole", () => {
  const { stage, room, owner, others } = scene({ capacity: 3 }, 2);
  const [b, c] = others;
  if (b === undefined || c === undefined) return;
  stage.lose(b);
  stage.clock.advance(600_000);
  const heir = stage.seat(room, { mode: "enter", secret: stage.secret() });
  stage.tick();
  expect([heir.welcome.seat, heir.welcome.present]).toEqual([1, [0, 1, 2]]);
  stage.say(heir, numbered(5));
  stage.tick();
  expect([heir.socket.take(), owner.socket.take(), c.socket.take()]).toEqual([
    ["1[5]"],
    ["1:1=5"],
    ["1:1=5"],
  ]);
  expect(stage.knock(room, { mode: "return", secret: b.secret }).take()).toEqual(["refused absent"]);
  stage.lose(heir);
  stage.clock.advance(600_000);
  expect(stage.seat(room, { mode: "enter", secret: stage.secret() }).welcome.seat).toBe(1);
});

test("whispers pass by a line on which much waits, and to everybody they cost what they cost all lines", () => {
  const { stage, room, others } = scene({ capacity: 5 }, 4);
  const [b, c] = others;
  if (b === undefined || c === undefined) return;
  const block = new Uint8Array(65_534);
  b.socket.waitingBytes = 262_145;
  const whisper = { kind: "whisper", seat: group.everybody, block } as const;
  for (let count = 0; count < 32; count += 1) expect(stage.say(c, whisper)).toBe(null);
  expect(stage.say(c, whisper)).toBe("rate");
  expect([b.socket.take().length, other({ stage, room, owner: b, others }, 2).socket.take().length]).toEqual([
    0, 32,
  ]);
});

test("leaving and coming again gives a place nothing new to spend", () => {
  const { stage, room, others } = scene();
  const [b] = others;
  if (b === undefined) return;
  const block = new Uint8Array(65_530);
  let said = 0;
  while (stage.say(b, { kind: "numbered", counter: said, block }) === null) said += 1;
  stage.lose(b);
  const back = stage.seat(room, { mode: "return", secret: b.secret });
  stage.clock.advance(1);
  expect(stage.say(back, { kind: "leave" })).toBe(null);
  const heir = stage.seat(room, { mode: "enter", secret: stage.secret() });
  expect(heir.welcome.seat).toBe(b.welcome.seat);
  expect(stage.say(heir, { kind: "numbered", counter: 1, block })).toBe("rate");
});
