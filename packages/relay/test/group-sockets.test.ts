import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Member, admitFrame, blockOf, join, makeGroup, signed, spell } from "./group-harness.ts";
import { sha256, startRelay } from "./harness.ts";

test("create, enter, number, forward, placed, seats, whisper", async () => {
  const relay = await startRelay();
  const room = await makeGroup(relay, { capacity: 3 });
  const owner = await join(relay, room, { mode: "return", secret: room.secret });
  expect(owner.welcome).toMatchObject({ seat: 0, newest: 0, capacity: 3, taken: [0], present: [0] });
  const a = await join(relay, room, { mode: "enter", secret: randomBytes(32) });
  const b = await join(relay, room, { mode: "enter", secret: randomBytes(32) });
  expect([a.welcome.seat, b.welcome.seat]).toEqual([1, 2]);
  expect(b.welcome.present).toEqual([0, 1, 2]);
  expect((await owner.member.next("seats")).taken).toEqual([0]);
  const full = await new Member(relay).opened();
  full.say(admitFrame(room, { mode: "enter", secret: randomBytes(32) }));
  expect(await full.next("refused")).toEqual({ kind: "refused", code: "full" });

  owner.member.say({ kind: "numbered", counter: 7, block: blockOf(70) });
  expect(await a.member.order(1)).toEqual(["1:0=70"]);
  a.member.say({ kind: "numbered", counter: 1, block: blockOf(71) });
  a.member.say({ kind: "numbered", counter: 2, block: blockOf(72) });
  expect(await owner.member.order(3)).toEqual(["1[7]", "2:1=71", "3:1=72"]);
  expect(await a.member.order(2)).toEqual(["2[1]", "3[2]"]);
  expect(await b.member.order(3)).toEqual(["1:0=70", "2:1=71", "3:1=72"]);

  const block = new Uint8Array(1022).fill(5);
  owner.member.say({ kind: "whisper", seat: 2, block });
  const whispered = await b.member.next("whisper");
  expect([whispered.seat, Buffer.compare(whispered.block, block)]).toEqual([0, 0]);
  b.member.say({ kind: "whisper", seat: 255, block });
  for (const { member } of [owner, a]) expect((await member.next("whisper")).seat).toBe(2);
  expect(a.member.heard.filter((frame) => frame.kind === "whisper")).toEqual([]);
});

test("who returns gets what it lacks in order, and what it sent as placed", async () => {
  const relay = await startRelay();
  const room = await makeGroup(relay);
  const owner = await join(relay, room, { mode: "return", secret: room.secret });
  const secret = randomBytes(32);
  const a = await join(relay, room, { mode: "enter", secret });
  a.member.say({ kind: "numbered", counter: 1, block: blockOf(11) });
  expect(await owner.member.order(1)).toEqual(["1:1=11"]);
  a.member.ws.terminate();
  for (const value of [2, 3, 4])
    owner.member.say({ kind: "numbered", counter: value, block: blockOf(value) });
  expect(await owner.member.order(3)).toEqual(["2[2]", "3[3]", "4[4]"]);
  const again = await join(relay, room, { mode: "return", secret, last: 0 });
  expect(again.welcome).toMatchObject({ seat: 1, newest: 4 });
  expect(await again.member.order(4)).toEqual(["1[1]", "2:0=2", "3:0=3", "4:0=4"]);
  const later = await join(relay, room, { mode: "return", secret, last: 3 });
  expect(await again.member.next("fault")).toEqual({ kind: "fault", code: "replaced" });
  expect(await later.member.order(1)).toEqual(["4:0=4"]);
  // A client that knows of more than there is has another order than this.
  const beyond = await join(relay, room, { mode: "return", secret, last: 9 });
  expect(await beyond.member.order(1)).toEqual(["gap 5"]);
});

test("the owner's commands, and those of others", async () => {
  const relay = await startRelay();
  const room = await makeGroup(relay);
  const { host } = new URL(relay.url);
  const owner = await join(relay, room, { mode: "return", secret: room.secret });
  const secret = randomBytes(32);
  const a = await join(relay, room, { mode: "enter", secret });
  const { nonce } = owner.welcome;
  const place = { host: host.replace("localhost", "127.0.0.1"), roomId: room.roomId, nonce };
  const newToken = randomBytes(32);
  owner.member.say(signed(room.owner, place, 1, { order: "admission", hash: sha256(newToken) }));
  expect(await owner.member.next("commanded")).toEqual({ kind: "commanded", counter: 1, outcome: "done" });
  for (const { member } of [owner, a])
    expect((await member.next("ticket")).ticket.length).toBeGreaterThan(100);
  const old = await new Member(relay).opened();
  old.say(admitFrame(room, { mode: "enter", secret: randomBytes(32) }));
  expect(await old.next("refused")).toEqual({ kind: "refused", code: "absent" });
  const b = await join(relay, { ...room, token: newToken }, { mode: "enter", secret: randomBytes(32) });
  expect(b.welcome.seat).toBe(2);

  owner.member.say(signed(room.owner, place, 2, { order: "remove", seat: 1 }));
  expect(await a.member.next("ended")).toEqual({ kind: "ended", reason: "removed" });
  expect(await a.member.closed).toBe(1000);
  owner.member.say(signed(room.owner, place, 3, { order: "end" }));
  expect(await b.member.next("ended")).toEqual({ kind: "ended", reason: "burned" });
  expect(owner.member.heard.map(spell)).toContain("commanded");
  await owner.member.closed;
  expect(relay.relay.inspect().groups).toEqual({
    rooms: [],
    keys: [],
    reopened: [],
    ringBytes: 0,
    blobBytes: 0,
  });
});

test("two rooms of a hundred: the next is told full, and all hear the same order", async () => {
  const relay = await startRelay();
  const rooms = await Promise.all([1, 2].map(() => makeGroup(relay, { capacity: 100 })));
  for (const room of rooms) {
    const first = await join(relay, room, { mode: "return", secret: room.secret });
    const others = [];
    for (let batch = 0; batch < 9; batch += 1) {
      const joining = Array.from({ length: 11 }, () =>
        join(relay, room, { mode: "enter", secret: randomBytes(32) }),
      );
      others.push(...(await Promise.all(joining)));
    }
    const members = [first, ...others].map((one) => one.member);
    const late = await new Member(relay).opened();
    late.say(admitFrame(room, { mode: "enter", secret: randomBytes(32) }));
    expect(await late.next("refused")).toEqual({ kind: "refused", code: "full" });
    await late.closed;
    for (const [seat, member] of members.entries())
      member.say({ kind: "numbered", counter: seat, block: blockOf(seat) });
    const orders = await Promise.all(members.map((member) => member.order(100)));
    const numbers = orders.map((order) => order.map((one) => Number.parseInt(one, 10)).join(","));
    expect(new Set(numbers)).toEqual(
      new Set([Array.from({ length: 100 }, (_, index) => index + 1).join(",")]),
    );
    // Somebody's own are the places that the others give it.
    const placed = orders.map((order, seat) => order.find((one) => one.endsWith(`[${seat}]`)));
    expect(placed.every((one) => one !== undefined)).toBe(true);
  }
  expect(relay.relay.inspect().sockets).toBe(200);
});
