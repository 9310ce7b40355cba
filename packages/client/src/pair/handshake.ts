/*
 * Attempts at the handshake (spec/pair.md 4). Core judges the messages; here they are sent again, timed and counted.
 *
 *     none ──begin──> trying ──established──> done
 *                      ^  │
 *                      └──┘ failed: an opened message did not confirm, or 10 s with the other seat present (three attempts in all)
 */
import type { PathPolicy } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import { openAhead } from "./ahead.ts";
import { beginDirect } from "./direct.ts";
import { end } from "./end.ts";
import { release, takeIn } from "./intake.ts";
import type { HandshakeOutcome, JobResult } from "./messages.ts";
import { flush, sendBlock } from "./outbox.ts";
import { relayRoute } from "./paths.ts";
import { chosen, settlePolicy } from "./policy.ts";
import { adopt } from "./rekey.ts";
import { emptyRoom } from "./state.ts";
import type { Handshake, Room } from "./state.ts";
import { ask, chain, drop, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";
import { unreachable } from "./unreachable.ts";

/** Begins the next attempt, with fresh keys. */
export const beginAttempt: Step = (room) =>
  chain(
    {
      ...room,
      handshake: {
        ...emptyRoom.handshake,
        attempt: room.handshake.attempt + 1,
        state: "trying",
        path: room.policy.own.path,
        presentSinceMs: relayRoute(room) === null ? null : room.nowMs,
      },
    },
    ask({
      job: "attempt",
      attempt: room.handshake.attempt + 1,
      path: wishOf(room),
      rejoin: room.door?.open === true && "first",
    }),
  );

/** I names the room's path; R names one only where it hides its address (spec/pair.md 2). */
function wishOf({ role, policy }: Room): PathPolicy | null {
  const { path } = policy.own;
  return role === "initiator" || path === "relayed" ? path : null;
}

/** The initiator's m1 is made, possibly long before anybody is there to receive it. */
export function keepOwn(attempt: number, block: Uint8Array | null): Step {
  return (room) =>
    isPresentAttempt(room, attempt) && block !== null
      ? turn({ ...room, handshake: { ...room.handshake, block, repeatAtMs: room.nowMs } })
      : turn(room);
}

/** The other seat has appeared: what we said is said again at once. */
export const repeatNow: Step = (room) =>
  turn({ ...room, handshake: { ...room.handshake, repeats: 0, repeatAtMs: room.nowMs } });

/** Lets time pass for the present attempt: it counts only while the other seat is there. */
export const settleHandshake: Step = (room) => {
  if (room.handshake.state !== "trying") return turn(room);
  const handshake = followPresence(room);
  const spentMs =
    handshake.presentMs + (handshake.presentSinceMs === null ? 0 : room.nowMs - handshake.presentSinceMs);
  const followed = { ...room, handshake };
  return spentMs >= patienceMs(room) ? failAttempt(followed) : repeatWhenDue(followed);
};

/** Who asks to be let in waits for a person (spec/pair.md 9). */
export function patienceMs({ handshake }: Room): number {
  return handshake.asks ? LIMITS.knockWaitMs : LIMITS.attemptMs;
}

function followPresence(room: Room): Handshake {
  const { handshake, nowMs } = room;
  const present = relayRoute(room) !== null;
  if (present && handshake.presentSinceMs === null) {
    return { ...handshake, presentSinceMs: nowMs, repeats: 0, repeatAtMs: nowMs };
  }
  if (present || handshake.presentSinceMs === null) return handshake;
  const presentMs = handshake.presentMs + nowMs - handshake.presentSinceMs;
  return { ...handshake, presentMs, presentSinceMs: null, repeatAtMs: null };
}

/** A message is sent again byte for byte, after 1, 2 and 4 s. */
const repeatWhenDue: Step = (room) => {
  const { block, repeatAtMs, repeats } = room.handshake;
  const route = relayRoute(room);
  if (block === null || repeatAtMs === null || room.nowMs < repeatAtMs || route === null) return turn(room);
  const delayMs = LIMITS.repeatMs[repeats];
  const next = delayMs === undefined ? null : room.nowMs + delayMs;
  return chain(
    { ...room, handshake: { ...room.handshake, repeats: repeats + 1, repeatAtMs: next } },
    sendBlock(route, block),
  );
};

const failAttempt: Step = (room) =>
  room.handshake.attempt >= LIMITS.attempts
    ? end("handshake-failed")(room)
    : chain(
        { ...room, shown: { ...room.shown, notice: "no-valid-answer" } },
        tell({
          event: "notice",
          notice: "no-valid-answer",
          unopenedBlocks: room.unopenedBlocks,
          attempt: room.handshake.attempt,
        }),
        beginAttempt,
      );

/** Offers a handshake block to core. Once established, only a repeated m2 has an answer, until R's first frame opened. */
export function takeHandshakeBlock(block: Uint8Array): Step {
  return (room) => {
    if (room.door?.at) return room.door.part.onBlock(block)(room);
    if (room.handshake.state !== "trying" && !repeatsM3(room)) return drop(room);
    const taken = takeIn(room, "relay");
    if (taken === null) return drop(room);
    return ask({ job: "handshake", attempt: room.handshake.attempt, block })(taken);
  };
}

export function onHandshake(result: JobResult & { did: "handshake" }): Step {
  const { attempt, outcome } = result;
  return (room) => {
    const answered = release(room, "relay", outcome.kind !== "dropped");
    return isWelcome(room, attempt, outcome) ? onOutcome(outcome)(answered) : drop(answered);
  };
}

/**
 * The attempt may have run out of time while core was still at its block: then its failure is not the next one's, and its answer is
 * of no use to anybody. What it established stays established, once (spec/pair.md 4).
 */
function isWelcome(room: Room, attempt: number, outcome: HandshakeOutcome): boolean {
  if (outcome.kind === "dropped") return true;
  if (outcome.kind === "established") return room.session === null;
  return isPresentAttempt(room, attempt) || (outcome.kind === "answer" && repeatsM3(room));
}

function repeatsM3({ handshake, role, other }: Room): boolean {
  return handshake.state === "done" && role === "initiator" && !other.heardOnce;
}

function isPresentAttempt({ handshake }: Room, attempt: number): boolean {
  return handshake.state === "trying" && handshake.attempt === attempt;
}

function onOutcome(outcome: HandshakeOutcome): Step {
  switch (outcome.kind) {
    case "dropped":
      return drop;
    case "failed":
      return (room) =>
        chain(room, isCalledAgain(room) ? beginAttempt : failAttempt, offerAgain(outcome.block));
    case "answer":
      return onAnswer(outcome);
    case "established":
      return onEstablished(outcome);
    default:
      return unreachable(outcome);
  }
}

/** At the door each socket of the creator brings another m1: none of them is R's failure (spec/pair.md 9). */
function isCalledAgain({ handshake }: Room): boolean {
  return handshake.asks && handshake.attempt < LIMITS.knocks;
}

/** A second m1 ends R's attempt because it belongs to I's next one: R's next one answers it. */
function offerAgain(block: Uint8Array): Step {
  return (room) =>
    room.phase === "live" && room.role === "responder" ? takeHandshakeBlock(block)(room) : turn(room);
}

function onAnswer({ block, path, rejoin }: HandshakeOutcome & { kind: "answer" }): Step {
  return (room) => {
    const route = relayRoute(room);
    // I repeats its m3; R keeps its m2.
    if (room.handshake.state === "done") return route === null ? turn(room) : sendBlock(route, block)(room);
    const asks = rejoin === "again";
    return chain(
      { ...room, handshake: { ...room.handshake, block, repeatAtMs: room.nowMs, asks } },
      asks && !room.handshake.asks ? tell({ event: "door", state: "asking" }) : stay,
      repeatWhenDue,
      path === "direct" && !asks ? openAhead : stay,
    );
  };
}

export function onEstablished(outcome: HandshakeOutcome & { kind: "established" }): Step {
  return (room) => {
    const established: Room = {
      ...chosen(room, outcome.otherPath),
      handshake: { ...room.handshake, state: "done", block: null, repeatAtMs: null },
      other: { ...room.other, heardMs: room.nowMs },
      compares: outcome.rejoin === "again",
      rekey: { ...room.rekey, lastMs: room.nowMs },
      expireAtMs: room.nowMs + LIMITS.expireEveryMs,
      // R's first frame tells I that m3 arrived: what R says of its own accord does, or else a heartbeat in its stead.
      ackDueMs: room.role === "responder" ? room.nowMs + LIMITS.ackDelayMs : null,
    };
    const route = relayRoute(room);
    const m3 = outcome.block === null || route === null ? stay : sendBlock(route, outcome.block);
    const returns = outcome.rejoin === "again" ? tell({ event: "door", state: "compare" }) : stay;
    const told = outcome.rejoin === "first" ? tell({ event: "door", state: "returnable" }) : returns;
    return chain(established, m3, adopt(outcome.view), told, beginDirect, settlePolicy, flush);
  };
}
