/*
 * Another owner (spec/group.md 13): the settings name it, it makes a key for commands and says it, and whoever owned the room tells the relay of it. Then the
 * new owner makes a new invitation, which the old links do not open any more.
 */
import { GROUP_KINDS } from "./kinds.ts";
import { sayPlain } from "./outbox.ts";
import { order, renew, tellInvitation, withOwning } from "./owner.ts";
import { isOwner } from "./state.ts";
import { ask, chain, stay, type Step, turn } from "./turn.ts";

const KEY_BYTES = 32;
const NOTHING = new Uint8Array(0);

/** The settings name another owner: the invitation of the one before is void. */
export function onNewOwner(former: string): Step {
  return (room) =>
    chain(
      { ...room, spelled: null },
      tellInvitation,
      isOwner(room) ? (one) => ask({ job: "room-key" })(withOwning(one, { former })) : stay,
    );
}

export function onRoomKey(publicKey: Uint8Array): Step {
  return (room) => sayPlain(GROUP_KINDS.roomKey, publicKey)(withOwning(room, { commands: true }));
}

/** What owners say to each other. */
export function onOwnersWord(by: string, kind: number, body: Uint8Array): Step {
  return (room) => {
    const { owning, view, seats } = room;
    if (kind === GROUP_KINDS.handedOver && by === owning.former && isOwner(room))
      return renew(withOwning(room, { former: null }));
    const seat = seats.of.get(by);
    const isKey = kind === GROUP_KINDS.roomKey && body.length === KEY_BYTES && by === view?.settings.owner;
    if (!isKey || !owning.commands || isOwner(room) || seat === undefined) return turn(room);
    return order({ kind: "owner", owner: body.slice(), seat }, null)(withOwning(room, { commands: false }));
  };
}

/** The relay knows the new owner. */
export const onHandedOver: Step = sayPlain(GROUP_KINDS.handedOver, NOTHING);
