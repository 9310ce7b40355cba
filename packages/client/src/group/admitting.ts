/*
 * Letting somebody in (spec/group.md 5, spec/admission.md): a member whose turn it is answers, asks a person where the room wants that, adds the newcomer by
 * a commit, and gives it the Welcome when that has its place.
 */
import { forgetWishes, wish } from "./commits.ts";
import { GROUP_KINDS } from "./kinds.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { AdmissionDid } from "./messages.ts";
import { sayPlain } from "./outbox.ts";
import { canSend, isHost, presentLeaves } from "./state.ts";
import type { Admitting, Room } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

type Did = AdmissionDid & { side: "admitter" };

/** Something was whispered to a member: an ask, or a block of an attempt. */
export function onWhisper(seat: number, block: Uint8Array): Step {
  return (room) =>
    canSend(room)
      ? ask({ job: "admission", does: { side: "admitter", act: "take", seat, block: block.slice() } })(room)
      : turn(room);
}

/** What the channel came to. */
export function onAdmitter(did: Did): Step {
  const { attempt } = did;
  switch (did.what) {
    case "asked":
      return onAsk(attempt, did.turn);
    case "asks":
      return onAsks(attempt, did.name, did.returning);
    case "key-package":
      return (room) => {
        const instead = room.admitting.returning.get(attempt) ?? null;
        return chain(withAttempt(room, attempt), wish({ kind: "add", attempt, instead }));
      };
    case "over":
      return (room) =>
        chain(
          room,
          did.guessed ? onWrongPassword : stay,
          did.guessed ? sayPlain(GROUP_KINDS.wrongPassword, NOTHING) : stay,
          over(attempt),
        );
    case "done":
      return over(attempt);
    default:
      return stay;
  }
}

const NOTHING = new Uint8Array(0);

/** Each turn another member answers; under `locked` only those who may. */
function onAsk(attempt: string, asked: number): Step {
  return (room) => {
    const { view } = room;
    if (view === null || !canSend(room)) return turn(room);
    const present = presentLeaves(room).filter((leaf) => mayAdmit(room, leaf));
    const mine = present[asked % Math.max(1, present.length)] === view.self;
    if (
      !mine ||
      view.members.length + room.admitting.attempts.length > GROUP_LIMITS.requests + view.settings.capacity
    )
      return turn(room);
    return begin(attempt)(withAdmitting(room, { lookAtMs: room.nowMs + GROUP_LIMITS.attemptMs + 1000 }));
  };
}

function mayAdmit(room: Room, leaf: number): boolean {
  const { view } = room;
  if (view === null) return false;
  const tag = view.members.find((one) => one.leaf === leaf)?.tag ?? "";
  if (isGuarded(room)) return tag === view.settings.owner;
  return view.settings.admission !== "locked" || isHost(room, tag);
}

/** After five wrong passwords in ten minutes every join needs the owner's press (spec/admission.md 5). */
function isGuarded(room: Room): boolean {
  return room.view?.settings.password === true && warnedOf(room) >= GROUP_LIMITS.guessesFree;
}

/** For so long no password is taken: after 1, 2, 3, 4 wrong ones 2, 4, 8, 16 s. */
function guardedMs(room: Room): number {
  const failures = warnedOf(room);
  const last = room.admitting.guessedMs.at(-1);
  const asks = room.view?.settings.password === true && last !== undefined && failures > 0;
  return asks && !isGuarded(room) ? Math.max(0, last + 1000 * 2 ** failures - room.nowMs) : 0;
}

/** Attempts that nobody ends are over in their time. */
export const settleAdmitting: Step = (room) => chain(room, nextIn, lookAgain);

const lookAgain: Step = (room) => {
  const { lookAtMs, requests, attempts, letting, queue } = room.admitting;
  if (lookAtMs === null || room.nowMs < lookAtMs) return turn(room);
  const again =
    requests.length + attempts.length + letting.length + queue.length > 0
      ? room.nowMs + GROUP_LIMITS.turnMs
      : null;
  return ask({ job: "admission", does: { side: "both", act: "expire" } })(
    withAdmitting(room, { lookAtMs: again }),
  );
};

const begin = (attempt: string): Step =>
  ask({ job: "admission", does: { side: "admitter", act: "begin", attempt } });

/** It has the link. In an open room it is let in, elsewhere a person is asked. */
function onAsks(attempt: string, name: string, returning: (Did & { what: "asks" })["returning"]): Step {
  return (room) => {
    const { view, admitting } = room;
    if (view === null) return turn(room);
    if (returning !== null) return onReturning(attempt, returning)(room);
    if (view.members.length >= view.settings.capacity) return refuse(attempt, "full")(room);
    const waitMs = guardedMs(room);
    if (waitMs > 0) return refuse(attempt, "later", Math.ceil(waitMs / 1000))(room);
    if (view.settings.admission === "open" && !isGuarded(room)) return inTurn(attempt)(room);
    if (admitting.requests.length >= GROUP_LIMITS.requests) return refuse(attempt, "declined")(room);
    const request = admitting.nextRequest;
    const requests = [...admitting.requests, { request, attempt, name }];
    return chain(
      withAdmitting(room, { nextRequest: request + 1, requests }),
      act(attempt, "wait"),
      tell({ event: "request", request, state: "asking", name, warned: warnedOf(room) }),
    );
  };
}

function act(attempt: string, does: "wait" | "let-in"): Step {
  return ask({ job: "admission", does: { side: "admitter", act: does, attempt } });
}

/** Two at a time are let in, and the others wait: each is a commit of its own. */
function inTurn(attempt: string): Step {
  return (room) => {
    const queue = [...room.admitting.queue, attempt];
    const isFree = lettingNow(room) < GROUP_LIMITS.letting && queue.length === 1;
    return chain(withAdmitting(room, { queue }), isFree ? nextIn : act(attempt, "wait"));
  };
}

/** Whoever takes longer than five seconds keeps nobody out. */
function lettingNow({ admitting, nowMs }: Room): number {
  return admitting.letting.filter(({ sinceMs }) => nowMs - sinceMs < GROUP_LIMITS.lettingMs).length;
}

const nextIn: Step = (room) => {
  const [attempt, ...queue] = room.admitting.queue;
  if (attempt === undefined || lettingNow(room) >= GROUP_LIMITS.letting) return turn(room);
  const letting = [...room.admitting.letting, { attempt, sinceMs: room.nowMs }].slice(-GROUP_LIMITS.requests);
  return chain(withAdmitting(room, { queue, letting }), act(attempt, "let-in"), nextIn);
};

export function lettingDueMs({ admitting }: Room): number | null {
  const [first] = admitting.letting.slice(-GROUP_LIMITS.letting);
  return first === undefined || admitting.queue.length === 0 ? null : first.sinceMs + GROUP_LIMITS.lettingMs;
}

/** A member that comes back is let in at once; where its old leaf is here still, its own word removes that first (spec/admission.md 6). */
function onReturning(
  attempt: string,
  { tag, notices }: { readonly tag: string; readonly notices: readonly Uint8Array[] },
): Step {
  return (room) => {
    const isHere = room.view?.members.some((one) => one.tag === tag) === true;
    const returning = new Map(room.admitting.returning).set(attempt, tag);
    return chain(
      withAdmitting(room, { returning }),
      ...(isHere ? notices.map((body) => sayPlain(GROUP_KINDS.notice, body)) : []),
      ask({ job: "admission", does: { side: "admitter", act: "let-in", attempt } }),
    );
  };
}

function refuse(attempt: string, why: "declined" | "full" | "later", seconds = 0): Step {
  return ask({ job: "admission", does: { side: "admitter", act: "refuse", attempt, why, seconds } });
}

/** A person's answer. */
export function onAnswer(request: number, letIn: boolean): Step {
  return (room) => {
    const found = room.admitting.requests.find((one) => one.request === request);
    if (found === undefined) return turn(room);
    const { attempt } = found;
    const answer = letIn
      ? ask({ job: "admission", does: { side: "admitter", act: "let-in", attempt } })
      : refuse(attempt, "declined");
    return chain(room, endRequest(attempt), answer);
  };
}

/** The newcomer's Add has its place: now its Welcome. */
export function welcome(attempt: string): Step {
  return ask({ job: "admission", does: { side: "admitter", act: "welcome", attempt } });
}

/** It cannot be added: the room is full by now, or its key package is none. */
export function notAdded(attempt: string): Step {
  return refuse(attempt, "full");
}

function over(attempt: string): Step {
  return (room) =>
    chain(
      withAdmitting(room, {
        attempts: room.admitting.attempts.filter((one) => one !== attempt),
        letting: room.admitting.letting.filter((one) => one.attempt !== attempt),
        queue: room.admitting.queue.filter((one) => one !== attempt),
        returning: new Map([...room.admitting.returning].filter(([one]) => one !== attempt)),
      }),
      forgetWishes((want) => want.kind === "add" && want.attempt === attempt),
      endRequest(attempt),
    );
}

function endRequest(attempt: string): Step {
  return (room) => {
    const found = room.admitting.requests.find((one) => one.attempt === attempt);
    if (found === undefined) return turn(room);
    const requests = room.admitting.requests.filter((one) => one !== found);
    const { request, name } = found;
    return tell({ event: "request", request, state: "over", name, warned: warnedOf(room) })(
      withAdmitting(room, { requests }),
    );
  };
}

/** Somebody had a wrong password: every member counts. */
export const onWrongPassword: Step = (room) => {
  const guessedMs = [...room.admitting.guessedMs, room.nowMs].slice(-GROUP_LIMITS.guesses);
  return turn(withAdmitting(room, { guessedMs }));
};

function warnedOf({ admitting, nowMs }: Room): number {
  return admitting.guessedMs.filter((ms) => nowMs - ms < GROUP_LIMITS.guessedMs).length;
}

function withAttempt(room: Room, attempt: string): Room {
  return withAdmitting(room, { attempts: [...room.admitting.attempts, attempt] });
}

function withAdmitting(room: Room, change: Partial<Admitting>): Room {
  return { ...room, admitting: { ...room.admitting, ...change } };
}
