import { LIMITS } from "../limits.ts";
import { lettingDueMs } from "./admitting.ts";
import { commitDueMs } from "./commits.ts";
import { comparingDueMs } from "./comparing.ts";
import { dutiesDueMs } from "./duties.ts";
import { askingDueMs } from "./entering.ts";
import { outboxDueMs } from "./outbox.ts";
import { linkEndsMs } from "./relay.ts";
import { rosterDueMs } from "./roster.ts";
import type { Room } from "./state.ts";
import { splitDueMs } from "./split.ts";
import { paceDueMs } from "./talk.ts";

/** The monotonic time of the next deadline after the room's own now, or null: what was due was looked at in the step before. */
export function nextAlarmMs(room: Room): number | null {
  const { phase, nowMs, talk, order } = room;
  if (phase === "ended" || phase === "idle") return null;
  const times = [
    room.life.endsMs,
    ...linkTimes(room),
    askingDueMs(room),
    ...dutiesDueMs(room),
    talk.ackDueMs,
    ...talk.typing.values(),
    talk.reading.wanted === null ? null : talk.reading.dueMs,
    paceDueMs(room),
    room.admitting.lookAtMs,
    comparingDueMs(room),
    commitDueMs(room),
    lettingDueMs(room),
    outboxDueMs(room),
    rosterDueMs(room),
    order.gatherEndsMs,
    splitDueMs(room),
  ].filter((ms) => ms !== null && ms > nowMs && ms !== Infinity);
  return times.reduce<number | null>((first, ms) => Math.min(first ?? Infinity, ms ?? Infinity), null);
}

function linkTimes(room: Room): readonly (number | null)[] {
  const { link, phase } = room;
  if (phase === "creating") return [];
  const down = link.downSinceMs;
  return [
    link.state === "off" ? link.retryAtMs : linkEndsMs(room),
    down === null || link.seated ? null : down + LIMITS.unreachableEndMs,
  ];
}
