/*
 * The side of the admission channel that wants in (spec/admission.md 1): one attempt at a time, each by a name of its own.
 */
import { base64url } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { group } from "@tacet/wire/group";
import type { AdmissionDid, AdmissionDoes, JobResult, Whispered } from "../group/messages.ts";
import { admissionDid as did, entered, spell, stretched, viewNow } from "./group-secrets.ts";
import type { GroupSecrets, Joining } from "./group-secrets.ts";
import { settingsView } from "./group-view.ts";

type Does = AdmissionDoes & { side: "joiner" };
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
  if (attempts.joiner !== null && attempts.joiner.state !== null) joiner.wipe(attempts.joiner.state);
  const link = { by: "link", roomId, inviteKey, owner } as const;
  const entry = returning === null ? link : ({ by: "return", ...returning } as const);
  const begun = joiner.begin(crypto.random, { entry, turn: does.turn, name: does.name }, nowMs);
  attempts.joiner = { state: begun.state, attempt: base64url.encode(begun.attempt), seat: null };
  return did(
    NOTHING,
    begun.blocks.map((block) => ({ seat: group.everybody, block })),
  );
}

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
  // Whoever is in lets others in by it.
  secrets.password = typed;
  const password = await stretched(secrets, typed);
  return password === null
    ? did({ side: "joiner", what: "refused", why: "password", seconds: 0 })
    : stepJoiner(secrets, joiner, { kind: "agree", password }, null, nowMs);
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
    case "terms":
      return did({ side: "joiner", what: "terms", settings: settingsView(outcome.settings) }, whispers);
    case "refused":
      return did(
        {
          side: "joiner",
          what: "refused",
          why: outcome.why,
          seconds: outcome.why === "later" ? outcome.seconds : 0,
        },
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
