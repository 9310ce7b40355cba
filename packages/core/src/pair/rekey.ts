import { CoreError } from "../errors.ts";
import { LABELS } from "../labels.ts";
import { concat, FieldReader, lp, u32 } from "../notation/bytes.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { equal } from "../primitives/equal.ts";
import { hash } from "../primitives/hash.ts";
import { hkdf, info } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import { X_WING } from "../primitives/x-wing.ts";
import { beginEpoch, type PreviousEpoch } from "./epoch.ts";
import { OLD_KEYS_MS, type PairSession, type RekeyState, wipePrevious } from "./session.ts";

/*
 *   I   idle ──begin, rk1──> asked ──rk2: finish──> idle, in e+1
 *                              └──abandon, rk1 was never sent──> idle, in e
 *   R   idle ──rk1: answer, rk2──> answered, seals in e+1 ──first frame of e+1 opens──> idle
 *                                    ^ └─same rk1: same rk2, sealed in e─┘
 */

/** The exchange of fresh keys (spec/pair.md 7). Bodies are those of content kinds 3 and 4. */
export const rekeying: {
  readonly begin: typeof begin;
  readonly abandon: typeof abandon;
  readonly answer: typeof answer;
  readonly finish: typeof finish;
} = { begin, abandon, answer, finish };

const NUMBER_BYTES = 4;

/** What an exchange gives: the session, and the body to send. */
interface Exchange {
  readonly session: PairSession;
  readonly body: Uint8Array;
}

/**
 * I asks for the next epoch. One exchange is in flight: asked again meanwhile, the same body comes back.
 * @returns rk1, 1,220 bytes, sealed anew for each sending
 * @throws CoreError("state") for R
 */
async function begin(c: Crypto, session: PairSession): Promise<Exchange> {
  if (session.role !== "initiator") throw new CoreError("state");
  if (session.rekey.state === "asked") return { session, body: session.rekey.rk1 };
  const { publicKey, secret } = await c.kem.generate();
  const rk1 = concat(u32(session.epoch + 1), publicKey);
  return { session: { ...session, rekey: { state: "asked", rk1, kemSecret: secret } }, body: rk1 };
}

/**
 * I gives up an exchange whose rk1 was never sent, and erases its secret. One that R may have answered must be finished instead.
 * Without an exchange of I's the session comes back as it is.
 */
function abandon(session: PairSession): PairSession {
  if (session.rekey.state !== "asked") return session;
  wipe(session.rekey.kemSecret);
  return { ...session, rekey: { state: "idle" } };
}

/**
 * R answers rk1, and seals in e+1 from then on. For a byte-identical rk1 the same body comes back, until the first frame of
 * e+1 opens.
 * @returns rk2, 1,124 bytes, to be sealed with `previousEpoch`; null when this rk1 is to be ignored
 */
async function answer(c: Crypto, session: PairSession, body: Uint8Array): Promise<Exchange | null> {
  if (session.role !== "responder") return null;
  if (session.rekey.state === "answered") {
    return equal(session.rekey.rk1, body) ? { session, body: session.rekey.rk2 } : null;
  }
  const publicKey = readBody(body, X_WING.publicKeyBytes, session.epoch + 1);
  const encapsulated = publicKey === null ? null : await refusedAsNull(c.kem.encapsulate(publicKey));
  if (encapsulated === null) return null;
  const rk1 = body.slice();
  const rk2 = concat(u32(session.epoch + 1), encapsulated.ciphertext);
  const next = await nextEpoch(
    session,
    encapsulated.shared,
    { rk1, rk2 },
    { state: "answered", rk1, rk2 },
    null,
  );
  return { session: next, body: rk2 };
}

/**
 * I takes rk2 and enters e+1; the keys of e that open live 60 s more.
 * @returns null when it answers nothing that was asked; the session is then as it was
 */
async function finish(
  c: Crypto,
  session: PairSession,
  body: Uint8Array,
  nowMs: number,
): Promise<{ readonly session: PairSession } | null> {
  const { rekey } = session;
  if (rekey.state !== "asked") return null;
  const ciphertext = readBody(body, X_WING.ciphertextBytes, session.epoch + 1);
  const shared =
    ciphertext === null ? null : await refusedAsNull(c.kem.decapsulate(rekey.kemSecret, ciphertext));
  if (shared === null) return null;
  const bodies = { rk1: rekey.rk1, rk2: body };
  const next = await nextEpoch(session, shared, bodies, { state: "idle" }, nowMs + OLD_KEYS_MS);
  wipe(rekey.kemSecret);
  return { session: next };
}

/** The part after the epoch's number, when both are as they must be. */
function readBody(body: Uint8Array, length: number, epoch: number): Uint8Array | null {
  if (body.length !== NUMBER_BYTES + length) return null;
  const reader = new FieldReader(body);
  return reader.u32() === epoch ? reader.bytes(length) : null;
}

/** Moves into e+1. I's exchange is over with it, so its sending chain of e goes; R keeps its own for a repeated rk1. */
async function nextEpoch(
  session: PairSession,
  shared: Uint8Array,
  bodies: { readonly rk1: Uint8Array; readonly rk2: Uint8Array },
  rekey: RekeyState,
  expiresAtMs: number | null,
): Promise<PairSession> {
  const { current } = session;
  const number = session.epoch + 1;
  const { epoch, farewell } = await beginEpoch(
    session.role,
    number,
    nextRoot(session, shared, number, bodies),
  );
  const forgotten = forgetPrevious(session);
  const keepsSending = rekey.state === "answered";
  wipe(shared, current.mix);
  if (!keepsSending) wipe(current.send.key);
  const previous: PreviousEpoch = {
    number: current.number,
    receive: current.receive,
    peerBye: current.peerBye,
    send: keepsSending ? current.send : null,
    expiresAtMs,
  };
  const farewells = keepsSending ? [...session.farewells.slice(-1), farewell] : [farewell];
  return {
    ...forgotten,
    epoch: number,
    framesSent: 0,
    framesReceived: 0,
    farewells,
    current: epoch,
    previous,
    rekey,
  };
}

function nextRoot(
  session: PairSession,
  shared: Uint8Array,
  number: number,
  bodies: { readonly rk1: Uint8Array; readonly rk2: Uint8Array },
): Uint8Array {
  const transcript = hash(info(LABELS.rekeyTranscript, concat(lp(bodies.rk1), lp(bodies.rk2))));
  const informed = info(LABELS.rekey, concat(session.th, u32(number), transcript));
  return hkdf(session.current.mix, shared, informed, 32);
}

/** Only one epoch is kept beside the present one: an older one's last keys go now. */
function forgetPrevious(session: PairSession): PairSession {
  const { previous } = session;
  if (previous === null) return session;
  const gone = session.skipped.filter((one) => one.epoch === previous.number);
  wipe(...gone.map((one) => one.key));
  wipePrevious(previous);
  return { ...session, previous: null, skipped: session.skipped.filter((one) => !gone.includes(one)) };
}

async function refusedAsNull<T>(run: Promise<T>): Promise<T | null> {
  try {
    return await run;
  } catch {
    return null;
  }
}
