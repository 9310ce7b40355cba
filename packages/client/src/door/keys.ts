/*
 * The secrets of a knock (spec/pair.md 9): an attempt of its own beside the session that may still be there. What m2 confirmed is held here
 * until the person has answered; only then the old session is erased and the new one is the room's.
 */
import { sessions } from "@tacet/core";
import type { PairSession } from "@tacet/core";
import { createAttempts } from "../drivers/attempts.ts";
import type { Attempts } from "../drivers/attempts.ts";
import type { Context, DoorWork } from "../drivers/keyring.ts";
import type { DoorJob, HandshakeOutcome, JobResult } from "../pair/messages.ts";

type Established = HandshakeOutcome & { kind: "established" };

class Knocker {
  readonly attempts: Attempts;
  readonly knock: number;
  session: PairSession | null = null;
  outcome: Established | null = null;

  constructor(attempts: Attempts, knock: number) {
    this.attempts = attempts;
    this.knock = knock;
  }

  wipe(): void {
    this.attempts.wipe();
    if (this.session !== null) sessions.wipe(this.session);
    this.session = null;
  }
}

export const doorWork: DoorWork = async (job, context) => {
  switch (job.does) {
    case "begin":
      return begin(job, context);
    case "offer":
      return offer(job, context);
    case "drop":
      drop(context);
      return { did: "nothing" };
    case "vacate":
      endSession(context);
      return { did: "door", what: "vacated" };
    case "admit":
      return admit(context);
    default:
      return job satisfies never;
  }
};

async function begin({ knock, path }: DoorJob & { does: "begin" }, context: Context): Promise<JobResult> {
  drop(context);
  const knocker = new Knocker(createAttempts(context.crypto), knock);
  context.door = knocker;
  const block = await knocker.attempts.begin(context.secrets, path, "again");
  return block === null ? { did: "nothing" } : { did: "door", what: "m1", knock, block };
}

async function offer({ knock, block }: DoorJob & { does: "offer" }, { door }: Context): Promise<JobResult> {
  if (!(door instanceof Knocker) || door.knock !== knock || door.session !== null)
    return { did: "door", what: "nothing", knock };
  const { outcome, session } = await door.attempts.offer(block);
  if (outcome.kind === "established") {
    door.session = session;
    door.outcome = outcome;
    return { did: "door", what: "proven", knock };
  }
  return { did: "door", what: outcome.kind === "failed" ? "failed" : "nothing", knock };
}

/** The press: what was is erased before what comes is anybody's. */
function admit(context: Context): JobResult {
  const { door, secrets } = context;
  const proven = door instanceof Knocker ? door : null;
  const [session, outcome] = [proven?.session ?? null, proven?.outcome ?? null];
  endSession(context);
  if (proven === null || session === null || outcome === null)
    return { did: "door", what: "admitted", outcome: null };
  context.door = null;
  context.attempts = proven.attempts;
  secrets.session = session;
  return { did: "door", what: "admitted", outcome };
}

function endSession({ secrets, attempts }: Context): void {
  attempts.wipe();
  if (secrets.session !== null) sessions.wipe(secrets.session);
  secrets.session = null;
}

function drop(context: Context): void {
  context.door?.wipe();
  context.door = null;
}
