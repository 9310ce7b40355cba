/*
 * A room for many as a pure machine (spec/group.md): step(room, input) -> {room, effects}. Secrets and the group are behind jobs; what comes in is
 * members, numbers and words. After each input everything that is due is looked at once.
 */
import { base64url, cleanName } from "@tacet/core";
import type { RoomAnswer } from "@tacet/wire";
import type { Hindrance } from "../face.ts";
import type { HttpRefusal } from "../ports.ts";
import { notAdded, onAdmitter, onAnswer, onEnded, settleAdmitting } from "./admitting.ts";
import { settleArrival } from "./arrival.ts";
import { onProposed, settleCommits } from "./commits.ts";
import { onCompareBegun, onVerified, onVerify, settleComparing } from "./comparing.ts";
import { settleDuties, owesUpdate } from "./duties.ts";
import { end } from "./end.ts";
import { onJoiner, onPassword, settleAsking } from "./entering.ts";
import type { GroupCommand, GroupEvent, GroupStatus } from "./face.ts";
import { onRoomKey } from "./handing-over.ts";
import { leave, onFarewell, onLeaveSealed, settleFarewell } from "./leaving.ts";
import { onSocket } from "./link.ts";
import type { Input, JobResult } from "./messages.ts";
import { beginAfter, onTaken, settleCatchUp } from "./order.ts";
import { onSealed, fly, settleOutbox } from "./outbox.ts";
import { onNewKey, onOwner, tellInvitation } from "./owner.ts";
import { onAdmit, openLink, settleLink, toRelay, withLink } from "./relay.ts";
import { membersChanged, onName, sayName, settleRoster } from "./roster.ts";
import { canSend, emptyRoom, freshId, selfOf } from "./state.ts";
import type { Room } from "./state.ts";
import { settleSplit } from "./split.ts";
import { onTake } from "./taken.ts";
import { onAct, onOwnTyping, onRead, settlePace, settleReading, settleTyping } from "./talk.ts";
import { ask, chain, stay, type Step, tell, type Turn, turn } from "./turn.ts";

/** When an input happened, and 16 fresh random bytes. */
export interface Moment {
  readonly nowMs: number;
  readonly wallMs: number;
  readonly entropy: Uint8Array;
}

export { emptyRoom };
export type { Room };

export function step(room: Room, input: Input, moment: Moment): Turn {
  if (room.phase === "ended") return answerEnded(room, input);
  const taken = chain({ ...room, ...moment }, onInput(input));
  const settled = taken.room.phase === "ended" ? turn(taken.room) : settle(taken.room);
  return turn(settled.room, ...taken.effects, ...settled.effects);
}

/** After the end every command with a key is still answered. */
function answerEnded(room: Room, input: Input): Turn {
  const key = input.from === "face" && "key" in input.command ? input.command.key : null;
  const told: GroupEvent = { event: "refused", key: key ?? "", reason: "no-room" };
  return key === null ? turn(room) : turn(room, { to: "face", event: told });
}

function onInput(input: Input): Step {
  switch (input.from) {
    case "face":
      return onCommand(input.command, input.id);
    case "http":
      return onAnswered(input.answer);
    case "socket":
      return onSocket(input.event);
    case "crypto":
      return onResult(input.result);
    case "clock":
      return stay;
    default:
      return end("fault");
  }
}

function settle(room: Room): Turn {
  if (room.life.endsMs !== null && room.nowMs >= room.life.endsMs) return end("expired")(room);
  return chain(
    room,
    room.phase === "creating" || room.phase === "idle" ? stay : settleLink,
    settleCatchUp,
    settleAsking,
    settleAdmitting,
    settleDuties,
    settleCommits,
    settlePace,
    settleTyping,
    settleArrival,
    settleReading(freshId(room)),
    settleOutbox,
    settleFarewell,
    settleComparing,
    settleSplit,
    settleRoster,
    settleStatus,
  );
}

const settleStatus: Step = (room) => {
  const value = statusOf(room);
  if (value === null || value === room.shown.status) return turn(room);
  return tell({ event: "status", value })({ ...room, shown: { ...room.shown, status: value } });
};

function statusOf({ phase, link, asking }: Room): GroupStatus | null {
  if (phase === "asking" && asking.backFrom !== null) return "reconnecting";
  if (phase === "creating" || phase === "entering" || phase === "asking") return phase;
  if (phase === "open") return link.state === "admitted" || link.connection === 1 ? "open" : "reconnecting";
  return null;
}

function onCommand(command: GroupCommand, id: Uint8Array): Step {
  switch (command.do) {
    case "create":
      return onCreate(command);
    case "join":
      return onJoin(command);
    case "password":
      return onPassword(command.text);
    case "message":
    case "edit":
    case "delete":
    case "react":
      return onAct(command, id);
    case "read":
      return onRead(command.id);
    case "typing":
      return onOwnTyping(command.active);
    case "name":
      return onName(command.name, id);
    case "let-in":
    case "refuse":
      return onAnswer(command.request, command.do === "let-in");
    case "verify":
      return onVerify(command.member);
    case "verified":
      return onVerified(command.member, command.match);
    case "network-changed":
      return onNetwork;
    case "leave":
      return leave;
    default:
      return onOwner(command);
  }
}

/** The device has another network: the present socket may be dead without a word. */
const onNetwork: Step = (room) =>
  room.link.seated || room.link.state !== "off" ? openLink(room) : turn(room);

function onCreate(command: GroupCommand & { do: "create" }): Step {
  return (room) => {
    if (room.phase !== "idle") return turn(room);
    const { origin, password, disappearingSeconds, path, endsWithOwner } = command;
    const { ttlSeconds = null, capacity = CAPACITY, admission = "open" } = command;
    const settings = { admission, path, endsWithOwner, disappearingSeconds, capacity };
    const made: Room = { ...room, phase: "creating", role: "owner", ownName: cleanName(command.name) };
    return ask({ job: "create", password, ttlSeconds, settings })(
      withLink(made, { origin, jitter: jitterOf(room) }),
    );
  };
}

const CAPACITY = 50;

function onJoin(command: GroupCommand & { do: "join" }): Step {
  return (room) => {
    if (room.phase !== "idle") return turn(room);
    const { invitation, origin, password = null } = command;
    const made: Room = { ...room, ownName: cleanName(command.name), password };
    return ask({ job: "join", invitation, origin })(withLink(made, { origin, jitter: jitterOf(room) }));
  };
}

function jitterOf({ entropy }: Room): number {
  return new DataView(entropy.buffer, entropy.byteOffset).getUint32(0);
}

const HINDRANCES: Readonly<Record<string, Hindrance>> = { rate: "rate", busy: "busy", network: "network" };

/** The relay has made the room, or has not. */
function onAnswered(answer: RoomAnswer | HttpRefusal): Step {
  return (room) => {
    if (room.phase !== "creating") return turn(room);
    if ("error" in answer) return end("relay", HINDRANCES[answer.error] ?? null)(room);
    const { origin } = room.link;
    const ticket = base64url.decode(answer.ticket) ?? new Uint8Array(0);
    const made = withLink(room, { roomId: answer.room_id, ticket });
    return ask({ job: "found", roomId: answer.room_id, origin })(made);
  };
}

function onResult(result: JobResult): Step {
  switch (result.did) {
    case "create":
      return onRequest(result.request);
    case "found":
      return onFound(result);
    case "join":
      return onInvited(result);
    case "admit":
      return onAdmit(result.connection, result.bytes);
    case "take":
      return (room) => chain(room, onTake(result), owesUpdate(room.entropy[4] ?? 0));
    case "seal":
      return onSeal(result);
    case "propose":
      return onProposed(result.blocks, result.why, notAdded);
    case "admission":
      return onAdmission(result);
    case "command":
      return onSigned(result.bytes);
    case "room-key":
      return onRoomKey(result.publicKey);
    case "new-key":
      return (room) => chain(room, onEnded(result.ended), onNewKey(result.hash, result.spelled));
    case "compare":
      return onCompareBegun(result.says);
    case "farewell":
      return onFarewell(result);
    case "skip":
      return onTaken(result.number, 0);
    default:
      return stay;
  }
}

function onRequest(request: (JobResult & { did: "create" })["request"]): Step {
  return (room) =>
    request === null ? end("relay")(room) : turn(room, { to: "http", origin: room.link.origin, request });
}

/** The group of one is made: its owner takes its seat. */
function onFound({ view, spelled }: JobResult & { did: "found" }): Step {
  return (room) => {
    if (room.phase !== "creating") return turn(room);
    if (view === null || spelled === null) return end("relay")(room);
    const owning = { ...room.owning, commands: true };
    const open: Room = { ...room, phase: "open", view, spelled, owning };
    return chain(open, membersChanged, beginAfter(0), tellInvitation, openLink);
  };
}

function onInvited({ roomId, origin }: JobResult & { did: "join" }): Step {
  return (room) => {
    if (room.phase !== "idle") return turn(room);
    if (roomId === null) return tell({ event: "refused", key: "", reason: "invitation" })(room);
    const entering: Room = { ...room, phase: "entering" };
    return openLink(withLink(entering, { roomId, origin: origin ?? room.link.origin }));
  };
}

/** Content that is kept, typing, or the last word. */
function onSeal({ ref, block, epoch }: JobResult & { did: "seal" }): Step {
  return (room) => {
    if (room.phase === "leaving") return onLeaveSealed(block, epoch)(room);
    if (ref !== null) return onSealed(ref, block, epoch)(room);
    return block === null || !canSend(room) ? turn(room) : fly(block, { ref, commit: false, epoch })(room);
  };
}

function onAdmission({ whispers, outcome, ended }: JobResult & { did: "admission" }): Step {
  return (room) =>
    chain(
      room,
      ...whispers.map(({ seat, block }) => toRelay({ kind: "whisper", seat, block })),
      onEnded(ended),
      outcome.side === "joiner" ? onJoinerSide(outcome) : stay,
      outcome.side === "admitter" ? onAdmitter(outcome) : stay,
    );
}

/** Whoever is in says its name at once. */
function onJoinerSide(did: Parameters<typeof onJoiner>[0]): Step {
  return (room) => {
    const joined = onJoiner(did)(room);
    const isIn = room.view === null && joined.room.view !== null && selfOf(joined.room) !== "";
    if (!isIn || room.ownName === "") return joined;
    const named = sayName(freshId(joined.room))(joined.room);
    return turn(named.room, ...joined.effects, ...named.effects);
  };
}

/** A signed command leaves on the connection that it was signed for. */
function onSigned(bytes: Uint8Array): Step {
  return (room) => {
    const { state, connection } = room.link;
    return state === "admitted"
      ? turn(room, { to: "socket", command: { do: "send", connection, bytes } })
      : turn(room);
  };
}
