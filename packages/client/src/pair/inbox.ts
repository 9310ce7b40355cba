/*
 * From blocks to content. Nothing that does not open changes anything but a counter (spec/README.md 1).
 */
import { KIND, streamOf } from "@tacet/core";
import type { Content, Frame } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import { acknowledge, receive } from "./delivery.ts";
import { onSignal } from "./direct.ts";
import { end } from "./end.ts";
import { PIECE, eraseOffers, onPiece } from "./files.ts";
import { takeHandshakeBlock } from "./handshake.ts";
import { release, takeIn } from "./intake.ts";
import type { JobResult, OpenOutcome, Route, StreamName } from "./messages.ts";
import { acknowledgedOn } from "./patience.ts";
import { isPresent } from "./paths.ts";
import { onPolicy } from "./policy.ts";
import { adopt, onRekeyPlease, onRk1, onRk2 } from "./rekey.ts";
import type { Room } from "./state.ts";
import { onOtherTyping, onTalk } from "./talk.ts";
import { tellReceipts } from "./talk-events.ts";
import { ask, chain, drop, stay, turn } from "./turn.ts";
import type { Step } from "./turn.ts";
import { unreachable } from "./unreachable.ts";

const HANDSHAKE = 1;
const RATCHET = 2;

/** A block from a path (spec/pair.md 1). The handshake's cross the relay only: no direct path is older than it. */
export function onBlock(route: Route, block: Uint8Array): Step {
  return (room) => {
    if (block[0] === PIECE) return onPiece(route, block)(room);
    if (block[0] === HANDSHAKE) return route.path === "relay" ? takeHandshakeBlock(block)(room) : drop(room);
    if (room.session !== null) return open(route, block)(room);
    // I speaks right behind its m3; if m3 was lost, what followed it waits for the repeated one.
    return block[0] === RATCHET && room.handshake.state === "trying"
      ? keepEarly(route, block)(room)
      : drop(room);
  };
}

function open(route: Route, block: Uint8Array): Step {
  return (room) => {
    const taken = takeIn(room, route.path);
    return taken === null ? drop(room) : ask({ job: "open", route, block, nowMs: room.nowMs })(taken);
  };
}

/** 64 in all, half for each path: what a relay makes up takes no room from what comes directly. */
function keepEarly(route: Route, block: Uint8Array): Step {
  return (room) =>
    room.early.filter((one) => one.route.path === route.path).length >= LIMITS.earlyBlocksOfPath
      ? drop(room)
      : turn({ ...room, early: [...room.early, { route, block: block.slice() }] });
}

/** A new epoch or a new session: what came too early is offered again. */
export const openEarly: Step = (room) =>
  chain({ ...room, early: [] }, ...room.early.map(({ route, block }) => open(route, block)));

export function onOpen(result: JobResult & { did: "open" }): Step {
  return (room) =>
    chain(
      release(room, result.route.path, result.outcome.kind !== "dropped"),
      adopt(result.view),
      onOutcome(result.route, result.outcome),
    );
}

function onOutcome(route: Route, outcome: OpenOutcome): Step {
  switch (outcome.kind) {
    case "dropped":
      return drop;
    case "early":
      return keepEarly(route, outcome.block);
    case "farewell":
      return end("left-there");
    case "frame":
      return (room) =>
        chain(
          heard(room, route, outcome.epoch),
          forgetHandshake(room),
          takeAcks(outcome.frame.acks),
          onFrame(route, outcome.frame),
        );
    default:
      return unreachable(outcome);
  }
}

/** A frame has opened: the other side lives, and on the fresh direct path that makes it secure (spec/direct.md 6). */
function heard(room: Room, route: Route, epoch: number): Room {
  const other = { ...room.other, heardMs: room.nowMs, heardOnce: true };
  if (route.path === "relay" || !isPresent(room, route)) return { ...room, other };
  const { freshEpoch, secure, wasSecure, rebuilds } = room.direct;
  const now = secure || (freshEpoch !== null && epoch >= freshEpoch);
  return {
    ...room,
    other,
    direct: {
      ...room.direct,
      heardMs: room.nowMs,
      secure: now,
      wasSecure: wasSecure || now,
      rebuilds: now ? 0 : rebuilds,
    },
  };
}

/** R's first frame: m3 need not be kept any longer (spec/pair.md 4). */
function forgetHandshake(before: Room): Step {
  return before.other.heardOnce ? stay : ask({ job: "forget-handshake" });
}

function takeAcks(acks: Frame["acks"]): Step {
  return (room) => {
    const signal = acknowledge(room.signal, acks.signal, room.nowMs);
    const talk = acknowledge(room.talk, acks.talk, room.nowMs);
    const heard = { ...room, signal: signal.stream, talk: talk.stream };
    return chain(
      { ...heard, link: acknowledgedOn(heard) },
      tellReceipts(talk.delivered, "delivered"),
      eraseOffers(talk.delivered),
    );
  };
}

function onFrame(route: Route, { content }: Frame): Step {
  const stream = streamOf(content.kind);
  if (stream !== "none") return onContent(stream, content);
  if (!isWellFormed(content)) return drop;
  switch (content.kind) {
    case KIND.heartbeat:
      return stay;
    case KIND.typing:
      return onOtherTyping(content.body);
    case KIND.rk1:
      return onRk1(route, content.body);
    case KIND.rk2:
      return onRk2(route, content.body);
    case KIND.rekeyPlease:
      return onRekeyPlease;
    case KIND.burn:
      return end("burned-there");
    default:
      return drop;
  }
}

/** One spelling of each (spec/content.md 3); the bodies of rk1 and rk2 are judged by core. */
function isWellFormed({ kind, body }: Content): boolean {
  if (kind === KIND.typing) return body.length === 1 && (body[0] === 0 || body[0] === 1);
  return body.length === 0 || kind === KIND.rk1 || kind === KIND.rk2;
}

/** Content of a stream is acknowledged within 20 ms, whether it was new, early or old. */
function onContent(name: StreamName, content: Content): Step {
  return (room) => {
    const { stream, inOrder } = receive(room[name], content);
    const rekey = name === "talk" ? { ...room.rekey, talked: true } : room.rekey;
    const ackDueMs = room.ackDueMs ?? room.nowMs + LIMITS.ackDelayMs;
    const each = inOrder.map((one) => (name === "talk" ? onTalk(one) : onSignalContent(one)));
    return chain({ ...room, [name]: stream, rekey, ackDueMs }, ...each);
  };
}

/** Kinds of the signal stream from later versions are acknowledged and otherwise left alone (spec/content.md 3). */
function onSignalContent(content: Content): Step {
  if (content.kind === KIND.signal) return onSignal(content.body);
  return content.kind === KIND.policy ? onPolicy(content.body) : stay;
}
