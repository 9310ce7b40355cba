/*
 * Where a room's secrets are while it lives: invite key, seat secret, handshake, session. The machine asks by jobs and learns blocks
 * and counts. Jobs run one after the other (job-queue.ts says which is next), so each finds what the one before it left.
 */
import {
  KIND,
  admission,
  base64url,
  sessions,
  formatInvitation,
  openBlock,
  parseInvitation,
  rekeying,
  roomIds,
  sealFrame,
  CoreError,
  wipe,
} from "@tacet/core";
import type { Crypto, Frame, PairSession } from "@tacet/core";
import { safetyCheck } from "@tacet/core/safety";
import { encodeAdmit } from "@tacet/wire";
import type { RoomRequest } from "@tacet/wire";
import { createAttempts, viewOf } from "./attempts.ts";
import type { Attempts } from "./attempts.ts";
import type {
  DoorJob,
  HandshakeOutcome,
  Job,
  JobResult,
  OpenOutcome,
  SessionView,
} from "../pair/messages.ts";
import { unreachable } from "../pair/unreachable.ts";

const KEY_BYTES = 32;
const ROOM_ID_BYTES = 16;
const EPOCH_OFFSET = 1;
const CONTENT_ID_BYTES = 16;

export interface Keyring {
  /** Two jobs at once would spend one key twice: the later one is refused. */
  run(job: Job): Promise<JobResult>;
  /** What a spoken phrase hands over (spec/phrase.md 3), as copies; null once it is used, and for whoever was invited. */
  /** The part of the program that answers knocks is here. */
  answerKnocks(work: DoorWork): void;
  invited(): { readonly origin: string; readonly roomId: Uint8Array; readonly inviteKey: Uint8Array } | null;
}

/** What a knock needs of a room's secrets (door/keys.ts). */
export type DoorWork = (job: DoorJob, context: Context) => Promise<JobResult>;

interface Secrets {
  seatSecret: Uint8Array;
  inviteKey: Uint8Array;
  roomId: Uint8Array;
  /** Where the room was made. */
  origin: string;
  role: "initiator" | "responder";
  session: PairSession | null;
  /** The attempt whose secrets are held. */
  attempt: number;
  /** The invite key outlives the handshake: the room is one that people may come back to. */
  keeps: boolean;
  wiped: boolean;
}

/** A keyring for one room. Promises that `run` answers every job, and that after `wipe` it holds nothing. */
export function createKeyring(crypto: Crypto): Keyring {
  const secrets: Secrets = {
    seatSecret: crypto.random.bytes(KEY_BYTES),
    inviteKey: new Uint8Array(KEY_BYTES),
    roomId: new Uint8Array(ROOM_ID_BYTES),
    origin: "",
    role: "initiator",
    session: null,
    attempt: 0,
    keeps: false,
    wiped: false,
  };
  const context: Context = { crypto, secrets, attempts: createAttempts(crypto), door: null, work: null };
  let running = false;
  return {
    run: async (job) => {
      if (running) throw new Error("the keyring does one job at a time");
      running = true;
      try {
        // What is to be erased may have outlived the keys.
        return secrets.wiped && job.job !== "erase" ? { did: "nothing" } : await runJob(job, context);
      } finally {
        running = false;
      }
    },
    answerKnocks: (work) => {
      context.work = work;
    },
    invited: () => invitedOf(secrets),
  };
}

function invitedOf({
  origin,
  roomId,
  inviteKey,
  role,
  session,
  wiped,
}: Secrets): ReturnType<Keyring["invited"]> {
  if (wiped || session !== null || role !== "initiator" || origin === "") return null;
  return { origin, roomId: roomId.slice(), inviteKey: inviteKey.slice() };
}

export interface Context {
  readonly crypto: Crypto;
  readonly secrets: Secrets;
  attempts: Attempts;
  /** The secrets of a knock. */
  door: { wipe(): void } | null;
  work: DoorWork | null;
}

async function runJob(job: Job, context: Context): Promise<JobResult> {
  switch (job.job) {
    case "create":
      return create(job, context);
    case "invite":
      return invite(job.roomId, job.origin, context.secrets);
    case "join":
      return join(job.invitation, context.secrets);
    case "admit":
      return admit(job, context.secrets);
    case "attempt":
      return attempt(job, context);
    case "handshake":
      return handshake(job, context);
    case "forget-handshake":
      context.attempts.forgetAnswer();
      return { did: "nothing" };
    case "door":
      return (await context.work?.(job, context)) ?? { did: "nothing" };
    case "safety":
      return safety(context.secrets);
    case "erase":
      wipe(...job.secrets);
      return { did: "nothing" };
    case "wipe":
      return wipeAll(context);
    case "seal":
    case "open":
    case "rekey-begin":
    case "rekey-abandon":
    case "rekey-answer":
    case "rekey-finish":
    case "expire":
      return runInSession(job, context);
    default:
      return unreachable(job);
  }
}

function create(
  { ttlSeconds, path, rejoin }: Job & { job: "create" },
  { crypto, secrets }: Context,
): JobResult {
  secrets.inviteKey = crypto.random.bytes(KEY_BYTES);
  const token = admission.token(secrets.inviteKey);
  const request: RoomRequest = {
    kind: "pair",
    admission: base64url.encode(admission.hash(token)),
    seat: base64url.encode(admission.seatHash(secrets.seatSecret)),
    policy: { path, rejoin },
    ...(ttlSeconds === null ? {} : { ttl_seconds: ttlSeconds }),
  };
  wipe(token);
  return { did: "create", request };
}

function invite(roomId: string, origin: string, secrets: Secrets): JobResult {
  try {
    secrets.roomId = roomIds.parse(roomId);
    secrets.origin = origin;
    const invitation = { roomId: secrets.roomId, inviteKey: secrets.inviteKey, origin };
    const link = formatInvitation.link(origin, invitation);
    return {
      did: "invite",
      spelled: { link, code: formatInvitation.shareCode(invitation, new URL(origin).host) },
    };
  } catch (error) {
    if (error instanceof CoreError) return { did: "invite", spelled: null };
    throw error;
  }
}

function join(text: string, secrets: Secrets): JobResult {
  try {
    const { invitation } = parseInvitation(text);
    secrets.role = "responder";
    secrets.inviteKey = invitation.inviteKey;
    secrets.roomId = invitation.roomId;
    return { did: "join", roomId: roomIds.format(invitation.roomId), origin: invitation.origin };
  } catch (error) {
    if (error instanceof CoreError) return { did: "join", roomId: null, origin: null };
    throw error;
  }
}

/** The first frame of a socket (spec/relay.md 2). The token is shown once, to take the seat. */
function admit(job: Job & { job: "admit" }, secrets: Secrets): JobResult {
  const token = job.mode === "enter" ? admission.token(secrets.inviteKey) : new Uint8Array(KEY_BYTES);
  const { roomId, seatSecret } = secrets;
  const bytes = encodeAdmit({
    kind: "admit",
    mode: job.mode,
    roomId,
    token,
    seatSecret,
    ticket: job.ticket,
  });
  wipe(token);
  return { did: "admit", connection: job.connection, bytes };
}

/** An attempt that was asked for while the one before it came to its end: the invite key is gone, and nothing is tried again. */
async function attempt(
  { attempt: number, path, rejoin }: Job & { job: "attempt" },
  { attempts, secrets }: Context,
): Promise<JobResult> {
  if (secrets.session !== null) return { did: "attempt", attempt: number, block: null };
  secrets.attempt = number;
  secrets.keeps = secrets.role === "initiator" && rejoin !== false;
  const block = await attempts.begin(secrets, path, rejoin);
  return { did: "attempt", attempt: number, block };
}

/** A session is made once (spec/pair.md 4), and a block that waited for an attempt that is over is not the next one's. */
async function handshake(
  job: Job & { job: "handshake" },
  { attempts, secrets }: Context,
): Promise<JobResult> {
  const answered = (outcome: HandshakeOutcome): JobResult => ({
    did: "handshake",
    attempt: job.attempt,
    outcome,
  });
  if (secrets.session !== null) return answered(attempts.repeat(job.block));
  if (job.attempt !== secrets.attempt) return answered({ kind: "dropped" });
  const { outcome, session } = await attempts.offer(job.block);
  if (session !== null) {
    secrets.session = session;
    // Worth nothing after the handshake, and gone after it (spec/invite.md 5), unless people may come back.
    if (!secrets.keeps) wipe(secrets.inviteKey);
  }
  return answered(outcome);
}

/** What both sides may compare (spec/pair.md 5), read in place: no copy of its bytes is made. */
function safety({ session }: Secrets): JobResult {
  return { did: "safety", check: session === null ? null : safetyCheck(session.safety) };
}

function wipeAll({ attempts, secrets, door }: Context): JobResult {
  attempts.wipe();
  door?.wipe();
  if (secrets.session !== null) sessions.wipe(secrets.session);
  secrets.session = null;
  secrets.wiped = true;
  wipe(secrets.inviteKey, secrets.seatSecret);
  return { did: "wipe" };
}

type SessionJob = Job & {
  job: "seal" | "open" | "rekey-begin" | "rekey-abandon" | "rekey-answer" | "rekey-finish" | "expire";
};

async function runInSession(job: SessionJob, context: Context): Promise<JobResult> {
  const { crypto, secrets } = context;
  const { session } = secrets;
  if (session === null) return { did: "nothing" };
  const keep = (next: PairSession): SessionView => {
    secrets.session = next;
    return viewOf(next);
  };
  switch (job.job) {
    case "seal": {
      const sealed = await sealOrNull(session, job.frame, job.previousEpoch);
      const { route, tag } = job;
      return {
        did: "seal",
        route,
        tag,
        block: sealed?.block ?? null,
        view: keep(sealed?.session ?? session),
      };
    }
    case "open": {
      const opened = await openBlock(session, job.block, job.nowMs);
      const outcome = outcomeOf(opened, job.block);
      return { did: "open", route: job.route, outcome, view: keep(opened.session) };
    }
    case "rekey-begin": {
      const { session: begun, body } = await rekeying.begin(crypto, session);
      // Kept before it is sealed: whatever becomes of that, the secret is erased with the session.
      const view = keep(begun);
      if (job.sealed === null) return { did: "rekey-begin", body, sealed: null, view };
      const { route, acks } = job.sealed;
      const content = { kind: KIND.rk1, order: 0, id: new Uint8Array(CONTENT_ID_BYTES), body };
      const made = await sealOrNull(begun, { acks, content }, false);
      const sealed = { route, block: made?.block ?? null };
      return { did: "rekey-begin", body, sealed, view: keep(made?.session ?? begun) };
    }
    case "rekey-abandon":
      keep(rekeying.abandon(session));
      return { did: "nothing" };
    case "rekey-answer": {
      const answered = await rekeying.answer(crypto, session, job.body);
      const answer = answered === null ? null : { view: keep(answered.session), body: answered.body };
      return { did: "rekey-answer", route: job.route, answer };
    }
    case "rekey-finish": {
      const finished = await rekeying.finish(crypto, session, job.body, job.nowMs);
      return { did: "rekey-finish", route: job.route, view: finished && keep(finished.session) };
    }
    case "expire":
      keep(sessions.expireKeys(session, job.nowMs));
      return { did: "nothing" };
    default:
      return unreachable(job);
  }
}

/** At the epoch's last frame, or in an epoch that has just been left, there is nothing to seal with: the frame is not sent. */
async function sealOrNull(
  session: PairSession,
  frame: Frame,
  previousEpoch: boolean,
): Promise<{ session: PairSession; block: Uint8Array } | null> {
  try {
    return await sealFrame(session, frame, { previousEpoch });
  } catch (error) {
    if (error instanceof CoreError) return null;
    throw error;
  }
}

function outcomeOf(opened: Awaited<ReturnType<typeof openBlock>>, block: Uint8Array): OpenOutcome {
  switch (opened.kind) {
    case "dropped":
      return { kind: "dropped" };
    case "early":
      return { kind: "early", block };
    case "farewell":
      return { kind: "farewell" };
    case "frame":
      return { kind: "frame", epoch: epochOf(block), frame: opened.frame };
    default:
      return unreachable(opened);
  }
}

/** The epoch stands in the block's header, and the block has opened with that header authenticated (spec/pair.md 6). */
function epochOf(block: Uint8Array): number {
  return new DataView(block.buffer, block.byteOffset, block.byteLength).getUint32(EPOCH_OFFSET);
}
