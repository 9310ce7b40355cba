/*
 * A member's side of the admission channel (spec/admission.md): attempts by name, each with the seat that asked, until the newcomer has its Welcome.
 */
import { base64url } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { GROUP_LIMITS } from "../group/limits.ts";
import type { AdmissionDid, AdmissionDoes, JobResult } from "../group/messages.ts";
import { admissionDid as did, stretched } from "./group-secrets.ts";
import type { Admitting, GroupSecrets } from "./group-secrets.ts";

type Admitter = NonNullable<Admitting["state"]>;
type AdmitterEvent = Parameters<typeof groups.admissions.admitter.step>[2];

const NOTHING: AdmissionDid = { side: "both", what: "nothing" };

export async function runAdmitter(
  secrets: GroupSecrets,
  does: Exclude<AdmissionDoes, { side: "joiner" }>,
  nowMs: number,
): Promise<JobResult> {
  if (does.act === "expire") return expire(secrets, nowMs);
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
  if (asks.size >= GROUP_LIMITS.requests) asks.delete([...asks.keys()][0] ?? "");
  asks.set(attempt, { ask, seat });
  return did({ side: "admitter", what: "asked", attempt, turn: ask.turn, seat });
}

async function beginAdmitter(secrets: GroupSecrets, name: string, nowMs: number): Promise<JobResult> {
  const { attempts, state, inviteKey, crypto } = secrets;
  const heard = attempts.asks.get(name);
  attempts.asks.delete(name);
  await expire(secrets, nowMs);
  const isFull = attempts.admitting.size >= groups.admissions.LIMITS.attemptsAtOnce;
  if (heard === undefined || state === null || isFull) return did(NOTHING);
  const { ask, seat } = heard;
  // Whoever asks again has given up what it asked before.
  for (const [other, one] of attempts.admitting)
    if (one.seat === seat && one.keyPackage === null) drop(secrets, other);
  const begun = await groups.admissions.admitter.begin(
    crypto,
    { ask, group: state, inviteKey, dormant: secrets.dormant },
    nowMs,
  );
  attempts.admitting.set(name, { state: begun.state, seat, keyPackage: null, welcome: null, chain: null });
  return did(
    { side: "admitter", what: "said", attempt: name },
    begun.blocks.map((block) => ({ seat, block })),
  );
}

function drop({ attempts }: GroupSecrets, name: string): void {
  const found = attempts.admitting.get(name);
  if (found !== undefined && found.state !== null) groups.admissions.admitter.wipe(found.state);
  attempts.admitting.delete(name);
}

async function stepAdmitter(
  secrets: GroupSecrets,
  name: string,
  event: AdmitterEvent,
  nowMs: number,
): Promise<JobResult> {
  const attempt = secrets.attempts.admitting.get(name);
  if (attempt === undefined || attempt.state === null || !mayStep(attempt.state, event)) return did(NOTHING);
  const { state, blocks, outcome } = await groups.admissions.admitter.step(
    secrets.crypto,
    attempt.state,
    event,
    nowMs,
  );
  attempt.state = state;
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

/** Attempts whose time is over. */
async function expire(secrets: GroupSecrets, nowMs: number): Promise<JobResult> {
  for (const name of secrets.attempts.admitting.keys()) {
    const result = await stepAdmitter(secrets, name, { kind: "tick" }, nowMs);
    if (result.did === "admission" && result.outcome.side === "admitter" && result.outcome.what === "over")
      return result;
  }
  return did(NOTHING);
}
