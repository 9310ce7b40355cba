import { beginChain, type Chain, extendChain } from "../../src/group/chain.ts";
import { absentBody, GROUP_KIND } from "../../src/group/content.ts";
import { createGroup, type JoinerKeys, makeJoinerKeys } from "../../src/group/create.ts";
import { authenticatorOf } from "../../src/group/export.ts";
import { joinGroup } from "../../src/group/join.ts";
import { propose, type Wish } from "../../src/group/propose.ts";
import { sealContent } from "../../src/group/seal.ts";
import type { GroupState } from "../../src/group/state.ts";
import type { Outcome } from "../../src/group/outcome.ts";
import { take } from "../../src/group/take.ts";
import { hex } from "../bytes.ts";
import { type Chance, chanceOf } from "../orchestrator/chance.ts";
import { ROOM_ID, SETTINGS } from "./room.ts";
import type { Crypto } from "../../src/primitives/crypto.ts";

/*
 * One history of a room, from a seed: members who add, leave, remove, update and speak at random, who read the room's order at their own
 * pace and propose from where they stand, so that commits race; frames that are lost before they have a number; newcomers whose Welcome is lost, or
 * who never update; members who go dark, and members whose client was edited. Then everybody reads to the end, and all must agree.
 */

/** What a story plays with, so that a fault can be planted in one of them. */
export const honest = { take, propose, joinGroup };
export type Calls = typeof honest;

interface Entry {
  readonly block: Uint8Array;
  readonly by: Person;
  /** Set on a message: what it says, and the epoch it was sealed in. */
  readonly message?: { readonly epoch: number; readonly kind: number; readonly body: Uint8Array };
}

/** A commit on its way: its blocks, and who it brings in, by which keys. */
interface Offered {
  readonly blocks: readonly Uint8Array[];
  readonly welcome: Uint8Array | null;
  readonly joiner: JoinerKeys | null;
}

/** One who is, or was, in the room. */
class Person {
  readonly name: string;
  state: GroupState;
  chain: Chain;
  said = 0;
  /** Gone from the room: by its own leave, by a removal, or out of reach. */
  fate: "here" | "dark" | "left" | "removed" = "here";
  /** Does not send the update that its join asks for. */
  idle = false;
  offered: Offered | null = null;

  constructor(name: string, state: GroupState, chain: Chain) {
    this.name = name;
    this.state = state;
    this.chain = chain;
  }
}

export interface Tally {
  readonly commits: number;
  readonly races: number;
  readonly refused: number;
  readonly messages: number;
  readonly joins: number;
  readonly removals: number;
  readonly authenticator: string;
}

class Story {
  readonly #c: Crypto;
  readonly #chance: Chance;
  readonly #calls: Calls;
  readonly #log: Entry[] = [];
  /** Sent, and without a number yet: only where the relay repeats frames and turns them around. */
  #air: Entry[] = [];
  readonly #wild: boolean;
  readonly people: Person[] = [];
  /** Whoever was removed or never was in: must open nothing. */
  readonly #tally = { commits: 0, races: 0, refused: 0, messages: 0, joins: 0, removals: 0 };
  #names = 0;
  /** What the first reader made of each number: all who read it in the same epoch must make the same of it. */
  readonly #verdicts = new Map<number, string>();

  constructor(c: Crypto, seed: string, calls: Calls, wild: boolean) {
    this.#wild = wild;
    this.#c = c;
    this.#chance = chanceOf(`story ${seed}`);
    this.#calls = calls;
  }

  async begin(): Promise<void> {
    const state = await createGroup(this.#c, { roomId: ROOM_ID, settings: { ...SETTINGS, capacity: 7 } });
    this.people.push(new Person(this.#name(), state, beginChain(ROOM_ID)));
  }

  /** One thing happens. */
  async step(): Promise<void> {
    if (this.#wild) this.#number(this.#chance.pick(4));
    const who = this.#one(this.#here());
    if (who === undefined) return;
    // Most read up to now before they act; some act from where they stand.
    if (this.#chance.percent(55)) await this.#read(who);
    if (who.fate === "here") await this.#act(who);
  }

  async #act(who: Person): Promise<void> {
    if (this.#wild && who.state.proposal !== null) this.#offer(who);
    const dice = this.#chance.pick(100);
    if (who.state.pending !== null) return this.#aroundJoin(who);
    if (dice < 25) return this.#invite(who);
    if (dice < 38) return this.#commit(who, { kind: "update" });
    if (dice < 58) return this.#say(who, 64, new Uint8Array(this.#chance.pick(40)));
    if (dice < 64) return this.#kick(who);
    if (dice < 69) return this.#leave(who);
    if (dice < 75) return this.#darken(who);
    if (dice < 89) return this.#finding(who);
    if (dice < 93) return this.#change(who);
    if (dice < 97) return this.#foul(who);
    return this.#read(who);
  }

  /** All frames are read by everybody who is still there, and all agree. */
  async settle(): Promise<Tally> {
    // A newcomer that is met on the way adds its update to what is to be read.
    for (let read = -1; read < this.#log.length;) {
      this.#number(this.#air.length);
      read = this.#log.length;
      for (const person of this.people) await this.#read(person);
    }
    const inside = this.people.filter(({ fate }) => fate === "here" || fate === "dark");
    const views = new Set(inside.map(viewOf));
    if (views.size > 1) throw new Error(`split: ${[...views].join(" | ")}`);
    const [someone] = inside;
    const authenticator = someone === undefined ? "" : hex(authenticatorOf(someone.state));
    return { ...this.#tally, authenticator };
  }

  /** Gives frames their numbers: most in order, some before their time, some twice. */
  #number(count: number): void {
    for (let at = 0; at < count && this.#air.length > 0; at += 1) {
      const place = this.#chance.percent(75) ? 0 : this.#chance.pick(this.#air.length);
      const entry = this.#air[place];
      if (entry === undefined) return;
      this.#log.push(entry);
      if (!this.#chance.percent(15)) this.#air = this.#air.filter((one) => one !== entry);
    }
  }

  #send(entry: Entry): void {
    if (this.#wild) this.#air.push(entry);
    else this.#log.push(entry);
  }

  /** Its commit, once more where it had no place: the same bytes. */
  #offer(who: Person): void {
    for (const block of who.offered?.blocks ?? []) this.#send({ block, by: who });
  }

  #here(): Person[] {
    return this.people.filter(({ fate }) => fate === "here");
  }

  #name(): string {
    this.#names += 1;
    return `p${String(this.#names)}`;
  }

  #one<T>(from: readonly T[]): T | undefined {
    return from[this.#chance.pick(Math.max(1, from.length))];
  }

  /** Reads some or all of what is new, in order. */
  async #read(who: Person): Promise<void> {
    while (who.chain.number < this.#log.length && (who.fate === "here" || who.fate === "dark")) {
      const entry = this.#log[who.chain.number];
      if (entry === undefined) return;
      who.chain = extendChain(who.chain, entry.block);
      if (entry.by === who) await this.#own(who, entry);
      else await this.#other(who, entry);
    }
  }

  async #own(who: Person, { block }: Entry): Promise<void> {
    const before = who.state.epoch;
    const { state, outcome } = await this.#calls.take(this.#c, who.state, block, 0);
    who.state = state;
    this.#compare(who, before, outcome);
    const { offered } = who;
    if (outcome.kind !== "changed" || offered === null) return;
    this.#tally.commits += 1;
    if (outcome.change.kind === "remove") this.#tally.removals += outcome.change.leaves.length;
    if (offered.joiner !== null && offered.welcome !== null)
      await this.#enter(who, offered.joiner, offered.welcome);
  }

  /** The newcomer, by its Welcome; one in ten never gets it, one in ten never updates. */
  async #enter(by: Person, keys: JoinerKeys, welcome: Uint8Array): Promise<void> {
    const dice = this.#chance.pick(10);
    if (dice === 0) return;
    const { owner } = by.state.settings;
    const state = await this.#calls.joinGroup(this.#c, { keys, welcome, roomId: ROOM_ID, owner });
    if (state === null) throw new Error(`${by.name} added somebody who could not join`);
    const newcomer = new Person(this.#name(), state, by.chain);
    newcomer.idle = dice === 1;
    await this.#blind(newcomer, this.#log.slice(0, newcomer.chain.number));
    this.people.push(newcomer);
    this.#tally.joins += 1;
    if (!newcomer.idle) await this.#commit(newcomer, { kind: "update" });
  }

  async #other(who: Person, entry: Entry): Promise<void> {
    const before = who.state.epoch;
    const { state, outcome } = await this.#calls.take(this.#c, who.state, entry.block, 0);
    who.state = state;
    this.#compare(who, before, outcome);
    if (outcome.kind === "changed" && outcome.lost) this.#tally.races += 1;
    if (outcome.kind === "refused") this.#tally.refused += 1;
    if (outcome.kind === "removed") {
      who.fate = "removed";
      return;
    }
    if (!this.#wild && entry.message?.epoch === before && outcome.kind !== "said")
      throw new Error(`${who.name} missed number ${String(who.chain.number)}: ${outcome.kind}`);
  }

  /** Two members in the same epoch never make different things of the same frame. */
  #compare(who: Person, epoch: number, outcome: Outcome): void {
    const number = who.chain.number * 1_000_000 + epoch;
    const said = verdictOf(outcome, epoch);
    const known = this.#verdicts.get(number);
    if (known !== undefined && known !== said)
      throw new Error(
        `${who.name} takes number ${String(who.chain.number)} for ${said}, another for ${known}`,
      );
    this.#verdicts.set(number, said);
  }

  /** Frames from before somebody came, or after they went, open nothing. */
  async #blind(who: Person, entries: readonly Entry[]): Promise<void> {
    for (const { block } of entries) {
      const { outcome } = await this.#calls.take(this.#c, who.state, block, 0);
      if (outcome.kind !== "unopened")
        throw new Error(`${who.name} opened what it must not: ${outcome.kind}`);
    }
  }

  async #commit(who: Person, wish: Wish, joiner: JoinerKeys | null = null): Promise<void> {
    if (who.state.proposal !== null) return;
    const proposed = await this.#calls.propose(this.#c, who.state, wish);
    if (proposed.kind === "refused") return;
    who.state = proposed.state;
    who.offered = { ...proposed, joiner };
    this.#offer(who);
  }

  async #invite(who: Person): Promise<void> {
    const joiner = await makeJoinerKeys(this.#c);
    await this.#commit(who, { kind: "add", keyPackage: joiner.keyPackage }, joiner);
  }

  /** The newcomer's update is awaited: it comes, or somebody removes the newcomer. */
  async #aroundJoin(who: Person): Promise<void> {
    await this.#read(who);
    const { pending, self } = who.state;
    if (pending === null || who.fate !== "here") return;
    const newcomer = this.people.find(({ state, fate }) => state.self.leaf === pending && fate === "here");
    if (pending === self.leaf) return who.idle ? undefined : this.#commit(who, { kind: "update" });
    if (newcomer === undefined || newcomer.idle || this.#chance.percent(10))
      await this.#commit(who, { kind: "remove", leaves: [pending] });
  }

  async #say(who: Person, kind: number, body: Uint8Array): Promise<void> {
    who.said += 1;
    const id = new Uint8Array(16).fill(kind < 64 ? 0 : 1);
    const content = { order: who.said, seen: who.chain, kind, id, body };
    const { state, block } = await sealContent(this.#c, who.state, content);
    who.state = state;
    this.#tally.messages += 1;
    // One in ten is lost before it has a number.
    if (!this.#chance.percent(10))
      this.#send({ block, by: who, message: { epoch: state.epoch, kind, body } });
  }

  async #kick(who: Person): Promise<void> {
    const { members, self } = who.state;
    const other = this.#one(members.filter(({ leaf }) => leaf !== self.leaf));
    if (other !== undefined) await this.#commit(who, { kind: "remove", leaves: [other.leaf] });
  }

  async #leave(who: Person): Promise<void> {
    if (this.#here().length < 3) return;
    await this.#say(who, GROUP_KIND.leave, new Uint8Array(0));
    who.fate = "left";
  }

  async #darken(who: Person): Promise<void> {
    if (this.#here().length < 3) return;
    who.fate = "dark";
    await Promise.resolve();
  }

  /** Somebody finds those absent who are, and removes whom the evidence names. */
  async #finding(who: Person): Promise<void> {
    await this.#read(who);
    if (who.fate !== "here") return;
    const gone = this.people.filter(({ fate }) => fate === "dark" || fate === "left");
    for (const { state } of gone) {
      const stays = who.state.members.some(({ tag }) => hex(tag) === hex(state.self.tag));
      if (!stays) continue;
      await this.#commit(who, { kind: "remove", leaves: [state.self.leaf] });
      if (who.state.proposal === null) await this.#say(who, GROUP_KIND.absent, absentBody(state.self.leaf));
    }
  }

  async #change(who: Person): Promise<void> {
    const { settings, members } = who.state;
    const heir = this.#chance.percent(30) ? this.#one(members) : undefined;
    const owner = heir?.tag ?? settings.owner;
    const moderators = settings.moderators.filter((tag) => hex(tag) !== hex(owner));
    await this.#commit(who, {
      kind: "settings",
      settings: { ...settings, owner, moderators, change: settings.change + 1 },
    });
  }

  /** A client that was edited to think itself the owner: all others refuse what it does. */
  async #foul(who: Person): Promise<void> {
    const { state } = who;
    if (state.proposal !== null || hex(state.self.tag) === hex(state.settings.owner)) return;
    const edited = { ...state, settings: { ...state.settings, owner: state.self.tag } };
    const victim = this.#one(state.members.filter(({ leaf }) => leaf !== state.self.leaf));
    if (victim === undefined) return;
    const proposed = await propose(this.#c, edited, { kind: "remove", leaves: [victim.leaf] });
    if (proposed.kind === "refused") return;
    // It goes on as an honest one: its own proposal is refused at its place, by itself too.
    who.state = { ...proposed.state, settings: state.settings };
    who.offered = { blocks: proposed.blocks, welcome: null, joiner: null };
    this.#offer(who);
  }
}

/** What all must agree on. A late message of the epoch before is opened by those alone who were there. */
function verdictOf(outcome: Outcome, epoch: number): string {
  if (outcome.kind === "removed" || outcome.kind === "changed") return "changed";
  if (outcome.kind === "refused") return `refused ${outcome.why}`;
  const isWord = outcome.kind === "placed" || outcome.kind === "said";
  if (isWord && outcome.epoch === epoch) return "said";
  return outcome.kind === "piece" || outcome.kind === "unusable" ? outcome.kind : "nothing";
}

function viewOf({ state, chain }: Person): string {
  const roster = state.members.map(({ leaf, tag }) => `${String(leaf)}:${hex(tag).slice(0, 6)}`).join(",");
  const own = `${String(state.epoch)} ${hex(authenticatorOf(state)).slice(0, 12)}`;
  return `${own} [${roster}] owner ${hex(state.settings.owner).slice(0, 6)} chain ${hex(chain.value).slice(0, 8)}`;
}

/** Lives one history, settling now and then. @param wild whether the relay repeats frames and turns them around */
export async function live(
  c: Crypto,
  seed: string,
  steps: number,
  calls: Calls = honest,
  wild = false,
): Promise<Tally> {
  const story = new Story(c, seed, calls, wild);
  await story.begin();
  for (let at = 1; at <= steps; at += 1) {
    await story.step();
    if (at % 20 === 0) await story.settle();
  }
  return story.settle();
}
