/*
 * The relay socket (spec/relay.md 3 to 6, direct.md 4). What the relay says is believed as far as its word goes: it seats, it tells who is
 * there, it ends rooms. It cannot lengthen a room's life.
 *
 *     off ──open──> opening ──opened──> admitting ──welcome──> admitted
 *      ^               │                    │                     │
 *      ├───────────────┴── closed, silent ──┴─────────────────────┘   again after 0.2 s, doubling to 5 s, with jitter
 *      └── the room that was to be entered is absent ──┘              again after 1, 1.5 and 3 s, and no more
 */
import { WireError, decodeFromRelay } from "@tacet/wire";
import type { FromRelay, Presence, RefusalCode, Welcome } from "@tacet/wire";
import type { EndReason } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { end } from "./end.ts";
import { admitMode, askAdmit } from "./first-frame.ts";
import { onGoing } from "./going.ts";
import { repeatNow } from "./handshake.ts";
import { rewindStream, tellRelay } from "./outbox.ts";
import { nextReachMs } from "./patience.ts";
import { talksByRelay } from "./paths.ts";
import { limitLife } from "./presence.ts";
import { relayUrl } from "../relay-url.ts";
import type { InvitingInput, PhraseFrame } from "../phrase/inviting.ts";
import type { Effect } from "./messages.ts";
import type { FileLimits, Link } from "./link-state.ts";
import type { Room } from "./state.ts";
import { chain, drop, stay, turn } from "./turn.ts";
import type { Step, Turn } from "./turn.ts";
import { unreachable } from "./unreachable.ts";

/** Opens the next socket. Its first frame asks for the seat, with the newest ticket (relay 6), and is made while it opens. */
export const openLink: Step = (room) => {
  const connection = room.link.connection + 1;
  const unanswered = room.link.state === "admitting" && room.link.asked === room.link.connection;
  // A phrase lives no longer than the socket that it was offered on (phrase 5).
  const replaces = room.link.state !== "off" && room.role === "initiator";
  const opening = withLink(room, {
    state: "opening",
    connection,
    retryAtMs: null,
    replaceAtMs: null,
    openedMs: room.nowMs,
    heardMs: room.nowMs,
    unansweredMs: null,
    reachAtMs: null,
    waitingBytes: 0,
    downSinceMs: room.link.downSinceMs ?? room.nowMs,
    lateAdmitSinceMs: unanswered ? room.nowMs : room.link.lateAdmitSinceMs,
  });
  return chain(
    opening,
    replaces ? tellPhrase({ on: "lost" }) : stay,
    (next) =>
      turn(next, { to: "socket", command: { do: "open", connection, url: relayUrl(room.link.origin) } }),
    room.leaving?.frame ? onAdmit(connection, room.leaving.frame.slice()) : askAdmit(connection),
  );
};

/** A socket of the present connection is open: its first frame goes out now, or as soon as it is made. */
export const onOpened: Step = (room) =>
  turn(room.link.state === "opening" ? show(withLink(room, { state: "admitting" })) : room);

/** The socket is open and its first frame is made: it has left. */
function show(room: Room): Room {
  const { state, asked, connection } = room.link;
  return state === "admitting" && asked === connection ? withLink(room, { shown: true }) : room;
}

/** A socket that is still opening keeps it until it is open. */
export function onAdmit(connection: number, bytes: Uint8Array): Step {
  return (room) =>
    connection === room.link.connection && isComing(room.link)
      ? turn(show(withLink(room, { asked: connection })), {
          to: "socket",
          command: { do: "send", connection, bytes },
        })
      : turn(room);
}

function isComing({ state }: Link): boolean {
  return state === "opening" || state === "admitting";
}

/** The socket is gone, or is given up: the next one follows, later each time. */
export const loseLink: Step = (room) => {
  const { link, nowMs } = room;
  const delayMs = Math.min(Math.max(link.delayMs * 2, LIMITS.reconnectMs.first), longestDelayMs(room));
  // A linear congruential step: jitter spreads clients, it hides nothing.
  const jitter = (Math.imul(link.jitter, 1_664_525) + 1_013_904_223) >>> 0;
  const waitMs = delayMs * (0.5 + jitter / 2 ** 33);
  const lost: Effect[] = room.role === "initiator" ? [{ to: "phrase", input: { on: "lost" } }] : [];
  return turn(
    withLink(room, {
      state: "off",
      delayMs,
      jitter,
      retryAtMs: nowMs + waitMs,
      replaceAtMs: null,
      failures: link.failures + 1,
      downSinceMs: link.downSinceMs ?? nowMs,
    }),
    { to: "socket", command: { do: "close", connection: link.connection } },
    ...lost,
  );
};

/** A new phrase is offered on the socket of this moment, and lives no longer than that. */
export const askPhrase: Step = (room) => {
  const { state, connection } = room.link;
  const open = room.role === "initiator" && state === "admitted";
  return tellPhrase({ on: "ask", connection: open ? connection : null })(room);
};

export function tellPhrase(input: InvitingInput): Step {
  return (room) => turn(room, { to: "phrase", input });
}

function onPhraseFrame(frame: PhraseFrame): Step {
  return (room) => {
    const { state, connection } = room.link;
    if (state !== "admitted" || room.role !== "initiator") return drop(room);
    return tellPhrase({ on: "frame", connection, frame })(room);
  };
}

/** Replaces a silent socket, opens the next one, and gives up a relay that never seated us. */
export const settleLink: Step = (room) => {
  const { link, nowMs } = room;
  if (link.state === "off") {
    const tooLong =
      !link.seated && link.downSinceMs !== null && nowMs - link.downSinceMs >= LIMITS.unreachableEndMs;
    if (tooLong) return end("relay", { hindrance: "network" })(room);
    return link.retryAtMs !== null && nowMs >= link.retryAtMs ? openLink(room) : turn(room);
  }
  if (link.replaceAtMs !== null) return nowMs >= link.replaceAtMs ? openLink(room) : turn(room);
  const doubtMs = nextReachMs(link);
  if (doubtMs !== null && nowMs >= doubtMs) return reach(room);
  return nowMs >= linkEndsMs(room) ? loseLink(room) : turn(room);
};

/** A short outage is over within a second of its end; a long one, or a relay that asks for less, is asked seldom. */
function longestDelayMs({ link, nowMs }: Room): number {
  const { soon, last } = LIMITS.reconnectMs;
  const young = link.downSinceMs === null || nowMs - link.downSinceMs < LIMITS.soonMs;
  return young && link.delayMs < last ? soon : last;
}

/** When this socket is given up unless something comes over it (relay 5), or the answer to the last word (pair 8). */
export function linkEndsMs({ link, phase }: Room): number {
  if (link.state === "admitted") {
    return phase === "leaving" ? link.openedMs + LIMITS.wordAnswerMs : link.heardMs + LIMITS.relaySilentMs;
  }
  return link.openedMs + (link.state === "opening" ? patienceMs(link) : LIMITS.admissionMs);
}

function reach(room: Room): Turn {
  const { link, nowMs } = room;
  const url = relayUrl(link.origin);
  const longMs = isLongAsked(room) ? LIMITS.openingSocket.spareMs : 0;
  return turn(
    withLink(room, {
      timed: link.timed && { ...link.timed, connection: 0, sentMs: nowMs },
      reachAtMs: nowMs + Math.max(longMs, shortPatienceMs(link)),
    }),
    {
      to: "socket",
      command: { do: "reach", connection: link.connection, url },
    },
  );
}

/** Browsers let a page wait before it opens the next socket when many have failed. */
function isLongAsked({ link, nowMs }: Room): boolean {
  const { spares, msMin } = LIMITS.openingSocket;
  return link.unansweredMs !== null && nowMs - link.unansweredMs >= spares * msMin;
}

/** The spare socket is open, and the first was not heard meanwhile. */
export const onReached: Step = (room) =>
  nextReachMs(room.link) === null
    ? turn(room)
    : openLink(withLink(room, { doubted: true, doubts: room.link.doubts + 1 }));

/**
 * How long a socket may be opening. Where the network swallows what is sent, the platform asks again after 1, 3, 7 s and so on: a new attempt
 * is sooner there than an old one when the network is back.
 */
function patienceMs(link: Link): number {
  const { tookMs, failures } = link;
  if (tookMs === null || failures % 12 === 11) return LIMITS.admissionMs;
  const atLeastMs = failures % 3 === 2 ? LIMITS.openingSocket.thirdMs : 0;
  return Math.min(LIMITS.admissionMs, Math.max(atLeastMs, shortPatienceMs(link)));
}

function shortPatienceMs({ tookMs }: Link): number {
  const { times, msMin } = LIMITS.openingSocket;
  return Math.min(LIMITS.admissionMs, Math.max(msMin, times * (tookMs ?? 0)));
}

/** What of its bytes this socket has not sent yet. */
export function onWaiting(bytes: number): Step {
  return (room) => {
    const { waitingBytes, drainedMs } = room.link;
    const drains = waitingBytes === 0 || bytes < waitingBytes;
    return turn(withLink(room, { waitingBytes: bytes, drainedMs: drains ? room.nowMs : drainedMs }));
  };
}

/** Bytes of the present socket. What is no frame of the relay is dropped and counted. */
export function onRelayBytes(bytes: Uint8Array, onBlock: (block: Uint8Array) => Step): Step {
  return (room) => {
    const frame = decodeRelay(bytes);
    if (frame === null) return drop(room);
    const isPass = frame.kind === "pass" && room.link.state === "admitted";
    const doubted = room.link.doubted && !isPass;
    const heard = withLink(room, { heardMs: room.nowMs, unansweredMs: null, reachAtMs: null, doubted });
    if (frame.kind === "pass") return isPass ? onBlock(frame.block)(heard) : drop(heard);
    return onFrame(frame)(heard);
  };
}

/** Null where the bytes are no frame of a relay. */
export function decodeRelay(bytes: Uint8Array): FromRelay | null {
  try {
    return decodeFromRelay(bytes);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

function onFrame(frame: Exclude<FromRelay, { kind: "pass" }>): Step {
  return (room) => {
    const { state } = room.link;
    switch (frame.kind) {
      case "welcome":
        return state === "admitting" ? onWelcome(frame)(room) : drop(room);
      case "refused":
        return state === "admitting" || mayBeAtDoor(room) ? onRefused(frame.code)(room) : drop(room);
      case "ended":
        return end(ENDED[frame.reason], { saidByRelay: true })(room);
      case "fault":
        return frame.code === "replaced" ? onReplaced(room) : loseLink(slower(room, frame.code === "rate"));
      case "beat":
        return tellRelay("beat")(room);
      case "presence":
        if (state !== "admitted") return drop(room);
        return frame.other === "going" ? onGoing(room) : onPresence(frame.other)(room);
      case "ticket":
        return state === "admitted" ? turn(withLink(room, { ticket: frame.ticket.slice() })) : drop(room);
      case "knock":
        return (room.door?.part.onKnock(frame.knock) ?? drop)(room);
      case "phrase-message":
      case "phrase-placed":
      case "phrase-begun":
      case "phrase-over":
        return onPhraseFrame(frame)(room);
      default:
        return unreachable(frame);
    }
  };
}

/** A guest knows that it knocks once m1 has come, and that it does not once there is a session (spec/pair.md 9). */
function mayBeAtDoor({ role, session }: Room): boolean {
  return role === "responder" && session === null;
}

/**
 * Whoever returns had a seat: to them a room that is absent is one that the relay no longer knows. To whoever enters it may be one that
 * the relay does not know again yet, because its creator is not back after a restart (relay 6).
 */
function onRefused(code: RefusalCode): Step {
  return (room) => {
    const returns = admitMode(room) === "return";
    const waitMs = LIMITS.lookAgainMs[room.link.absences];
    if (code === "absent" && !returns && waitMs !== undefined) return lookAgain(waitMs)(room);
    const reason = code === "absent" && returns ? "forgotten" : REFUSED[code];
    return end(reason, { saidByRelay: true })(room);
  };
}

/**
 * Another socket took the seat: another page's, or one of our own that was given up with its first frame on its way, which came late. The
 * next socket takes it back from that one.
 */
const onReplaced: Step = (room) => {
  const { lateAdmitSinceMs } = room.link;
  const own = lateAdmitSinceMs !== null && room.nowMs - lateAdmitSinceMs < LIMITS.lateAdmitMs;
  return own
    ? loseLink(withLink(room, { lateAdmitSinceMs: null }))
    : end("elsewhere", { saidByRelay: true })(room);
};

/** The relay was reached, and gave nobody a seat: so there is none to be left, should the person leave now. */
function lookAgain(waitMs: number): Step {
  return (room) => {
    const { nowMs, link } = room;
    const looking = { shown: false, absences: link.absences + 1, downSinceMs: null };
    return chain(room, loseLink, (lost) =>
      turn(withLink(lost, { ...looking, retryAtMs: nowMs + waitMs, delayMs: 0 })),
    );
  };
}

const REFUSED: Record<RefusalCode, EndReason> = {
  absent: "absent",
  used: "used",
  declined: "declined",
  version: "policy",
};

const ENDED: Record<"left" | "burned" | "expired" | "gone", EndReason> = {
  left: "left-there",
  burned: "burned-there",
  expired: "expired",
  gone: "gone",
};

function slower(room: Room, much: boolean): Room {
  return much ? withLink(room, { delayMs: LIMITS.reconnectMs.last }) : room;
}

function onWelcome(welcome: Welcome): Step {
  return (room) =>
    chain(
      withLink(room, {
        state: "admitted",
        seated: true,
        ticket: welcome.ticket.slice(),
        iceServers: stunOnly(welcome.stun),
        fileLimits: limitsOf(welcome),
        delayMs: 0,
        sentMs: room.nowMs,
        downSinceMs: null,
        tookMs: room.nowMs - room.link.openedMs,
        failures: 0,
      }),
      limitLife(welcome.timeLeftMs, welcome.graceSeconds),
      room.role === "initiator" ? tellPhrase({ on: "seated", connection: room.link.connection }) : stay,
      onPresence(welcome.other),
    );
}

function limitsOf({ directFileBytesMax, relayedFileBytesMax }: Welcome): FileLimits {
  return { directFileBytesMax, relayedFileBytesMax };
}

/** The relay names STUN servers and nothing else (relay 9): what could carry our traffic is not taken from it. */
function stunOnly(urls: readonly string[]): Link["iceServers"] {
  return urls.filter((url) => url.startsWith("stun:")).map((url) => ({ urls: url }));
}

/** Whoever appears has missed what was said: the handshake, signals, rk1, and talk that goes by the relay, are said again. */
function onPresence(presence: Presence): Step {
  return (room) => {
    if (presence === "left") return end("left-there")(room);
    const told: Room = { ...room, other: { ...room.other, presence, going: null } };
    if (presence !== "present") return turn(told);
    const byRelay = talksByRelay(told);
    return chain(hasten(told), repeatNow, rewindStream("signal"), byRelay ? rewindStream("talk") : stay);
  };
}

/** The waiting between two generations of the direct path, and between two rk1, was for somebody who was not there. */
function hasten(room: Room): Room {
  const { direct, rekey, nowMs } = room;
  const rebuildAtMs = direct.rebuildAtMs === null ? null : nowMs;
  const repeatAtMs = rekey.state === "asked" ? nowMs : rekey.repeatAtMs;
  return { ...room, direct: { ...direct, rebuildAtMs, rebuilds: 0 }, rekey: { ...rekey, repeatAtMs } };
}

function withLink(room: Room, change: Partial<Link>): Room {
  return { ...room, link: { ...room.link, ...change } };
}
