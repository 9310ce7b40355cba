/*
 * Who is in the room, as people see it (spec/group.md 12): from commits, and from what each was heard to say. Names are content, and no proof.
 */
import { KIND, base64url, bodies, cleanName } from "@tacet/core";
import type { GroupChange, GroupMember } from "./face.ts";
import type { MemberView } from "./messages.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { say } from "./outbox.ts";
import { isHost, selfOf } from "./state.ts";
import type { Entry, Room, Roster } from "./state.ts";
import { chain, stay, type Step, tell, turn } from "./turn.ts";

const COLOURS = 12;
const FINGERPRINT_BYTES = 8;
const HEARD_MS = 1000;
const NEVER: Entry = {
  name: "",
  heardEpoch: -1,
  heardMs: 0,
  verified: false,
  sinceEpoch: 0,
  letInBy: null,
  differs: false,
};

export function entryOf({ roster }: Room, tag: string): Entry {
  return roster.of.get(tag) ?? NEVER;
}

export function withEntry(room: Room, tag: string, change: Partial<Entry>): Room {
  const of = new Map(room.roster.of).set(tag, { ...entryOf(room, tag), ...change });
  return withRoster(room, { of });
}

export function withRoster(room: Room, change: Partial<Roster>): Room {
  return { ...room, roster: { ...room.roster, ...change } };
}

/** An authenticated message or commit of this member, in this epoch. */
export function heardFrom(tag: string, epoch: number): Step {
  return (room) => {
    const known = entryOf(room, tag);
    const heardEpoch = Math.max(epoch, known.heardEpoch);
    // Most frames say nothing new of their sender.
    if (heardEpoch === known.heardEpoch && room.nowMs - known.heardMs < HEARD_MS) return turn(room);
    return turn(withEntry(room, tag, { heardEpoch, heardMs: room.nowMs }));
  };
}

/** A frame of this member came over this seat. A hint alone: who is present, and which seat to free when it is removed. */
export function sitsAt(tag: string, seat: number | null): Step {
  return (room) => {
    if (seat === null || tag === selfOf(room) || room.seats.of.get(tag) === seat) return turn(room);
    return turn({ ...room, seats: { ...room.seats, of: new Map(room.seats.of).set(tag, seat) } });
  };
}

/** Somebody came in or went: all are waited for again, and those who went are forgotten. */
export const membersChanged: Step = (room) => {
  const { view, nowMs } = room;
  if (view === null) return turn(room);
  const here = new Set(view.members.map(({ tag }) => tag));
  const kept = [...room.roster.of].filter(([tag]) => here.has(tag));
  const fresh = view.members
    .filter(({ tag }) => !room.roster.of.has(tag))
    .map(({ tag }): [string, Entry] => [tag, { ...NEVER, heardMs: nowMs }]);
  return turn(withRoster(room, { of: new Map([...kept, ...fresh]), epoch: view.epoch, changedMs: nowMs }));
};

/** What the room shows of a change, in its order. */
export function membership(
  change: GroupChange,
  { tag }: Pick<MemberView, "tag">,
  by: string | null,
  number: number,
): Step {
  return (room) =>
    tell({ event: "membership", change, member: tag, name: entryOf(room, tag).name, by, number })(room);
}

/** A name of our own, cleaned: said to all when it changes. */
export function onName(name: string, id: Uint8Array): Step {
  return (room) => {
    const ownName = cleanName(name);
    if (ownName === room.ownName) return turn(room);
    return sayName(id)({ ...room, ownName });
  };
}

/** Tells all the own name: also to whoever has just come in. */
export function sayName(id: Uint8Array): Step {
  return (room) => {
    const self = selfOf(room);
    if (self === "") return turn(room);
    const named = withRoster(withEntry(room, self, { name: room.ownName }), { nameSaidMs: room.nowMs });
    return say(KIND.profile, id, bodies.profile.encode(room.ownName))(named);
  };
}

/** Tells the face of members and settings, where they are not what it was told last. */
export const settleRoster: Step = (room) => {
  const { view, roster, seats, ownName, nowMs, shown } = room;
  if (view === null) return turn(room);
  // What is told follows from these, and from time by the second.
  const seen = [view, roster.of, seats.of, seats.present, ownName, Math.floor(nowMs / HEARD_MS)];
  if (seen.every((one, at) => one === shown.seen[at])) return turn(room);
  return chain({ ...room, shown: { ...shown, seen } }, tellMembers, tellSettings);
};

const tellMembers: Step = (room) => {
  const members = membersOf(room);
  const text = JSON.stringify(members);
  if (text === room.shown.members) return turn(room);
  return tell({ event: "members", members })({ ...room, shown: { ...room.shown, members: text } });
};

const tellSettings: Step = (room) => {
  const { view } = room;
  if (view === null) return turn(room);
  const { moderators: _, owner, ...settings } = view.settings;
  const isHere = view.members.some(({ tag }) => tag === owner);
  const ownerConfirmed = owner === selfOf(room) || entryOf(room, owner).heardEpoch >= 0;
  const event = { event: "settings", ...settings, owner: isHere ? owner : null, ownerConfirmed } as const;
  const text = JSON.stringify(event);
  if (text === room.shown.settings) return stay(room);
  return tell(event)({ ...room, shown: { ...room.shown, settings: text } });
};

function membersOf(room: Room): readonly GroupMember[] {
  return (room.view?.members ?? []).map(({ leaf, tag }) => {
    const { name, verified } = entryOf(room, tag);
    const bytes = base64url.decode(tag) ?? new Uint8Array(FINGERPRINT_BYTES);
    const self = leaf === room.view?.self;
    return {
      id: tag,
      name: self ? room.ownName : name,
      colour: (bytes[0] ?? 0) % COLOURS,
      fingerprint: fingerprintOf(bytes),
      self,
      owner: room.view?.settings.owner === tag,
      moderator: room.view?.settings.owner !== tag && isHost(room, tag),
      roster: self ? "confirmed" : confirmation(room, tag),
      away: !self && isAway(room, tag),
      verified,
    };
  });
}

function fingerprintOf(bytes: Uint8Array): string {
  const digits = [...bytes.subarray(0, FINGERPRINT_BYTES)].map((byte) => byte.toString(16).padStart(2, "0"));
  return digits.join("").replace(/(.{4})(?=.)/g, "$1 ");
}

function confirmation(room: Room, tag: string): GroupMember["roster"] {
  if (entryOf(room, tag).heardEpoch >= room.roster.epoch) return "confirmed";
  return room.nowMs - room.roster.changedMs < GROUP_LIMITS.unconfirmedMs ? "waiting" : "unconfirmed";
}

/** Where it was heard last there is nobody; or it was not heard since one came in, and the time is over in which everybody says something. */
function isAway({ seats, nowMs, roster, ...room }: Room, tag: string): boolean {
  const seat = seats.of.get(tag);
  if (seat !== undefined) return !seats.present.has(seat);
  const since = Math.max(roster.changedMs, entryOf({ seats, nowMs, roster, ...room }, tag).heardMs);
  return nowMs - since >= GROUP_LIMITS.unconfirmedMs;
}

/** When a roster entry is not confirmed any more, or null. */
export function rosterDueMs({ roster, view, nowMs }: Room): number | null {
  const dueMs = roster.changedMs + GROUP_LIMITS.unconfirmedMs;
  return view !== null && dueMs > nowMs ? dueMs : null;
}
