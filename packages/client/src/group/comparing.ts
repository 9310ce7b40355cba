/*
 * Two members compare what is shown for them (spec/group.md 18). One comparison at a time; it ends after a minute, by a press, and when either goes.
 */
import { GROUP_LIMITS } from "./limits.ts";
import type { Compared, PlainSaying } from "./messages.ts";
import { sayPlain } from "./outbox.ts";
import { entryOf, withEntry } from "./roster.ts";
import { selfOf } from "./state.ts";
import type { Room } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

/** A person wants to compare with this member. */
export function onVerify(member: string): Step {
  return (room) => {
    const leaf = room.view?.members.find(({ tag }) => tag === member)?.leaf;
    if (leaf === undefined || member === selfOf(room)) return turn(room);
    const comparing = { member, endsMs: room.nowMs + GROUP_LIMITS.compareMs, shown: false };
    return chain(room, overComparing, (one) => ask({ job: "compare", leaf })({ ...one, comparing }));
  };
}

export function onCompareBegun(says: PlainSaying | null): Step {
  return says === null ? stay : sayPlain(says.kind, says.body);
}

/** A step of the comparison has come. */
export function onCompared({ member, says, shown }: Compared): Step {
  return (room) => {
    const isNew = room.comparing?.member !== member;
    const endsMs = room.nowMs + GROUP_LIMITS.compareMs;
    const comparing = { member, endsMs, shown: shown !== null };
    return chain(
      { ...room, comparing },
      isNew ? tell({ event: "verification", member, state: "asked" }) : stay,
      says === null ? stay : sayPlain(says.kind, says.body),
      shown === null ? stay : tell({ event: "safety", member, ...shown }),
    );
  };
}

/** What two people found. It counts once it was shown; what does not match is told, and nobody is verified. */
export function onVerified(member: string, match: boolean): Step {
  return (room) => {
    if (room.comparing?.member !== member || !room.comparing.shown) return turn(room);
    const done = withEntry({ ...room, comparing: null }, member, { verified: match });
    const state = match ? "verified" : "over";
    return chain(done, ask({ job: "compare", leaf: null }), tell({ event: "verification", member, state }));
  };
}

/** A comparison that nobody ends, or whose member has gone. What is shown stays until it is answered. */
export const settleComparing: Step = (room) => {
  const { comparing, view } = room;
  if (comparing === null) return turn(room);
  const isHere = view?.members.some(({ tag }) => tag === comparing.member) === true;
  const isLate = !comparing.shown && room.nowMs >= comparing.endsMs;
  return isHere && !isLate ? turn(room) : overComparing(room);
};

const overComparing: Step = (room) => {
  const { comparing } = room;
  if (comparing === null) return turn(room);
  const { member } = comparing;
  return chain(
    { ...room, comparing: null },
    ask({ job: "compare", leaf: null }),
    entryOf(room, member).verified ? stay : tell({ event: "verification", member, state: "over" }),
  );
};

export function comparingDueMs({ comparing }: Room): number | null {
  return comparing === null || comparing.shown ? null : comparing.endsMs;
}
