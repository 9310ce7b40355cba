import { admit, type AdmitterState } from "../../src/admission/admitter-state.ts";
import { type AdmitterStep, stepAdmitter } from "../../src/admission/admitter.ts";
import { decodeAsk } from "../../src/admission/ask.ts";
import type { AdmitterEvent, JoinerEvent } from "../../src/admission/event.ts";
import { type Entry, join, type JoinerState } from "../../src/admission/joiner-state.ts";
import { type JoinerStep, stepJoiner } from "../../src/admission/joiner.ts";
import type { AdmitterOutcome, JoinerOutcome } from "../../src/admission/outcome.ts";
import type { DormantSeat } from "../../src/admission/returning.ts";
import type { GroupState } from "../../src/group/state.ts";
import type { Crypto } from "../../src/primitives/crypto.ts";
import { copyOf } from "../group/copies.ts";
import { commit, room, ROOM_ID, type Seat } from "../group/room.ts";
import type { NewSettings } from "../../src/group/create.ts";

export const INVITE_KEY: Uint8Array = new Uint8Array(32).fill(9);

/** Two sides of an attempt, whose blocks a test carries, changes or holds back. */
export interface Attempt {
  admitter: AdmitterState | null;
  joiner: JoinerState | null;
  /** On their way. */
  readonly toJoiner: Uint8Array[];
  readonly toAdmitter: Uint8Array[];
  readonly heardByAdmitter: AdmitterOutcome[];
  readonly heardByJoiner: JoinerOutcome[];
  nowMs: number;
}

/** An attempt that has begun: m1 is on its way. */
export async function begun(
  c: Crypto,
  p: {
    readonly group: GroupState;
    readonly entry?: Entry;
    readonly inviteKey?: Uint8Array;
    readonly dormant?: readonly DormantSeat[];
    readonly name?: string;
  },
): Promise<Attempt> {
  const entry = p.entry ?? linkOf(p.group);
  const { state: joiner, blocks } = join(c.random, { entry, turn: 0, name: p.name ?? "Ana" }, 0);
  const ask = decodeAsk(blocks[0] ?? new Uint8Array(0));
  if (ask === null) throw new Error("no ask");
  const { group, dormant = [], inviteKey = INVITE_KEY } = p;
  const { state: admitter, blocks: toJoiner } = await admit(c, { ask, group, inviteKey, dormant }, 0);
  return {
    admitter,
    joiner,
    toJoiner: [...toJoiner],
    toAdmitter: [],
    heardByAdmitter: [],
    heardByJoiner: [],
    nowMs: 0,
  };
}

const linkOf = (group: GroupState): Entry => ({
  by: "link",
  roomId: ROOM_ID,
  inviteKey: INVITE_KEY,
  owner: group.settings.owner,
});

export async function admitterDoes(c: Crypto, it: Attempt, event: AdmitterEvent): Promise<AdmitterStep> {
  if (it.admitter === null) throw new Error("the admitter's attempt is over");
  const step = await stepAdmitter(c, it.admitter, event, it.nowMs);
  it.admitter = step.state;
  it.toJoiner.push(...step.blocks);
  if (step.outcome.kind !== "nothing") it.heardByAdmitter.push(step.outcome);
  return step;
}

export async function joinerDoes(c: Crypto, it: Attempt, event: JoinerEvent): Promise<JoinerStep> {
  if (it.joiner === null) throw new Error("the joiner's attempt is over");
  const step = await stepJoiner(c, it.joiner, event, it.nowMs);
  it.joiner = step.state;
  it.toAdmitter.push(...step.blocks);
  if (step.outcome.kind !== "nothing") it.heardByJoiner.push(step.outcome);
  return step;
}

/** Carries what is on its way until nothing is. */
export async function carry(c: Crypto, it: Attempt): Promise<void> {
  for (;;) {
    const down = it.toJoiner.shift();
    if (down !== undefined && it.joiner !== null) await joinerDoes(c, it, { kind: "block", block: down });
    const up = it.toAdmitter.shift();
    if (up !== undefined && it.admitter !== null) await admitterDoes(c, it, { kind: "block", block: up });
    if (down === undefined && up === undefined) return;
  }
}

/** To the key package. */
export async function packed(
  c: Crypto,
  it: Attempt,
  group: GroupState,
  passwords: { readonly joiner: Uint8Array | null; readonly admitter: Uint8Array | null } = {
    joiner: null,
    admitter: null,
  },
): Promise<Uint8Array | null> {
  await carry(c, it);
  if (it.admitter === null) return null;
  await admitterDoes(c, it, { kind: "let-in", settings: group.settings, password: passwords.admitter });
  await carry(c, it);
  if (it.joiner === null) return null;
  await joinerDoes(c, it, { kind: "agree", password: passwords.joiner });
  await carry(c, it);
  const last = it.heardByAdmitter.at(-1);
  return last?.kind === "key-package" ? last.keyPackage : null;
}

/** All of it: the newcomer's seat, before its update. */
export async function admitted(
  c: Crypto,
  it: Attempt,
  by: Seat,
  others: readonly Seat[],
  passwords?: Parameters<typeof packed>[3],
): Promise<Seat> {
  const keyPackage = await packed(c, it, by.state, passwords);
  if (keyPackage === null) throw new Error("no key package");
  const welcome = await commit(c, by, others, { kind: "add", keyPackage });
  if (welcome === null) throw new Error("no welcome");
  await admitterDoes(c, it, { kind: "welcome", welcome, chain: by.chain, inviteKey: INVITE_KEY });
  await carry(c, it);
  const joined = it.heardByJoiner.at(-1);
  if (joined?.kind !== "joined") throw new Error(`not joined: ${String(joined?.kind)}`);
  return { state: joined.group, chain: joined.chain, said: 0, outcomes: new Map() };
}

const rooms = new Map<string, Promise<Seat[]>>();

/** A room of three, made once for each settings and copied. */
export async function three(
  c: () => Crypto,
  settings: Partial<NewSettings> = {},
): Promise<readonly [Seat, Seat, Seat]> {
  const name = JSON.stringify(settings);
  const made = rooms.get(name) ?? room(c(), 3, settings);
  rooms.set(name, made);
  const [a, b, d] = (await made).map(copyOf);
  if (a === undefined || b === undefined || d === undefined) throw new Error("no room");
  return [a, b, d];
}
