/*
 * Which piece goes next (spec/files.md 2 and 5). Files take turns, each with its lowest unsent piece; a path is given a piece only when no
 * content waits for it and its bounds allow one more. Pieces are read and sealed a few ahead of the path, and not more.
 */
import { pieces } from "@tacet/core/files";
import { countHanded, followPath, laneWithRoom } from "./lanes.ts";
import { FILE_LIMITS } from "./limits.ts";
import { unsend } from "./sending.ts";
import { lengthOf } from "./stream.ts";
import type { FileJob, Files, Outgoing, PiecePath } from "./state.ts";
import type { Route } from "../pair/messages.ts";
import { askRoom, chain, stay, turn, withOut } from "./turn.ts";
import type { Step } from "./turn.ts";

/** Whatever was sent goes again. */
const all = (): boolean => true;

/** The room says where pieces may go: what was on another path goes again. */
export function onPath(path: PiecePath): Step {
  return (files) => {
    const before = files.path.route;
    const moved = path.route?.path !== before?.path || path.route?.number !== before?.number;
    // What has just left is given its time to be acknowledged.
    const left = files.path.queued === true && path.queued !== true;
    const next = { ...files, path, triedMs: left ? files.nowMs : files.triedMs };
    if (!moved || path.route === null) return followPath(next);
    const queue = path.route.path === "direct" ? emptied(files.queue, path.route.number) : files.queue;
    const fresh = { triedMs: files.nowMs, tookMs: 0, arrived: new Map<number, number>() };
    return chain({ ...next, ...fresh, queue }, followPath, unsend(all));
  };
}

/** What was handed may never have reached the channel: a path that comes back begins with room. */
function emptied({ generation, drained }: Files["queue"], now: number): Files["queue"] {
  const from = generation === now ? drained : 0;
  return { generation: now, handed: from, drained: from };
}

export function onDrained(generation: number, totalBytes: number): Step {
  return (files) =>
    turn(
      generation === files.queue.generation
        ? { ...files, queue: { ...files.queue, drained: totalBytes } }
        : files,
    );
}

/** Sends all that may go now, and has more read. */
export const pump: Step = (files) =>
  files.out.length === 0 ? turn(files) : chain(files, resendWhenDue, sendAll, readAhead);

/** The relay path may lose pieces: 5 s without news, and they go again. */
const resendWhenDue: Step = (files) => {
  const dueMs = resendAtMs(files);
  if (dueMs === null || files.nowMs < dueMs) return turn(files);
  return unsend(all)({ ...files, triedMs: files.nowMs });
};

export function resendAtMs(files: Files): number | null {
  if (files.path.route?.path !== "relay" || files.path.queued === true) return null;
  const waiting = files.out.filter((file) => [...file.kept.values()].some(({ sent }) => sent));
  if (waiting.length === 0) return null;
  const since = Math.max(files.triedMs, ...waiting.map(({ progressMs }) => progressMs));
  return since + FILE_LIMITS.relayResendMs;
}

/** When the relay path's pace lets the next piece go; null while none waits for that. */
export function sendAtMs(files: Files): number | null {
  return files.path.route?.path === "relay" && laneFor(files) !== null && nextToSend(files) !== null
    ? files.relayNextMs
    : null;
}

const sendAll: Step = (files) => {
  const { route } = files.path;
  const due = route?.path === "relay" ? files.nowMs >= files.relayNextMs : true;
  const lane = due ? laneFor(files) : null;
  const file = lane === null ? null : nextToSend(files);
  if (route === null || lane === null || file === null) return stay(files);
  const index = lowestUnsent(file);
  return index === null ? stay(files) : chain(files, give(file, index, route, lane), sendAll);
};

/** Hands a piece over: for the first time, or again. */
export function give(file: Outgoing, index: number, route: Route, lane: number): Step {
  const kept = file.kept.get(index);
  if (kept === undefined) return stay;
  return (files) => {
    const { nowMs, orders: order } = files;
    const now = { sent: true, lane, order, firstMs: kept.sent ? kept.firstMs : nowMs, lastMs: nowMs };
    const sent: Outgoing = {
      ...file,
      kept: new Map(file.kept).set(index, { ...kept, ...now }),
      lastSent: file.lastSent || index === file.pieces - 1,
    };
    return chain(
      count(withOut({ ...files, served: file.id, orders: order + 1 }, sent), route.path, lane),
      askRoom({ do: "piece", route, lane, block: kept.block }),
    );
  };
}

function count(files: Files, path: "direct" | "relay", lane: number): Files {
  if (path === "direct") return countHanded(files, lane);
  const from = Math.max(files.nowMs, files.relayNextMs);
  return { ...files, relayNextMs: from + FILE_LIMITS.relayPieceEveryMs };
}

/** Where one more piece may go: 0 is the path itself. Null where nothing may go now. */
function laneFor(files: Files): number | null {
  const { route, busy } = files.path;
  if (route === null || busy) return null;
  if (route.path === "direct") return laneWithRoom(files);
  return countSent(files) < FILE_LIMITS.windowPieces.relay ? 0 : null;
}

function countSent({ out }: Files): number {
  return out.reduce((sum, { kept }) => sum + [...kept.values()].filter(({ sent }) => sent).length, 0);
}

/** The file after the one that was served last, of those that have something to send on this path. */
function nextToSend(files: Files): Outgoing | null {
  const ready = files.out.filter((file) => mayGo(files, file) && lowestUnsent(file) !== null);
  const place = files.out.findIndex(({ id }) => id === files.served);
  return ready.find((file) => files.out.indexOf(file) > place) ?? ready[0] ?? null;
}

/** Through the relay goes what its limit allows; a longer file waits for the direct path. */
function mayGo({ path }: Files, file: Outgoing): boolean {
  const relayed = path.limits?.relayed ?? 0;
  return path.route?.path !== "relay" || relayed === 0 || lengthOf(file) <= relayed;
}

function lowestUnsent({ kept }: Outgoing): number | null {
  let lowest: number | null = null;
  for (const [index, { sent }] of kept) if (!sent && (lowest === null || index < lowest)) lowest = index;
  return lowest;
}

const readAhead: Step = (files) => chain(files, ...files.out.map(({ id }) => readNext(id)));

function readNext(id: string): Step {
  return (files) => {
    const file = files.out.find((one) => one.id === id);
    if (file === undefined || !mayRead(files, file)) return turn(files);
    return chain(
      withOut(files, { ...file, asked: file.asked + 1 }),
      (next) => turn(next, { to: "job", job: sealJob(file) }),
      readNext(id),
    );
  };
}

function sealJob({ id, size, asked, pieces: count }: Outgoing): FileJob {
  if (size === null) return { job: "seal-next", id };
  const from = asked * pieces.limits.pieceBytesMax;
  const to = Math.min(size, from + pieces.limits.pieceBytesMax);
  return { job: "seal", id, from, to, last: asked === count - 1 };
}

/** Up to the credit and the window, and no more than a few pieces before the path takes them. */
function mayRead(files: Files, { state, asked, sealed, pieces: count, credit, kept }: Outgoing): boolean {
  if (state !== "moving" || asked >= Math.min(credit, count)) return false;
  const making = asked - sealed;
  const window = FILE_LIMITS.windowPieces[files.path.route?.path ?? "direct"];
  if (kept.size + making >= window) return false;
  let unsent = 0;
  for (const { sent } of kept.values()) if (!sent) unsent += 1;
  return unsent + making < FILE_LIMITS.aheadPieces;
}
