/*
 * What the owner does beyond commits (spec/group.md 13, 17): the relay is told by signed commands, the members by content. A new invitation follows each
 * removal and each change of owner.
 */
import { base64url } from "@tacet/core";
import type { GroupCommand } from "./face.ts";
import { GROUP_KINDS } from "./kinds.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { OwnerSays, SettingsChange, Spelled } from "./messages.ts";
import { wish } from "./commits.ts";
import { end } from "./end.ts";
import { sayPlain } from "./outbox.ts";
import { isHost, isOwner, selfOf } from "./state.ts";
import type { Owning, Room, Wish } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

type OwnerCommand = GroupCommand & {
  do:
    | "remove"
    | "admission"
    | "disappearing"
    | "ends-with-owner"
    | "moderator"
    | "hand-over"
    | "invitation"
    | "end";
};

/** A command of the owner, or of a moderator; anybody else's is refused. */
export function onOwner(command: OwnerCommand): Step {
  return (room) => {
    const { key } = command;
    const refuse = (reason: "no-room" | "nobody" | "not-allowed"): ReturnType<Step> =>
      tell({ event: "refused", key, reason })(room);
    if (room.view === null) return refuse("no-room");
    if ("member" in command && !room.view.members.some(({ tag }) => tag === command.member))
      return refuse("nobody");
    const may = command.do === "remove" ? mayRemove(room, command.member) : isOwner(room);
    return may ? allowed(command)(room) : refuse("not-allowed");
  };
}

function mayRemove(room: Room, member: string): boolean {
  if (member === selfOf(room)) return false;
  return isOwner(room) || (isHost(room) && !isHost(room, member));
}

function allowed(command: OwnerCommand): Step {
  const { key } = command;
  switch (command.do) {
    case "remove":
      return wish({ kind: "remove", members: [command.member] }, key);
    case "admission":
      return wish(settings({ admission: command.value }), key);
    case "disappearing":
      return wish(settings({ disappearingSeconds: command.seconds }), key);
    case "ends-with-owner":
      return wish(settings({ endsWithOwner: command.value }), key);
    case "moderator":
      return wish(settings({ moderator: { member: command.member, value: command.value } }), key);
    case "hand-over":
      return wish(settings({ owner: command.member }), key);
    case "invitation":
      return (room) => chain(room, renew, tell({ event: "done", key }));
    default:
      return order({ kind: "end" }, key);
  }
}

const settings = (change: SettingsChange) => ({ kind: "settings", change }) as const;

/**
 * What follows a commit of our own that is through. Whoever left, or was absent, keeps its seat for coming back; whom a person removed loses it.
 * @param gone seats of those that it has removed
 */
export function afterCommit({ want, key }: Wish, gone: readonly number[]): Step {
  return (room) => {
    const byPress = want.kind === "remove" && key !== null ? want.members : [];
    const removes = byPress.length > 0 && isOwner(room);
    return chain(
      room,
      // Whoever a person removed does not come back by its old key (spec/admission.md 6).
      ...byPress
        .flatMap((tag) => base64url.decode(tag) ?? [])
        .map((tag) => sayPlain(GROUP_KINDS.noReturn, tag)),
      key === null ? stay : tell({ event: "done", key }),
      want.kind === "settings" && want.change.admission !== undefined
        ? order({ kind: "lock", locked: want.change.admission === "locked" }, null)
        : stay,
      ...(removes ? gone.map((seat) => order({ kind: "remove", seat }, null)) : []),
      removes ? renew : stay,
    );
  };
}

/** Seats of whom a moderator has removed. */
export function removedByAnother(seats: readonly number[]): Step {
  return (room) => chain(room, ...seats.map((seat) => order({ kind: "remove", seat }, null)), renew);
}

/** A new invite key: the old links open nothing from then on. */
export const renew: Step = ask({ job: "new-key" });

/** It is made: the relay gets its hash, the members the key. */
export function onNewKey(hash: Uint8Array, spelled: Spelled | null): Step {
  return (room) =>
    chain(
      { ...room, spelled },
      tellInvitation,
      order({ kind: "admission", hash }, null),
      sayPlain(GROUP_KINDS.inviteKey, new Uint8Array(0), true),
    );
}

export const tellInvitation: Step = (room) => {
  const { roomId } = room.link;
  const { link, code } = room.spelled ?? { link: null, code: null };
  return tell({ event: "room", roomId, link, code })(room);
};

/** Tells the relay something; again on the next socket where it has not answered. */
export function order(says: OwnerSays, key: string | null): Step {
  return (room) => {
    const { owning } = room;
    if (owning.waiting.length >= GROUP_LIMITS.commands) return turn(room);
    const counter = owning.nextCounter;
    const waiting = [...owning.waiting, { counter, says, key }];
    return sign(counter, says)(withOwning(room, { nextCounter: counter + 1, waiting }));
  };
}

function sign(counter: number, says: OwnerSays): Step {
  return (room) => {
    const { nonce, state } = room.link;
    return state === "admitted" ? ask({ job: "command", counter, nonce, says })(room) : turn(room);
  };
}

/** On each socket the nonce is another: what was not answered is signed anew. */
export const commandAgain: Step = (room) =>
  chain(room, ...room.owning.waiting.map(({ counter, says }) => sign(counter, says)));

/** The relay has done it, or refused it. @param handedOver what follows when it knows another owner */
export function onCommanded(counter: number, done: boolean, handedOver: Step): Step {
  return (room) => {
    const found = room.owning.waiting.find((one) => one.counter === counter);
    if (found === undefined) return turn(room);
    const waiting = room.owning.waiting.filter((one) => one !== found);
    const { key } = found;
    if (found.says.kind === "end" && done) return end("ended-here")(room);
    if (found.says.kind === "owner" && done) return handedOver(withOwning(room, { waiting }));
    const told = done ? ({ event: "done", key: key ?? "" } as const) : null;
    return chain(
      withOwning(room, { waiting }),
      key === null ? stay : tell(told ?? { event: "refused", key, reason: "not-allowed" }),
    );
  };
}

/** The owner has asked the relay to end the room. */
export function isEnding({ owning }: Room): boolean {
  return owning.waiting.some(({ says }) => says.kind === "end");
}

export function withOwning(room: Room, change: Partial<Owning>): Room {
  return { ...room, owning: { ...room.owning, ...change } };
}
