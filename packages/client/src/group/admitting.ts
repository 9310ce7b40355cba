/*
 * Letting somebody in (spec/group.md 5, spec/admission.md): a member whose turn it is answers, asks a person where the room wants that, adds the newcomer by
 * a commit, and gives it the Welcome when that has its place.
 */
import { groups } from "@tacet/core/group";
import { forgetWishes, wish } from "./commits.ts";
import { GROUP_KINDS } from "./kinds.ts";
import { GROUP_LIMITS } from "./limits.ts";
import type { AdmissionDid, EndedAttempt, Returned } from "./messages.ts";
import { sayPlain } from "./outbox.ts";
import { canSend, isHost, isOwner, presentLeaves } from "./state.ts";
import type { Admitting, Room } from "./state.ts";
import { ask, chain, stay, type Step, tell, turn } from "./turn.ts";

const { answerer, passwordGuard }: typeof groups.admissions = groups.admissions;

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
      return onAsk(attempt, did.turn, did.by);
    case "asks":
      return onAsks(attempt, did.name, did.returning);
    case "key-package":
      return onKeyPackage(attempt);
    case "over":
      return onEnded([did]);
    case "done":
      return over(attempt);
    default:
      return stay;
  }
}

const NOTHING = new Uint8Array(0);

/** Attempts that came to nothing: a password that did not confirm is told to all. */
export function onEnded(ended: readonly EndedAttempt[]): Step {
  return (room) =>
    chain(
      room,
      ...ended.flatMap(({ attempt, guessed }) => [
        guessed ? onWrongPassword : stay,
        guessed ? sayPlain(GROUP_KINDS.wrongPassword, NOTHING) : stay,
        over(attempt),
      ]),
    );
}

/** Each turn another member answers; under `locked` only those who may. */
function onAsk(attempt: string, asked: number, by: "link" | "return"): Step {
  return (room) => {
    const { view } = room;
    if (view === null || !canSend(room)) return turn(room);
    const present = presentLeaves(room).filter((leaf) => mayAdmit(room, leaf, by));
    const isMine = present.length > 0 && answerer({ turn: asked }, present) === view.self;
    if (
      !isMine ||
      view.members.length + room.admitting.attempts.length > GROUP_LIMITS.requests + view.settings.capacity
    )
      return turn(room);
    return begin(attempt)(withAdmitting(room, { lookAtMs: room.nowMs + GROUP_LIMITS.attemptMs + 1000 }));
  };
}

function mayAdmit(room: Room, leaf: number, by: "link" | "return"): boolean {
  const { view } = room;
  if (view === null) return false;
  const tag = view.members.find((one) => one.leaf === leaf)?.tag ?? "";
  // Who comes back is asked for no password.
  if (by === "link" && isGuarded(room)) return tag === view.settings.owner;
  return view.settings.admission !== "locked" || isHost(room, tag);
}

/** After five wrong passwords in ten minutes every join needs the owner's press (spec/admission.md 5). */
function isGuarded(room: Room): boolean {
  return room.view?.settings.password === true && guardOf(room).kind === "owner";
}

function guardOf({ admitting, nowMs }: Room): ReturnType<typeof passwordGuard.ask> {
  return passwordGuard.ask(admitting.guard, nowMs);
}

/** For so long no password is taken. */
function guardedMs(room: Room): number {
  const answer = guardOf(room);
  return room.view?.settings.password === true && answer.kind === "later" ? answer.waitMs : 0;
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
function onAsks(attempt: string, name: string, returning: Returned | null): Step {
  return (room) => {
    const { view, admitting } = room;
    if (view === null) return turn(room);
    if (returning !== null) return onReturning(attempt, returning)(room);
    if (view.members.length >= view.settings.capacity) return refuse(attempt, "full")(room);
    const waitMs = guardedMs(room);
    if (waitMs > 0) return refuse(attempt, "later", Math.ceil(waitMs / 1000))(room);
    if (view.settings.admission === "open" && !isGuarded(room)) return inTurn(attempt)(room);
    if (admitting.requests.length >= GROUP_LIMITS.requests)
      return refuse(attempt, "later", GROUP_LIMITS.attemptMs / 1000)(room);
    const request = admitting.nextRequest;
    const requests = [...admitting.requests, { request, attempt, name }];
    return chain(
      withAdmitting(room, { nextRequest: request + 1, requests }),
      wait(attempt),
      tell({ event: "request", request, state: "asking", name, warned: warnedOf(room) }),
    );
  };
}

function wait(attempt: string): Step {
  return ask({ job: "admission", does: { side: "admitter", act: "wait", attempt } });
}

/** Two at a time are let in, and the others wait: each is a commit of its own. */
function inTurn(attempt: string): Step {
  return (room) => {
    const queue = [...room.admitting.queue, attempt];
    const isFree = lettingNow(room) < GROUP_LIMITS.letting && queue.length === 1;
    return chain(withAdmitting(room, { queue }), isFree ? nextIn : wait(attempt));
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
  return chain(withAdmitting(room, { queue, letting }), letIn(attempt, false), nextIn);
};

export function lettingDueMs({ admitting }: Room): number | null {
  const [first] = admitting.letting.slice(-GROUP_LIMITS.letting);
  return first === undefined || admitting.queue.length === 0 ? null : first.sinceMs + GROUP_LIMITS.lettingMs;
}

/** A member that comes back is let in at once, by who may add it (spec/admission.md 6). */
function onReturning(attempt: string, returned: Returned): Step {
  return (room) => {
    const moderators = room.view?.settings.moderators ?? [];
    if (moderators.includes(returned.tag) && !isOwner(room)) return refuse(attempt, "declined")(room);
    const returning = new Map(room.admitting.returning).set(attempt, returned);
    return letIn(attempt, false)(withAdmitting(room, { returning }));
  };
}

/** It is to be added. Where its old leaf is here still, its own word removes that first: said now, when nothing more of it is needed. */
function onKeyPackage(attempt: string): Step {
  return (room) => {
    const returned = room.admitting.returning.get(attempt) ?? null;
    const instead = returned?.tag ?? null;
    const isHere = room.view?.members.some(({ tag }) => tag === instead) === true;
    const notices = isHere && returned !== null ? returned.notices : [];
    return chain(
      withAttempt(room, attempt),
      ...notices.map((body) => sayPlain(GROUP_KINDS.notice, body)),
      wish({ kind: "add", attempt, instead }),
    );
  };
}

function letIn(attempt: string, pressed: boolean): Step {
  return ask({ job: "admission", does: { side: "admitter", act: "let-in", attempt, pressed } });
}

function refuse(attempt: string, why: "declined" | "full" | "later", seconds = 0): Step {
  return ask({ job: "admission", does: { side: "admitter", act: "refuse", attempt, why, seconds } });
}

/** A person's answer. */
export function onAnswer(request: number, isLetIn: boolean): Step {
  return (room) => {
    const found = room.admitting.requests.find((one) => one.request === request);
    if (found === undefined) return turn(room);
    const { attempt } = found;
    const answer = isLetIn ? letIn(attempt, true) : refuse(attempt, "declined");
    return chain(room, endRequest(attempt), answer);
  };
}

/** The newcomer's Add has its place: now its Welcome. */
export function welcome(attempt: string): Step {
  return ask({ job: "admission", does: { side: "admitter", act: "welcome", attempt } });
}

/** It cannot be added: the room is full by now, or this member may not add it, or its key package is none. */
export function notAdded(attempt: string, why: string): Step {
  return refuse(attempt, why === "full" ? "full" : "declined");
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
export const onWrongPassword: Step = (room) =>
  turn(withAdmitting(room, { guard: passwordGuard.failed(room.admitting.guard, room.nowMs) }));

function warnedOf({ admitting, nowMs }: Room): number {
  return admitting.guard.failedAtMs.filter((ms) => nowMs - ms < groups.admissions.LIMITS.failureMs).length;
}

function withAttempt(room: Room, attempt: string): Room {
  return withAdmitting(room, { attempts: [...room.admitting.attempts, attempt] });
}

function withAdmitting(room: Room, change: Partial<Admitting>): Room {
  return { ...room, admitting: { ...room.admitting, ...change } };
}
