/*
 * Where the secrets of a room for many are: the group's state, the invite key, seat secret and room key. The machine asks by jobs, one after the other,
 * and learns members, numbers and words (group/messages.ts).
 */
import { CoreError, admission, base64url, equal, roomIds, wipe } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { group } from "@tacet/wire/group";
import { GROUP_KINDS } from "../group/kinds.ts";
import { GROUP_LIMITS } from "../group/limits.ts";
import type { Changed, Job, JobResult, MemberView, Outcome, Spelled } from "../group/messages.ts";
import { endByLink, runAdmitter } from "./group-admitting.ts";
import { beginComparing, takeComparing } from "./group-comparing.ts";
import { runJoiner } from "./group-joining.ts";
import { orderOf } from "./group-orders.ts";
import { forgetSeat, mayReturn, noteWords } from "./group-seats.ts";
import { begin, spell, viewNow } from "./group-secrets.ts";
import type { Chain, GroupSecrets, GroupState } from "./group-secrets.ts";
import { wishOf } from "./group-view.ts";

type Taken = Awaited<ReturnType<typeof groups.take>>;

const KEY_BYTES = 32;

/** A keyring for one room. It answers every job, and holds nothing after `wipe`. */
export function createGroupKeyring(crypto: Crypto): { run(job: Job, nowMs: number): Promise<JobResult> } {
  const secrets: GroupSecrets = {
    crypto,
    seatSecret: crypto.random.bytes(KEY_BYTES),
    inviteKey: new Uint8Array(KEY_BYTES),
    roomId: new Uint8Array(16),
    origin: "",
    owner: new Uint8Array(16),
    password: null,
    settings: null,
    roomKey: null,
    state: null,
    chain: groups.chain.begin(new Uint8Array(16)),
    history: new Map(),
    attempts: {
      asks: new Map(),
      admitting: new Map(),
      joiner: null,
      stalled: new Set(),
      adding: null,
      stretched: null,
    },
    dormant: [],
    guard: groups.admissions.passwordGuard.none,
    comparison: null,
    returning: null,
    cameBack: false,
    wiped: false,
  };
  return {
    run: async (job, nowMs) => (secrets.wiped ? { did: "nothing" } : runJob(secrets, job, nowMs)),
  };
}

async function runJob(secrets: GroupSecrets, job: Job, nowMs: number): Promise<JobResult> {
  switch (job.job) {
    case "create":
      return create(secrets, job);
    case "found":
      return found(secrets, job);
    case "join":
      return join(secrets, job);
    case "admit":
      return { did: "admit", connection: job.connection, bytes: admitFrame(secrets, job) };
    case "take":
      return take(secrets, job, nowMs);
    case "seal":
      return seal(secrets, job);
    case "propose":
      return propose(secrets, job.wish);
    case "admission":
      return job.does.side === "joiner"
        ? runJoiner(secrets, job.does, nowMs)
        : runAdmitter(secrets, job.does, nowMs);
    case "command":
      return command(secrets, job);
    case "room-key":
      if (secrets.roomKey !== null) wipe(secrets.roomKey.secret);
      secrets.roomKey = groups.admissions.roomKeys.make(secrets.crypto.random);
      return { did: "room-key", publicKey: secrets.roomKey.publicKey };
    case "new-key":
      return newKey(secrets, nowMs);
    case "compare":
      return { did: "compare", says: beginComparing(secrets, job.leaf) };
    case "farewell":
      return farewell(secrets, job);
    case "skip":
      return skip(secrets, job.number);
    case "expire":
      if (secrets.state !== null) secrets.state = groups.expireKeys(secrets.state, nowMs);
      return { did: "nothing" };
    default:
      wipeAll(secrets);
      return { did: "nothing" };
  }
}

function create(secrets: GroupSecrets, job: Job & { job: "create" }): JobResult {
  const { crypto } = secrets;
  secrets.inviteKey = crypto.random.bytes(KEY_BYTES);
  secrets.password = job.password;
  secrets.settings = job.settings;
  secrets.roomKey = groups.admissions.roomKeys.make(crypto.random);
  const { capacity, path, endsWithOwner } = job.settings;
  const isBad = job.password !== null && !groups.admissions.passwords.isOne(job.password);
  if (isBad) return { did: "create", request: null };
  return {
    did: "create",
    request: {
      kind: "group",
      admission: base64url.encode(admission.hash(admission.token(secrets.inviteKey))),
      seat: base64url.encode(admission.seatHash(secrets.seatSecret)),
      owner: base64url.encode(secrets.roomKey.publicKey),
      ...(job.ttlSeconds === null ? {} : { ttl_seconds: job.ttlSeconds }),
      capacity,
      policy: { path, owner_leaves: endsWithOwner },
    },
  };
}

async function found(secrets: GroupSecrets, { roomId, origin }: Job & { job: "found" }): Promise<JobResult> {
  const { settings, password } = secrets;
  if (settings === null) return { did: "nothing" };
  secrets.roomId = roomIds.parse(roomId);
  secrets.origin = origin;
  try {
    const made = { ...settings, password: password !== null };
    begin(secrets, await groups.create(secrets.crypto, { roomId: secrets.roomId, settings: made }));
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    return { did: "found", view: null, spelled: null };
  }
  return { did: "found", view: viewNow(secrets), spelled: spell(secrets) };
}

function join(secrets: GroupSecrets, { invitation, origin }: Job & { job: "join" }): JobResult {
  try {
    const { invitation: parsed } = groups.admissions.invitations.parse(invitation);
    secrets.inviteKey = parsed.inviteKey;
    secrets.roomId = parsed.roomId;
    secrets.owner = parsed.owner;
    secrets.origin = parsed.origin ?? origin;
    return { did: "join", roomId: roomIds.format(parsed.roomId), origin: parsed.origin };
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    return { did: "join", roomId: null, origin: null };
  }
}

function admitFrame(secrets: GroupSecrets, { mode, ticket, last }: Job & { job: "admit" }): Uint8Array {
  const token = mode === "enter" ? admission.token(secrets.inviteKey) : new Uint8Array(KEY_BYTES);
  const { roomId, seatSecret } = secrets;
  return group.encodeTo({ kind: "group-admit", mode, roomId, token, seatSecret, last, ticket });
}

async function take(secrets: GroupSecrets, job: Job & { job: "take" }, nowMs: number): Promise<JobResult> {
  const { number, block, ref, seat } = job;
  const before = secrets.state;
  if (before === null) return { did: "nothing" };
  secrets.chain = groups.chain.extend(secrets.chain, block);
  secrets.history.set(number, secrets.chain.value);
  secrets.history.delete(number - GROUP_LIMITS.chainKept);
  const kept = mayReturn(secrets, before) ? groups.admissions.returns.of(before) : null;
  const { state, outcome } = await groups.take(secrets.crypto, before, block, nowMs);
  secrets.state = state;
  secrets.dormant = groups.admissions.returns.remember(secrets.dormant, outcome, state, nowMs);
  const { returns } = groups.admissions;
  const found = outcome.kind === "removed" ? outcome.returning : null;
  if (found !== null && kept !== null) returns.wipe(found);
  if (outcome.kind === "removed") secrets.returning = kept ?? found;
  else if (kept !== null) returns.wipe(kept);
  const spelled = invitationIn(secrets, outcome);
  const ended = spelled === null ? [] : await endByLink(secrets, nowMs);
  noteWords(secrets, outcome, nowMs);
  noteAdded(secrets, outcome, before);
  const isGone = outcome.kind === "removed";
  const shown = outcomeOf(secrets, outcome, before, number);
  if (isGone) secrets.state = null;
  const compared = isGone ? null : takeComparing(secrets, outcome, job.own);
  const view = secrets.state === null ? null : viewNow(secrets);
  return {
    did: "take",
    number,
    bytes: block.length,
    ref,
    seat,
    outcome: shown,
    view,
    spelled,
    compared,
    ended,
  };
}

/** The relay's order goes on elsewhere, and nobody is here to compare it with. */
function skip(secrets: GroupSecrets, number: number): JobResult {
  secrets.chain = { ...secrets.chain, number };
  secrets.history.clear();
  secrets.history.set(number, secrets.chain.value);
  return { did: "skip", number };
}

/** Our own Add has its place: its newcomer begins there. */
function noteAdded(secrets: GroupSecrets, outcome: Taken["outcome"], before: GroupState): void {
  const { attempts, chain } = secrets;
  if (outcome.kind !== "changed") return;
  const attempt = attempts.adding === null ? undefined : attempts.admitting.get(attempts.adding);
  if (attempt !== undefined && outcome.by.leaf === before.self.leaf && outcome.change.kind === "add")
    attempt.chain = chain;
  attempts.adding = null;
}

/** The owner's word of a new invitation. */
function invitationIn(secrets: GroupSecrets, outcome: Taken["outcome"]): Spelled | null {
  if (outcome.kind !== "said" || outcome.content.kind !== GROUP_KINDS.inviteKey) return null;
  const { body } = outcome.content;
  const owner = secrets.state?.settings.owner;
  if (owner === undefined || body.length !== KEY_BYTES || !equal(outcome.by.tag, owner)) return null;
  wipe(secrets.inviteKey);
  secrets.inviteKey = body.slice();
  secrets.owner = owner;
  forgetStretched(secrets);
  wipe(body);
  return spell(secrets);
}

function outcomeOf(
  secrets: GroupSecrets,
  outcome: Taken["outcome"],
  before: GroupState,
  number: number,
): Outcome {
  switch (outcome.kind) {
    case "said": {
      const by = memberView(outcome.by);
      if (isDifferent(secrets, outcome.content.seen, number))
        return { kind: "different", by: by.tag, epoch: outcome.epoch };
      const { order, kind, id, body } = outcome.content;
      return { kind: "said", by, epoch: outcome.epoch, content: { order, kind, id, body } };
    }
    case "changed": {
      const { by, lost } = outcome;
      const own = by.leaf === before.self.leaf;
      return { kind: "changed", by: tagText(by.tag), own, change: changedOf(secrets, outcome, before), lost };
    }
    case "refused":
      return {
        kind: "refused",
        by: tagText(outcome.by.tag),
        own: outcome.by.leaf === before.self.leaf,
        why: outcome.why,
      };
    case "unusable":
      return { kind: "unusable", by: tagText(outcome.by.tag) };
    case "removed":
      return { kind: "removed", by: tagText(outcome.by.tag), absent: secrets.returning !== null };
    case "placed":
      return { kind: "placed", epoch: outcome.epoch };
    default:
      return { kind: outcome.kind };
  }
}

/** Its sender was shown another room, or one that is further on than its own place in it (spec/group.md 10). */
function isDifferent({ history }: GroupSecrets, seen: Chain, number: number): boolean {
  const own = history.get(seen.number);
  return seen.number >= number || (own !== undefined && !equal(own, seen.value));
}

function changedOf(
  { state }: GroupSecrets,
  { change }: Taken["outcome"] & { kind: "changed" },
  before: GroupState,
): Changed {
  if (change.kind === "remove") {
    const gone = before.members.filter(({ leaf }) => change.leaves.includes(leaf));
    return { kind: "remove", members: gone.map(memberView) };
  }
  if (change.kind !== "add") return { kind: change.kind };
  const added = state?.members.find(({ leaf }) => leaf === state.pending);
  return { kind: "add", member: added === undefined ? "" : tagText(added.tag) };
}

const tagText = (tag: Uint8Array): string => base64url.encode(tag);

const memberView = ({ leaf, tag }: GroupState["self"]): MemberView => ({ leaf, tag: tagText(tag) });

async function seal(
  secrets: GroupSecrets,
  { ref, saying, withKey }: Job & { job: "seal" },
): Promise<JobResult> {
  const { state, crypto, chain } = secrets;
  if (state === null) return { did: "nothing" };
  if (saying.kind === GROUP_KINDS.noReturn) forgetSeat(secrets, saying.body);
  const body = withKey ? secrets.inviteKey.slice() : saying.body;
  try {
    const sealed = await groups.seal(crypto, state, { ...saying, body, seen: chain });
    secrets.state = sealed.state;
    return { did: "seal", ref, block: sealed.block, epoch: state.epoch };
  } catch (error) {
    if (!(error instanceof CoreError) || error.code !== "limit") throw error;
    return { did: "seal", ref, block: null, epoch: state.epoch };
  }
}

async function propose(secrets: GroupSecrets, want: (Job & { job: "propose" })["wish"]): Promise<JobResult> {
  const { state, attempts } = secrets;
  if (state === null) return { did: "nothing" };
  if (state.proposal !== null) return { did: "propose", blocks: null, why: "waits" };
  const keyPackage = want.kind === "add" ? (attempts.admitting.get(want.attempt)?.keyPackage ?? null) : null;
  const wish = wishOf(state, want, keyPackage);
  if (wish === null) return { did: "propose", blocks: null, why: "nobody" };
  const proposed = await groups.propose(secrets.crypto, state, wish).catch(limited);
  if (proposed.kind === "refused") return { did: "propose", blocks: null, why: proposed.why };
  secrets.state = proposed.state;
  const attempt = want.kind === "add" ? attempts.admitting.get(want.attempt) : undefined;
  attempts.adding = want.kind === "add" ? want.attempt : null;
  if (attempt !== undefined) attempt.welcome = proposed.welcome;
  return { did: "propose", blocks: proposed.blocks, why: "" };
}

/** Settings that do not hold have no encoding. */
function limited(error: unknown): { readonly kind: "refused"; readonly why: string } {
  if (error instanceof CoreError && error.code === "encoding") return { kind: "refused", why: "limit" };
  throw error;
}

function command(secrets: GroupSecrets, { counter, nonce, says }: Job & { job: "command" }): JobResult {
  const { roomKey, roomId, origin } = secrets;
  if (roomKey === null) return { did: "nothing" };
  const bytes = orderOf({ roomKey, roomId, host: new URL(origin).host, nonce }, counter, says);
  return { did: "command", counter, bytes };
}

function forgetStretched({ attempts }: GroupSecrets): void {
  if (attempts.stretched !== null) wipe(attempts.stretched);
  attempts.stretched = null;
}

async function newKey(secrets: GroupSecrets, nowMs: number): Promise<JobResult> {
  wipe(secrets.inviteKey);
  secrets.inviteKey = secrets.crypto.random.bytes(KEY_BYTES);
  secrets.owner = secrets.state?.settings.owner ?? secrets.owner;
  forgetStretched(secrets);
  return {
    did: "new-key",
    ended: await endByLink(secrets, nowMs),
    hash: admission.hash(admission.token(secrets.inviteKey)),
    spelled: spell(secrets),
  };
}

/** The word of leaving, as the whole frame. */
async function farewell(
  secrets: GroupSecrets,
  { counter, order }: Job & { job: "farewell" },
): Promise<JobResult> {
  const saying = { order, kind: GROUP_KINDS.leave, id: new Uint8Array(16), body: new Uint8Array(0) };
  const sealed = await seal(secrets, { job: "seal", ref: null, saying, withKey: false });
  if (sealed.did !== "seal" || sealed.block === null) return { did: "nothing" };
  const { block, epoch } = sealed;
  return {
    did: "farewell",
    counter,
    block,
    epoch,
    frame: group.encodeTo({ kind: "numbered", counter, block }),
  };
}

function wipeAll(secrets: GroupSecrets): void {
  const { attempts, state, roomKey } = secrets;
  if (state !== null) groups.wipe(state);
  for (const { state: admitter } of attempts.admitting.values())
    if (admitter !== null) groups.admissions.admitter.wipe(admitter);
  if (attempts.joiner !== null && attempts.joiner.state !== null)
    groups.admissions.joiner.wipe(attempts.joiner.state);
  if (attempts.stretched !== null) wipe(attempts.stretched);
  if (roomKey !== null) wipe(roomKey.secret);
  if (secrets.returning !== null) groups.admissions.returns.wipe(secrets.returning);
  wipe(secrets.inviteKey, secrets.seatSecret);
  attempts.admitting.clear();
  attempts.asks.clear();
  secrets.history.clear();
  Object.assign(secrets, { state: null, roomKey: null, password: null, wiped: true });
}
