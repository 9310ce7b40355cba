import { randomBytes } from "node:crypto";
import type { Admit } from "@tacet/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { type MadeRoom, Registry } from "../src/rooms/registry.ts";
import { TestClock, clockPorts } from "./clock.ts";
import { sha256 } from "./harness.ts";
import { TestSocket } from "./test-socket.ts";

const NO_TICKET = new Uint8Array();
const ticketKey = randomBytes(32);
const token = randomBytes(32);
const secrets = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;

let clock: TestClock;
let registry: Registry;

const boot = (key: Uint8Array = ticketKey, roomsMax = 100): Registry =>
  new Registry(clockPorts(clock), {
    ticketKey: key,
    graceSeconds: 300,
    roomsMax,
    directFileBytesMax: 0,
    relayedFileBytesMax: 130_000,
    stun: () => [],
  });

beforeEach(() => {
  clock = new TestClock();
  registry = boot();
});

function make(ttlSeconds = 900): MadeRoom {
  const made = registry.create({
    admissionHash: sha256(token),
    seatHash: sha256(secrets[0]),
    ttlSeconds,
    path: 1,
  });
  if (made === null) throw new Error("no room was made");
  return { ...made, roomId: Uint8Array.from(made.roomId) };
}

function ask(
  roomId: Uint8Array,
  mode: Admit["mode"],
  seatSecret: Uint8Array,
  ticket: Uint8Array = NO_TICKET,
): TestSocket {
  const socket = new TestSocket();
  const shown = mode === "enter" ? token : new Uint8Array(32);
  registry.admit(socket, { kind: "admit", mode, roomId, token: shown, seatSecret, ticket });
  return socket;
}

const refusal = (socket: TestSocket): string =>
  socket.last?.kind === "refused" ? socket.last.code : "admitted";

/** A restart: another registry with the same key, some time later. */
function restart(afterMs = 1_000, key: Uint8Array = ticketKey): void {
  registry.clear();
  clock.advance(afterMs);
  registry = boot(key);
}

describe("time", () => {
  test("a room lives its time to the second, and then both hear `expired`", () => {
    const { roomId, expiresSeconds } = make(60);
    expect(expiresSeconds).toBe(1_800_000_060);
    const first = ask(roomId, "return", secrets[0]);
    const second = ask(roomId, "enter", secrets[1]);
    clock.advance(59_999);
    expect(first.open && second.open).toBe(true);
    clock.advance(1);
    for (const socket of [first, second]) expect(socket.last).toEqual({ kind: "ended", reason: "expired" });
    expect(registry.contents()).toEqual({ rooms: [], keys: [], reopened: [] });
    expect(clock.waiting).toBe(0);
  });

  test("welcome counts down: the time left is the room's, not the visitor's", () => {
    const { roomId } = make(60);
    clock.advance(12_345);
    expect(ask(roomId, "enter", secrets[1]).last).toMatchObject({ kind: "welcome", timeLeftMs: 47_655 });
  });

  test("an absent seat waits for the grace time; then the other hears `gone`", () => {
    const { roomId } = make();
    const first = ask(roomId, "return", secrets[0]);
    const second = ask(roomId, "enter", secrets[1]);
    if (second.at === null) throw new Error("not seated");
    registry.lost(second.at, false);
    expect(first.last).toEqual({ kind: "presence", other: "away" });
    clock.advance(299_999);
    expect(first.open).toBe(true);
    clock.advance(1);
    expect(first.last).toEqual({ kind: "ended", reason: "gone" });
    expect(registry.contents().rooms).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  test("a return within the grace time starts it anew", () => {
    const { roomId } = make();
    const first = ask(roomId, "return", secrets[0]);
    const second = ask(roomId, "enter", secrets[1]);
    if (second.at === null) throw new Error("not seated");
    registry.lost(second.at, false);
    clock.advance(299_000);
    expect(ask(roomId, "return", secrets[1]).last).toMatchObject({
      kind: "welcome",
      seat: 1,
      other: "present",
    });
    clock.advance(299_000);
    expect(first.open).toBe(true);
  });
});

describe("seats", () => {
  test("a later socket with the seat secret replaces the former, which hears so and is not counted as lost", () => {
    const { roomId } = make();
    const first = ask(roomId, "return", secrets[0]);
    const second = ask(roomId, "enter", secrets[1]);
    const again = ask(roomId, "return", secrets[0]);
    expect(first.last).toEqual({ kind: "fault", code: "replaced" });
    expect(first.at).toBeNull();
    expect(again.last).toMatchObject({ kind: "welcome", seat: 0, other: "present" });
    // What was on its way to the former is lost: the other says it again.
    expect(second.frames.map((frame) => frame.kind)).toEqual(["welcome", "presence"]);
    expect(second.last).toEqual({ kind: "presence", other: "present" });
  });

  test("a used room says so to the token's holder, and everyone else hears what an absent room says", () => {
    const { roomId } = make();
    ask(roomId, "enter", secrets[1]);
    expect(refusal(ask(roomId, "enter", secrets[2]))).toBe("used");
    expect(refusal(ask(roomId, "return", secrets[2]))).toBe("absent");
    expect(refusal(ask(randomBytes(16), "enter", secrets[2]))).toBe("absent");
  });

  test("no more rooms than the limit", () => {
    registry = boot(ticketKey, 2);
    make();
    make();
    expect(() => make()).toThrow("no room was made");
  });

  test("a frame for an empty seat is dropped, not kept", () => {
    const { roomId } = make();
    const first = ask(roomId, "return", secrets[0]);
    if (first.at === null) throw new Error("not seated");
    registry.forward(first.at, new Uint8Array(256).fill(16));
    const second = ask(roomId, "enter", secrets[1]);
    expect(second.frames.map((frame) => frame.kind)).toEqual(["welcome"]);
  });
});

describe("tickets (spec/relay.md 6)", () => {
  test("after a restart each side returns with its ticket, and the room goes on", () => {
    const { roomId, expiresSeconds } = make();
    const first = ask(roomId, "return", secrets[0]);
    const second = ask(roomId, "enter", secrets[1]);
    const tickets = [first.ticket, second.ticket] as const;
    restart(5_000);
    const back = ask(roomId, "return", secrets[1], tickets[1]);
    expect(back.last).toMatchObject({ kind: "welcome", seat: 1, other: "away" });
    expect(ask(roomId, "return", secrets[0], tickets[0]).last).toMatchObject({
      kind: "welcome",
      seat: 0,
      other: "present",
    });
    expect(registry.contents().rooms[0]?.expiresMs).toBe(expiresSeconds * 1000);
    expect(refusal(ask(roomId, "enter", secrets[2]))).toBe("used");
  });

  test("a waiting room is re-opened too, and its invitation still works", () => {
    const { roomId, ticket } = make();
    restart();
    expect(ask(roomId, "return", secrets[0], ticket).last).toMatchObject({ kind: "welcome", other: "never" });
    expect(ask(roomId, "enter", secrets[1]).last).toMatchObject({ kind: "welcome", seat: 1 });
  });

  test("nothing is re-opened by `enter`, by another seat secret, or for another room", () => {
    const { roomId, ticket } = make();
    restart();
    expect(refusal(ask(roomId, "enter", secrets[0], ticket))).toBe("absent");
    expect(refusal(ask(roomId, "return", secrets[2], ticket))).toBe("absent");
    expect(refusal(ask(randomBytes(16), "return", secrets[0], ticket))).toBe("absent");
    expect(registry.contents().rooms).toEqual([]);
    expect(refusal(ask(roomId, "return", secrets[0], ticket))).toBe("admitted");
  });

  test("a ticket is authentic in every bit and at one length", () => {
    const { roomId, ticket } = make();
    restart();
    for (let bit = 0; bit < ticket.length * 8; bit += 1) {
      const forged = Uint8Array.from(ticket);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(refusal(ask(roomId, "return", secrets[0], forged))).toBe("absent");
    }
    for (const length of [0, 1, 138, 139, ticket.length - 1]) {
      expect(refusal(ask(roomId, "return", secrets[0], ticket.subarray(0, length)))).toBe("absent");
    }
    expect(refusal(ask(roomId, "return", secrets[0], Buffer.concat([ticket, new Uint8Array(1)])))).toBe(
      "absent",
    );
    expect(registry.contents().rooms).toEqual([]);
  });

  test("a relay with another key re-opens nothing", () => {
    const { roomId, ticket } = make();
    restart(1_000, randomBytes(32));
    expect(refusal(ask(roomId, "return", secrets[0], ticket))).toBe("absent");
  });

  test("a ticket of this boot re-opens nothing: a burnt room stays burnt", () => {
    const { roomId, ticket } = make();
    const first = ask(roomId, "return", secrets[0]);
    if (first.at === null) throw new Error("not seated");
    registry.end(first.at, "burn");
    expect(refusal(ask(roomId, "return", secrets[0], ticket))).toBe("absent");
    expect(refusal(ask(roomId, "return", secrets[0], first.ticket))).toBe("absent");
  });

  test("a re-opened room that has ended is not re-opened again, and the list forgets it at its expiry", () => {
    const { roomId, ticket } = make(600);
    restart();
    const first = ask(roomId, "return", secrets[0], ticket);
    if (first.at === null) throw new Error("not seated");
    registry.end(first.at, "leave");
    expect(refusal(ask(roomId, "return", secrets[0], ticket))).toBe("absent");
    const { rooms, reopened } = registry.contents();
    expect(rooms).toEqual([]);
    expect(reopened.length).toBe(1);
    expect(reopened.join()).not.toContain(Buffer.from(roomId).toString("hex"));
    clock.advance(600_000);
    expect(registry.contents().reopened).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  test("past its time a ticket is nothing", () => {
    const { roomId, ticket } = make(60);
    restart(59_000);
    expect(refusal(ask(roomId, "return", secrets[0], ticket))).toBe("admitted");
    restart(1_000);
    expect(refusal(ask(roomId, "return", secrets[0], ticket))).toBe("absent");
  });

  test("a paired room is re-opened within the grace time of this boot, a waiting one until its expiry", () => {
    const alone = make(900);
    const both = make(900);
    const { ticket } = ask(both.roomId, "enter", secrets[1]);
    restart();
    clock.advance(299_999);
    expect(refusal(ask(both.roomId, "return", secrets[1], ticket))).toBe("admitted");
    restart();
    clock.advance(300_000);
    expect(refusal(ask(both.roomId, "return", secrets[1], ticket))).toBe("absent");
    expect(refusal(ask(alone.roomId, "return", secrets[0], alone.ticket))).toBe("admitted");
  });

  test("the other side of a re-opened room has the grace time from the boot", () => {
    const { roomId } = make();
    const { ticket } = ask(roomId, "enter", secrets[1]);
    restart();
    clock.advance(200_000);
    const back = ask(roomId, "return", secrets[1], ticket);
    clock.advance(99_999);
    expect(back.open).toBe(true);
    clock.advance(1);
    expect(back.last).toEqual({ kind: "ended", reason: "gone" });
  });
});

describe("tickets that disagree with the room or the clock", () => {
  test("an old ticket opens no seat: the newer one adds the used seat, and removes none", () => {
    const { roomId, ticket: old } = make();
    const { ticket: newer } = ask(roomId, "enter", secrets[1]);
    restart();
    expect(ask(roomId, "return", secrets[0], old).last).toMatchObject({ kind: "welcome", other: "never" });
    expect(ask(roomId, "return", secrets[1], newer).last).toMatchObject({
      kind: "welcome",
      seat: 1,
      other: "present",
    });
    expect(refusal(ask(roomId, "enter", secrets[2]))).toBe("used");
    restart();
    ask(roomId, "return", secrets[0], old);
    expect(refusal(ask(roomId, "enter", secrets[2]))).toBe("admitted");
    expect(refusal(ask(roomId, "return", secrets[1], newer))).toBe("absent");
    expect(ask(roomId, "return", secrets[2]).last).toMatchObject({ kind: "welcome", seat: 1 });
  });

  test("who is seated when a used seat is added hears of it in a fresh ticket, which carries both seats over", () => {
    const { roomId, ticket: old } = make();
    const { ticket: newer } = ask(roomId, "enter", secrets[1]);
    restart();
    const first = ask(roomId, "return", secrets[0], old);
    ask(roomId, "return", secrets[1], newer);
    expect(first.frames.map((frame) => frame.kind)).toEqual(["welcome", "ticket", "presence"]);
    restart();
    expect(ask(roomId, "return", secrets[0], first.ticket).last).toMatchObject({ other: "away" });
    expect(refusal(ask(roomId, "enter", secrets[2]))).toBe("used");
  });

  test("a clock that was set back gives no room more than its whole life, and a ticket of the future opens nothing", () => {
    const near = make(60);
    const far = make(86_400);
    const nowMs = clock.nowMs();
    for (const backMs of [60_000, 61_000, 10 * 365 * 86_400_000]) {
      registry.clear();
      clock = new TestClock(nowMs - backMs);
      registry = boot();
      const expected = backMs <= 60_000 ? "admitted" : "absent";
      for (const { roomId, ticket } of [near, far])
        expect(refusal(ask(roomId, "return", secrets[0], ticket)), `${backMs}`).toBe(expected);
      const lives = registry.contents().rooms.map((room) => room.expiresMs - clock.nowMs());
      expect(lives).toEqual(expected === "admitted" ? [60_000, 86_400_000] : []);
    }
  });

  test("a ticket issued after a restart carries the room over the next one", () => {
    const { roomId, ticket } = make();
    restart();
    const next = ask(roomId, "return", secrets[0], ticket).ticket;
    expect(Buffer.compare(next, ticket)).not.toBe(0);
    restart();
    expect(refusal(ask(roomId, "return", secrets[0], next))).toBe("admitted");
  });
});
