import { CoreError } from "../errors.ts";
import { decodeKeyPackage, encodeKeyPackage } from "../primitives/mls.ts";
import { encodeSettings } from "../group/settings.ts";
import { exactly } from "../group/wire.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { equal } from "../primitives/equal.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { copySecret } from "../primitives/secret-bytes.ts";
import { wipe } from "../primitives/wipe.ts";
import { takeM2 } from "./admitter-handshake.ts";
import { type AdmitterState, type ConnectedAdmitter, wipeAdmitter } from "./admitter-state.ts";
import { decodeGreeting, encodeRefusal, encodeWelcomeBody, FRAME_KIND } from "./bodies.ts";
import { type ChannelFrame, openFrame, sealFrames } from "./channel.ts";
import type { AdmitterEvent } from "./event.ts";
import { ADMISSION_LIMITS } from "./limits.ts";
import type { AdmissionRefusal, AdmitterOutcome, Over } from "./outcome.ts";
import { confirmationsOf, drawShare, STRETCHED_BYTES } from "./password.ts";

export interface AdmitterStep {
  /** Null when the attempt is over; its secrets are erased. */
  readonly state: AdmitterState | null;
  /** Whispered to the joiner, in order. */
  readonly blocks: readonly Uint8Array[];
  readonly outcome: AdmitterOutcome;
}

/**
 * The admitter's next state (spec/admission.md 3 to 6). Never throws for what came from outside.
 * @throws CoreError("state") for an event out of turn
 */
export async function stepAdmitter(
  c: Crypto,
  state: AdmitterState,
  event: AdmitterEvent,
  nowMs: number,
): Promise<AdmitterStep> {
  if (event.kind === "drop") return over(state, "left");
  if (nowMs >= state.endsAtMs) return over(state, "time");
  if (event.kind === "tick") return stay(state);
  if (event.kind === "block") return takeBlock(c, state, event.block);
  if (state.phase === "asked" && event.kind === "wait") return ask(state, nowMs);
  if (state.phase === "asked" && event.kind === "let-in") return letIn(state, event, nowMs);
  if (event.kind === "refuse" && mayRefuse(state)) return refuse(state, event);
  if (state.phase === "adding" && event.kind === "welcome") return bringIn(state, event);
  throw new CoreError("state");
}

function mayRefuse(state: AdmitterState): state is ConnectedAdmitter {
  return state.phase === "asked" || state.phase === "sharing" || state.phase === "adding";
}

const stay = (state: AdmitterState): AdmitterStep => ({ state, blocks: [], outcome: { kind: "nothing" } });

/** An exchange that was begun and did not confirm has failed, whatever ends it. */
function over(state: AdmitterState, why: Over["why"]): AdmitterStep {
  wipeAdmitter(state);
  return { state: null, blocks: [], outcome: { kind: "over", why, guessed: state.phase === "confirming" } };
}

async function takeBlock(c: Crypto, before: AdmitterState, block: Uint8Array): Promise<AdmitterStep> {
  const state = { ...before, taken: before.taken + 1 };
  if (state.taken > ADMISSION_LIMITS.blocksMax) return over(state, "failed");
  if (state.phase === "proving") {
    const { roomId, endsAtMs, taken } = state;
    const step = await takeM2(c, state.handshake, block);
    if (step.kind === "dropped") return stay(state);
    if (step.kind === "failed") return over(state, "failed");
    const { channel, th, who: returning, m3 } = step;
    const next = {
      role: "admitter",
      phase: "greeting",
      roomId,
      endsAtMs,
      taken,
      channel,
      th,
      returning,
    } as const;
    return { state: next, blocks: [m3], outcome: { kind: "nothing" } };
  }
  const opened = await openFrame(state.channel, block);
  if (opened.kind === "dropped") return stay(state);
  if (opened.kind === "broken") return over(state, "failed");
  const next = { ...state, channel: opened.channel };
  if (opened.frame === null) return over(next, "failed");
  try {
    return await takeFrame(c, next, opened.frame);
  } finally {
    wipe(opened.frame.body);
  }
}

async function takeFrame(
  c: Crypto,
  state: ConnectedAdmitter,
  { kind, body }: ChannelFrame,
): Promise<AdmitterStep> {
  if (kind === FRAME_KIND.leaving) return over(state, "left");
  if (state.phase === "greeting" && kind === FRAME_KIND.greeting) return takeGreeting(state, body);
  if (state.phase === "sharing" && kind === FRAME_KIND.shareJoiner) return takeShare(c, state, body);
  if (state.phase === "confirming" && kind === FRAME_KIND.confirmationJoiner) {
    return takeConfirmation(state, body);
  }
  if (state.phase === "packing" && kind === FRAME_KIND.keyPackage) return takeKeyPackage(state, body);
  return over(state, "failed");
}

function takeGreeting(state: ConnectedAdmitter, body: Uint8Array): AdmitterStep {
  const greeting = decodeGreeting(body);
  const { returning } = state;
  if (greeting === null || (returning === null && greeting.notices.length > 0)) return over(state, "failed");
  const { name, notices } = greeting;
  const returned = returning === null ? null : { tag: returning.tag, notices };
  return {
    state: { ...state, phase: "asked" },
    blocks: [],
    outcome: { kind: "asks", name, returning: returned },
  };
}

async function ask(state: ConnectedAdmitter, nowMs: number): Promise<AdmitterStep> {
  const next = { ...state, endsAtMs: nowMs + ADMISSION_LIMITS.personMs };
  return say(next, FRAME_KIND.waiting, EMPTY);
}

async function letIn(
  state: ConnectedAdmitter,
  { settings, password }: Extract<AdmitterEvent, { kind: "let-in" }>,
  nowMs: number,
): Promise<AdmitterStep> {
  const isAsked = settings.password && state.returning === null;
  if (isAsked !== (password !== null)) throw new CoreError("state");
  if (password !== null && password.length !== STRETCHED_BYTES) throw new CoreError("encoding");
  const begun = { ...state, endsAtMs: nowMs + ADMISSION_LIMITS.attemptMs };
  const next: ConnectedAdmitter =
    password === null
      ? { ...begun, phase: "packing" }
      : { ...begun, phase: "sharing", password: copySecret(password) };
  return say(next, FRAME_KIND.terms, encodeSettings(settings));
}

async function takeShare(
  c: Crypto,
  state: Extract<AdmitterState, { phase: "sharing" }>,
  body: Uint8Array,
): Promise<AdmitterStep> {
  const { roomId, th, password, ...rest } = state;
  const half = await drawShare(c.random, password, roomId, th);
  const wanted = await confirmationsOf(half, "admitter", body, th);
  if (wanted === null) return over(state, "failed");
  return say({ ...rest, roomId, th, phase: "confirming", wanted }, FRAME_KIND.shareAdmitter, half.point);
}

async function takeConfirmation(
  state: Extract<AdmitterState, { phase: "confirming" }>,
  body: Uint8Array,
): Promise<AdmitterStep> {
  const { wanted, ...rest } = state;
  if (!equal(wanted.joiner, body)) {
    const { blocks } = await refuse(state, { why: "password" });
    return { state: null, blocks, outcome: { kind: "over", why: "failed", guessed: true } };
  }
  const said = await say({ ...rest, phase: "packing" }, FRAME_KIND.confirmationAdmitter, wanted.admitter);
  wipe(wanted.joiner, wanted.admitter);
  return said;
}

/** Under the old signature key, where it comes back: the rest of a key package is the commit's to judge. */
function takeKeyPackage(state: ConnectedAdmitter, body: Uint8Array): AdmitterStep {
  const made = exactly(decodeKeyPackage, encodeKeyPackage, body);
  const { returning } = state;
  if (made === null) return over(state, "failed");
  if (returning !== null && !equal(made.leafNode.signaturePublicKey, returning.signatureKey)) {
    return over(state, "failed");
  }
  const outcome = { kind: "key-package", keyPackage: body.slice() } as const;
  return { state: { ...state, phase: "adding" }, blocks: [], outcome };
}

async function bringIn(
  state: ConnectedAdmitter,
  event: Extract<AdmitterEvent, { kind: "welcome" }>,
): Promise<AdmitterStep> {
  const body = encodeWelcomeBody(event);
  const { blocks } = await say(state, FRAME_KIND.welcome, body);
  wipe(body);
  wipeAdmitter(state);
  return { state: null, blocks, outcome: { kind: "done" } };
}

async function refuse(state: ConnectedAdmitter, refusal: AdmissionRefusal): Promise<AdmitterStep> {
  const { blocks, state: after } = await say(state, FRAME_KIND.refused, encodeRefusal(refusal));
  if (after !== null) wipeAdmitter(after);
  wipeAdmitter(state);
  return { state: null, blocks, outcome: { kind: "done" } };
}

async function say(state: ConnectedAdmitter, kind: number, body: Uint8Array): Promise<AdmitterStep> {
  const { channel, blocks } = await sealFrames(state.channel, kind, body);
  return { state: { ...state, channel }, blocks, outcome: { kind: "nothing" } };
}
