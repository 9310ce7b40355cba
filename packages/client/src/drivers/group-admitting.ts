/*
 * A member's side of the admission channel (spec/admission.md): attempts by name, each with the seat that asked, until the newcomer has its Welcome.
 */
import { base64url } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { GROUP_LIMITS } from "../group/limits.ts";
import type { AdmissionDid, AdmissionDoes, EndedAttempt, JobResult } from "../group/messages.ts";
import { admissionDid as did, stretched } from "./group-secrets.ts";
import type { Admitting, GroupSecrets } from "./group-secrets.ts";

type Did = JobResult & { did: "admission" };
type Admitter = NonNullable<Admitting["state"]>;
type AdmitterEvent = Parameters<typeof groups.admissions.admitter.step>[2];

const NOTHING: AdmissionDid = { side: "both", what: "nothing" };

export async function runAdmitter(
  secrets: GroupSecrets,
  does: Exclude<AdmissionDoes, { side: "joiner" }>,
  nowMs: number,
): Promise<JobResult> {
  if (does.act === "expire") return did(NOTHING, [], await endAttempts(secrets, nowMs, "tick"));
  if (does.act === "take") return takeWhisper(secrets, does.seat, does.block, nowMs);
  if (does.act === "begin") return beginAdmitter(secrets, does.attempt, nowMs);
  const attempt = secrets.attempts.admitting.get(does.attempt);
  const event = attempt === undefined ? null : await eventOf(secrets, does, attempt);
  if (attempt === undefined || event === null)
    return did({ side: "admitter", what: "over", attempt: does.attempt, guessed: false });
  return stepAdmitter(secrets, does.attempt, event, nowMs);
}

async function eventOf(
  secrets: GroupSecrets,
  does: Exclude<AdmissionDoes & { side: "admitter" }, { act: "take" | "begin" }>,
  attempt: Admitting,
): Promise<AdmitterEvent | null> {
  const { state, inviteKey, password } = secrets;
  switch (does.act) {
    case "wait":
      return { kind: "wait" };
    case "refuse":
      return does.why === "later"
        ? { kind: "refuse", why: "later", seconds: does.seconds }
        : { kind: "refuse", why: does.why };
    case "let-in": {
      if (state === null) return null;
      const { settings } = state;
      const isAsked =
        settings.password &&
        attempt.state !== null &&
        "returning" in attempt.state &&
        attempt.state.returning === null;
      attempt.pressed = does.pressed;
      const secret = isAsked ? await stretched(secrets, password) : null;
      // Nobody is let in by a member that does not know the password itself.
      return isAsked && secret === null ? null : { kind: "let-in", settings, password: secret };
    }
    default: {
      const { welcome, chain } = attempt;
      return welcome === null || chain === null ? null : { kind: "welcome", welcome, chain, inviteKey };
    }
  }
}

async function takeWhisper(
  secrets: GroupSecrets,
  seat: number,
  block: Uint8Array,
  nowMs: number,
): Promise<JobResult> {
  const { asks, admitting } = secrets.attempts;
  const header = groups.admissions.header(block);
  if (header === null) return did(NOTHING);
  const attempt = base64url.encode(header.attempt);
  if (header.kind !== "ask") {
    if (admitting.get(attempt)?.seat !== seat) return did(NOTHING);
    return stepAdmitter(secrets, attempt, { kind: "block", block }, nowMs);
  }
  const ask = groups.admissions.ask.decode(block);
  if (ask === null || admitting.has(attempt)) return did(NOTHING);
  // Whoever asks again has given up what it asked before.
  for (const [other, one] of asks) if (one.seat === seat) asks.delete(other);
  if (asks.size >= GROUP_LIMITS.requests) asks.delete([...asks.keys()][0] ?? "");
  asks.set(attempt, { ask, seat });
  return did({ side: "admitter", what: "asked", attempt, turn: ask.turn, by: ask.by, seat });
}

async function beginAdmitter(secrets: GroupSecrets, name: string, nowMs: number): Promise<JobResult> {
  const { attempts, state, inviteKey, crypto } = secrets;
  const heard = attempts.asks.get(name);
  attempts.asks.delete(name);
  const ended = await endAttempts(secrets, nowMs, "tick");
  const isAskedAgain = (one: Admitting): boolean => one.seat === heard?.seat && one.keyPackage === null;
  ended.push(...(await endAttempts(secrets, nowMs, "drop", isAskedAgain)));
  const isFull = attempts.admitting.size >= groups.admissions.LIMITS.attemptsAtOnce;
  if (heard === undefined || state === null || isFull) return did(NOTHING, [], ended);
  const { ask, seat } = heard;
  const begun = await groups.admissions.admitter.begin(
    crypto,
    { ask, group: state, inviteKey, dormant: secrets.dormant },
    nowMs,
  );
  attempts.admitting.set(name, {
    state: begun.state,
    seat,
    by: ask.by,
    pressed: false,
    begunMs: null,
    keyPackage: null,
    welcome: null,
    chain: null,
  });
  return did(
    { side: "admitter", what: "said", attempt: name },
    begun.blocks.map((block) => ({ seat, block })),
    ended,
  );
}

/** Every attempt by the link is over with the key that it began under (spec/admission.md 2). */
export async function endByLink(secrets: GroupSecrets, nowMs: number): Promise<readonly EndedAttempt[]> {
  secrets.attempts.asks.clear();
  return endAttempts(secrets, nowMs, "drop", ({ by }) => by === "link");
}

/** @returns what is over by this: nobody else says so */
async function endAttempts(
  secrets: GroupSecrets,
  nowMs: number,
  kind: "tick" | "drop",
  isOne: (attempt: Admitting) => boolean = () => true,
): Promise<EndedAttempt[]> {
  const ended: EndedAttempt[] = [];
  for (const [attempt] of [...secrets.attempts.admitting].filter(([, one]) => isOne(one))) {
    const { outcome } = await stepAdmitter(secrets, attempt, { kind }, nowMs);
    if (outcome.side === "admitter" && outcome.what === "over")
      ended.push({ attempt, guessed: outcome.guessed });
  }
  return ended;
}

/** The share of a password has come: the guard is asked again, and one exchange runs at a time (spec/admission.md 5). 0: it goes on. */
function laterSeconds(secrets: GroupSecrets, { state, pressed }: Admitting, nowMs: number): number {
  if (state?.phase !== "sharing") return 0;
  const isBusy = [...secrets.attempts.admitting.values()].some((one) => one.state?.phase === "confirming");
  if (isBusy) return BUSY_SECONDS;
  const answer = groups.admissions.passwordGuard.ask(secrets.guard, nowMs);
  if (answer.kind === "later") return Math.ceil(answer.waitMs / 1000);
  return answer.kind === "owner" && !pressed ? BUSY_SECONDS : 0;
}

const BUSY_SECONDS = 5;

/** An exchange counts from its beginning, and no more when it has confirmed. */
function countExchange(secrets: GroupSecrets, attempt: Admitting, before: Admitter, nowMs: number): void {
  const { passwordGuard } = groups.admissions;
  const phase = attempt.state?.phase;
  if (before.phase === "sharing" && phase === "confirming") {
    attempt.begunMs = nowMs;
    secrets.guard = passwordGuard.failed(secrets.guard, nowMs);
  }
  if (before.phase === "confirming" && phase === "packing" && attempt.begunMs !== null)
    secrets.guard = passwordGuard.confirmed(secrets.guard, attempt.begunMs);
}

async function stepAdmitter(
  secrets: GroupSecrets,
  name: string,
  event: AdmitterEvent,
  nowMs: number,
): Promise<Did> {
  const attempt = secrets.attempts.admitting.get(name);
  if (attempt === undefined || attempt.state === null || !mayStep(attempt.state, event)) return did(NOTHING);
  const seconds = event.kind === "block" ? laterSeconds(secrets, attempt, nowMs) : 0;
  const before = attempt.state;
  const { state, blocks, outcome } = await groups.admissions.admitter.step(
    secrets.crypto,
    before,
    seconds === 0 ? event : { kind: "refuse", why: "later", seconds },
    nowMs,
  );
  attempt.state = state;
  countExchange(secrets, attempt, before, nowMs);
  if (state === null) secrets.attempts.admitting.delete(name);
  const whispers = blocks.map((block) => ({ seat: attempt.seat, block }));
  switch (outcome.kind) {
    case "nothing":
      return did({ side: "admitter", what: "said", attempt: name }, whispers);
    case "asks":
      return did(
        {
          side: "admitter",
          what: "asks",
          attempt: name,
          name: outcome.name,
          returning: namedOf(outcome.returning),
        },
        whispers,
      );
    case "key-package":
      attempt.keyPackage = outcome.keyPackage;
      return did({ side: "admitter", what: "key-package", attempt: name }, whispers);
    case "done":
      return did({ side: "admitter", what: "done", attempt: name }, whispers);
    default:
      return did({ side: "admitter", what: "over", attempt: name, guessed: outcome.guessed }, whispers);
  }
}

function namedOf(
  returning: { readonly tag: Uint8Array; readonly notices: readonly Uint8Array[] } | null,
): { readonly tag: string; readonly notices: readonly Uint8Array[] } | null {
  return returning === null ? null : { tag: base64url.encode(returning.tag), notices: returning.notices };
}

/** What a person answers may come when the attempt is somewhere else by then. */
function mayStep({ phase }: Admitter, { kind }: AdmitterEvent): boolean {
  if (kind === "wait" || kind === "let-in") return phase === "asked";
  if (kind === "refuse") return phase === "asked" || phase === "adding";
  return kind !== "welcome" || phase === "adding";
}
