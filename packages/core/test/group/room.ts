import { type Chain, beginChain, extendChain } from "../../src/group/chain.ts";
import { createGroup, makeJoinerKeys, type NewSettings } from "../../src/group/create.ts";
import { joinGroup } from "../../src/group/join.ts";
import { propose, type Wish } from "../../src/group/propose.ts";
import { sealContent } from "../../src/group/seal.ts";
import type { GroupState } from "../../src/group/state.ts";
import type { Outcome } from "../../src/group/outcome.ts";
import { take } from "../../src/group/take.ts";
import type { Crypto } from "../../src/primitives/crypto.ts";

export const ROOM_ID: Uint8Array = new Uint8Array(16).fill(7);

export const SETTINGS: NewSettings = {
  admission: "open",
  path: "any",
  password: false,
  endsWithOwner: false,
  disappearingSeconds: 0,
  capacity: 50,
};

/** A member with its place in the room's order, as a client keeps them. */
export interface Seat {
  state: GroupState;
  chain: Chain;
  said: number;
  /** What each frame came to, by number. */
  readonly outcomes: Map<number, Outcome>;
}

async function owner(c: Crypto, settings: Partial<NewSettings> = {}): Promise<Seat> {
  const state = await createGroup(c, { roomId: ROOM_ID, settings: { ...SETTINGS, ...settings } });
  return seatOf(state, beginChain(ROOM_ID));
}

const seatOf = (state: GroupState, chain: Chain): Seat => ({
  state,
  chain,
  said: 0,
  outcomes: new Map(),
});

/** A proposal that must come out. */
export async function made(
  c: Crypto,
  seat: Seat,
  wish: Wish,
): Promise<{ blocks: readonly Uint8Array[]; welcome: Uint8Array | null }> {
  const proposed = await propose(c, seat.state, wish);
  if (proposed.kind === "refused") throw new Error(`refused: ${proposed.why}`);
  seat.state = proposed.state;
  return proposed;
}

/** Hands a frame to somebody at the next number. */
export async function hand(c: Crypto, seat: Seat, block: Uint8Array, nowMs = 0): Promise<Outcome> {
  seat.chain = extendChain(seat.chain, block);
  const { state, outcome } = await take(c, seat.state, block, nowMs);
  seat.state = state;
  seat.outcomes.set(seat.chain.number, outcome);
  return outcome;
}

/** Our own commit at its place, its blocks among the numbers. What the last of them came to. */
export async function settle(
  c: Crypto,
  seat: Seat,
  blocks: readonly Uint8Array[],
  nowMs = 0,
): Promise<string> {
  let kind = "none";
  for (const block of blocks) {
    ({ kind } = await hand(c, seat, block, nowMs));
  }
  return kind;
}

/** A commit that all take at once. */
export async function commit(
  c: Crypto,
  by: Seat,
  others: readonly Seat[],
  wish: Wish,
): Promise<Uint8Array | null> {
  const { blocks, welcome } = await made(c, by, wish);
  for (const seat of others) for (const block of blocks) await hand(c, seat, block);
  await settle(c, by, blocks);
  return welcome;
}

/** Somebody new, added by one of those who are there, with its update. */
export async function added(c: Crypto, by: Seat, others: readonly Seat[]): Promise<Seat> {
  const seat = await addedOnly(c, by, others);
  await commit(c, seat, [by, ...others], { kind: "update" });
  return seat;
}

/** The same without the update. */
export async function addedOnly(c: Crypto, by: Seat, others: readonly Seat[]): Promise<Seat> {
  const keys = await makeJoinerKeys(c);
  const welcome = await commit(c, by, others, { kind: "add", keyPackage: keys.keyPackage });
  if (welcome === null) throw new Error("no welcome");
  const state = await joinGroup(c, { keys, welcome, roomId: ROOM_ID, owner: by.state.settings.owner });
  if (state === null) throw new Error("did not join");
  return seatOf(state, by.chain);
}

/** A room of so many, each after its update. */
export async function room(c: Crypto, size: number, settings: Partial<NewSettings> = {}): Promise<Seat[]> {
  const first = await owner(c, settings);
  const seats = [first];
  while (seats.length < size) seats.push(await added(c, first, seats.slice(1)));
  return seats;
}

/** What a member says, as the block of a frame that has its place at once. */
export async function say(
  c: Crypto,
  seat: Seat,
  kind: number,
  body: Uint8Array = new Uint8Array(0),
): Promise<Uint8Array> {
  seat.said += 1;
  const id = new Uint8Array(16).fill(kind < 64 ? 0 : 1);
  const content = { order: seat.said, seen: seat.chain, kind, id, body };
  const { state, block } = await sealContent(c, seat.state, content);
  seat.state = (await take(c, state, block, 0)).state;
  return block;
}
