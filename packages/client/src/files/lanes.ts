/*
 * Connections of their own for pieces, where the direct path alone is slow (spec/files.md 11). S opens them:
 *
 *     none ──poor for 1 s──> opening ──answer, channel open──> open ──no file moves, path gone──> closed
 *                               └──20 s, closed──> closed         └──closed──> closed, its pieces are unsent
 *
 * R takes what is offered to it, as long as a file moves, and closes what nobody needs: pieces are taken from wherever they come.
 */
import { CoreError } from "@tacet/core";
import { fileBodies, pieces } from "@tacet/core/files";
import type { LaneCommand } from "../ports.ts";
import { isMoving } from "./credit.ts";
import { FILE_LIMITS } from "./limits.ts";
import { unsend } from "./sending.ts";
import type { Files, FilesInput, Lane, Lanes, TheirLane } from "./state.ts";
import { askRoom, chain, stay, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

const LIMITS = FILE_LIMITS.lanes;

/** Taken with every path that the room tells: lanes go with the direct path that they stand beside. */
export const followPath: Step = (files) => {
  const { route, policy } = files.path;
  const generation = route?.path === "direct" && policy !== "relayed" ? route.number : 0;
  if (generation === files.lanes.generation) return turn(files);
  const { numbered } = files.lanes;
  const same = generation === 0 || generation === numbered.generation;
  const next = same ? numbered : { generation, own: 0, theirs: [] };
  return chain(files, closeAll, (left) => turn(withLanes(left, { generation, numbered: next, probe: null })));
};

/** The room is over, or the path is another. */
export const closeAll: Step = (files) => {
  const { own, theirs } = files.lanes;
  const steps = [
    ...own.map(({ number }) => drop(number, true)),
    ...theirs.map(({ number }) => drop(number, false)),
  ];
  return chain(files, ...steps);
};

/** What time or the last input has made due: lanes that are needed, and those that are not any more. */
export const settleLanes: Step = (files) => chain(files, settleTheirs, settleOwn);

/** Those of the other side stay while a file of it moves, and for a while after: it closes them when it hears that all is done. */
const settleTheirs: Step = (files) => {
  if (files.lanes.theirs.length === 0) return turn(files);
  const moves = files.in.some(isMoving);
  const idleEndsMs = moves ? null : files.nowMs + LIMITS.openingMs;
  const theirs = files.lanes.theirs.map((lane): TheirLane =>
    lane.open ? { ...lane, endsMs: moves ? null : (lane.endsMs ?? idleEndsMs) } : lane,
  );
  const late = theirs.filter(({ endsMs }) => endsMs !== null && files.nowMs >= endsMs);
  return chain(withLanes(files, { theirs }), ...late.map(({ number }) => drop(number, false)));
};

const settleOwn: Step = (files) => {
  const { own } = files.lanes;
  const late = own.filter(({ openingEndsMs }) => openingEndsMs !== null && files.nowMs >= openingEndsMs);
  if (late.length > 0) {
    // Where none is answered, none will be: the other side has no lanes.
    const none = own.every(({ answered }) => !answered);
    const left = none ? withNumber(files, { own: LIMITS.numberMax }) : files;
    return chain(left, ...late.map(({ number }) => drop(number, true)), settleOwn);
  }
  if (own.length > 0)
    return files.out.some(({ state }) => state === "moving") ? stay(files) : closeOwn(files);
  return files.out.length === 0 && files.lanes.probe === null ? turn(files) : openWherePoor(files);
};

const openWherePoor: Step = (files) => {
  const { numbered, generation, probe } = files.lanes;
  const none = generation === 0 || files.path.iceServers === null || numbered.own >= LIMITS.numberMax;
  if (none || !isLong(files)) return turn(withLanes(files, { probe: null }));
  const { handed, drained } = files.queue;
  // A queue that is nearly empty waits for the other side, or for the source: the path is not what is slow.
  const waits = handed - drained < LIMITS.waitingBytes;
  if (probe === null || waits || drained - probe.bytes >= LIMITS.poorBytes)
    return turn(withLanes(files, { probe: { atMs: files.nowMs, bytes: drained } }));
  return files.nowMs - probe.atMs >= LIMITS.probeMs ? openLanes(files) : stay(files);
};

/** When they want to be asked, though nothing happens. */
export function lanesAtMs({ lanes: { own, theirs, probe } }: Files): number | null {
  const ends = [...own.map(({ openingEndsMs }) => openingEndsMs), ...theirs.map(({ endsMs }) => endsMs)];
  const times = ends.filter((time) => time !== null);
  if (probe !== null && own.length === 0) times.push(probe.atMs + LIMITS.probeMs);
  return times.length === 0 ? null : Math.min(...times);
}

/** The channel that may have the next piece of the direct path, 0 for the path's own; null while all have enough. */
export function laneWithRoom({ queue, lanes }: Files): number | null {
  const open = lanes.own.filter(({ openingEndsMs }) => openingEndsMs === null);
  const bytesMax = open.length === 0 ? FILE_LIMITS.queueBytes : LIMITS.queueBytes;
  const queued = [{ number: 0, ...queue }, ...open].map((it) => [it.number, it.handed - it.drained] as const);
  const free = queued.filter(([, bytes]) => bytes + FILE_LIMITS.frameBytes <= bytesMax);
  return (
    free.reduce<(typeof free)[number] | null>((a, b) => (a === null || b[1] < a[1] ? b : a), null)?.[0] ??
    null
  );
}

export function countHanded(files: Files, number: number): Files {
  const { frameBytes } = FILE_LIMITS;
  if (number === 0) return { ...files, queue: { ...files.queue, handed: files.queue.handed + frameBytes } };
  return withOwn(files, number, (lane) => ({ ...lane, handed: lane.handed + frameBytes }));
}

/** What is said of lanes. Null for a body that the table does not describe. */
export function onLaneSaid(body: Uint8Array): Step | null {
  const said = fileBodies.lane.decode(body);
  if (said === null) return null;
  const { generation, number, type, text } = said;
  return (files) => {
    // 0 is none: pieces do not go directly.
    if (generation === 0 || generation !== files.lanes.generation) return turn(files);
    return (type === "offer" ? take(number, text) : answer(number, text))(files);
  };
}

export function onLane(event: (FilesInput & { on: "lane" })["event"]): Step {
  return (files) => {
    const { generation, number, own } = event;
    if (generation !== files.lanes.generation) return turn(files);
    if (event.on === "described") return say(number, own, event.text)(files);
    if (event.on === "closed") return drop(number, own)(files);
    if (!own) return event.on === "opened" ? turn(opened(files, number)) : turn(files);
    return turn(
      withOwn(files, number, (lane) =>
        event.on === "opened" ? { ...lane, openingEndsMs: null } : { ...lane, drained: event.totalBytes },
      ),
    );
  };
}

const openLanes: Step = (files) => {
  const used = files.lanes.numbered.own;
  const count = Math.min(LIMITS.count, LIMITS.numberMax - used);
  const numbers = Array.from({ length: count }, (_, at) => used + 1 + at);
  const openingEndsMs = files.nowMs + LIMITS.openingMs;
  const own = numbers.map((number): Lane => ({
    number,
    openingEndsMs,
    answered: false,
    handed: 0,
    drained: 0,
  }));
  const iceServers = files.path.iceServers ?? [];
  return chain(
    withNumber(withLanes(files, { own, probe: null }), { own: used + count }),
    ...numbers.map((number) => command(number, true, { do: "open", iceServers })),
  );
};

const closeOwn: Step = (files) => chain(files, ...files.lanes.own.map(({ number }) => drop(number, true)));

/** R's part. No number is taken twice, and they come in any order, since gathering ends in any; and none is taken that no file needs. */
function take(number: number, text: string): Step {
  return (files) => {
    const { theirs, numbered } = files.lanes;
    const { iceServers } = files.path;
    const unwanted =
      numbered.theirs.includes(number) || theirs.length >= LIMITS.count || !files.in.some(isMoving);
    if (iceServers === null || unwanted || hasManyCandidates(text)) return turn(files);
    const lane = { number, open: false, endsMs: files.nowMs + LIMITS.openingMs };
    return chain(
      withNumber(withLanes(files, { theirs: [...theirs, lane] }), { theirs: [...numbered.theirs, number] }),
      command(number, false, { do: "take", iceServers, text }),
    );
  };
}

function hasManyCandidates(text: string): boolean {
  return (text.match(/candidate\s*:/gi)?.length ?? 0) > LIMITS.candidates;
}

function answer(number: number, text: string): Step {
  return (files) => {
    const lane = files.lanes.own.find((one) => one.number === number);
    if (lane === undefined || lane.answered || hasManyCandidates(text)) return turn(files);
    return command(number, true, { do: "answer", text })(
      withOwn(files, number, (it) => ({ ...it, answered: true })),
    );
  };
}

function say(number: number, own: boolean, text: string): Step {
  return (files) => {
    const { generation } = files.lanes;
    const file = (own ? files.out : files.in).find(({ state }) => state === "moving");
    const body = bodyOf({ generation, number, type: own ? "offer" : "answer", text });
    // With its file over, a lane is needed by nobody.
    if (file === undefined || body === null) return drop(number, own)(files);
    return askRoom({ do: "say", kind: fileBodies.lane.kind, id: file.file, body })(files);
  };
}

/** Null for what a browser should not have given: a description of nothing, or of more than 16,000 bytes. */
function bodyOf(lane: Parameters<typeof fileBodies.lane.encode>[0]): Uint8Array | null {
  try {
    return fileBodies.lane.encode(lane);
  } catch (error) {
    if (error instanceof CoreError) return null;
    throw error;
  }
}

/** It is closed on this side; what was sent on it goes again, if it is this side's. */
function drop(number: number, own: boolean): Step {
  return (files) => {
    const { lanes } = files;
    const known = (own ? lanes.own : lanes.theirs).some((lane) => lane.number === number);
    if (!known) return turn(files);
    const left = own
      ? withLanes(files, { own: lanes.own.filter((lane) => lane.number !== number) })
      : withLanes(files, { theirs: lanes.theirs.filter((lane) => lane.number !== number) });
    return chain(
      left,
      own ? unsend((kept) => kept.lane === number) : stay,
      command(number, own, { do: "close" }),
    );
  };
}

type Told = LaneCommand extends infer One
  ? One extends LaneCommand
    ? Omit<One, "generation" | "number" | "own">
    : never
  : never;

function command(number: number, own: boolean, told: Exclude<Told, { do: "send" }>): Step {
  return (files) => {
    const { generation } = files.lanes;
    return turn(files, { to: "lane", command: { ...told, generation, number, own } });
  };
}

/** So much is yet to be read that connections are worth their making. */
function isLong({ out }: Files): boolean {
  const moving = out.filter(({ state }) => state === "moving");
  const left = moving.reduce((sum, { pieces: count, asked }) => sum + count - asked, 0);
  return left * pieces.limits.pieceBytesMax >= LIMITS.leftBytes;
}

function opened(files: Files, number: number): Files {
  const { theirs } = files.lanes;
  return withLanes(files, {
    theirs: theirs.map((lane) => (lane.number === number ? { number, open: true, endsMs: null } : lane)),
  });
}

function withNumber(files: Files, change: Partial<Pick<Lanes["numbered"], "own" | "theirs">>): Files {
  return withLanes(files, { numbered: { ...files.lanes.numbered, ...change } });
}

function withOwn(files: Files, number: number, change: (lane: Lane) => Lane): Files {
  return withLanes(files, {
    own: files.lanes.own.map((lane) => (lane.number === number ? change(lane) : lane)),
  });
}

function withLanes(files: Files, change: Partial<Lanes>): Files {
  return { ...files, lanes: { ...files.lanes, ...change } };
}
