/*
 * Both sides of the admission channel (spec/admission.md), with their secrets: a member's attempts, by name, and the one of whoever wants in. Blocks come in
 * and are whispered; what each comes to is told to the machine.
 */
import { base64url } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { group } from "@tacet/wire/group";
import type { AdmissionDid, AdmissionDoes, JobResult, Whispered } from "../group/messages.ts";
import { GROUP_LIMITS } from "../group/limits.ts";
import { entered, type GroupSecrets, spell, viewNow } from "./group-keyring.ts";
import { settingsView } from "./group-view.ts";

const { admissions } = groups;

type Ask = NonNullable<ReturnType<typeof admissions.ask.decode>>;
type Admitter = Awaited<ReturnType<typeof admissions.admitter.begin>>["state"];
type AdmitterEvent = Parameters<typeof admissions.admitter.step>[2];
type Joiner = ReturnType<typeof admissions.joiner.begin>["state"];
type JoinerEvent = Parameters<typeof admissions.joiner.step>[2];
type Chain = ReturnType<typeof groups.chain.begin>;

export interface Attempts {
  /** Asks that were heard, by attempt, until it is known whose turn it is. */
  readonly asks: Map<string, { readonly ask: Ask; readonly seat: number }>;
  readonly admitting: Map<string, Admitting>;
  joiner: Joining | null;
  /** The attempt whose Add waits for its place. */
  adding: string | null;
  /** What stands for the password under the present invite key. */
  stretched: Uint8Array | null;
}

interface Admitting {
  state: Admitter | null;
  readonly seat: number;
  keyPackage: Uint8Array | null;
  welcome: Uint8Array | null;
  /** Of the Add's place. */
  chain: Chain | null;
}

interface Joining {
  state: Joiner | null;
  readonly attempt: string;
  /** Who answers; null before anybody has. */
  seat: number | null;
}

const NOTHING: AdmissionDid = { side: "both", what: "nothing" };

export async function runAdmission(
  secrets: GroupSecrets,
  does: AdmissionDoes,
  nowMs: number,
): Promise<JobResult> {
  if (does.side === "joiner") return runJoiner(secrets, does, nowMs);
  if (does.side === "admitter") return runAdmitter(secrets, does, nowMs);
  return expire(secrets, nowMs);
}

const did = (outcome: AdmissionDid, whispers: readonly Whispered[] = []): JobResult => ({
  did: "admission",
  whispers,
  outcome,
});

async function runJoiner(
  secrets: GroupSecrets,
  does: AdmissionDoes & { side: "joiner" },
  nowMs: number,
): Promise<JobResult> {
  const { attempts, crypto, roomId, inviteKey, owner } = secrets;
  if (does.act === "ask") {
    if (attempts.joiner?.state != null) admissions.joiner.wipe(attempts.joiner.state);
    const entry = { by: "link", roomId, inviteKey, owner } as const;
    const begun = admissions.joiner.begin(crypto.random, { entry, turn: does.turn, name: does.name }, nowMs);
    attempts.joiner = { state: begun.state, attempt: base64url.encode(begun.attempt), seat: null };
    return did(NOTHING, begun.blocks.map((block) => ({ seat: group.everybody, block })));
  }
  const { joiner } = attempts;
  if (joiner?.state == null) return did(NOTHING);
  if (does.act === "take") {
    const header = admissions.header(does.block);
    const isMine = header !== null && base64url.encode(header.attempt) === joiner.attempt;
    if (!isMine || (joiner.seat !== null && joiner.seat !== does.seat)) return did(NOTHING);
    return stepJoiner(secrets, joiner, { kind: "block", block: does.block }, does.seat, nowMs);
  }
  if (does.act === "leave") return stepJoiner(secrets, joiner, { kind: "leave" }, null, nowMs);
  if (joiner.state.phase !== "offered") return did(NOTHING);
  const password = joiner.state.terms.password ? await stretched(secrets, does.password) : null;
  if (joiner.state.terms.password && password === null) return did({ side: "joiner", what: "refused", why: "password", seconds: 0 });
  return stepJoiner(secrets, joiner, { kind: "agree", password }, null, nowMs);
}

async function stepJoiner(
  secrets: GroupSecrets,
  joiner: Joining,
  event: JoinerEvent,
  seat: number | null,
  nowMs: number,
): Promise<JobResult> {
  if (joiner.state === null) return did(NOTHING);
  const before = joiner.state.phase;
  const { state, blocks, outcome } = await admissions.joiner.step(secrets.crypto, joiner.state, event, nowMs);
  joiner.state = state;
  // The first that begins the attempt is who answers.
  if (seat !== null && before === "asking" && state?.phase === "answered") joiner.seat = seat;
  const to = joiner.seat ?? group.everybody;
  const whispers = blocks.map((block) => ({ seat: to, block }));
  switch (outcome.kind) {
    case "nothing":
      return did(blocks.length > 0 ? { side: "joiner", what: "said" } : NOTHING, whispers);
    case "waiting":
      return did({ side: "joiner", what: "waiting" }, whispers);
    case "terms":
      return did({ side: "joiner", what: "terms", settings: settingsView(outcome.settings) }, whispers);
    case "refused":
      return did(
        { side: "joiner", what: "refused", why: outcome.why, seconds: outcome.why === "later" ? outcome.seconds : 0 },
        whispers,
      );
    case "joined":
      entered(secrets, outcome.group, outcome.chain, outcome.inviteKey);
      return joined(secrets, outcome.chain.number, whispers);
    default:
      return did({ side: "joiner", what: "over" }, whispers);
  }
}

function joined(secrets: GroupSecrets, number: number, whispers: readonly Whispered[]): JobResult {
  const view = viewNow(secrets);
  if (view === null) return did({ side: "joiner", what: "over" }, whispers);
  return did({ side: "joiner", what: "joined", view, number, spelled: spell(secrets) }, whispers);
}

/** Made once for each invite key, since it takes a second. Null for what is no password. */
async function stretched(secrets: GroupSecrets, typed: string | null): Promise<Uint8Array | null> {
  const { attempts, roomId, inviteKey } = secrets;
  if (typed === null || !admissions.passwords.isOne(typed)) return null;
  // A joiner may type another: only a member's is kept.
  if (secrets.state === null) return admissions.passwords.stretch(typed, { roomId, inviteKey });
  attempts.stretched ??= await admissions.passwords.stretch(typed, { roomId, inviteKey });
  return attempts.stretched;
}

async function runAdmitter(
  secrets: GroupSecrets,
  does: AdmissionDoes & { side: "admitter" },
  nowMs: number,
): Promise<JobResult> {
  if (does.act === "take") return takeWhisper(secrets, does.seat, does.block, nowMs);
  if (does.act === "begin") return beginAdmitter(secrets, does.attempt, nowMs);
  const attempt = secrets.attempts.admitting.get(does.attempt);
  const event = attempt === undefined ? null : await eventOf(secrets, does, attempt);
  if (attempt === undefined || event === null) return did({ side: "admitter", what: "over", attempt: does.attempt, guessed: false });
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
      return { kind: "refuse", why: does.why };
    case "let-in": {
      if (state === null) return null;
      const { settings } = state;
      return { kind: "let-in", settings, password: settings.password ? await stretched(secrets, password) : null };
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
  const header = admissions.header(block);
  if (header === null) return did(NOTHING);
  const attempt = base64url.encode(header.attempt);
  if (header.kind !== "ask") {
    if (admitting.get(attempt)?.seat !== seat) return did(NOTHING);
    return stepAdmitter(secrets, attempt, { kind: "block", block }, nowMs);
  }
  const ask = admissions.ask.decode(block);
  if (ask === null || ask.by !== "link" || admitting.has(attempt)) return did(NOTHING);
  if (asks.size >= GROUP_LIMITS.requests) asks.delete([...asks.keys()][0] ?? "");
  asks.set(attempt, { ask, seat });
  return did({ side: "admitter", what: "asked", attempt, turn: ask.turn, seat });
}

async function beginAdmitter(secrets: GroupSecrets, name: string, nowMs: number): Promise<JobResult> {
  const { attempts, state, inviteKey, crypto } = secrets;
  const heard = attempts.asks.get(name);
  attempts.asks.delete(name);
  await expire(secrets, nowMs);
  const isFull = attempts.admitting.size >= admissions.LIMITS.attemptsAtOnce;
  if (heard === undefined || state === null || isFull) return did(NOTHING);
  const { ask, seat } = heard;
  // Whoever asks again has given up what it asked before.
  for (const [other, one] of attempts.admitting) if (one.seat === seat && one.keyPackage === null) drop(secrets, other);
  const begun = await admissions.admitter.begin(crypto, { ask, group: state, inviteKey, dormant: [] }, nowMs);
  attempts.admitting.set(name, { state: begun.state, seat, keyPackage: null, welcome: null, chain: null });
  return did({ side: "admitter", what: "said", attempt: name }, begun.blocks.map((block) => ({ seat, block })));
}

function drop({ attempts }: GroupSecrets, name: string): void {
  const found = attempts.admitting.get(name);
  if (found?.state != null) admissions.admitter.wipe(found.state);
  attempts.admitting.delete(name);
}

async function stepAdmitter(
  secrets: GroupSecrets,
  name: string,
  event: AdmitterEvent,
  nowMs: number,
): Promise<JobResult> {
  const attempt = secrets.attempts.admitting.get(name);
  if (attempt?.state == null || !mayStep(attempt.state, event)) return did(NOTHING);
  const { state, blocks, outcome } = await admissions.admitter.step(secrets.crypto, attempt.state, event, nowMs);
  attempt.state = state;
  if (state === null) secrets.attempts.admitting.delete(name);
  const whispers = blocks.map((block) => ({ seat: attempt.seat, block }));
  switch (outcome.kind) {
    case "nothing":
      return did({ side: "admitter", what: "said", attempt: name }, whispers);
    case "asks":
      return did({ side: "admitter", what: "asks", attempt: name, name: outcome.name }, whispers);
    case "key-package":
      attempt.keyPackage = outcome.keyPackage;
      return did({ side: "admitter", what: "key-package", attempt: name }, whispers);
    case "done":
      return did({ side: "admitter", what: "done", attempt: name }, whispers);
    default:
      return did({ side: "admitter", what: "over", attempt: name, guessed: outcome.guessed }, whispers);
  }
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
    if (result.did === "admission" && result.outcome.side === "admitter" && result.outcome.what === "over") return result;
  }
  return did(NOTHING);
}

