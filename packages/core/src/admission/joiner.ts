import { CoreError } from "../errors.ts";
import { makeJoinerKeys } from "../group/create.ts";
import { joinGroup } from "../group/join.ts";
import { decodeSettings } from "../group/settings.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { equal } from "../primitives/equal.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { decodeRefusal, decodeWelcomeBody, encodeGreeting, FRAME_KIND } from "./bodies.ts";
import { type ChannelFrame, openFrame, sealFrames, wipeChannel } from "./channel.ts";
import type { JoinerEvent } from "./event.ts";
import { takeM1, takeM3 } from "./joiner-handshake.ts";
import { type ConnectedJoiner, type JoinerState, wipeJoiner } from "./joiner-state.ts";
import { ADMISSION_LIMITS } from "./limits.ts";
import type { JoinerOutcome, Over } from "./outcome.ts";
import { confirmationsOf, drawShare, STRETCHED_BYTES } from "./password.ts";

export interface JoinerStep {
  /** Null when the attempt is over; its secrets are erased. */
  readonly state: JoinerState | null;
  /** Whispered to the admitter, in order. */
  readonly blocks: readonly Uint8Array[];
  readonly outcome: JoinerOutcome;
}

type In<Phase extends JoinerState["phase"]> = Extract<JoinerState, { phase: Phase }>;

/**
 * The joiner's next state (spec/admission.md 2 to 6). Never throws for what came from outside.
 * @throws CoreError("state") for an event out of turn
 */
export async function stepJoiner(
  c: Crypto,
  state: JoinerState,
  event: JoinerEvent,
  nowMs: number,
): Promise<JoinerStep> {
  if (event.kind === "leave") return leave(state);
  if (nowMs >= state.endsAtMs) return over(state, "time");
  if (event.kind === "tick") return stay(state);
  if (event.kind === "block") return takeBlock(c, state, event.block, nowMs);
  if (state.phase === "offered") return agree(c, state, event.password);
  throw new CoreError("state");
}

const stay = (state: JoinerState): JoinerStep => ({ state, blocks: [], outcome: { kind: "nothing" } });

function over(state: JoinerState, why: Over["why"]): JoinerStep {
  wipeJoiner(state);
  return { state: null, blocks: [], outcome: { kind: "over", why } };
}

async function leave(state: JoinerState): Promise<JoinerStep> {
  if (state.phase === "asking" || state.phase === "answered") return over(state, "left");
  const { blocks, state: after } = await say(state, FRAME_KIND.leaving, EMPTY);
  return { ...over(after ?? state, "left"), blocks };
}

async function takeBlock(
  c: Crypto,
  before: JoinerState,
  block: Uint8Array,
  nowMs: number,
): Promise<JoinerStep> {
  const state = { ...before, taken: before.taken + 1 };
  if (state.taken > ADMISSION_LIMITS.blocksMax) return over(state, "failed");
  if (state.phase === "asking") return takeFirst(c, state, block);
  if (state.phase === "answered") return takeThird(state, block);
  const opened = await openFrame(state.channel, block);
  if (opened.kind === "dropped") return stay(state);
  if (opened.kind === "broken") return over(state, "failed");
  const next = { ...state, channel: opened.channel };
  if (opened.frame === null) return state.phase === "entering" ? stay(next) : over(next, "failed");
  try {
    return await takeFrame(c, next, opened.frame, nowMs);
  } finally {
    wipe(opened.frame.body);
  }
}

async function takeFirst(c: Crypto, state: In<"asking">, block: Uint8Array): Promise<JoinerStep> {
  const step = await takeM1(c, state.handshake, block);
  if (step.kind === "dropped") return stay(state);
  if (step.kind === "failed") return over(state, "failed");
  const next: JoinerState = { ...state, phase: "answered", handshake: step.state };
  return { state: next, blocks: [step.block], outcome: { kind: "nothing" } };
}

async function takeThird({ handshake, ...rest }: In<"answered">, block: Uint8Array): Promise<JoinerStep> {
  const step = await takeM3(handshake, block);
  if (step.kind === "dropped") return stay({ ...rest, handshake });
  if (step.kind === "failed") return over({ ...rest, handshake }, "failed");
  const { channel, th } = step;
  return say({ ...rest, phase: "waiting", channel, th }, FRAME_KIND.greeting, encodeGreeting(rest.greeting));
}

async function takeFrame(
  c: Crypto,
  state: ConnectedJoiner,
  { kind, body }: ChannelFrame,
  nowMs: number,
): Promise<JoinerStep> {
  if (kind === FRAME_KIND.refused) return takeRefusal(state, body);
  switch (state.phase) {
    case "waiting":
      if (kind === FRAME_KIND.waiting && body.length === 0) return takeWaiting(state, nowMs);
      return kind === FRAME_KIND.terms ? takeTerms(state, body, nowMs) : over(state, "failed");
    case "sharing":
      return kind === FRAME_KIND.shareAdmitter ? takeShare(state, body) : over(state, "failed");
    case "confirming":
      return kind === FRAME_KIND.confirmationAdmitter && equal(state.wanted, body)
        ? enter(c, state)
        : over(state, "failed");
    case "entering":
      return kind === FRAME_KIND.welcome ? takeWelcome(c, state, body) : over(state, "failed");
    default:
      return over(state, "failed");
  }
}

function takeRefusal(state: ConnectedJoiner, body: Uint8Array): JoinerStep {
  const refusal = decodeRefusal(body);
  const ended = over(state, "failed");
  return refusal === null ? ended : { ...ended, outcome: { kind: "refused", ...refusal } };
}

function takeWaiting(state: In<"waiting">, nowMs: number): JoinerStep {
  const next = { ...state, endsAtMs: nowMs + ADMISSION_LIMITS.waitingMs };
  return { state: next, blocks: [], outcome: { kind: "waiting" } };
}

/** A room by another owner than the invitation's is not entered. */
function takeTerms(state: In<"waiting">, body: Uint8Array, nowMs: number): JoinerStep {
  const settings = decodeSettings(body);
  if (settings === null) return over(state, "failed");
  if (!equal(settings.owner, state.owner))
    return over(state, state.signatureSecret === null ? "failed" : "owner");
  const endsAtMs = nowMs + ADMISSION_LIMITS.attemptMs;
  const next: JoinerState = { ...state, phase: "offered", terms: settings, endsAtMs };
  return { state: next, blocks: [], outcome: { kind: "terms", settings } };
}

async function agree(c: Crypto, state: In<"offered">, password: Uint8Array | null): Promise<JoinerStep> {
  const isAsked = state.terms.password && state.signatureSecret === null;
  if (isAsked !== (password !== null)) throw new CoreError("state");
  if (password === null) return enter(c, state);
  if (password.length !== STRETCHED_BYTES) throw new CoreError("encoding");
  const half = await drawShare(c.random, copySecret(password), state.roomId, state.th);
  return say({ ...state, phase: "sharing", half }, FRAME_KIND.shareJoiner, half.point);
}

async function takeShare(state: In<"sharing">, body: Uint8Array): Promise<JoinerStep> {
  const { half, ...rest } = state;
  const confirmations = await confirmationsOf(half, "joiner", body, state.th);
  if (confirmations === null) return over(state, "failed");
  const { joiner, admitter: wanted } = confirmations;
  return say({ ...rest, phase: "confirming", wanted }, FRAME_KIND.confirmationJoiner, joiner);
}

/** The keys to be added by, and their package to the admitter. */
async function enter(c: Crypto, state: In<"offered"> | In<"confirming">): Promise<JoinerStep> {
  if (state.phase === "confirming") wipe(state.wanted);
  const keys = await makeJoinerKeys(c, state.signatureSecret);
  return say({ ...state, phase: "entering", keys }, FRAME_KIND.keyPackage, keys.keyPackage);
}

async function takeWelcome(c: Crypto, state: In<"entering">, body: Uint8Array): Promise<JoinerStep> {
  const said = decodeWelcomeBody(body);
  if (said === null) return over(state, "failed");
  const { roomId, keys, owner } = state;
  const group = await joinGroup(c, { keys, welcome: said.welcome, roomId, owner });
  wipeChannel(state.channel);
  if (state.signatureSecret !== null) wipe(state.signatureSecret);
  if (group === null) {
    wipe(said.inviteKey);
    return over(state, "failed");
  }
  const { chain, inviteKey } = said;
  return { state: null, blocks: [], outcome: { kind: "joined", group, chain, inviteKey } };
}

async function say(state: ConnectedJoiner, kind: number, body: Uint8Array): Promise<JoinerStep> {
  const { channel, blocks } = await sealFrames(state.channel, kind, body);
  return { state: { ...state, channel }, blocks, outcome: { kind: "nothing" } };
}
