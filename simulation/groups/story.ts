/*
 * One history of a room for many by its seed (spec/group.md): people come, talk, go, are removed, lose their network, sleep; the relay stops, crashes, or is not
 * honest. Then the weather clears, everybody who is in says one word more, and what must hold is asked (judge.ts).
 */
import { seededCrypto } from "@tacet/core";
import { toyCrypto } from "../../packages/core/test/group/toy.ts";
import { createDice } from "../dice.ts";
import { installPlatform } from "../platform.ts";
import { createRelayHost } from "../relay-host.ts";
import { createTrace } from "../trace.ts";
import { createWorld } from "../world.ts";
import type { Ground } from "./ground.ts";
import { isOpen, judge, type Judged, lastOf, type Said } from "./judge.ts";
import { createMember, type GroupCommand, type Member } from "./member.ts";
import { createTricks, type Trick, type Tricks } from "./tricks.ts";

export type Kind = "calm" | "stormy" | "hostile";

export interface Outcome {
  readonly seed: number;
  readonly kind: Kind;
  /** What did not hold, in sentences. */
  readonly broken: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly virtualMs: number;
  readonly hash: string;
}

export interface Options {
  readonly print?: (line: string) => void;
  readonly kind?: Kind;
  /** All that was said and heard, at the end. */
  readonly look?: (story: Judged) => void;
}

const ORIGIN = "https://relay.test";
const STEPS = 25;
const MEMBERS_MAX = 5;
/** For everybody to be back, after the longest wait between two attempts. */
const CLEARING_MS = 120_000;
const LAST_MS = 60_000;
const GROUP_WELCOME = 140;
const TRICKS: readonly [Trick, ...Trick[]] = ["drop", "double", "swap", "flip", "fork"];

interface Story {
  readonly ground: Ground;
  readonly kind: Kind;
  readonly members: Member[];
  readonly said: Said[];
  readonly counts: Map<string, number>;
  readonly tricks: Tricks;
}

export async function live(seed: number, options: Options = {}): Promise<Outcome> {
  const keys = new Set<string>();
  const broken: string[] = [];
  const restore = installPlatform({
    sealed: ({ key, nonce }) => {
      const use = `${Buffer.from(key).toString("hex")} ${Buffer.from(nonce).toString("hex")}`;
      if (keys.has(use)) broken.push("A key and nonce sealed twice.");
      keys.add(use);
    },
    opened: () => undefined,
  });
  try {
    return await play(seed, options, broken);
  } finally {
    restore();
  }
}

async function play(seed: number, options: Options, broken: string[]): Promise<Outcome> {
  const dice = createDice(seed);
  const kind = options.kind ?? dice.pick(["calm", "stormy", "stormy", "hostile"]);
  const world = createWorld();
  const trace = createTrace(() => world.nowMs(), options.print ?? null);
  const relay = createRelayHost({
    world,
    seed: `groups ${String(seed)}`,
    graceSeconds: 300,
    rejoin: false,
    groups: true,
  });
  const seats = new Map<string, number>();
  const tricks = createTricks(dice, (name) => seats.get(name) ?? null);
  const ground: Ground = {
    world,
    dice,
    relay,
    trace,
    crossed: (bytes) => {
      if (Buffer.from(bytes).includes("canary")) broken.push("A text crossed a line in the open.");
    },
    heard: () => undefined,
    toMember: (name, frame) => {
      if (frame[0] === GROUP_WELCOME) seats.set(name, frame[1] ?? 0);
      trace.note(name, `takes ${String(frame[0])}`, frame);
      return tricks.apply(name, frame);
    },
  };
  const story: Story = { ground, kind, members: [], said: [], counts: new Map(), tricks };
  await begin(story, seed);
  for (let at = 0; at < STEPS; at += 1) {
    const happens = step(story);
    story.counts.set(happens, (story.counts.get(happens) ?? 0) + 1);
    await world.run(dice.between(200, 4000));
  }
  await clear(story);
  options.look?.(story);
  for (const [trick, times] of tricks.done) story.counts.set(trick, times);
  for (const member of story.members) {
    const end = lastOf(member, "end");
    if (end !== null) count(story, `end ${end.reason}`);
  }
  broken.push(...judge(story));
  return { seed, kind, broken, counts: story.counts, virtualMs: world.nowMs(), hash: trace.hash() };
}

const count = ({ counts }: Story, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

async function begin(story: Story, seed: number): Promise<void> {
  const owner = person(story, seed);
  owner.command({
    do: "create",
    origin: ORIGIN,
    name: owner.name,
    password: null,
    ttlSeconds: 0,
    disappearingSeconds: 0,
    path: "any",
    endsWithOwner: false,
    capacity: MEMBERS_MAX + 2,
  });
  await story.ground.world.run(3000);
}

function person(story: Story, seed: number): Member {
  const name = `P${String(story.members.length)}`;
  const { random } = seededCrypto(`${String(seed)} ${name}`);
  const { kem } = toyCrypto(`${String(seed)} ${name}`);
  const member = createMember(story.ground, name, { random, kem });
  story.members.push(member);
  return member;
}

/** One thing that happens, and its name. */
function step(story: Story): string {
  const { dice, relay } = story.ground;
  const here = story.members.filter((member) => member.here && !member.done);
  const open = here.filter(isOpen);
  const one = open[dice.below(Math.max(1, open.length))];
  if (!relay.up()) {
    relay.start("same");
    return "relay starts";
  }
  if (story.kind !== "calm" && dice.chance(0.3) && here.length > 0) return weather(story, here);
  if (story.kind === "hostile" && dice.chance(0.15) && open.length > 1) {
    const trick = dice.pick(TRICKS);
    const names = open.map(({ name }) => name);
    const from = dice.below(names.length);
    story.tricks.begin(trick, [...names.slice(from), ...names.slice(0, from)]);
    return `trick ${trick}`;
  }
  if (here.length < MEMBERS_MAX && dice.chance(here.length < 3 ? 0.5 : 0.15)) return enter(story, open);
  if (one === undefined) return "nothing";
  return act(story, one, open);
}

function enter(story: Story, open: readonly Member[]): string {
  const link = open.map((member) => lastOf(member, "room")?.link ?? null).find((it) => it !== null);
  if (link === undefined || link === null) return "nothing";
  const many = story.ground.dice.chance(0.2) ? 2 : 1;
  for (let at = 0; at < many; at += 1) {
    const member = person(story, story.members.length + 7919);
    member.command({ do: "join", origin: ORIGIN, invitation: link, name: member.name });
  }
  return many === 1 ? "join" : "two join";
}

function act(story: Story, one: Member, open: readonly Member[]): string {
  const { dice } = story.ground;
  if (dice.chance(0.7)) {
    say(story, one);
    return "text";
  }
  const members = lastOf(one, "members")?.members ?? [];
  const others = members.filter(({ self }) => !self);
  const other = others[dice.below(Math.max(1, others.length))]?.id ?? null;
  const isOwner = members.some(({ self, owner }) => self && owner);
  const key = `k${String(story.said.length)}`;
  const acts = [...anybodys(open), ...(isOwner ? owners(story, key, other) : [])];
  const [name, command] = acts[dice.below(acts.length)] ?? ["nothing", null];
  if (command === null) return "nothing";
  one.command(command);
  return name;
}

type Act = readonly [name: string, command: GroupCommand | null];

const anybodys = (open: readonly Member[]): readonly Act[] => [
  ["typing", { do: "typing", active: true }],
  ["leave", open.length > 2 ? { do: "leave" } : null],
];

const owners = ({ ground }: Story, key: string, other: string | null): readonly Act[] => [
  ["remove", other === null ? null : { do: "remove", member: other, key }],
  ["lock", { do: "admission", value: ground.dice.chance(0.5) ? "locked" : "open", key }],
  ["invitation", { do: "invitation", key }],
  ["hand over", other === null ? null : { do: "hand-over", member: other, key }],
  ["disappearing", { do: "disappearing", seconds: ground.dice.below(2) * 3600, key }],
];

function say(story: Story, member: Member, isLast = false): void {
  const { name } = member;
  const text = `canary ${name} ${String(story.said.length)}`;
  story.said.push({ text, by: name, atMs: story.ground.world.nowMs(), isLast });
  member.command({ do: "message", text, key: text });
}

const WEATHERS = [
  "cut",
  "half open",
  "stall",
  "away",
  "freeze",
  "sleep",
  "vanish",
  "relay",
  "relay",
] as const;

function weather(story: Story, here: readonly Member[]): string {
  const { dice, relay } = story.ground;
  const member = here[dice.below(here.length)];
  const happens = dice.pick(WEATHERS);
  if (member === undefined) return "nothing";
  if (happens === "relay") {
    if (dice.chance(0.5)) return "nothing";
    if (dice.chance(0.5)) relay.crash();
    else relay.stop();
  } else if (happens === "vanish") {
    if (here.length < 4 || !dice.chance(0.3)) return "nothing";
    member.here = false;
    member.way.line?.cut({ left: null, right: 0 });
  } else befall(story.ground, member, happens);
  return happens;
}

/** What happens to one member's network or machine. */
function befall(
  { dice, world }: Ground,
  { way, device }: Member,
  happens: Exclude<(typeof WEATHERS)[number], "relay" | "vanish">,
): void {
  const befalls: Readonly<Record<typeof happens, () => void>> = {
    cut: () => way.line?.cut({ left: dice.below(500), right: dice.chance(0.7) ? dice.below(500) : null }),
    "half open": () => way.line?.silence(),
    stall: () => way.line?.stall(dice.between(500, 15_000)),
    freeze: () => device.freeze(dice.between(2000, 30_000)),
    sleep: () => device.sleep(dice.between(60_000, 540_000)),
    away: () => {
      way.away = true;
      way.line?.cut({ left: 0, right: null });
      world.after(dice.between(2000, 40_000), () => {
        way.away = false;
      });
    },
  };
  befalls[happens]();
}

/** The weather clears, and everybody who is in says one word more. */
async function clear(story: Story): Promise<void> {
  const { world, relay } = story.ground;
  relay.start("same");
  story.tricks.end();
  for (const { device, way } of story.members) {
    device.wake();
    way.away = false;
    way.line?.resume();
  }
  await world.run(CLEARING_MS);
  for (const member of story.members) if (member.here && isOpen(member)) say(story, member, true);
  await world.run(LAST_MS);
}
