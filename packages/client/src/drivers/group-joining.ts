/*
 * The side of the admission channel that wants in (spec/admission.md 1): one attempt at a time, each by a name of its own.
 */
import { base64url, wipe } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { group } from "@tacet/wire/group";
import type { AdmissionDid, AdmissionDoes, JobResult, Whispered } from "../group/messages.ts";
import { admissionDid as did, entered, spell, stretched, viewNow } from "./group-secrets.ts";
import type { GroupSecrets, Joining } from "./group-secrets.ts";
import { settingsView } from "./group-view.ts";

type Does = AdmissionDoes & { side: "joiner" };
type Refusal = Extract<
  Awaited<ReturnType<typeof groups.admissions.joiner.step>>["outcome"],
  { kind: "refused" }
>;
type JoinerEvent = Parameters<typeof groups.admissions.joiner.step>[2];

const NOTHING: AdmissionDid = { side: "both", what: "nothing" };

export async function runJoiner(secrets: GroupSecrets, does: Does, nowMs: number): Promise<JobResult> {
  if (does.act === "ask") return askAnew(secrets, does, nowMs);
  if (does.act === "come-back") return giveUp(secrets);
  const { joiner } = secrets.attempts;
  if (joiner === null || joiner.state === null) return did(NOTHING);
  if (does.act === "take") {
    const header = groups.admissions.header(does.block);
    const isMine = header !== null && base64url.encode(header.attempt) === joiner.attempt;
    if (!isMine || (joiner.seat !== null && joiner.seat !== does.seat)) return did(NOTHING);
    if (joiner.wary && secrets.attempts.stalled.has(does.seat)) return did(NOTHING);
    return stepJoiner(secrets, joiner, { kind: "block", block: does.block }, does.seat, nowMs);
  }
  if (does.act === "leave") return stepJoiner(secrets, joiner, { kind: "leave" }, null, nowMs);
  return agree(secrets, joiner, does.password, nowMs);
}

/** The group is given up but for what is needed to come back to it. */
function giveUp(secrets: GroupSecrets): JobResult {
  const { state, attempts } = secrets;
  for (const { state: admitter } of attempts.admitting.values())
    if (admitter !== null) groups.admissions.admitter.wipe(admitter);
  attempts.admitting.clear();
  attempts.asks.clear();
  attempts.adding = null;
  if (state !== null) {
    secrets.returning ??= groups.admissions.returns.of(state);
    groups.wipe(state);
    secrets.state = null;
  }
  return did(NOTHING);
}

/** A new attempt, said to everybody; the one before is given up. */
function askAnew(secrets: GroupSecrets, does: Does & { act: "ask" }, nowMs: number): JobResult {
  const { attempts, crypto, roomId, inviteKey, owner, returning } = secrets;
  const { joiner } = groups.admissions;
  const wary = noteStalled(attempts);
  if (attempts.joiner !== null && attempts.joiner.state !== null) joiner.wipe(attempts.joiner.state);
  const link = { by: "link", roomId, inviteKey, owner } as const;
  const entry = returning === null ? link : ({ by: "return", ...returning } as const);
  const begun = joiner.begin(crypto.random, { entry, turn: does.turn, name: does.name }, nowMs);
  const attempt = base64url.encode(begun.attempt);
  attempts.joiner = { state: begun.state, attempt, seat: null, typed: null, wary };
  return did(
    NOTHING,
    begun.blocks.map((block) => ({ seat: group.everybody, block })),
  );
}

/**
 * Who answered the attempt before and brought it to no end is not taken at every other ask, where another may answer (spec/admission.md 1).
 * @returns whether it is such an ask
 */
function noteStalled({ joiner, stalled }: GroupSecrets["attempts"]): boolean {
  if (joiner !== null && joiner.seat !== null && joiner.state?.phase !== "offered") {
    if (stalled.size >= STALLED_SEATS) stalled.clear();
    stalled.add(joiner.seat);
  }
  return stalled.size > 0 && joiner?.wary !== true;
}

const STALLED_SEATS = 256;

/** The room is as a person wants it, and its password is typed. */
async function agree(
  secrets: GroupSecrets,
  joiner: Joining,
  typed: string | null,
  nowMs: number,
): Promise<JobResult> {
  if (joiner.state?.phase !== "offered") return did(NOTHING);
  const isAsked = joiner.state.terms.password && joiner.state.signatureSecret === null;
  if (!isAsked) return stepJoiner(secrets, joiner, { kind: "agree", password: null }, null, nowMs);
  // What confirmed once is tried once more, and then a person types it.
  joiner.typed = typed ?? secrets.password;
  secrets.password = null;
  const password = await stretched(secrets, joiner.typed);
  if (password === null)
    return did({ side: "joiner", what: "refused", why: "password", seconds: 0, returning: false });
  const agreed = await stepJoiner(secrets, joiner, { kind: "agree", password }, null, nowMs);
  wipe(password);
  return agreed;
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
  const { state, blocks, outcome } = await groups.admissions.joiner.step(
    secrets.crypto,
    joiner.state,
    event,
    nowMs,
  );
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
    case "terms": {
      const { settings } = outcome;
      const asks = settings.password && secrets.returning === null && secrets.password === null;
      return did({ side: "joiner", what: "terms", settings: settingsView(settings), asks }, whispers);
    }
    case "refused":
      return refused(secrets, outcome, before, whispers);
    case "joined":
      // Whoever is in lets others in by it.
      secrets.password = joiner.typed ?? secrets.password;
      secrets.attempts.stalled.clear();
      entered(secrets, outcome.group, outcome.chain, outcome.inviteKey);
      return joined(secrets, outcome.chain.number, whispers);
    default:
      return did({ side: "joiner", what: outcome.why === "owner" ? "moved" : "over" }, whispers);
  }
}

function refused(
  secrets: GroupSecrets,
  outcome: Refusal,
  before: NonNullable<Joining["state"]>["phase"],
  whispers: readonly Whispered[],
): JobResult {
  const { why } = outcome;
  // Too early is said before a password is tested; after that it would be another test for nothing typed.
  if (why === "later" && before === "confirming") return did({ side: "joiner", what: "over" }, whispers);
  secrets.attempts.joiner = null;
  const seconds = why === "later" ? outcome.seconds : 0;
  const returning = secrets.returning !== null;
  return did({ side: "joiner", what: "refused", why, seconds, returning }, whispers);
}

function joined(secrets: GroupSecrets, number: number, whispers: readonly Whispered[]): JobResult {
  const view = viewNow(secrets);
  if (view === null) return did({ side: "joiner", what: "over" }, whispers);
  return did({ side: "joiner", what: "joined", view, number, spelled: spell(secrets) }, whispers);
}
