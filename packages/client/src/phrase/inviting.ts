/*
 * The inviter of spoken phrases, as a pure machine (spec/phrase.md 5 and 6). It counts what the relay could hide.
 *
 *             ask             seated          placed         begun          message 1            message 3 fits
 *   none ──────────> (waiting) ──────> offered ──────> open ──────> begun ───────────> answered ───────────────> none
 *    ^                     │              │            │                     │
 *    └─────────────────────┴──── withdrawn, over, lost, time ─────── failed: counted; two turn phrases off
 *
 * Secrets are the driver's: the machine knows the nonce, the address and the times.
 */
import type { FromRelay, PhraseToRelay } from "@tacet/wire";
import { equal } from "@tacet/core";
import type { PhraseOutcome, RoomEvent } from "../face.ts";
import { PHRASE_LIMITS } from "./limits.ts";
import { unreachable } from "../pair/unreachable.ts";

export type PhraseFrame = Extract<
  FromRelay,
  { kind: "phrase-message" | "phrase-placed" | "phrase-begun" | "phrase-over" }
>;

/** `connection` is the room's socket, null while it has none that is admitted. */
export type InvitingInput =
  | { readonly on: "ask"; readonly connection: number | null }
  /** The room's socket is admitted. */
  | { readonly on: "seated"; readonly connection: number }
  | { readonly on: "withdraw" }
  | { readonly on: "allow" }
  | { readonly on: "frame"; readonly connection: number; readonly frame: PhraseFrame }
  | { readonly on: "lost" }
  | { readonly on: "time" }
  | { readonly on: "offered"; readonly nonce: Uint8Array | null }
  | { readonly on: "spelled"; readonly phrase: string }
  | { readonly on: "answered"; readonly message: Uint8Array }
  | { readonly on: "delivered"; readonly message: Uint8Array }
  | { readonly on: "failed" };

/** Work that needs secrets. `offer`, `place` and `step` are answered by an input; `wipe` erases what the phrase had. */
export type InvitingJob =
  | { readonly job: "offer" }
  | { readonly job: "place"; readonly address: number }
  | { readonly job: "step"; readonly message: Uint8Array }
  | { readonly job: "wipe" };

export type InvitingEffect =
  | { readonly to: "keys"; readonly job: InvitingJob }
  | { readonly to: "relay"; readonly connection: number; readonly frame: PhraseToRelay }
  | { readonly to: "face"; readonly event: RoomEvent };

export interface Inviting {
  readonly phase: "none" | "waiting" | "offered" | "open" | "begun" | "answered";
  readonly connection: number;
  readonly nonce: Uint8Array;
  readonly endsMs: number | null;
  readonly timeLeftMs: number;
  readonly failures: number;
}

export interface InvitingTurn {
  readonly state: Inviting;
  readonly effects: readonly InvitingEffect[];
}

export const notInviting: Inviting = {
  phase: "none",
  connection: 0,
  nonce: new Uint8Array(0),
  endsMs: null,
  timeLeftMs: 0,
  failures: 0,
};

export function stepInviting(state: Inviting, input: InvitingInput, nowMs: number): InvitingTurn {
  if (state.endsMs !== null && nowMs >= state.endsMs) {
    const over = finish(state, OVERDUE[state.phase], state.phase === "waiting" ? null : "withdraw");
    return input.on === "time" ? over : then(over, input, nowMs);
  }
  switch (input.on) {
    case "ask":
      return ask(state, input.connection, nowMs);
    case "seated":
      return state.phase === "waiting" ? offerOn({ ...state, connection: input.connection }) : stay(state);
    case "allow":
      return { state: { ...state, failures: 0 }, effects: [] };
    case "withdraw":
      return state.phase === "none" ? stay(state) : finish(state, "withdrawn", "withdraw");
    case "frame":
      return input.connection === state.connection ? onFrame(state, input.frame, nowMs) : stay(state);
    case "lost":
      return state.phase === "none" || state.phase === "waiting" ? stay(state) : finish(state, "lost", null);
    case "time":
      return stay(state);
    default:
      return onKeys(state, input, nowMs);
  }
}

const OVERDUE: Record<Inviting["phase"], PhraseOutcome> = {
  none: "late",
  waiting: "lost",
  offered: "late",
  open: "expired",
  begun: "late",
  answered: "late",
};

/** What is due comes first, and the input meets what it left. */
function then(over: InvitingTurn, input: InvitingInput, nowMs: number): InvitingTurn {
  const next = stepInviting(over.state, input, nowMs);
  return { state: next.state, effects: [...over.effects, ...next.effects] };
}

/** A new phrase ends the one before it, whose attempt may have been spent. */
function ask(state: Inviting, connection: number | null, nowMs: number): InvitingTurn {
  const before = state.phase === "none" ? stay(state) : finish(state, "withdrawn", "withdraw");
  const { failures } = before.state;
  if (failures >= PHRASE_LIMITS.failures) return add(before, refusal(before.state, "off"));
  const told = { ...before, effects: silent(before.effects) };
  if (connection !== null) return add(told, offerOn({ ...before.state, connection }));
  // The socket is on its way, or comes back: a press is not lost for that.
  return add(told, turn({ ...before.state, phase: "waiting", endsMs: nowMs + PHRASE_LIMITS.answerMs }));
}

function offerOn(state: Inviting): InvitingTurn {
  return turn(state, { to: "keys", job: { job: "offer" } });
}

function onKeys(
  state: Inviting,
  input: InvitingInput & { on: "offered" | "spelled" | "answered" | "delivered" | "failed" },
  nowMs: number,
): InvitingTurn {
  switch (input.on) {
    case "offered":
      return onOffered(state, input.nonce, nowMs);
    case "spelled":
      return turn(state, {
        to: "face",
        event: { event: "phrase", phrase: input.phrase, expiresInMs: state.timeLeftMs },
      });
    case "answered":
      return turn({ ...state, phase: "answered" }, message(state, input.message));
    case "delivered":
      return add(turn(state, message(state, input.message)), finish(state, "used", null));
    case "failed":
      return finish(state, state.phase === "answered" ? "failed" : "cut", "withdraw");
    default:
      return unreachable(input);
  }
}

/** No nonce: the invitation has been used, so there is nothing to hand over. */
function onOffered(state: Inviting, nonce: Uint8Array | null, nowMs: number): InvitingTurn {
  if (nonce === null) return finish(state, "closed", null);
  const offered = { ...state, phase: "offered", nonce, endsMs: nowMs + PHRASE_LIMITS.answerMs } as const;
  return turn(offered, toRelay(state, { kind: "phrase-offer", nonce }));
}

function onFrame(state: Inviting, frame: PhraseFrame, nowMs: number): InvitingTurn {
  switch (frame.kind) {
    case "phrase-placed":
      return state.phase === "offered" ? onPlaced(state, frame, nowMs) : stay(state);
    case "phrase-begun":
      if (state.phase !== "open" || !equal(frame.nonce, state.nonce)) return stay(state);
      return turn({ ...state, phase: "begun", endsMs: nowMs + PHRASE_LIMITS.inviterMs });
    case "phrase-message":
      if (state.phase !== "begun" && state.phase !== "answered") return stay(state);
      return turn(state, { to: "keys", job: { job: "step", message: frame.message } });
    case "phrase-over":
      return onOver(state, frame.code);
    default:
      return unreachable(frame);
  }
}

function onPlaced(
  state: Inviting,
  { address, timeLeftMs }: PhraseFrame & { kind: "phrase-placed" },
  nowMs: number,
): InvitingTurn {
  const leftMs = Math.min(timeLeftMs, PHRASE_LIMITS.lifeMs);
  const open = { ...state, phase: "open", endsMs: nowMs + leftMs, timeLeftMs: leftMs } as const;
  return turn(open, { to: "keys", job: { job: "place", address } });
}

/** While an offer waits for its answer, other codes than these two belong to an earlier one (spec/phrase.md 6). */
function onOver(state: Inviting, code: (PhraseFrame & { kind: "phrase-over" })["code"]): InvitingTurn {
  const answer = code === "busy" || code === "closed";
  if (state.phase === "none" || (state.phase === "offered" && !answer)) return stay(state);
  return finish(state, code === "unknown" ? "cut" : code, null);
}

/** The end of a phrase. Whatever ended it: after message 2 without a fitting message 3 the attempt has failed (spec/phrase.md 5). */
function finish(state: Inviting, outcome: PhraseOutcome, word: "withdraw" | null): InvitingTurn {
  const failed = state.phase === "answered" && outcome !== "used";
  const failures = state.failures + (failed ? 1 : 0);
  const over: Inviting = { ...notInviting, connection: state.connection, failures };
  const withdrawal = word === null ? [] : [toRelay(state, { kind: "phrase-withdraw" })];
  const told = refusal(over, failed ? "failed" : outcome);
  return { state: over, effects: [...withdrawal, { to: "keys", job: { job: "wipe" } }, ...told.effects] };
}

function refusal(state: Inviting, outcome: PhraseOutcome): InvitingTurn {
  const allowed = state.failures < PHRASE_LIMITS.failures;
  return turn(state, { to: "face", event: { event: "phrase-over", outcome, allowed } });
}

/** Who asks for a new phrase is not told that the old one is withdrawn; a failure is always told. */
function silent(effects: readonly InvitingEffect[]): readonly InvitingEffect[] {
  return effects.filter(
    (effect) =>
      effect.to !== "face" || effect.event.event !== "phrase-over" || effect.event.outcome === "failed",
  );
}

function add(before: InvitingTurn, after: InvitingTurn): InvitingTurn {
  return { state: after.state, effects: [...before.effects, ...after.effects] };
}

function message(state: Inviting, bytes: Uint8Array): InvitingEffect {
  return toRelay(state, { kind: "phrase-message", message: bytes });
}

function toRelay({ connection }: Inviting, frame: PhraseToRelay): InvitingEffect {
  return { to: "relay", connection, frame };
}

function turn(state: Inviting, ...effects: readonly InvitingEffect[]): InvitingTurn {
  return { state, effects };
}

function stay(state: Inviting): InvitingTurn {
  return { state, effects: [] };
}
