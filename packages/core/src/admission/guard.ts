import { ADMISSION_LIMITS } from "./limits.ts";

/*
 * How often a password may be tried (spec/admission.md 5). Every member counts the failures that are told in the room and its own; they decide
 * who begins a join, and no rule for commits asks them.
 */
export interface PasswordGuard {
  /** When each failure of the last ten minutes was heard of, by the client's clock, rising. */
  readonly failedAtMs: readonly number[];
}

/** Whether a join that needs the password may begin. */
export type GuardAnswer =
  | { readonly kind: "open" }
  /** Not for so long: an attempt that comes now is refused `later`. */
  | { readonly kind: "later"; readonly waitMs: number }
  /** Every join needs the owner's press, until enough failures are ten minutes old. */
  | { readonly kind: "owner" };

const NO_FAILURES: PasswordGuard = { failedAtMs: [] };

export const passwordGuard: {
  readonly none: PasswordGuard;
  readonly failed: typeof failed;
  readonly confirmed: typeof confirmed;
  readonly ask: typeof ask;
} = { none: NO_FAILURES, failed, confirmed, ask };

/** One failure more. What is older than ten minutes, and more than is needed, is forgotten. */
function failed(guard: PasswordGuard, nowMs: number): PasswordGuard {
  const failedAtMs = [...recent(guard, nowMs), nowMs].slice(-ADMISSION_LIMITS.failuresMax);
  return { failedAtMs };
}

/** An exchange that was counted when it was begun, at that time, has confirmed: it counts no more. */
function confirmed(guard: PasswordGuard, begunAtMs: number): PasswordGuard {
  const at = guard.failedAtMs.lastIndexOf(begunAtMs);
  return { failedAtMs: guard.failedAtMs.filter((_, index) => index !== at) };
}

/** After 1, 2, 3, 4 failures the next try waits 2, 4, 8, 16 s from the last. */
function ask(guard: PasswordGuard, nowMs: number): GuardAnswer {
  const failures = recent(guard, nowMs);
  const last = failures.at(-1);
  if (last === undefined) return { kind: "open" };
  if (failures.length >= ADMISSION_LIMITS.failuresMax) return { kind: "owner" };
  const waitMs = last + 1000 * 2 ** failures.length - nowMs;
  return waitMs > 0 ? { kind: "later", waitMs } : { kind: "open" };
}

const recent = ({ failedAtMs }: PasswordGuard, nowMs: number): readonly number[] =>
  failedAtMs.filter((at) => at > nowMs - ADMISSION_LIMITS.failureMs);
