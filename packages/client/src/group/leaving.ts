import { end } from "./end.ts";
import { GROUP_KINDS } from "./kinds.ts";
import type { JobResult } from "./messages.ts";
import { fly, voided } from "./outbox.ts";
import { toRelay } from "./relay.ts";
import { canSend } from "./state.ts";
import type { Room } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

const NOTHING = new Uint8Array(0);
const NO_ID = new Uint8Array(16);

/** A person leaves (spec/group.md 13): it says so, and the others remove it. Where nobody can be told, it is just gone. */
export const leave: Step = (room) => {
  if (!canSend(room)) return chain(room, toRelay({ kind: "leave" }), end("left-here"));
  const saying = { order: room.outbox.nextOrder, kind: GROUP_KINDS.leave, id: NO_ID, body: NOTHING };
  return ask({ job: "seal", ref: null, saying, withKey: false })({ ...room, phase: "leaving" });
};

/** The word is sealed: it goes, and the seat with it. */
export function onLeaveSealed(block: Uint8Array | null, epoch: number): Step {
  return (room) =>
    chain(
      room,
      block === null
        ? stay
        : (one) => fly(block, { ref: null, commit: false, epoch })({ ...one, phase: "open" }),
      toRelay({ kind: "leave" }),
      end("left-here"),
    );
}

/** In each epoch a word of leaving is sealed ahead, for whatever closes the page (spec/group.md 13). */
export const settleFarewell: Step = (room) => {
  const { view, shown, outbox } = room;
  if (!canSend(room) || view === null || shown.farewellEpoch === view.epoch) return turn(room);
  const counter = outbox.nextCounter;
  const told: Room = {
    ...room,
    shown: { ...shown, farewellEpoch: view.epoch },
    outbox: { ...outbox, nextCounter: counter + 1 },
  };
  return ask({ job: "farewell", counter, order: outbox.nextOrder })(told);
};

/** Whoever closes the page may come back to it: a word that was said all the same is known by its count. */
export function onFarewell({ counter, block, epoch, frame }: JobResult & { did: "farewell" }): Step {
  return (room) => {
    const flight = { ref: null, commit: false, epoch, block, counter, flownMs: room.nowMs, isVoid: true };
    const outbox = { ...room.outbox, flights: [...room.outbox.flights, flight] };
    return tell({ event: "farewell", frames: [frame] })(voided({ ...room, outbox }, () => false));
  };
}
