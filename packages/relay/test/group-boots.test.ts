import { expect, test } from "vitest";
import { group } from "@tacet/wire/group";
import { type GroupTicketFields, openGroupTicket, sealGroupTicket } from "../src/proofs/group-ticket.ts";
import { blockOf, signed } from "./group-harness.ts";
import { HOST, type Seated, Stage, type StageRoom, TICKET_KEY } from "./group-stage.ts";

/* What boots of the relay do to a room for many when lines break, time passes and tickets disagree (spec/relay.md 10.6). */

const HOUR_MS = 3_600_000;
const numbered = (value: number) => ({ kind: "numbered", counter: value, block: blockOf(value) }) as const;

function scene(more = 2): { stage: Stage; room: StageRoom; members: readonly Seated[]; owner: Seated } {
  const stage = new Stage();
  const room = stage.make();
  const members = stage.fill(room, more);
  const [owner] = members;
  if (owner === undefined) throw new Error("nobody");
  return { stage, room, members, owner };
}

function other(members: readonly Seated[], index: number): Seated {
  const member = members[index];
  if (member === undefined) throw new Error("nobody");
  return member;
}

function ticketOf({ socket, welcome }: Seated): Uint8Array {
  const newer = socket.heard.findLast((frame) => frame.kind === "ticket");
  return newer?.ticket ?? welcome.ticket;
}

function back(next: Stage, room: StageRoom, { secret }: Seated, last: number, ticket: Uint8Array): Seated {
  return next.seat(room, { mode: "return", secret, last, ticket });
}

function gather(next: Stage): void {
  next.clock.advance(group.limits.gatherMs);
  next.tick();
}

/** The same ticket, as the relay would have made it after another history. */
function rewritten(ticket: Uint8Array, what: Partial<GroupTicketFields>): Uint8Array {
  const fields = openGroupTicket(TICKET_KEY, ticket);
  if (fields === null) throw new Error("not a ticket of this relay");
  return sealGroupTicket(TICKET_KEY, { ...fields, ...what });
}

test("a gap that was lost with the line is told again, also when the room has reached those numbers", () => {
  const { stage, room, members, owner } = scene();
  for (const value of [1, 2, 3, 4]) stage.say(owner, numbered(value));
  stage.tick();
  const next = new Stage(stage.clock);
  const a = back(next, room, owner, 2, owner.welcome.ticket);
  const b = other(members, 1);
  const first = back(next, room, b, 4, b.welcome.ticket);
  gather(next);
  expect(first.socket.take()).toEqual(["gap 3"]);
  next.lose(first);
  for (const value of [7, 8, 9]) next.say(a, numbered(value));
  next.tick();
  // It had not heard it: its 4 is the other order's.
  const again = back(next, room, b, 4, first.welcome.ticket);
  next.tick();
  expect(again.socket.take()).toEqual(["gap 6"]);
  next.lose(again);
  next.say(a, numbered(10));
  next.tick();
  const later = back(next, room, b, 5, again.welcome.ticket);
  next.tick();
  expect(later.socket.take()).toEqual(["6:0=10"]);
});

test("a ticket that is given while the room gathers says what any has said, so that a second restart believes its holder", () => {
  const { stage, room, members, owner } = scene();
  const b = other(members, 1);
  const next = new Stage(stage.clock);
  // This one was away for long; the owner has been there to number 200,000.
  back(next, room, b, 0, b.welcome.ticket);
  const early = back(next, room, owner, 200_000, rewritten(owner.welcome.ticket, { newest: 199_000 }));
  const third = new Stage(stage.clock);
  const again = back(third, room, owner, 200_000, ticketOf(early));
  gather(third);
  third.say(again, numbered(1));
  third.tick();
  expect(again.socket.take()).toEqual(["200001[1]"]);
});

test("whatever keeps a room alive keeps its tickets good: a whisper, and who comes", () => {
  for (const how of ["whisper", "arrival"] as const) {
    const { stage, room, members, owner } = scene();
    const b = other(members, 1);
    for (let hours = 0; hours < 30; hours += 5) {
      stage.clock.advance(5 * HOUR_MS);
      if (how === "whisper") stage.say(b, { kind: "whisper", seat: 0, block: new Uint8Array(1_022) });
      else stage.seat(room, { mode: "return", secret: b.secret });
    }
    const next = new Stage(stage.clock);
    expect(back(next, room, owner, 0, ticketOf(owner)).welcome.seat).toBe(0);
  }
});

test("a room that was re-opened by an old ticket and has ended is not opened by a younger one", () => {
  const { stage, room, members, owner } = scene();
  const b = other(members, 1);
  stage.clock.advance(20 * HOUR_MS);
  stage.say(owner, numbered(1));
  const younger = ticketOf(b);
  const next = new Stage(stage.clock);
  const again = back(next, room, owner, 0, owner.welcome.ticket);
  const place = { host: HOST, roomId: room.roomId, nonce: again.welcome.nonce };
  next.say(again, signed(room.owner, place, 1, { order: "end" }));
  expect(next.registry.size).toBe(0);
  next.clock.advance(10 * HOUR_MS);
  const late = next.knock(room, { mode: "return", secret: b.secret, ticket: younger });
  expect(late.take()).toEqual(["refused absent"]);
  next.clock.advance(20 * HOUR_MS);
  expect(next.registry.contents().reopened).toEqual([]);
});

test("a ticket of another history with as many changes takes nobody's seat", () => {
  const { stage, room, members, owner } = scene();
  const [b, c] = [other(members, 1), other(members, 2)];
  const next = new Stage(stage.clock);
  const again = back(next, room, owner, 0, rewritten(owner.welcome.ticket, { change: 1 }));
  const sitting = back(next, room, c, 0, c.welcome.ticket);
  const handed = { change: 1, seat: sitting.welcome.seat, ownerSeat: sitting.welcome.seat };
  const odd = back(next, room, b, 0, rewritten(b.welcome.ticket, handed));
  expect([sitting.socket.open, again.socket.open, odd.welcome.seat]).toEqual([true, true, 1]);
});

test("so many seats come back by tickets, and past that the owner still does", () => {
  const { stage, room, members, owner } = scene();
  const c = other(members, 2);
  const next = new Stage(stage.clock);
  const first = back(next, room, other(members, 1), 0, other(members, 1).welcome.ticket);
  const { byTicket = new Set() } = first.socket.at?.entry ?? {};
  for (let value = 0; byTicket.size < 4_096; value += 1) byTicket.add(`${value}`);
  const knock = { mode: "return", secret: c.secret, ticket: c.welcome.ticket } as const;
  expect(next.knock(room, knock).take()).toEqual(["refused absent"]);
  expect(back(next, room, owner, 0, owner.welcome.ticket).welcome.seat).toBe(0);
});
