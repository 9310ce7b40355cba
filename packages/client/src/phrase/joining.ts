/*
 * The joiner of a spoken phrase, as a pure machine (spec/phrase.md 5 and 6). It has a socket of its own, and one attempt.
 *
 *   opening ──opened──> asked ──begun──> begun ──message 2──> spent ──message 4 fits──> over: invited
 *      │                  │                │                    │
 *      └── network        └── unknown, busy, cut, late ─────────┴── whatever it is: mismatch
 */
import type { FromRelay } from "@tacet/wire";
import type { PhraseOutcome } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { PHRASE_LIMITS } from "./limits.ts";
import { unreachable } from "../pair/unreachable.ts";

export type JoiningInput =
  | { readonly on: "opened" }
  | { readonly on: "closed" }
  /** Null: bytes that are no frame. */
  | { readonly on: "frame"; readonly frame: FromRelay | null }
  | { readonly on: "time" }
  | { readonly on: "made"; readonly message: Uint8Array; readonly spends: boolean }
  | { readonly on: "invited" }
  | { readonly on: "failed" };

/** `begin` and `step` need secrets and are answered by an input. `over` comes once and is the last. */
export type JoiningEffect =
  | { readonly do: "begin"; readonly nonce: Uint8Array }
  | { readonly do: "step"; readonly message: Uint8Array }
  | { readonly do: "send"; readonly message: Uint8Array }
  | { readonly do: "over"; readonly outcome: PhraseOutcome };

export interface Joining {
  readonly phase: "opening" | "asked" | "begun" | "spent" | "over";
  readonly endsMs: number;
}

export interface JoiningTurn {
  readonly state: Joining;
  readonly effects: readonly JoiningEffect[];
}

/** The socket is being opened; `phrase-begin` leaves with its opening. */
export function beginJoining(nowMs: number): Joining {
  return { phase: "opening", endsMs: nowMs + LIMITS.admissionMs };
}

export function stepJoining(state: Joining, input: JoiningInput, nowMs: number): JoiningTurn {
  if (state.phase === "over") return { state, effects: [] };
  if (nowMs >= state.endsMs) return finish(state, state.phase === "opening" ? "network" : "late");
  switch (input.on) {
    case "opened":
      return {
        state: state.phase === "opening" ? { phase: "asked", endsMs: nowMs + PHRASE_LIMITS.joinerMs } : state,
        effects: [],
      };
    case "closed":
      return finish(state, state.phase === "opening" ? "network" : "cut");
    case "frame":
      return input.frame === null ? finish(state, "cut") : onFrame(state, input.frame);
    case "made": {
      const phase = input.spends ? "spent" : "begun";
      return { state: { ...state, phase }, effects: [{ do: "send", message: input.message }] };
    }
    case "invited":
      return { state: { ...state, phase: "over" }, effects: [{ do: "over", outcome: "invited" }] };
    case "failed":
      return finish(state, "mismatch");
    case "time":
      return { state, effects: [] };
    default:
      return unreachable(input);
  }
}

function onFrame(state: Joining, frame: FromRelay): JoiningTurn {
  const { phase } = state;
  if (frame.kind === "phrase-begun" && phase === "asked") {
    return { state, effects: [{ do: "begin", nonce: frame.nonce }] };
  }
  if (frame.kind === "phrase-message" && (phase === "begun" || phase === "spent")) {
    return { state, effects: [{ do: "step", message: frame.message }] };
  }
  if (frame.kind === "phrase-over") {
    const { code } = frame;
    return finish(state, code === "unknown" || code === "busy" || code === "late" ? code : "cut");
  }
  if (frame.kind === "beat") return { state, effects: [] };
  if (frame.kind === "refused" && frame.code === "version") return finish(state, "unavailable");
  return finish(state, "cut");
}

/** Once message 3 has left, every end but the invitation means that the guess was spent in vain (spec/phrase.md 5). */
function finish(state: Joining, outcome: PhraseOutcome): JoiningTurn {
  const told = state.phase === "spent" ? "mismatch" : outcome;
  return { state: { ...state, phase: "over" }, effects: [{ do: "over", outcome: told }] };
}
