/*
 * A return room at its creator's (spec/pair.md 9): knocks. Sessions that end without the room are in session.ts.
 *
 *     null ──knock──> proving ──m2 confirms──> asking ──Let in──> seating ──the seat is theirs──> a session of new keys, that compares first
 *       ^                │                        │                  │
 *       └── 10 s, m2 fails, the knock is over ────┴── Refuse, 60 s ──┴── 30 s; over, or the other side is back
 *
 * Who asks is shown once it has proved that it has the link. Doubt: that it is the person who was meant, only the safety check tells.
 */
import { KIND, bodies } from "@tacet/core";
import { encodeDoor, encodePass } from "@tacet/wire";
import type { RoomCommand } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { take } from "../pair/delivery.ts";
import type { Door, DoorPart } from "../pair/door-part.ts";
import { beginAttempt, onEstablished } from "../pair/handshake.ts";
import { release, takeIn } from "../pair/intake.ts";
import type { DoorResult, HandshakeOutcome } from "../pair/messages.ts";
import { emptyRoom } from "../pair/state.ts";
import type { Room } from "../pair/state.ts";
import { chain, turn } from "../pair/turn.ts";
import type { Step } from "../pair/turn.ts";
import { DOOR_LIMITS } from "./limits.ts";
import { endSession, firstPath, missed, partAgain, undelivered, vacate } from "./session.ts";
import { ask, change, isShut, stay, tellDoor, toRelay, withDoor } from "./words.ts";

const nobody: Omit<Door, "part" | "open" | "knocks" | "declined" | "deaf" | "m3" | "untold"> = {
  at: null,
  knock: 0,
  path: "direct",
  id: new Uint8Array(0),
  connection: 0,
  block: null,
  repeats: 0,
  repeatAtMs: null,
  endsMs: null,
};

const open: Step = (room) => {
  const facts = { part: doorPart, open: true, knocks: 0, declined: 0, deaf: false, m3: null, untold: null };
  return room.session !== null || room.handshake.attempt > 0
    ? turn(room)
    : chain({ ...room, door: { ...nobody, ...facts } }, tellDoor("offered"), beginAttempt);
};

/** As long as nobody has come, m1 can be made anew: nobody has seen it. */
function allow(allowed: boolean): Step {
  return withDoor((door) => (room) => {
    const early = room.session === null && room.other.presence === "never" && door.knocks === 0;
    if (!early || door.open === allowed) return turn(room);
    const begun = { ...room, handshake: { ...room.handshake, attempt: 0 } };
    return chain(change(begun, { open: allowed }), tellDoor(allowed ? "offered" : "withdrawn"), beginAttempt);
  });
}

/** Nobody is displaced by a knock, and none is answered beyond the limits. */
function onKnock(knock: number): Step {
  return withDoor((door) => (room) => {
    const before = closed(room);
    if (knock === 0) return before;
    if (!door.open || isThere(room) || isShut(door))
      return chain(room, () => before, answer(knock, "refuse"));
    const path = firstPath(room);
    const endsMs = room.nowMs + LIMITS.attemptMs;
    return chain(
      before.room,
      (next) => turn(next, ...before.effects),
      (next) => turn(change(next, { at: "proving", knock, path, knocks: door.knocks + 1, endsMs })),
      ask({ job: "door", does: "begin", knock, path }),
    );
  });
}

/** By the relay's word, or on a direct path that is not in doubt. */
function isThere({ other, direct }: Room): boolean {
  return other.presence === "present" || (direct.state === "open" && direct.disconnectedMs === null);
}

/** Nobody is at the door any more: what the attempt knew is erased. Whoever was told "Let in" and has no seat was not let in. */
const closed: Step = withDoor((door) => (room) => {
  if (door.at === null) return turn(room);
  const over = { proving: null, asking: "quiet", seating: "late" } as const;
  const state = isShut(door) ? "shut" : over[door.at];
  const told = state === null ? stay : tellDoor(state);
  return chain(change(room, nobody), ask({ job: "door", does: "drop" }), told);
});

function refuse(counts: boolean): Step {
  return withDoor(
    ({ knock, declined }) =>
      (room) =>
        chain(change(room, { declined: declined + (counts ? 1 : 0) }), answer(knock, "refuse"), closed),
  );
}

function answer(knock: number, word: "in" | "refuse"): Step {
  return toRelay(encodeDoor({ kind: "door", knock, answer: word }));
}

/** While a knock is to be proven it may be m2. On a socket after the one that let it in, whoever says m2 again has the seat. */
function onBlock(block: Uint8Array): Step {
  return withDoor(({ at, knock, connection }) => (room) => {
    if (at === "seating" && room.link.connection !== connection) return admit(room);
    const taken = at === "proving" ? takeIn(room, "relay") : null;
    return taken === null ? turn(dropped(room)) : ask({ job: "door", does: "offer", knock, block })(taken);
  });
}

/** A block that is nothing to this knock (spec/README.md 1). */
function dropped(room: Room): Room {
  return { ...room, unopenedBlocks: room.unopenedBlocks + 1 };
}

function onResult(result: DoorResult): Step {
  switch (result.what) {
    case "m1":
      return ofKnock(result.knock, (room) =>
        turn(change(room, { block: result.block, repeatAtMs: room.nowMs })),
      );
    case "nothing":
      return (room) => turn(dropped(release(room, "relay", false)));
    case "failed":
      return (room) => chain(release(room, "relay", true), ofKnock(result.knock, refuse(false)));
    case "proven":
      return (room) => chain(release(room, "relay", true), ofKnock(result.knock, show(result.knock)));
    case "vacated":
      return (room) => turn(change(room, { deaf: false }));
    case "admitted":
      return onAdmitted(result.outcome);
    default:
      return result satisfies never;
  }
}

function ofKnock(knock: number, next: Step): Step {
  return withDoor((door) => (door.at === "proving" && door.knock === knock ? next : stay));
}

/** It has the link: a person decides. */
function show(knock: number): Step {
  return (room) =>
    tellDoor("knock", {
      knock,
      endsInMs: DOOR_LIMITS.askMs,
      replaces: room.session !== null,
      undelivered: undelivered(room),
    })(change(room, { at: "asking", block: null, repeatAtMs: null, endsMs: room.nowMs + DOOR_LIMITS.askMs }));
}

function onCommand(command: RoomCommand & { do: "door" }, id: Uint8Array): Step {
  if (!("knock" in command)) return allow(command.says === "offer");
  const { says, knock } = command;
  return says === "let-in" ? letIn(knock, id) : ofAsked(knock, refuse(true), stay);
}

/** A press is an answer to the knock that was shown, and to no other. */
function ofAsked(knock: number, next: Step, otherwise: Step): Step {
  return withDoor((door) => (room) => {
    const asked = door.at === "asking" && door.knock === knock && room.link.state === "admitted";
    return (asked ? next : otherwise)(room);
  });
}

/** Nothing is ended for it yet: the knock may be over at the relay, which seats nobody then. */
function letIn(knock: number, id: Uint8Array): Step {
  const seat: Step = (room) => {
    const { connection } = room.link;
    const endsMs = room.nowMs + DOOR_LIMITS.seatMs;
    return chain(change(room, { at: "seating", id, connection, endsMs }), answer(knock, "in"));
  };
  // Where somebody else is at the door, that is said already; and one press is enough.
  return ofAsked(
    knock,
    seat,
    withDoor(({ at }) => (at === null || at === "proving" ? tellDoor("late") : stay)),
  );
}

/** The seat is theirs: what was left of another session ends, and m3 goes. */
const admit: Step = withDoor(({ id, path }) => (room) => {
  const lost = undelivered(room);
  const ended = endSession(room);
  const { ownName } = room.talking;
  const { talk } = ended.room;
  const next: Room = {
    ...ended.room,
    talk: ownName === "" ? talk : take(talk, KIND.profile, id, bodies.profile.encode(ownName)),
    other: { ...ended.room.other, heardMs: room.nowMs },
    handshake: { ...emptyRoom.handshake, attempt: room.handshake.attempt, path },
  };
  return chain(
    change(next, { ...nobody, deaf: true, untold: null }),
    (left) => turn(left, ...ended.effects),
    room.session !== null || lost > 0 ? tellDoor("vacant", { undelivered: lost }) : stay,
    ask({ job: "door", does: "admit", ends: true }),
  );
});

function onAdmitted(outcome: (HandshakeOutcome & { kind: "established" }) | null): Step {
  return (room) => {
    const ready = change(room, { deaf: false, m3: outcome?.block ?? null });
    if (outcome === null) return tellDoor("vacant")(ready);
    // Gone again before the keys were made.
    const left = room.other.presence === "left";
    return chain(ready, onEstablished(outcome), left ? vacate("left-there") : stay);
  };
}

/** What time brings: the same m1 again, an attempt that proves nothing, a person who does not answer, a side that is back. */
const settle: Step = (room) => chain(room, partAgain, settleKnock);

const settleKnock: Step = withDoor((door) => (room) => {
  if (door.at === "seating") return settleSeat(door)(room);
  if (door.at === null) return turn(room);
  // On the next socket the relay says who is at the door then.
  if (room.link.state !== "admitted") return closed(room);
  if (isThere(room)) return refuse(false)(room);
  if (door.endsMs !== null && room.nowMs >= door.endsMs) return refuse(door.at === "asking")(room);
  const { block, repeatAtMs, repeats } = door;
  if (block === null || repeatAtMs === null || room.nowMs < repeatAtMs) return turn(room);
  const delayMs = LIMITS.repeatMs[repeats];
  const next = delayMs === undefined ? null : room.nowMs + delayMs;
  return toRelay(encodePass(block))(change(room, { repeats: repeats + 1, repeatAtMs: next }));
});

/**
 * The relay says `present` of the seat that was empty: it is theirs. On another socket that may be the one who was away, where there was one: then
 * m2, said again, tells (onBlock).
 */
function settleSeat({ endsMs, connection, untold }: Door): Step {
  return (room) => {
    const { link, other, session, direct } = room;
    const sure = (session === null && untold === null) || link.connection === connection;
    const back = session !== null && direct.state === "open" && direct.disconnectedMs === null;
    // What was said of the seat on another socket than the present one is no answer.
    const said = link.state === "admitted" ? other.presence : "away";
    if (said === "present" && sure && !back) return admit(room);
    const free = said === "left" && link.connection !== connection;
    // The relay never had the word: whoever knocked is still there, and it says so anew.
    if (free) return closed(room);
    const over = back || (endsMs !== null && room.nowMs >= endsMs);
    return over ? refuse(false)(room) : turn(room);
  };
}

function nextMs({ door }: Room): number | null {
  if (door === null) return null;
  const times = [door.repeatAtMs, door.endsMs, door.untold?.atMs ?? null].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

export const doorPart: DoorPart = {
  open,
  onCommand,
  onKnock,
  onBlock,
  onResult,
  vacate,
  missed,
  settle,
  nextMs,
};
