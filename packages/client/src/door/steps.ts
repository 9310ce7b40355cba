/*
 * A return room at its creator's (spec/pair.md 9): sessions that end without the room, and knocks.
 *
 *     nobody ──knock──> proving ──m2 confirms──> asking ──let in──> a session of new keys, that compares first
 *       ^                  │                        │
 *       └── 10 s, m2 fails, the knock is over ──────┴── refuse, 60 s, the knock is over, the other side is back
 *
 * Who asks is shown once it has proved that it has the link. Doubt: that it is the person who was meant, only the safety check tells.
 */
import { KIND, bodies } from "@tacet/core";
import { encodeDoor, encodePass } from "@tacet/wire";
import type { RoomCommand } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { take } from "../pair/delivery.ts";
import type { Door, DoorPart } from "../pair/door-part.ts";
import { closingDirect, endFiles } from "../pair/end.ts";
import { eraseOffers } from "../pair/files.ts";
import { beginAttempt, onEstablished } from "../pair/handshake.ts";
import { release, takeIn } from "../pair/intake.ts";
import type { DoorResult, Effect, HandshakeOutcome } from "../pair/messages.ts";
import { emptyRoom } from "../pair/state.ts";
import type { Room } from "../pair/state.ts";
import { tellReceipts } from "../pair/talk-events.ts";
import { chain, turn } from "../pair/turn.ts";
import type { Step, Turn } from "../pair/turn.ts";
import { DOOR_LIMITS } from "./limits.ts";
import { ask, stay, tellDoor } from "./words.ts";

const nobody: Omit<Door, "part" | "open" | "knocks" | "declined" | "deaf"> = {
  at: "nobody",
  knock: 0,
  block: null,
  repeats: 0,
  repeatAtMs: null,
  endsMs: null,
};

/** Steps that mean nothing without a door. */
function withDoor(next: (door: Door) => Step): Step {
  return (room) => (room.door === null ? turn(room) : next(room.door)(room));
}

function change(room: Room, to: Partial<Door>): Room {
  return room.door === null ? room : { ...room, door: { ...room.door, ...to } };
}

const open: Step = (room) =>
  room.session !== null || room.handshake.attempt > 0
    ? turn(room)
    : chain(
        { ...room, door: { ...nobody, part: doorPart, open: true, knocks: 0, declined: 0, deaf: false } },
        tellDoor("offered"),
        beginAttempt,
      );

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
    const there =
      room.session !== null && (room.direct.state === "open" || room.other.presence === "present");
    const tooMany = door.knocks >= DOOR_LIMITS.knocks || door.declined >= DOOR_LIMITS.declined;
    if (!door.open || there || tooMany) return chain(room, () => before, answer(knock, "refuse"));
    const { path } = room.policy.own;
    return chain(
      before.room,
      (next) => turn(next, ...before.effects),
      (next) =>
        turn(
          change(next, {
            at: "proving",
            knock,
            knocks: door.knocks + 1,
            endsMs: room.nowMs + LIMITS.attemptMs,
          }),
        ),
      ask({ job: "door", does: "begin", knock, path }),
    );
  });
}

/** Nobody is at the door any more: what the attempt knew is erased. */
const closed: Step = withDoor((door) => (room) => {
  if (door.at === "nobody") return turn(room);
  const shut = door.declined >= DOOR_LIMITS.declined || door.knocks >= DOOR_LIMITS.knocks;
  const told = shut ? tellDoor("shut") : door.at === "asking" ? tellDoor("quiet") : stay;
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

/** By the relay, to whoever is at the door: no route of a session leads there. */
function toRelay(bytes: Uint8Array): Step {
  return (room) =>
    room.link.state === "admitted"
      ? turn(room, { to: "socket", command: { do: "send", connection: room.link.connection, bytes } })
      : turn(room);
}

function onBlock(block: Uint8Array): Step {
  return (room) => {
    const taken = takeIn(room, "relay");
    const knock = room.door?.knock ?? 0;
    return taken === null ? turn(dropped(room)) : ask({ job: "door", does: "offer", knock, block })(taken);
  };
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
      return (room) => chain(release(room, "relay", true), ofKnock(result.knock, show));
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
const show: Step = (room) =>
  tellDoor("knock", {
    endsInMs: DOOR_LIMITS.askMs,
    replaces: room.session !== null,
    undelivered: undelivered(room),
  })(change(room, { at: "asking", block: null, repeatAtMs: null, endsMs: room.nowMs + DOOR_LIMITS.askMs }));

function onCommand({ says }: RoomCommand & { do: "door" }, id: Uint8Array): Step {
  if (says === "offer" || says === "withdraw") return allow(says === "offer");
  return onAnswer(says === "let-in", id);
}

function onAnswer(letIn: boolean, id: Uint8Array): Step {
  return withDoor((door) => (room) => {
    if (door.at !== "asking" || room.link.state !== "admitted") return turn(room);
    return letIn ? admit(door.knock, id)(room) : refuse(true)(room);
  });
}

/** The relay seats the one at the door before m3 goes there. */
function admit(knock: number, id: Uint8Array): Step {
  return (room) => {
    const ended = endSession(room);
    const { ownName } = room.talking;
    const talk =
      ownName === ""
        ? ended.room.talk
        : take(ended.room.talk, KIND.profile, id, bodies.profile.encode(ownName));
    const next: Room = {
      ...ended.room,
      talk,
      other: { ...ended.room.other, presence: "present", heardMs: room.nowMs },
      handshake: {
        ...emptyRoom.handshake,
        attempt: room.handshake.attempt,
        path: ended.room.policy.own.path,
      },
    };
    return chain(
      change(next, { ...nobody, deaf: true }),
      (left) => turn(left, ...ended.effects),
      answer(knock, "in"),
      ask({ job: "door", does: "admit", ends: true }),
    );
  };
}

function onAdmitted(outcome: (HandshakeOutcome & { kind: "established" }) | null): Step {
  return (room) => {
    const ready = change(room, { deaf: false });
    return outcome === null ? tellDoor("vacant")(ready) : onEstablished(outcome)(ready);
  };
}

const vacate: Step = (room) => {
  const left: Room = { ...room, other: { ...room.other, presence: "left", going: null } };
  if (room.session === null) return turn(left);
  const ended = endSession(left);
  return chain(
    change(ended.room, { deaf: true }),
    (next) => turn(next, ...ended.effects),
    tellDoor("vacant", { undelivered: undelivered(room) }),
    ask({ job: "door", does: "vacate", ends: true }),
  );
};

function undelivered({ talk }: Room): number {
  return talk.pending.filter(({ content }) => content.kind === KIND.text).length;
}

/** The room as it is without the session: nothing that was said, no name, no path, no order and no count is left for the next one. */
function endSession(room: Room): Turn {
  if (room.session === null) return turn(renewed(room));
  const unsent = room.talk.pending.map(({ content }) => content);
  const paths: readonly Effect[] = closingDirect(room);
  return chain(
    room,
    tellReceipts(unsent, "failed"),
    room.files.active ? endFiles : stay,
    eraseOffers([...unsent, ...room.talk.early]),
    (next) => turn(next, { to: "face", event: { event: "farewell", frames: [] } }),
    (next) => turn(renewed(next), ...paths),
  );
}

function renewed(room: Room): Room {
  const { policy, direct, talking, shown } = room;
  const path = policy.own.path === "relayed" || room.session === null ? policy.own.path : policy.created;
  return {
    ...emptyRoom,
    nowMs: room.nowMs,
    wallMs: room.wallMs,
    phase: room.phase,
    role: room.role,
    roomId: room.roomId,
    link: room.link,
    life: room.life,
    door: room.door,
    unopenedBlocks: room.unopenedBlocks,
    // Until somebody is there and was compared, nothing can be said.
    compares: true,
    intake: { ...emptyRoom.intake, creditAtMs: room.nowMs },
    other: { ...emptyRoom.other, presence: "left" },
    // Its objects are numbered on, so that nothing of an old one is taken for a new one's.
    direct: { ...emptyRoom.direct, generation: direct.generation, aheadOf: direct.aheadOf },
    policy: { ...emptyRoom.policy, own: { ...emptyRoom.policy.own, path } },
    handshake: { ...emptyRoom.handshake, attempt: room.handshake.attempt },
    talking: { ...emptyRoom.talking, ownName: talking.ownName },
    shown: { ...shown, verification: null, outageMs: null },
  };
}

/** What time brings: the same m1 again, an attempt that proves nothing, a person who does not answer, a side that is back. */
const settle: Step = withDoor((door) => (room) => {
  if (door.at === "nobody") return turn(room);
  // On the next socket the relay says who is at the door then.
  if (room.link.state !== "admitted") return closed(room);
  if (room.session !== null && room.direct.state === "open") return refuse(false)(room);
  if (door.endsMs !== null && room.nowMs >= door.endsMs) return refuse(door.at === "asking")(room);
  const { block, repeatAtMs, repeats } = door;
  if (block === null || repeatAtMs === null || room.nowMs < repeatAtMs) return turn(room);
  const delayMs = LIMITS.repeatMs[repeats];
  const next = delayMs === undefined ? null : room.nowMs + delayMs;
  return toRelay(encodePass(block))(change(room, { repeats: repeats + 1, repeatAtMs: next }));
});

function nextMs({ door }: Room): number | null {
  if (door === null) return null;
  const times = [door.repeatAtMs, door.endsMs].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

export const doorPart: DoorPart = {
  open,
  onCommand,
  onKnock,
  onBlock,
  onResult,
  vacate,
  settle,
  nextMs,
};
