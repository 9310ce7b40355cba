import { randomBytes } from "node:crypto";
import { type Admit, type FromRelay, LIMITS, encodePass } from "@tacet/wire";
import { beforeEach, describe, expect, test } from "vitest";
import type { Place } from "../src/rooms/entry.ts";
import { Registry } from "../src/rooms/registry.ts";
import { TestClock, clockPorts } from "./clock.ts";
import { admit, expectKind, makeRoom, pair, postRoom, sha256, startRelay } from "./harness.ts";
import { TestSocket } from "./test-socket.ts";

/** Return rooms, spec/relay.md 4 and 6: who may knock, what a knock can do, and what becomes of it. */

class DoorSocket extends TestSocket {
  /** Everything but tickets, as short words. */
  get words(): readonly string[] {
    return this.frames.map(wordOf).filter((word) => word !== "ticket");
  }
}

function wordOf(frame: FromRelay): string {
  if (frame.kind === "presence") return frame.other;
  if (frame.kind === "knock") return `knock ${frame.knock}`;
  if (frame.kind === "refused") return frame.code;
  if (frame.kind === "ended") return `ended ${frame.reason}`;
  return frame.kind;
}

const NO_TICKET = new Uint8Array();
const ticketKey = randomBytes(32);
const token = randomBytes(32);
const [host, ada, ben] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;

let clock: TestClock;
let registry: Registry;
let roomId: Uint8Array;

const boot = (): Registry =>
  new Registry(clockPorts(clock), {
    ticketKey,
    graceSeconds: 300,
    roomsMax: 100,
    directFileBytesMax: 0,
    relayedFileBytesMax: 0,
    stun: () => [],
  });

beforeEach(() => {
  clock = new TestClock();
  registry = boot();
  const request = { admissionHash: sha256(token), seatHash: sha256(host), ttlSeconds: 900, path: 1 };
  const made = registry.create({ ...request, rejoin: true });
  if (made === null) throw new Error("no room was made");
  roomId = Uint8Array.from(made.roomId);
});

function ask(mode: Admit["mode"], seatSecret: Uint8Array, ticket: Uint8Array = NO_TICKET): DoorSocket {
  const socket = new DoorSocket();
  const shown = mode === "enter" ? token : new Uint8Array(32);
  registry.admit(socket, { kind: "admit", mode, roomId, token: shown, seatSecret, ticket });
  return socket;
}

function placeOf({ at }: DoorSocket): Place {
  if (at === null) throw new Error("the socket has no place");
  return at;
}

const leave = (socket: DoorSocket): void => registry.end(placeOf(socket), "leave");
const lose = (socket: DoorSocket): void => registry.lost(placeOf(socket), false);
const answer = (socket: DoorSocket, knock: number, letIn: boolean): void =>
  registry.answer(placeOf(socket), knock, letIn);
const pass = encodePass(new Uint8Array(255).fill(1));

/** The creator is there; Ada came first, and left. */
function vacant(): DoorSocket {
  const creator = ask("return", host);
  leave(ask("enter", ada));
  return creator;
}

describe("leaving a return room", () => {
  test("the guest's leave frees its seat, and the creator is told that it left", () => {
    const creator = ask("return", host);
    const guest = ask("enter", ada);
    leave(guest);
    expect(guest.words).toEqual(["welcome", "ended left"]);
    expect([creator.open, guest.open]).toEqual([true, false]);
    expect(creator.words).toEqual(["welcome", "present", "left"]);
    expect(registry.contents().rooms).toMatchObject([{ phase: "waiting", visit: 2 }]);
    // The guest's secret opens nothing any more, and nothing of it is kept.
    expect(ask("return", ada).words).toEqual(["absent"]);
    expect(registry.contents().keys.join()).not.toContain(sha256(ada).toString("hex"));
  });

  test("grace and going free it too", () => {
    const creator = ask("return", host);
    registry.lost(placeOf(ask("enter", ada)), true);
    clock.advance(10_000);
    expect(creator.words).toEqual(["welcome", "present", "going", "left"]);
    answer(creator, 1, true);
    ask("enter", ben);
    answer(creator, 1, true);
    lose(placeHolder(creator));
    clock.advance(300_000);
    expect(creator.words.at(-1)).toBe("left");
  });

  test("the creator's leave, its absence, a burn of either seat and the time end the room", () => {
    for (const end of [
      (creator: DoorSocket) => leave(creator),
      (creator: DoorSocket) => registry.lost(placeOf(creator), true),
      (_: DoorSocket, guest: DoorSocket) => registry.end(placeOf(guest), "burn"),
      () => clock.advance(900_000),
    ]) {
      registry = boot();
      const request = { admissionHash: sha256(token), seatHash: sha256(host), ttlSeconds: 900, path: 1 };
      roomId = Uint8Array.from(registry.create({ ...request, rejoin: true })?.roomId ?? []);
      end(ask("return", host), ask("enter", ada));
      clock.advance(10_000);
      expect(registry.contents().rooms).toEqual([]);
    }
  });

  test("a creator who was away when the guest left hears it when it is back", () => {
    const creator = ask("return", host);
    const guest = ask("enter", ada);
    lose(creator);
    leave(guest);
    clock.advance(300_001);
    expect(ask("return", host).last).toMatchObject({ kind: "welcome", other: "left" });
  });
});

describe("a knock", () => {
  test("takes no seat, has no ticket, and is told by its number", () => {
    const creator = vacant();
    const knocker = ask("enter", ben);
    expect(knocker.last).toMatchObject({ kind: "welcome", seat: 1, other: "present" });
    expect(knocker.ticket).toHaveLength(0);
    expect(creator.last).toEqual({ kind: "knock", knock: 1 });
    expect(registry.contents().rooms).toMatchObject([{ phase: "waiting" }]);
  });

  test("displaces nobody who is there, nor anybody who is away until the creator says so", () => {
    const creator = ask("return", host);
    const guest = ask("enter", ada);
    expect(ask("enter", ben).words).toEqual(["used"]);
    lose(guest);
    const knocker = ask("enter", ben);
    expect(creator.last).toEqual({ kind: "knock", knock: 1 });
    const back = ask("return", ada);
    expect(back.last).toMatchObject({ kind: "welcome", seat: 1 });
    expect(knocker.words).toEqual(["welcome", "used"]);
    expect(creator.words.slice(-3)).toEqual(["knock 1", "knock 0", "present"]);
    answer(creator, 1, true);
    expect(back.open).toBe(true);
  });

  test("is let in by the creator alone, and by its own number", () => {
    const creator = vacant();
    const knocker = ask("enter", ben);
    for (const [who, number] of [
      [creator, 2],
      [creator, 0],
      [knocker, 1],
    ] as const) {
      answer(who, number, true);
      expect(knocker.words).toEqual(["welcome"]);
    }
    answer(creator, 1, true);
    expect(creator.words.at(-1)).toBe("present");
    expect(knocker.ticket.length).toBeGreaterThan(0);
    lose(knocker);
    expect(ask("return", ben).last).toMatchObject({ kind: "welcome", seat: 1 });
  });

  test("let in over one who is away takes that one's seat", () => {
    const creator = ask("return", host);
    lose(ask("enter", ada));
    ask("enter", ben);
    answer(creator, 1, true);
    expect(ask("return", ada).words).toEqual(["absent"]);
  });

  test("is refused in one word: by the creator, after 90 s, with somebody at the door, after 32", () => {
    const creator = vacant();
    const first = ask("enter", ben);
    expect(ask("enter", ada).words).toEqual(["declined"]);
    answer(creator, 1, false);
    expect(first.words).toEqual(["welcome", "declined"]);
    const second = ask("enter", ben);
    clock.advance(LIMITS.knockMs);
    expect(second.words).toEqual(["welcome", "declined"]);
    expect(creator.words.slice(-2)).toEqual(["knock 2", "knock 0"]);
    for (let knock = 3; knock <= LIMITS.knocksOfRoomMax; knock += 1) {
      ask("enter", randomBytes(32));
      answer(creator, knock, false);
    }
    expect(ask("enter", ben).words).toEqual(["declined"]);
    expect(creator.words.at(-1)).toBe("knock 0");
  });

  test("is a new one when its socket is replaced, and over when it is lost", () => {
    const creator = vacant();
    const first = ask("enter", ben);
    const second = ask("enter", ben);
    expect(first.last).toEqual({ kind: "fault", code: "replaced" });
    expect(creator.last).toEqual({ kind: "knock", knock: 2 });
    lose(second);
    expect(creator.last).toEqual({ kind: "knock", knock: 0 });
    expect(ask("return", ben).words).toEqual(["absent"]);
  });

  test("again beyond the last one leaves no socket behind at the door", () => {
    const creator = vacant();
    for (let knock = 1; knock < LIMITS.knocksOfRoomMax; knock += 1) {
      ask("enter", randomBytes(32));
      answer(creator, knock, false);
    }
    const last = ask("enter", ben);
    const again = ask("enter", ben);
    expect([last.open, last.words.at(-1)]).toEqual([false, "declined"]);
    expect(again.words).toEqual(["declined"]);
    expect(creator.words.slice(-2)).toEqual([`knock ${LIMITS.knocksOfRoomMax}`, "knock 0"]);
    registry.forward(placeOf(creator), pass);
    expect(last.last?.kind).toBe("refused");
    answer(creator, LIMITS.knocksOfRoomMax, true);
    expect(registry.contents().rooms).toMatchObject([{ phase: "waiting", door: null }]);
  });

  test("waits for a creator who is away, and is told to it", () => {
    lose(vacant());
    const knocker = ask("enter", ben);
    expect(knocker.last).toMatchObject({ kind: "welcome", other: "away" });
    expect(ask("return", host).words).toEqual(["welcome", "knock 1"]);
  });

  test("passes blocks, and has no say in the room", () => {
    const creator = vacant();
    const knocker = ask("enter", ben);
    registry.forward(placeOf(creator), pass);
    registry.forward(placeOf(knocker), pass);
    expect([creator.last?.kind, knocker.last?.kind]).toEqual(["pass", "pass"]);
    registry.end(placeOf(knocker), "burn");
    expect(knocker.words.at(-1)).toBe("ended left");
    expect(creator.open).toBe(true);
    expect(creator.words.at(-1)).toBe("knock 0");
  });

  test("hears nothing that is meant for a seat that is taken", () => {
    const creator = ask("return", host);
    const guest = ask("enter", ada);
    registry.forward(placeOf(creator), pass);
    expect(guest.last?.kind).toBe("pass");
  });

  test("does not exist in a room that is entered once", () => {
    registry = boot();
    const request = { admissionHash: sha256(token), seatHash: sha256(host), ttlSeconds: 900, path: 1 };
    roomId = Uint8Array.from(registry.create(request)?.roomId ?? []);
    const creator = ask("return", host);
    const guest = ask("enter", ada);
    lose(guest);
    expect(ask("enter", ben).words).toEqual(["used"]);
    registry.end(placeOf(ask("return", ada)), "leave");
    expect(creator.last).toEqual({ kind: "ended", reason: "left" });
    expect(ask("enter", ben).words).toEqual(["absent"]);
  });
});

describe("after a restart", () => {
  function restart(): void {
    registry.clear();
    clock.advance(1000);
    registry = boot();
  }

  test("the ticket of the newest visit says who holds the seat, whoever comes first", () => {
    const creator = ask("return", host);
    const guest = ask("enter", ada);
    const stale = guest.ticket;
    lose(guest);
    const knocker = ask("enter", ben);
    answer(creator, 1, true);
    const [hosts, bens] = [creator.ticket, knocker.ticket];
    restart();
    const displaced = ask("return", ada, stale);
    expect(displaced.last).toMatchObject({ kind: "welcome" });
    expect(ask("return", host, hosts).last).toMatchObject({ kind: "welcome", other: "away" });
    expect(displaced.words.at(-1)).toBe("ended left");
    expect(ask("return", ben, bens).last).toMatchObject({ kind: "welcome", seat: 1 });
    expect(ask("return", ada, stale).words).toEqual(["absent"]);
  });

  test("one who left cannot take the seat again by its old ticket, and may knock", () => {
    const creator = ask("return", host);
    const guest = ask("enter", ada);
    const stale = guest.ticket;
    leave(guest);
    const { ticket } = creator;
    restart();
    ask("return", host, ticket);
    expect(ask("return", ada, stale).words).toEqual(["absent"]);
    expect(ask("enter", ada).last).toMatchObject({ kind: "welcome" });
    expect(registry.contents().rooms).toMatchObject([{ phase: "waiting", door: { number: 1 } }]);
  });
});

describe("the host's setting", () => {
  const good = {
    kind: "pair",
    admission: sha256(token).toString("base64url"),
    seat: sha256(host).toString("base64url"),
  };

  test("makes return rooms unless their maker asks for another, and says so", async () => {
    const relay = await startRelay({ config: { rejoin: true } });
    for (const [policy, rejoin] of [
      [undefined, true],
      [{ path: "any" }, true],
      [{ rejoin: true }, true],
      [{ rejoin: false }, undefined],
    ] as const) {
      const response = await postRoom(relay, { ...good, ...(policy === undefined ? {} : { policy }) });
      expect(((await response.json()) as { rejoin?: boolean }).rejoin).toBe(rejoin);
    }
  });

  test("is off by default, and a wish for one is refused by name", async () => {
    const relay = await startRelay();
    const response = await postRoom(relay, { ...good, policy: { rejoin: true } });
    expect(response.status).toBe(422);
    const { answer: made } = await makeRoom(relay);
    expect("rejoin" in made).toBe(false);
  });

  test("works over sockets: leave, knock, let in", async () => {
    const relay = await startRelay({ config: { rejoin: true } });
    const { room, first, second } = await pair(relay);
    second.say({ kind: "leave" });
    expect(await expectKind(second, "ended")).toEqual({ kind: "ended", reason: "left" });
    expect(await expectKind(first, "presence")).toEqual({ kind: "presence", other: "left" });
    await expectKind(first, "ticket");
    const knocker = await admit(relay, room, "enter", randomBytes(32));
    await expectKind(knocker, "welcome");
    expect(await expectKind(first, "knock")).toEqual({ kind: "knock", knock: 1 });
    first.say({ kind: "door", knock: 1, answer: "in" });
    const { ticket } = await expectKind(knocker, "ticket");
    expect(ticket.length).toBeGreaterThan(0);
    const another = await admit(relay, room, "enter", randomBytes(32));
    expect(await expectKind(another, "refused")).toEqual({ kind: "refused", code: "used" });
  });
});

/** The guest's socket, as the registry has it now. */
function placeHolder(creator: DoorSocket): DoorSocket {
  const socket = placeOf(creator).entry.sockets[1];
  if (!(socket instanceof DoorSocket)) throw new Error("nobody sits there");
  return socket;
}
