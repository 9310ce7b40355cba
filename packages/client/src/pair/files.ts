/*
 * Where a room meets its files (spec/files.md 5, 7). The machines of files stand apart (files/step.ts), since most rooms carry none: they are
 * told of commands, content, pieces and the path, and what they say comes back as an input. A room whose two sides have offered nothing
 * loads none of them, whatever a relay sends.
 */
import { KIND, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import { decodePass, encodePass } from "@tacet/wire";
import type { FileCommand } from "../face-files.ts";
import type { FilesInput, FilesSay, PiecePath } from "../files/state.ts";
import type { FilesPeerEvent } from "../ports.ts";
import { isFull, take } from "./delivery.ts";
import type { Stream } from "./delivery.ts";
import { LANE, namesAddress } from "./hidden.ts";
import { release, takeIn } from "./intake.ts";
import type { Route } from "./messages.ts";
import { contentRoute, pathOf } from "./paths.ts";
import { find, remember } from "./said.ts";
import type { FilesSlice, Room } from "./state.ts";
import { formatId } from "./talk-events.ts";
import { ask, chain, drop, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** The first byte of a piece's block (spec/files.md 4). */
export const PIECE = 4;
/** Words about files that the talk stream takes although it is full of people's words: two for each file that may be open. */
const FILE_WORDS_SPARE = 64;
const FILE_BYTES_MAX = 1_099_511_627_776;

/** A command about files. Without a session nothing can be offered, and nothing has been. */
export function onFileCommand(command: FileCommand, id: Uint8Array): Step {
  return (room) => {
    if (room.session !== null) return hand({ on: "command", command, id })(activate(room));
    return command.do === "file"
      ? tell({ event: "refused", key: command.key, reason: "not-yet" })(room)
      : turn(room);
  };
}

/** Talk about files; undefined for other kinds. An offer is a message: its id names it, once. */
export function onFileContent(kind: number, id: Uint8Array, body: Uint8Array): Step | undefined {
  if (kind < KIND.fileOffer || kind > LANE) return undefined;
  if (kind !== KIND.fileOffer) return whenActive(hand({ on: "content", kind, id, body, known: false }));
  return (room) => {
    const name = formatId(id);
    const known = find(room.said, name) !== null;
    const said = known ? room.said : remember(room.said, name, "other", false);
    return hand({ on: "content", kind, id, body, known })(activate({ ...room, said }));
  };
}

/** A piece: paid for like any block, and judged by the machines of files (spec/pair.md 6). */
export function onPiece(route: Route, block: Uint8Array): Step {
  return (room) => {
    const taken = room.files.active ? takeIn(room, route.path) : null;
    return taken === null ? drop(room) : hand({ on: "piece", path: route.path, block })(taken);
  };
}

/** The files channel of the present generation. */
export function onFilesChannel(event: FilesPeerEvent): Step {
  return (room) => {
    const { generation } = event;
    if (generation !== room.direct.generation) return turn(room);
    if (event.did === "opened") return turn(withFiles(room, { channel: generation }));
    if (event.did === "drained")
      return whenActive(hand({ on: "drained", generation, totalBytes: event.totalBytes }))(room);
    const block = decodePass(event.bytes);
    const isPiece = block?.[0] === PIECE;
    return isPiece ? onPiece({ path: "direct", number: generation }, block)(room) : drop(room);
  };
}

/** What the machines of files say. */
export function onFilesSay(says: FilesSay): Step {
  switch (says.do) {
    case "say":
      return onSay(says);
    case "piece":
      return sendPiece(says.route, says.block);
    case "judged":
      return (room) => {
        const released = release(room, says.path, says.opened);
        return says.counts ? drop(released) : turn(released);
      };
    case "unreadable":
      return noteUnreadable;
    default:
      return says satisfies never;
  }
}

/**
 * An acknowledgement that finds no room is said again, and stands for an accept that found none (spec/files.md 5). What ends or answers a file finds room, while the other side acknowledges anything.
 * A lane that was described when the path became `relayed` is closed already.
 */
function onSay({ kind, id, body }: FilesSay & { do: "say" }): Step {
  return (room) => {
    if (pathOf(room) === "relayed" && namesAddress({ kind, body })) return turn(room);
    const spare = kind === KIND.fileAcknowledge ? 0 : FILE_WORDS_SPARE;
    if (isFull(room.talk, spare)) return kind === KIND.fileOffer ? erase([body])(room) : turn(room);
    const said = kind === KIND.fileOffer ? remember(room.said, formatId(id), "self", false) : room.said;
    return turn({ ...room, said, talk: take(room.talk, kind, id, body) });
  };
}

/** An offer holds its file's key: of content that is not sent again, nothing of it stays (spec/README.md 1). */
export function eraseOffers(contents: readonly Content[]): Step {
  const offers = contents.filter(({ kind }) => kind === KIND.fileOffer);
  return offers.length === 0 ? stay : erase(offers.map(({ body }) => body));
}

function erase(secrets: readonly Uint8Array[]): Step {
  return ask({ job: "erase", secrets });
}

function sendPiece(route: Route, block: Uint8Array): Step {
  return (room) => {
    const now = pieceRoute(room);
    if (now?.path !== route.path || now.number !== route.number) return turn(room);
    const bytes = encodePass(block);
    return route.path === "relay"
      ? turn(
          { ...room, link: { ...room.link, sentMs: room.nowMs } },
          { to: "socket", command: { do: "send", connection: route.number, bytes } },
        )
      : turn(room, { to: "peer", command: { do: "send-piece", generation: route.number, bytes } });
  };
}

const noteUnreadable: Step = (room) =>
  tell({
    event: "notice",
    notice: "unreadable-content",
    unopenedBlocks: room.unopenedBlocks,
    attempt: room.handshake.attempt,
  })({ ...room, shown: { ...room.shown, notice: "unreadable-content" } });

/** Tells the machines where pieces may go, and the face how long a file may be; taken when all else is settled. */
export const reportFiles: Step = (room) => chain(room, reportPath, reportLimit);

const reportPath: Step = (room) => {
  const { active, told } = room.files;
  if (!active) return stay(room);
  const path = pathFor(room);
  if (told !== null && isSame(path, told)) return stay(room);
  return hand({ on: "path", path })(withFiles(room, { told: path }));
};

const reportLimit: Step = (room) => {
  const bytesMax = bytesMaxOf(room);
  if (bytesMax === room.files.bytesMax) return stay(room);
  return tell({ event: "files", open: bytesMax !== null, bytesMax: bytesMax ?? 0 })(
    withFiles(room, { bytesMax }),
  );
};

function bytesMaxOf(room: Room): number | null {
  const limits = limitsOf(room);
  if (limits === null) return null;
  const limit = pathOf(room) === "relayed" ? limits.relayed : limits.direct;
  return limit === 0 ? FILE_BYTES_MAX : Math.min(limit, FILE_BYTES_MAX);
}

/** While it is asked whether the other page or its path lives, the answer is not kept waiting behind pieces. */
function pathFor(room: Room): PiecePath {
  const asked = room.other.going !== null || room.direct.doubt !== null;
  const route = pieceRoute(room);
  const queued = route?.path === "relay" && room.link.waitingBytes > 0;
  const busy = asked || waits(room.signal) || waits(room.talk);
  const { iceServers } = room.link;
  return { route, busy, queued, policy: pathOf(room), iceServers, limits: limitsOf(room) };
}

/** Pieces go where talk goes (spec/files.md 5); on the direct path, on a channel of their own. */
function pieceRoute(room: Room): Route | null {
  const route = contentRoute(room, "talk");
  return route?.path === "direct" && room.files.channel !== route.number ? null : route;
}

/** Content that could not be handed to a path yet. */
function waits({ pending, handed, acknowledged }: Stream): boolean {
  return handed - acknowledged < pending.length;
}

/** The smaller of both sides' limits (spec/content.md 8). The other side's are none until its first word is there; it answers what is beyond them. */
function limitsOf({ session, policy }: Room): PiecePath["limits"] {
  if (session === null) return null;
  const { directFileBytesMax, relayedFileBytesMax } = bodies.policy.both(policy.own, policy.other);
  return { direct: directFileBytesMax, relayed: relayedFileBytesMax };
}

function isSame(a: PiecePath, b: PiecePath): boolean {
  return String(wordsOf(a)) === String(wordsOf(b));
}

function wordsOf({ route, busy, queued, policy, limits }: PiecePath): readonly unknown[] {
  return [route?.path, route?.number, busy, queued, policy, limits?.direct, limits?.relayed];
}

/** The machines are loaded, and must know the path before anything else. */
function activate(room: Room): Room {
  return room.files.active ? room : withFiles(room, { active: true });
}

function whenActive(next: Step): Step {
  return (room) => (room.files.active ? next(room) : stay(room));
}

function hand(input: FilesInput): Step {
  return (room) => {
    const { told } = room.files;
    if (told !== null || input.on === "path") return turn(room, { to: "files", input });
    const path = pathFor(room);
    return turn(
      withFiles(room, { told: path }),
      { to: "files", input: { on: "path", path } },
      { to: "files", input },
    );
  };
}

function withFiles(room: Room, change: Partial<FilesSlice>): Room {
  return { ...room, files: { ...room.files, ...change } };
}
