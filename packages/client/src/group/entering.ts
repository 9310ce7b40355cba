/*
 * Getting in (spec/group.md 5, spec/admission.md): a place at the relay first, then an ask to all who are there, each time another's turn, until one
 * lets us in.
 */
import { end } from "./end.ts";
import { ADMISSION_END } from "./ends.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { AdmissionDid } from "./messages.ts";
import { beginAfter } from "./order.ts";
import { tellInvitation } from "./owner.ts";
import { membersChanged, withRoster } from "./roster.ts";
import { emptyRoom } from "./state.ts";
import type { Asking, Room } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

type Did = AdmissionDid & { side: "joiner" };

/** The relay has given a place, or gives it again: somebody is asked. */
export const startAsking: Step = (room) =>
  room.phase === "entering" || room.phase === "asking"
    ? turn({
        ...room,
        phase: "asking",
        asking: { ...room.asking, dueMs: room.nowMs, endsMs: endsMsOf(room) },
      })
    : turn(room);

/** Whoever comes back has nowhere else to go, and asks for as long as the room lives. */
function endsMsOf({ asking, nowMs }: Room): number | null {
  return asking.backFrom === null ? (asking.endsMs ?? nowMs + GROUP_LIMITS.asks * GROUP_LIMITS.askMs) : null;
}

/** Asks the next one, and gives up in the end. */
export const settleAsking: Step = (room) => {
  const { asking, nowMs, phase } = room;
  if (phase !== "asking" || room.link.state !== "admitted") return turn(room);
  if (asking.endsMs !== null && nowMs >= asking.endsMs) return end("no-answer")(room);
  if (asking.dueMs === null || nowMs < asking.dueMs) return turn(room);
  const next = withAsking(room, { turn: (asking.turn + 1) % 256, dueMs: nowMs + GROUP_LIMITS.askMs });
  return ask({
    job: "admission",
    does: { side: "joiner", act: "ask", turn: asking.turn, name: room.ownName },
  })(next);
};

export function askingDueMs({ phase, asking }: Room): number | null {
  if (phase !== "asking") return null;
  return Math.min(asking.dueMs ?? Infinity, asking.endsMs ?? Infinity);
}

export function onAskedWhisper(seat: number, block: Uint8Array): Step {
  return ask({ job: "admission", does: { side: "joiner", act: "take", seat, block: block.slice() } });
}

/** What the channel came to. */
export function onJoiner(did: Did): Step {
  switch (did.what) {
    case "waiting":
      return (room) => {
        // Of who comes back no person is asked: it has somewhere else to ask.
        const dueMs = room.asking.backFrom === null ? null : room.nowMs + GROUP_LIMITS.attemptMs;
        return turn(withAsking(room, { dueMs, endsMs: personEndsMs(room), person: true }));
      };
    case "said":
      // Somebody answers: it has its time.
      return (room) => turn(withAsking(room, { dueMs: room.nowMs + GROUP_LIMITS.attemptMs }));
    case "terms":
      return onTerms(did);
    case "refused":
      return onRefused(did);
    case "joined":
      return onJoined(did);
    case "moved":
      return onMoved;
    default:
      return (room) => turn(withAsking(room, { dueMs: room.nowMs + GROUP_LIMITS.askAgainMs, tried: null }));
  }
}

/** The room was handed over meanwhile, and takes back nobody by the old key: heard twice, the person is told to come by a link. */
const onMoved: Step = (room) => {
  const moved = room.asking.moved + 1;
  if (moved >= GROUP_LIMITS.movedAgain) return end("lost")(room);
  return turn(withAsking(room, { moved, dueMs: room.nowMs + GROUP_LIMITS.askAgainMs }));
};

/** What the room is like, before one is in. A password is asked for where none was given. */
function onTerms({ settings, asks }: Did & { what: "terms" }): Step {
  return (room) => {
    const { owner: _, moderators: __, ...shown } = settings;
    const told = tell({ event: "settings", ...shown, owner: null, ownerConfirmed: false });
    const waits = withAsking(room, { needsPassword: asks, dueMs: null, endsMs: personEndsMs(room) });
    if (!asks || room.password !== null) return chain(waits, told, agree);
    const asked = tell({ event: "password", state: "asked", waitMs: 0 });
    return chain(withAsking(waits, { offered: true }), told, asked);
  };
}

/** The attempt has its time; one that comes to nothing is followed by another. */
const agree: Step = (room) =>
  ask({ job: "admission", does: { side: "joiner", act: "agree", password: room.password } })(
    withAsking(
      { ...room, password: null },
      { dueMs: room.nowMs + GROUP_LIMITS.attemptMs, tried: room.password },
    ),
  );

/** Until when a person may take its time; whoever comes back asks for as long as the room lives. */
function personEndsMs({ asking, nowMs }: Room): number | null {
  return asking.backFrom === null ? nowMs + GROUP_LIMITS.askPersonMs : null;
}

/** The password, typed. */
export function onPassword(text: string): Step {
  return (room) => {
    if (room.phase !== "asking" || !room.asking.needsPassword) return turn(room);
    if (text === "") return end("password")(room);
    const typed = { ...room, password: text };
    if (room.asking.offered) return agree(withAsking(typed, { offered: false }));
    const dueMs = Math.max(room.nowMs, room.asking.dueMs ?? 0);
    return turn(withAsking(typed, { dueMs }));
  };
}

/** A wrong password is asked for again; where no password is taken for some time, the one that was given is tried after it. */
function onRefused({ why, seconds, returning }: Did & { what: "refused" }): Step {
  if (why === "declined" || why === "full") return returning ? askAnother : end(ADMISSION_END[why]);
  return (room) => {
    const waitMs = why === "later" ? Math.max(1, seconds) * 1000 : 0;
    const endsMs = room.asking.backFrom === null ? room.nowMs + waitMs + GROUP_LIMITS.askPersonMs : null;
    const isWrong = why === "password";
    const needsPassword = room.asking.needsPassword || room.password !== null || isWrong;
    const dueMs = isWrong ? null : room.nowMs + waitMs;
    // Nobody has tested what came too early.
    const password = isWrong ? null : (room.password ?? room.asking.tried);
    const state = isWrong ? "wrong" : "wait";
    return chain(
      withAsking({ ...room, password }, { dueMs, endsMs, offered: false, tried: null, needsPassword }),
      needsPassword ? tell({ event: "password", state, waitMs }) : stay,
    );
  };
}

/** This member may not add who comes back, or finds no place: the next one may (spec/admission.md 6). */
const askAnother: Step = (room) => turn(withAsking(room, { dueMs: room.nowMs + GROUP_LIMITS.askMs }));

/** In the room: its order begins, and our own update comes first (spec/group.md 9). */
function onJoined({ view, number, spelled }: Did & { what: "joined" }): Step {
  return (room) => {
    if (room.phase !== "asking") return turn(room);
    const open: Room = { ...room, phase: "open", view, joinedEpoch: view.epoch, spelled, password: null };
    const { backFrom } = room.asking;
    const gap = backFrom !== null && number - 1 > backFrom;
    const begun = withRoster(open, { pendingSinceMs: room.nowMs, pathMs: room.nowMs });
    return chain(
      { ...begun, asking: emptyRoom.asking },
      spelled === null ? stay : tellInvitation,
      gap ? tell({ event: "gap", first: backFrom + 1, last: number - 1 }) : stay,
      membersChanged,
      beginAfter(number),
    );
  };
}

function withAsking(room: Room, change: Partial<Asking>): Room {
  return { ...room, asking: { ...room.asking, ...change } };
}
