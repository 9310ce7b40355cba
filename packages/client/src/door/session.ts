/*
 * A session that ends without its room (spec/pair.md 9): because the other side has left or is gone, or because somebody else is let in.
 * Nothing of it is left for the next one, and nothing that waited in it is lost in silence.
 */
import { KIND } from "@tacet/core";
import type { PathPolicy } from "@tacet/core";
import { encodePass } from "@tacet/wire";
import type { EndReason } from "../face.ts";
import { closingDirect, failUnsent } from "../pair/end.ts";
import { emptyRoom } from "../pair/state.ts";
import type { Room } from "../pair/state.ts";
import { chain, turn } from "../pair/turn.ts";
import type { Step, Turn } from "../pair/turn.ts";
import { DOOR_LIMITS } from "./limits.ts";
import { ask, change, isShut, stay, tellDoor, toRelay, withDoor } from "./words.ts";

/** The other side has left, by its own word or the relay's; or it is gone by this side's judgement, and may come back and not know of it. */
export function vacate(reason: EndReason): Step {
  return withDoor((door) => (room) => {
    const told = reason === "left-there";
    const presence = told ? "left" : room.other.presence;
    const left: Room = { ...room, other: { ...room.other, presence, going: null } };
    const blocks = [...(room.session?.farewells ?? [])];
    if (door.m3 !== null && !room.other.heardOnce) blocks.unshift(door.m3);
    const untold = told ? null : { blocks, atMs: room.nowMs + DOOR_LIMITS.farewellMs };
    const begun = room.session !== null || room.handshake.state !== "none";
    if (!begun) return turn(change(left, { untold }));
    const ended = endSession(left);
    return chain(
      change(ended.room, { deaf: true, untold }),
      (next) => turn(next, ...ended.effects),
      tellDoor("vacant", { undelivered: undelivered(room) }),
      isShut(door) ? tellDoor("shut") : stay,
      ask({ job: "door", does: "vacate", ends: true }),
    );
  });
}

/**
 * The other page goes, and did not show in time that it lives (section 8). To end its session here would tell it nothing, and leave it in a seat of which this side has no
 * key: the relay frees the seat within 10 s, or it returns. Until then its direct path is doubted, so that it displaces no knock of its own.
 */
export const missed: Step = (room) => {
  const { other, direct, nowMs } = room;
  const disconnectedMs = direct.state === "open" ? (direct.disconnectedMs ?? nowMs) : direct.disconnectedMs;
  return turn({ ...room, other: { ...other, going: null }, direct: { ...direct, disconnectedMs } });
};

/** Says farewell again to whoever is in the seat, until the relay says that it is free. */
export const partAgain: Step = withDoor(({ untold }) => (room) => {
  const due = untold !== null && room.nowMs >= untold.atMs && room.other.presence === "present";
  if (!due) return turn(room);
  const next = { ...untold, atMs: room.nowMs + DOOR_LIMITS.farewellMs };
  return chain(change(room, { untold: next }), ...untold.blocks.map((block) => toRelay(encodePass(block))));
});

/** Own texts that the other side has not confirmed. */
export function undelivered({ talk }: Room): number {
  return talk.pending.filter(({ content }) => content.kind === KIND.text).length;
}

/** What was waiting was meant for whoever was there, or was to come first: it goes to nobody else, and is said to have failed. */
export function endSession(room: Room): Turn {
  return chain(room, failUnsent, (next) => turn(renewed(next), ...closingDirect(room)));
}

/** What the next session begins with: what people agreed on in one is no wish of another's; hiding one's address is. */
export function firstPath({ policy, session }: Room): PathPolicy {
  return policy.own.path === "relayed" || session === null ? policy.own.path : policy.created;
}

/** The room as it is without the session: nothing that was said, no name, no path, no order and no count is left for the next one. */
function renewed(room: Room): Room {
  const { direct, talking, shown } = room;
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
    other: { ...emptyRoom.other, presence: room.other.presence },
    // Its objects are numbered on, so that nothing of an old one is taken for a new one's.
    direct: { ...emptyRoom.direct, generation: direct.generation, aheadOf: direct.aheadOf },
    policy: { ...emptyRoom.policy, own: { ...emptyRoom.policy.own, path: firstPath(room) } },
    handshake: { ...emptyRoom.handshake, attempt: room.handshake.attempt },
    talking: { ...emptyRoom.talking, ownName: talking.ownName },
    shown: { ...shown, verification: null, outageMs: null },
  };
}
