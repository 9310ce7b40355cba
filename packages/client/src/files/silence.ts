/*
 * S, where nothing goes on (spec/files.md 5). A channel keeps its order: what R has says what must have come before it. Only where that says nothing does time,
 * and by what the last pieces took: a slow path that is given everything twice is one on which nothing new arrives.
 */
import { FILE_LIMITS } from "./limits.ts";
import { give } from "./pump.ts";
import type { Files, Kept, Outgoing } from "./state.ts";
import { chain, findOut, stay, turn, withOut } from "./turn.ts";
import type { Step } from "./turn.ts";

type There = { readonly next: number; readonly early: readonly number[] };

/** Before the acknowledgement is taken: how far each channel is, and how long the newest of these pieces took. */
export function arrive(id: string, { next, early }: There): Step {
  return (files) => {
    const file = findOut(files, id);
    if (file === null || files.path.route?.path !== "direct") return turn(files);
    const arrived = new Map(files.arrived);
    let { tookMs } = files;
    for (const [index, kept] of file.kept) {
      if (!kept.sent || (index >= next && !early.includes(index))) continue;
      arrived.set(kept.lane, Math.max(kept.order, arrived.get(kept.lane) ?? 0));
      tookMs = files.nowMs - kept.firstMs;
    }
    return turn({ ...files, arrived, tookMs });
  };
}

/** R has said the same again. What was overtaken is unsent; else the lowest piece goes, where it is time, whatever the channel is said to hold. */
export function breakSilence(id: string): Step {
  return (files) => {
    const file = findOut(files, id);
    const { route, busy } = files.path;
    if (file === null || file.state !== "moving" || route?.path !== "direct" || busy) return stay(files);
    if (file.progressMs === files.nowMs || file.kept.size === 0) return stay(files);
    const overtaken = [...file.kept].filter(([, kept]) => isOvertaken(files, kept));
    if (overtaken.length > 0) return stay(withUnsent(files, file, overtaken));
    const index = Math.min(...file.kept.keys());
    const dueMs = againAtMs(files, file, index);
    return dueMs === null || files.nowMs < dueMs
      ? stay(files)
      : chain({ ...files, triedMs: files.nowMs }, give(file, index, route, 0));
  };
}

/** Something that the same channel was given later is there. */
function isOvertaken({ arrived }: Files, { sent, lane, order }: Kept): boolean {
  return sent && order < (arrived.get(lane) ?? 0);
}

function withUnsent(files: Files, file: Outgoing, lost: readonly (readonly [number, Kept])[]): Files {
  const kept = new Map(file.kept);
  for (const [index, piece] of lost) kept.set(index, { ...piece, sent: false });
  return withOut(files, { ...file, kept });
}

/** When the lowest piece may go beyond what the queue allows; null for one that waits for its turn behind others. */
function againAtMs(files: Files, file: Outgoing, index: number): number | null {
  const { heard, heardFull } = FILE_LIMITS.silenceMs;
  const out = files.out.flatMap(({ kept }) => [...kept.values()]).filter(({ sent }) => sent).length;
  const piece = file.kept.get(index);
  // All that was sent is there: a queue that is still full has not told that it drained.
  if (piece?.sent !== true) return out > 0 ? null : Math.max(file.progressMs, files.triedMs) + heard;
  const silentMs = out > FILE_LIMITS.fewPieces ? heardFull : heard;
  return piece.lastMs + Math.max(silentMs, 2 * files.tookMs);
}
