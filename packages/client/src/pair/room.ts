/*
 * A room for two, as a pure machine: step(room, input, moment) -> {room, effects}. It does no I/O and reads no clock; cryptography is an
 * effect that is answered by an input. The drivers carry effects out in order and come back when `nextAlarmMs` says so.
 *
 *     idle ──create──> asking ──room made──┐
 *      │ ^                                 ├──> live ──end──> ending ──wiped──> ended
 *      └─join──> asking ──invitation read──┘     asking, left before the room is made: leaving.ts
 *          (unreadable: back to idle)             live, without the socket that would tell the relay: leaving.ts too
 *
 * While live, five smaller machines run side by side, each drawn in its own file:
 *
 *     link       the relay socket                                  link.ts
 *     handshake  three attempts, then done for good                handshake.ts
 *     rekey      fresh keys, and on which path                     rekey.ts
 *     direct     the path from browser to browser                  direct.ts
 *     streams    signal and talk: once, in order, acknowledged     delivery.ts, outbox.ts, inbox.ts
 *
 * Every input is followed by `settle`: whatever time or the last input has made due is done, so a deadline is met by whoever comes
 * first, the alarm or any other input. Doubt: presence is the relay's word. A relay that lies delays; it cannot forge.
 */
import { base64url } from "@tacet/core";
import type { RoomAnswer } from "@tacet/wire";
import type { Hindrance, RoomCommand } from "../face.ts";
import type { FileCommand } from "../face-files.ts";
import type { HttpRefusal, PeerEvent, SocketEvent } from "../ports.ts";
import { decodePass } from "@tacet/wire";
import type { PathPolicy } from "@tacet/core";
import { mustCompare } from "./paths.ts";
import { LIMITS } from "../limits.ts";
import { settleAhead } from "./ahead.ts";
import { emptyStream } from "./delivery.ts";
import { keepTrying, onPeer, settleDirect } from "./direct.ts";
import { doubtPaths, hasSlept } from "./doubt.ts";
import { closePaths, end } from "./end.ts";
import { onFileCommand, onFilesChannel, onFilesSay, reportFiles } from "./files.ts";
import { settleGoing } from "./going.ts";
import { beginAttempt, keepOwn, onHandshake, settleHandshake } from "./handshake.ts";
import { onBlock, onOpen, openEarly } from "./inbox.ts";
import { onLeaving, settleLeaving } from "./leaving.ts";
import {
  askPhrase,
  loseLink,
  onAdmit,
  onOpened,
  onReached,
  onRelayBytes,
  onWaiting,
  openLink,
  settleLink,
  tellPhrase,
} from "./link.ts";
import type { Input, JobResult, Moment } from "./messages.ts";
import { flush, onSealed, sendBlock } from "./outbox.ts";
import { hideAddress, settlePolicy, useRelay } from "./policy.ts";
import { chooseLife, limitLife, settleLife, settlePresence } from "./presence.ts";
import { onAnswered, onFinished, onMade, settleRekey } from "./rekey.ts";
import type { Link } from "./link-state.ts";
import type { Room } from "./state.ts";
import { readRoomAnswer } from "./room-answer.ts";
import { report } from "./status.ts";
import { nothingSaid } from "./said.ts";
import { onAct, onRead, settleReceipt } from "./talk-acts.ts";
import { tellReceipts } from "./talk-events.ts";
import { onMessage, onName, onTyping, settleTalk } from "./talk.ts";
import { ask, chain, drop, stay, tell, turn } from "./turn.ts";
import type { Step, Turn } from "./turn.ts";
import { askSafety, onSafety, onVerified } from "./verification.ts";
import { unreachable } from "./unreachable.ts";

export function step(room: Room, input: Input, moment: Moment): Turn {
  const now: Room = { ...room, nowMs: moment.nowMs, wallMs: moment.wallMs };
  if (isOver(now)) return onLate(input)(now);
  // What comes after the room's end by either clock is nothing to it any more.
  const waking = hasSlept(room, moment) ? doubtPaths(LIMITS.wakingMs) : stay;
  return chain(now, whileLive(settleLife), whileLive(waking), unlessOver(input), settle);
}

const settle: Step = (room) =>
  chain(
    room,
    ...[
      settleLife,
      settleLink,
      (next: Room) => (next.door?.part.settle ?? stay)(next),
      settleHandshake,
      settleAhead,
      settleDirect,
      // What became of the direct path may have cast a doubt on the socket.
      settleLink,
      settleGoing,
      settleReceipt,
      settlePolicy,
      flush,
      settleRekey,
      settleTalk,
      settlePresence,
    ].map(whileLive),
    settleLeaving,
    report,
    whileLive(reportFiles),
  );

function whileLive(next: Step): Step {
  return (room) => (room.phase === "live" ? next(room) : turn(room));
}

function unlessOver(input: Input): Step {
  return (room) => (isOver(room) ? onLate(input)(room) : onInput(input)(room));
}

/** The face has been told of the end. */
function isOver({ phase }: Room): boolean {
  return phase === "leaving" || phase === "ending" || phase === "ended";
}

function onLate(input: Input): Step {
  return (room) => {
    if (room.phase === "leaving") return chain(room, refuseLate(input), onLeaving(input), settleLeaving);
    return chain(room, refuseLate(input), room.phase === "ending" ? onLast(input) : stay);
  };
}

/** What comes too late is answered too: nothing that people say is ever lost in silence. */
function refuseLate(input: Input): Step {
  return input.from === "face" && "key" in input.command ? refuse(input.command.key) : stay;
}

function refuse(key: string): Step {
  return tell({ event: "refused", key, reason: "no-room" });
}

/** Last words are sealed, then the keys are gone; nothing else is heard. */
function onLast(input: Input): Step {
  // Something broke among the last words: the wipe is already asked for.
  if (input.from === "fault") return closePaths;
  if (input.from !== "crypto") return stay;
  const { result } = input;
  if (result.did === "wipe") return closePaths;
  const last = result.did === "seal" && result.tag === null && result.block !== null;
  return last ? sendBlock(result.route, result.block) : stay;
}

function onInput(input: Input): Step {
  switch (input.from) {
    case "face":
      return onCommand(input.command, input.id);
    case "http":
      return onRoomMade(input.answer);
    case "socket":
      return whileLive(onSocket(input.event));
    case "peer":
      return whileLive(onPeerEvent(input.event));
    case "crypto":
      return onResult(input.result);
    case "files":
      return whileLive(onFilesSay(input.says));
    case "clock":
      return stay;
    case "door":
      return whileLive(input.part?.open ?? beginAttempt);
    case "fault":
      return end("relay");
    default:
      return unreachable(input);
  }
}

function onCommand(command: RoomCommand, id: Uint8Array): Step {
  switch (command.do) {
    case "create":
      return begin(id, command.name, (room) =>
        askForRoom(command)(
          withPath(
            withLink(chooseLife(room, command.ttlSeconds), { origin: command.origin }),
            command.hideAddress === true ? "relayed" : (command.path ?? "direct"),
          ),
        ),
      );
    case "join":
      return begin(id, command.name, (room) =>
        ask({ job: "join", invitation: command.invitation })({
          ...withPath(
            withLink(room, { origin: command.origin }),
            command.hideAddress === true ? "relayed" : "direct",
          ),
          role: "responder",
        }),
      );
    case "leave":
      return end("left-here");
    case "burn":
      return end("burned-here");
    case "message":
      return onceCompared(command.key, onceAsked(onMessage(command, id), refuse(command.key)));
    case "edit":
    case "delete":
    case "react":
      return onceCompared(command.key, onceAsked(onAct(command, id), refuse(command.key)));
    case "read":
      return whileLive(onRead(command.id, id));
    case "file":
    case "accept":
    case "decline":
    case "cancel":
      return onFileRequest(command, id);
    case "typing":
      return whileLive(onTyping(command.active));
    case "name":
      return onceAsked(onName(command.name, id), stay);
    case "phrase":
      return whileLive(askPhrase);
    case "phrase-withdraw":
      return whileLive(tellPhrase({ on: "withdraw" }));
    case "phrase-allow":
      return whileLive(tellPhrase({ on: "allow" }));
    case "keep-trying":
      return whileLive(keepTrying);
    case "network-changed":
      return whileLive(doubtPaths(0));
    case "hide-address":
      return onceAsked(hideAddress, stay);
    case "use-relay":
      return whileLive(useRelay);
    case "safety":
      return whileLive(askSafety);
    case "verified":
      return whileLive(onVerified(command.match));
    case "door":
      return whileLive((room) => (room.door?.part.onCommand(command, id) ?? stay)(room));
    default:
      return unreachable(command);
  }
}

/** Before there is a room nothing can be offered, and after its end neither (spec/files.md 7). */
function onFileRequest(command: FileCommand, id: Uint8Array): Step {
  const asked = onFileCommand(command, id);
  if (command.do !== "file") return onceAsked(asked, stay);
  return onceCompared(command.key, onceAsked(asked, refuse(command.key)));
}

/** What cannot be said yet stays in the box (spec/pair.md 9). */
function onceCompared(key: string, next: Step): Step {
  return (room) => (mustCompare(room) ? tell({ event: "refused", key, reason: "compare" }) : next)(room);
}

function askForRoom({ ttlSeconds, rejoin }: RoomCommand & { do: "create" }): Step {
  return (room) =>
    ask({ job: "create", ttlSeconds: ttlSeconds ?? null, path: room.policy.own.path, rejoin })(room);
}

function withPath(room: Room, path: PathPolicy): Room {
  return { ...room, policy: { ...room.policy, own: { ...room.policy.own, path } } };
}

function begin(id: Uint8Array, name: string, then: Step): Step {
  return (room) => {
    if (room.phase !== "idle") return turn(room);
    const [a = 0, b = 0, c = 0, d = 0] = id;
    const jitter = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    const asking: Room = { ...withLink(room, { jitter }), phase: "asking" };
    return chain(asking, onName(name, id), then);
  };
}

/** What people say is taken from the moment a room is asked for: it waits in its stream until there is one. */
function onceAsked(next: Step, before: Step): Step {
  return (room) => (room.phase === "idle" ? before(room) : next(room));
}

/** The relay has made the room: its description becomes an invitation, and the key pair of the handshake is made while nobody waits. */
function onRoomMade(answer: RoomAnswer | HttpRefusal): Step {
  return (before) => {
    if (before.phase !== "asking" || before.role !== "initiator") return turn(before);
    const room: Room = { ...before, requested: false };
    if ("error" in answer) return end("relay", { hindrance: hindranceOf(answer) })(room);
    const made = readRoomAnswer(answer);
    const ticket = made === null ? null : base64url.decode(made.ticket);
    if (made === null || ticket === null) return end("relay")(room);
    const { room_id: roomId, limits } = made;
    return chain(
      { ...withLink(room, { ticket }), roomId, phase: "live" },
      limitLife(limits.ttl_seconds * 1000, limits.grace_seconds),
      ask({ job: "invite", roomId, origin: room.link.origin }),
      openLink,
      made.rejoin ? (next) => turn(next, { to: "door" }) : beginAttempt,
    );
  };
}

/** Other codes say that this client and the relay do not understand each other, which no waiting mends. */
function hindranceOf({ error }: HttpRefusal): Hindrance | null {
  return error === "rate" || error === "busy" || error === "network" ? error : null;
}

function tellRoom({ link, code }: { readonly link: string; readonly code: string }): Step {
  return (room) => tell({ event: "room", roomId: room.roomId, link, code })(room);
}

function onInvitationRead(roomId: string | null, origin: string | null): Step {
  return (room) => {
    if (room.phase !== "asking") return turn(room);
    if (roomId === null) return refuseInvitation(room);
    // A link names its relay; a bare code is for the relay of the page it was put into.
    const joined: Room = { ...withLink(room, { origin: origin ?? room.link.origin }), roomId, phase: "live" };
    return chain(joined, openLink, beginAttempt);
  };
}

/** Asked for in vain: what was said meanwhile was meant for that room, and goes to no other. */
const refuseInvitation: Step = (room) =>
  chain(
    {
      ...room,
      phase: "idle",
      talk: emptyStream,
      talking: { ...room.talking, ownName: "" },
      said: nothingSaid,
    },
    tellReceipts(
      room.talk.pending.map(({ content }) => content),
      "failed",
    ),
    tell({ event: "refused", key: "", reason: "invitation" }),
  );

function onSocket(event: SocketEvent): Step {
  return (room) => {
    const { link } = room;
    if (event.connection !== link.connection || link.state === "off") return turn(room);
    if (event.on === "opened") return onOpened(room);
    if (event.on === "reached") return onReached(room);
    if (event.on === "closed") return loseLink(room);
    if (event.on === "waiting") return onWaiting(event.bytes)(room);
    const route = { path: "relay", number: event.connection } as const;
    return onRelayBytes(event.bytes, (block) => onBlock(route, block))(room);
  };
}

function onPeerEvent(event: PeerEvent): Step {
  if (event.on === "files") return onFilesChannel(event);
  if (event.on !== "received") return onPeer(event);
  return (room) => {
    if (event.generation !== room.direct.generation || room.direct.state !== "open") return turn(room);
    const block = decodePass(event.bytes);
    return block === null ? drop(room) : onBlock({ path: "direct", number: event.generation }, block)(room);
  };
}

function onResult(result: JobResult): Step {
  return (room) => {
    const late = room.door?.deaf === true && result.did !== "door" && result.did !== "admit";
    return (late ? stay : onAnswer(result))(room);
  };
}

function onAnswer(result: JobResult): Step {
  switch (result.did) {
    case "create":
      return (room) =>
        turn({ ...room, requested: true }, { to: "http", origin: room.link.origin, request: result.request });
    case "invite":
      return result.spelled === null ? end("relay") : tellRoom(result.spelled);
    case "join":
      return onInvitationRead(result.roomId, result.origin);
    case "admit":
      return onAdmit(result.connection, result.bytes);
    case "attempt":
      return keepOwn(result.attempt, result.block);
    case "handshake":
      return (room) => chain(room, onHandshake(result), openWhenDone);
    case "seal":
      return onSealed(result);
    case "open":
      return onOpen(result);
    case "rekey-begin":
      return onMade(result);
    case "rekey-answer":
      return onAnswered(result);
    case "rekey-finish":
      return (room) => chain(room, onFinished(result), openEarly);
    case "safety":
      return onSafety(result);
    case "door":
      return (room) => (room.door?.part.onResult(result) ?? stay)(room);
    case "wipe":
    case "nothing":
      return stay;
    default:
      return unreachable(result);
  }
}

/** What followed m3 too early is opened now. */
const openWhenDone: Step = (room) =>
  room.session === null || room.phase !== "live" ? turn(room) : openEarly(room);

function withLink(room: Room, change: Partial<Link>): Room {
  return { ...room, link: { ...room.link, ...change } };
}
