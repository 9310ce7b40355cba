/*
 * What a member does in time (spec/group.md 8, 9, 12, 13): its own update, the removal of who has gone, and saying who is absent. Each has a moment of its own, by
 * rank among those present, so that mostly one does it; who is second finds it done.
 */
import { wish } from "./commits.ts";
import { GROUP_KINDS } from "./kinds.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { GroupView } from "./messages.ts";
import { sayPlain } from "./outbox.ts";
import { entryOf, sayName, withRoster } from "./roster.ts";
import { canSend, freshId, isHost, paceMs, rankOf, selfOf } from "./state.ts";
import type { Room } from "./state.ts";
import { ask, chain, stay, type Step, turn } from "./turn.ts";

export const settleDuties: Step = (room) =>
  canSend(room)
    ? chain(room, updateFirst, removePending, removeGone, sayAbsent, updateInTime, tellName, expire)
    : expire(room);

/** A newcomer's update comes before all else (spec/group.md 9). */
const updateFirst: Step = (room) => {
  const { view, outbox } = room;
  // Where an epoch holds no more of our messages, the next one does.
  const wanted = view !== null && (view.pending === view.self || view.epoch === outbox.fullEpoch);
  return wanted ? wish({ kind: "update" })(room) : turn(room);
};

/** A newcomer that does not update keeps the room from every change, so it goes. */
const removePending: Step = (room) => {
  const pending = pendingTag(room.view);
  const dueMs = pendingDueMs(room);
  if (pending === null || dueMs === null || room.nowMs < dueMs) return turn(room);
  return wish({ kind: "remove", members: [pending] })(room);
};

function pendingTag(view: GroupView | null): string | null {
  if (view === null || view.pending === view.self) return null;
  return view.members.find(({ leaf }) => leaf === view.pending)?.tag ?? null;
}

function pendingDueMs(room: Room): number | null {
  if (pendingTag(room.view) === null) return null;
  const turns = isHost(room) ? 0 : 1 + rankOf(room);
  return room.roster.pendingSinceMs + GROUP_LIMITS.pendingMs + turns * GROUP_LIMITS.turnMs;
}

/** Who said that it leaves, and whom more than half find absent. */
function goneOf(room: Room): readonly string[] {
  const { view } = room;
  if (view === null) return [];
  // Owner and moderators are never removed for their absence (spec/group.md 8).
  const isGone = (leaf: number, tag: string): boolean =>
    view.left.includes(leaf) || (view.absent.includes(leaf) && !isHost(room, tag));
  return view.members
    .filter(({ leaf, tag }) => leaf !== view.self && isGone(leaf, tag))
    .map(({ tag }) => tag);
}

const removeGone: Step = (room) => {
  const gone = goneOf(room);
  if (gone.length === 0)
    return turn(room.roster.goneSinceMs === null ? room : withRoster(room, { goneSinceMs: null }));
  // What was refused once is refused again for as long as nothing is different.
  const goneAsked = [room.view?.epoch, ...gone].join();
  const goneSinceMs = room.roster.goneSinceMs ?? room.nowMs;
  const known = withRoster(room, { goneSinceMs });
  if (room.nowMs < (goneDueMs(known) ?? 0) || room.roster.goneAsked === goneAsked) return turn(known);
  return wish({ kind: "remove", members: gone })(withRoster(known, { goneAsked }));
};

/** Those who leave are not asked to do it themselves, so they have no rank here. */
function goneDueMs(room: Room): number | null {
  const { goneSinceMs } = room.roster;
  return goneSinceMs === null ? null : goneSinceMs + rankOf(room) * GROUP_LIMITS.turnMs;
}

/** Says of whom nothing was heard for the grace time, and whom the relay does not see either. Once in an epoch. */
const sayAbsent: Step = (room) => {
  const absent = (room.view?.members ?? [])
    .filter(({ leaf, tag }) => isAbsent(room, leaf, tag))
    .map(({ leaf }) => leaf);
  if (absent.length === 0) return turn(room);
  const foundAbsent = new Set([...room.roster.foundAbsent, ...absent]);
  return chain(
    withRoster(room, { foundAbsent }),
    ...absent.map((leaf) => sayPlain(GROUP_KINDS.absent, u32(leaf))),
  );
};

function isAbsent(room: Room, leaf: number, tag: string): boolean {
  if (leaf === room.view?.self || room.roster.foundAbsent.has(leaf)) return false;
  const seat = room.seats.of.get(tag);
  const sits = seat !== undefined && room.seats.present.has(seat);
  return !sits && room.nowMs - entryOf(room, tag).heardMs >= GROUP_LIMITS.graceMs;
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** New keys where there was traffic since the last ones, each member at another time. */
const updateInTime: Step = (room) => {
  const { pathMs, pathDueMs } = room.roster;
  if (pathDueMs === null) return turn(room);
  if (room.nowMs < pathDueMs) return turn(room);
  const done = withRoster(room, { pathDueMs: null });
  // A path of our own has come meanwhile.
  return pathDueMs < pathMs ? turn(done) : wish({ kind: "update" })(done);
};

/** There was traffic: an update follows in its time. @param jitter 0 to 255 */
export function owesUpdate(jitter: number): Step {
  return (room) => {
    const { pathDueMs, pathMs } = room.roster;
    if (pathDueMs !== null || room.view === null) return turn(room);
    const { updateMs, updateMsOfMember } = GROUP_LIMITS;
    const mostMs = Math.max(updateMs, updateMsOfMember * room.view.members.length);
    return turn(
      withRoster(room, { pathDueMs: Math.max(room.nowMs, pathMs) + mostMs * (0.5 + jitter / 512) }),
    );
  };
}

const tellName: Step = (room) => {
  if (!room.roster.nameDue || room.nowMs < nameDueMs(room)) return turn(room);
  const told = withRoster(room, { nameDue: false });
  return room.ownName === "" || selfOf(room) === "" ? turn(told) : sayName(freshId(room))(told);
};

/** Soon, each member at another moment, and seldom however many come. */
function nameDueMs(room: Room): number {
  const { changedMs, nameSaidMs } = room.roster;
  const { soonMs, soonMsOfRank } = GROUP_LIMITS;
  return Math.max(changedMs + soonMs + soonMsOfRank * rankOf(room), nameSaidMs + paceMs(room));
}

/** The epoch before is over for good after ten seconds. */
const expire: Step = (room) => {
  const { expireAtMs } = room.roster;
  if (expireAtMs === null || room.nowMs < expireAtMs) return turn(room);
  return chain(withRoster(room, { expireAtMs: null }), ask({ job: "expire" }), stay);
};

/** When one of these is due, whatever happens. */
export function dutiesDueMs(room: Room): readonly (number | null)[] {
  const { roster, view, nowMs } = room;
  if (view === null) return [];
  const silent = view.members
    .filter(({ leaf }) => leaf !== view.self && !roster.foundAbsent.has(leaf))
    .map(({ tag }) => entryOf(room, tag).heardMs + GROUP_LIMITS.graceMs)
    .filter((ms) => ms > nowMs);
  const absentMs = silent.length === 0 ? null : Math.min(...silent);
  return [
    pendingDueMs(room),
    goneDueMs(room),
    roster.pathDueMs,
    roster.nameDue ? nameDueMs(room) : null,
    roster.expireAtMs,
    absentMs,
  ];
}
