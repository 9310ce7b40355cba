/*
 * A member that was shown another room, or says so (spec/group.md 10). One changed client can say it, and whoever lets people in can make them say it, so one word names
 * its member and no more; two who do not depend on each other, or nobody left who agrees, end the room here.
 */
import { end } from "./end.ts";
import { entryOf, heardFrom, membership, withEntry } from "./roster.ts";
import type { Room } from "./state.ts";
import { chain, stay, type Step } from "./turn.ts";

export function onDifferent(tag: string, number: number): Step {
  return (room) => {
    const known = entryOf(room, tag);
    const named = withEntry(room, tag, { differs: true });
    return chain(
      named,
      heardFrom(tag, room.view?.epoch ?? 0),
      known.differs ? stay : membership("different", { tag }, null, number),
      isRelays(named) ? end("different") : stay,
    );
  };
}

/** It is the relay that shows different rooms: nobody else can have made them differ. */
function isRelays(room: Room): boolean {
  const { view } = room;
  const others = (view?.members ?? []).filter(({ leaf }) => leaf !== view?.self).map(({ tag }) => tag);
  const differing = others.filter((tag) => entryOf(room, tag).differs);
  return (
    differing.length === others.length ||
    differing.some((one, at) => differing.slice(at + 1).some((two) => !areTied(room, one, two)))
  );
}

/** One let the other in, or the same member both: a newcomer has its beginning from whoever let it in. */
function areTied(room: Room, one: string, two: string): boolean {
  const byOne = entryOf(room, one).letInBy;
  const byTwo = entryOf(room, two).letInBy;
  return byOne === two || byTwo === one || (byOne !== null && byOne === byTwo);
}
