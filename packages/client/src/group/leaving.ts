import { end } from "./end.ts";
import { GROUP_KINDS } from "./kinds.ts";
import { fly } from "./outbox.ts";
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
  const told: Room = { ...room, shown: { ...shown, farewellEpoch: view.epoch } };
  return ask({ job: "farewell", counter: FAREWELL_COUNTER, order: outbox.nextOrder })(told);
};

/** Of a frame whose place nobody waits for. */
const FAREWELL_COUNTER = 0xffff_ffff;

export const onFarewell = (frame: Uint8Array): Step => tell({ event: "farewell", frames: [frame] });
