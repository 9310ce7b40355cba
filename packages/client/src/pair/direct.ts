/*
 * The direct path (spec/direct.md 2 to 4): who offers, which generation counts, and when it is given up.
 *
 *     none (or ahead, ahead.ts) ──open──> opening ──channel open──> open
 *                      │ ^                      │   closed, failed, disconnected for 2 s, silent for 2.5 heartbeats,
 *                      v │ next generation      v   or not open after 20 s
 *                     down <────────────────────┘   I rebuilds after 0, 1, 2, 4, 8 s; R asks for it
 */
import { KIND, bodies } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import { inOne, onAhead } from "./ahead.ts";
import { makeConnection } from "./connection.ts";
import { isFull, take } from "./delivery.ts";
import type { PathPeerEvent, PeerSignalType } from "../ports.ts";
import { replaceSoon } from "./fresh-socket.ts";
import { isQuestion } from "./going.ts";
import { withoutAddresses } from "./hidden.ts";
import { rewindStream } from "./outbox.ts";
import { pathOf, relayRoute } from "./paths.ts";
import { heartbeatMs } from "./rhythm.ts";
import { rekeyNow, repeatRk1 } from "./rekey.ts";
import type { Direct, Room } from "./state.ts";
import { chain, drop, stay, turn } from "./turn.ts";
import type { Step } from "./turn.ts";
import { unreachable } from "./unreachable.ts";

/** The session is established: I offers at once, R makes its end ready for it, unless it was made ahead (spec/direct.md 3). */
export const beginDirect: Step = (room) => {
  if (pathOf(room) === "relayed") return forsakeDirect(room);
  const { direct } = room;
  const noticed = withDirect(room, { noticeAtMs: room.nowMs + LIMITS.noticeMs });
  return direct.state === "ahead" ? takeAhead(noticed) : openGeneration(direct.generation + 1)(noticed);
};

/** The path is fixed: what the object has gathered may go. */
const takeAhead: Step = (room) => {
  const { generation, held } = room.direct;
  const begun = { ...room, direct: { ...room.direct, ...beginning(room), generation, held: [] } };
  return chain(begun, ...inOne(held).map((one) => onOwnSignal(generation, one.type, one.text)));
};

function openGeneration(generation: number): Step {
  return (room) => makeConnection(generation)(withDirect(room, { ...beginning(room), generation }));
}

function beginning({ nowMs }: Room): Partial<Direct> {
  return {
    state: "opening",
    offered: false,
    described: false,
    candidates: 0,
    openingEndsMs: nowMs + LIMITS.openingMs,
    heardMs: nowMs,
    sentMs: nowMs,
    handedBytes: 0,
    drainedBytes: 0,
    asked: false,
    ...closedPath,
  };
}

const closedPath = {
  freshEpoch: null,
  secure: false,
  disconnectedMs: null,
  rebuildAtMs: null,
  doubt: null,
} as const;

/** What the connection object says; another generation's words are nobody's. */
export function onPeer(event: PathPeerEvent): Step {
  return (room) => {
    const { direct } = room;
    if (event.generation !== direct.generation || direct.state === "down" || direct.state === "none") {
      return turn(room);
    }
    if (direct.state === "ahead") return onAhead(event)(room);
    switch (event.on) {
      case "opened":
        return direct.state === "opening" ? onOpened(room) : turn(room);
      case "signal":
        return onOwnSignal(event.generation, event.type, event.text)(room);
      case "drained":
        return turn(withDirect(room, { drainedBytes: event.totalBytes }));
      case "state":
        return onState(event.state)(room);
      case "received":
        return turn(room);
      default:
        return unreachable(event);
    }
  };
}

function onOwnSignal(generation: number, type: PeerSignalType, text: string): Step {
  return (room) =>
    sendSignal(
      generation,
      type,
      text,
    )(withDirect(room, { offered: room.direct.offered || type === "offer" }));
}

const onOpened: Step = (room) =>
  chain(
    withDirect(room, {
      state: "open",
      openingEndsMs: null,
      closedMs: null,
      heardMs: room.nowMs,
      sentMs: room.nowMs,
      noticeAtMs: null,
    }),
    room.role === "initiator" ? rekeyNow : stay,
  );

function onState(state: "connected" | "disconnected" | "failed" | "closed"): Step {
  return (room) => {
    if (state === "failed") return loseDirect(withFreshSocket(room));
    if (state === "closed") return loseDirect(noteClosing(room));
    const since = state === "disconnected" ? (room.direct.disconnectedMs ?? room.nowMs) : null;
    return turn(withDirect(room, { disconnectedMs: since }));
  };
}

/** Our own end is heard no more once it is closed here: so this is the other's doing. */
function noteClosing(room: Room): Room {
  return room.direct.state === "open" ? withDirect(room, { closedMs: room.nowMs }) : room;
}

/** The path is gone: I makes the next generation, R asks for it once; what was in flight goes another way. */
const loseDirect: Step = (room) => {
  const { direct, nowMs, role } = room;
  const waitMs = LIMITS.rebuildMs[Math.min(direct.rebuilds, LIMITS.rebuildMs.length - 1)] ?? 0;
  const down = withDirect(room, {
    ...closedPath,
    state: "down",
    openingEndsMs: null,
    rebuildAtMs: role === "initiator" ? nowMs + waitMs : null,
    rebuilds: direct.rebuilds + 1,
    noticeAtMs: direct.noticeAtMs ?? nowMs + LIMITS.noticeMs,
  });
  return chain(
    down,
    closeObject,
    rewindStream("signal"),
    rewindStream("talk"),
    role === "responder" ? askForRebuild : repeatRk1,
  );
};

/**
 * The path is `relayed` for good: no connection object is left, and nothing of it leaves any more (spec/content.md 8). What was in flight
 * takes the relay path.
 */
export const forsakeDirect: Step = (room) => {
  const { direct, role } = room;
  const { state } = direct;
  const none = withDirect(room, {
    ...closedPath,
    state: "none",
    held: [],
    openingEndsMs: null,
    noticeAtMs: null,
    asked: false,
  });
  const open = state === "ahead" || state === "opening" || state === "open";
  return chain(
    { ...none, signal: withoutAddresses(room.signal), talk: withoutAddresses(room.talk) },
    ...(open ? [closeObject, rewindStream("signal"), rewindStream("talk")] : []),
    role === "initiator" && room.session !== null ? repeatRk1 : stay,
  );
};

const closeObject: Step = (room) =>
  turn(room, { to: "peer", command: { do: "close", generation: room.direct.generation } });

const askForRebuild: Step = (room) =>
  room.direct.asked || room.direct.generation === 0
    ? turn(room)
    : chain(withDirect(room, { asked: true }), sendSignal(room.direct.generation, "rebuild", ""));

/** Gives up what is over, and makes the next generation when its time has come and the other seat is there. */
export const settleDirect: Step = (room) => {
  const { direct, nowMs } = room;
  if (pathOf(room) === "relayed") return turn(room);
  if (direct.doubt !== null && direct.doubt.order <= room.signal.acknowledged)
    return settleDirect(withDirect(room, { doubt: null }));
  if (isOver(room)) return chain(withFreshSocket(room), loseDirect, settleDirect);
  // A socket that is about to be replaced carries nothing of the next generation.
  if (room.link.replaceAtMs !== null) return turn(room);
  const due = direct.rebuildAtMs !== null && nowMs >= direct.rebuildAtMs && relayRoute(room) !== null;
  return due ? openGeneration(direct.generation + 1)(room) : turn(room);
};

/** What took the direct path away may have taken the socket too. One that was heard a moment ago lives. */
function withFreshSocket(room: Room): Room {
  const heard = room.nowMs - room.link.heardMs < LIMITS.freshlyHeardMs;
  return room.direct.state !== "open" || heard ? room : replaceSoon(room, 0);
}

function isOver(room: Room): boolean {
  const { direct, nowMs, life, intake } = room;
  const late = direct.openingEndsMs !== null && nowMs >= direct.openingEndsMs;
  const cut = direct.disconnectedMs !== null && nowMs - direct.disconnectedMs >= LIMITS.disconnectedMs;
  const silent =
    direct.state === "open" && nowMs - direct.heardMs >= heartbeatMs(life) * LIMITS.silentHeartbeats;
  const unanswered = direct.doubt !== null && nowMs >= direct.doubt.dueMs && intake.waiting.direct === 0;
  return late || cut || silent || unanswered;
}

/** "Keep trying" was pressed: the waiting between two generations begins anew, and the next one is made now. */
export const keepTrying: Step = (room) => {
  const { direct, nowMs } = room;
  if (room.session === null || direct.state === "open" || pathOf(room) === "relayed") return turn(room);
  const patient = withDirect(room, { rebuilds: 0, asked: false, noticeAtMs: nowMs + LIMITS.noticeMs });
  if (direct.state === "opening") return loseDirect(patient);
  return room.role === "initiator"
    ? turn(withDirect(patient, { rebuildAtMs: nowMs, rebuilds: 1 }))
    : askForRebuild(patient);
};

function sendSignal(
  generation: number,
  type: "offer" | "answer" | "candidate" | "end" | "rebuild",
  text: string,
): Step {
  return (room) => {
    if (isFull(room.signal)) return turn(room);
    const body = bodies.signal.encode({ generation, type, text });
    return turn({ ...room, signal: take(room.signal, KIND.signal, new Uint8Array(16), body) });
  };
}

/** A signal of the other side, in order. Only I offers, so there is no glare (spec/direct.md 3). */
export function onSignal(body: Uint8Array): Step {
  return (room) => {
    const signal = bodies.signal.decode(body);
    if (signal === null) return drop(room);
    const { direct, role } = room;
    if (isQuestion(signal) || pathOf(room) === "relayed") return turn(room);
    if (signal.type === "offer" && role === "responder") return onOffer(signal.generation, signal.text)(room);
    if (signal.generation !== direct.generation) return drop(room);
    return direct.state === "down" ? turn(room) : onPresentSignal(signal.type, signal.text)(room);
  };
}

/** A signal of the generation that is being made or in use. */
function onPresentSignal(type: "offer" | "answer" | "candidate" | "end" | "rebuild", text: string): Step {
  return (room) => {
    const { direct, role } = room;
    const initiator = role === "initiator";
    switch (type) {
      case "rebuild":
        return initiator ? loseDirect(room) : drop(room);
      case "answer":
        return initiator && !direct.described ? describe("answer", text)(room) : drop(room);
      case "candidate":
        return direct.candidates < LIMITS.candidatesOfGeneration
          ? pass("candidate", text)(withDirect(room, { candidates: direct.candidates + 1 }))
          : drop(room);
      case "end":
        return pass("end", "")(room);
      case "offer":
        return drop(room);
      default:
        return unreachable(type);
    }
  };
}

/** An offer of a higher generation begins it; the first one finds its end ready. */
function onOffer(generation: number, text: string): Step {
  return (room) => {
    const { direct } = room;
    const awaited = generation === direct.generation && !direct.described && direct.state === "opening";
    if (awaited) return describe("offer", text)(room);
    const tooMany = candidatesIn(text) > LIMITS.candidatesOfGeneration;
    if (generation <= direct.generation || tooMany) return drop(room);
    return chain(
      withDirect(room, {
        noticeAtMs: direct.noticeAtMs ?? (direct.state === "open" ? room.nowMs + LIMITS.noticeMs : null),
      }),
      openGeneration(generation),
      rewindStream("talk"),
      describe("offer", text),
    );
  };
}

/** The candidates in a description count like any others: a browser asks for each of them. */
function describe(type: "offer" | "answer", text: string): Step {
  return (room) => {
    const candidates = room.direct.candidates + candidatesIn(text);
    if (candidates > LIMITS.candidatesOfGeneration) return drop(room);
    return pass(type, text)(withDirect(room, { described: true, candidates }));
  };
}

/** Wherever the word stands: browsers differ in the spaces and capitals that they let pass. */
function candidatesIn(text: string): number {
  return text.match(/candidate\s*:/gi)?.length ?? 0;
}

/** Hands a signal to this side's connection object, which asks the addresses in it at once: they see this side's from then on. */
function pass(type: PeerSignalType, text: string): Step {
  return (room) => {
    const { generation } = room.direct;
    const seen = room.policy.seen || type !== "end";
    const command = { do: "signal", generation, type, text } as const;
    return turn({ ...room, policy: { ...room.policy, seen } }, { to: "peer", command });
  };
}

function withDirect(room: Room, change: Partial<Direct>): Room {
  return { ...room, direct: { ...room.direct, ...change } };
}
