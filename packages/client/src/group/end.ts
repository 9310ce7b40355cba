import type { Hindrance } from "../face.ts";
import type { GroupEndReason } from "./face.ts";
import { emptyRoom, type Room } from "./state.ts";
import { type Step, turn } from "./turn.ts";

/** The end, for whatever reason: keys are erased, the socket is closed, and nothing is kept but that it is over (spec/group.md 13). */
export function end(reason: GroupEndReason, hindrance: Hindrance | null = null): Step {
  return (room) => {
    if (room.phase === "ended") return turn(room);
    const { connection, state } = room.link;
    const over: Room = { ...emptyRoom, phase: "ended", nowMs: room.nowMs, wallMs: room.wallMs };
    return turn(
      over,
      { to: "crypto", job: { job: "wipe" } },
      ...(state === "off" ? [] : ([{ to: "socket", command: { do: "close", connection } }] as const)),
      { to: "face", event: { event: "status", value: "ended" } },
      { to: "face", event: { event: "end", reason, hindrance, undelivered: undelivered(room) } },
    );
  };
}

/** Own messages that somebody whom they were said to has not confirmed, or that were said to nobody. */
function undelivered({ talk }: Room): number {
  return talk.mine.filter(
    ({ number, to, got, gone }) => number === null || to.length === 0 || got.length + gone.length < to.length,
  ).length;
}
