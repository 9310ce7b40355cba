/* What must hold at the end of a history (spec/group.md 10, 12, 13), in sentences where it does not. */
import type { GroupEvent, Member } from "./member.ts";

export interface Said {
  readonly text: string;
  readonly by: string;
  readonly atMs: number;
  /** After the weather had cleared. */
  readonly isLast: boolean;
}

/** What is judged. */
export interface Judged {
  readonly kind: "calm" | "stormy" | "hostile";
  readonly members: readonly Member[];
  readonly said: readonly Said[];
}

export function lastOf<Kind extends GroupEvent["event"]>(
  { heard }: Member,
  kind: Kind,
): Extract<GroupEvent, { event: Kind }> | null {
  const found = heard.findLast(({ event }) => event.event === kind)?.event;
  return (found as Extract<GroupEvent, { event: Kind }> | undefined) ?? null;
}

/** In the room, as its face knows it. */
export function isOpen(member: Member): boolean {
  return member.here && lastOf(member, "end") === null && lastOf(member, "status")?.value === "open";
}

export function judge(story: Judged): readonly string[] {
  const { members } = story;
  const present = members.filter(isOpen);
  return [
    ...members.flatMap(own),
    ...(story.kind === "calm" ? members.flatMap(entered) : []),
    ...pairsOf(story.kind === "hostile" ? present : members).flatMap(([a, b]) => alike(a, b)),
    ...(story.kind === "hostile" ? split(story, present) : together(story, present)),
  ];
}

/** Texts by number: of others as they came, own ones at their place. */
function placed({ heard }: Member): ReadonlyMap<number, string> {
  const texts = new Map<string, string>();
  const found = new Map<number, string>();
  for (const { event } of heard) {
    if (event.event === "message") {
      texts.set(event.id, event.text);
      if (event.number !== null) found.set(event.number, event.text);
    }
    if (event.event === "receipt" && event.number !== null)
      found.set(event.number, texts.get(event.id) ?? "");
  }
  return found;
}

/** What one member is told by itself: nothing after its end, each text once, no fault of ours, and nothing that waits for ever. */
function own(member: Member): readonly string[] {
  const { name, heard } = member;
  const broken: string[] = [];
  const ended = heard.findIndex(({ event }) => event.event === "end");
  const late = heard.slice(ended + 1).filter(({ event }) => event.event !== "refused");
  if (ended >= 0 && late.length > 0)
    broken.push(`${name} was told ${late[0]?.event.event ?? ""} after its end.`);
  const end = lastOf(member, "end");
  if (end?.reason === "fault") broken.push(`${name} ended by a fault of ours.`);
  if (end !== null && member.here && !member.done) broken.push(`${name} has ended and is not done.`);
  if (member.done && member.here && member.timers > 0) broken.push(`${name} is done and has timers.`);
  const texts = heard.flatMap(({ event }) => (event.event === "message" ? [event.text] : []));
  const twice = texts.find((text, at) => texts.indexOf(text) !== at);
  if (twice !== undefined) broken.push(`${name} was told "${twice}" twice.`);
  return broken;
}

/** In fair weather nobody waits in vain for somebody who lets it in, and no socket is lost. */
function entered(member: Member): readonly string[] {
  const end = lastOf(member, "end");
  if (end?.reason === "no-answer") return [`${member.name} was let in by nobody.`];
  const lost = member.heard.some(({ event }) => event.event === "status" && event.value === "reconnecting");
  return lost ? [`${member.name} lost the relay in fair weather.`] : [];
}

function pairsOf(members: readonly Member[]): readonly (readonly [Member, Member])[] {
  return members.flatMap((a, at) => members.slice(at + 1).map((b) => [a, b] as const));
}

/**
 * Nobody is shown one text at a number and somebody else another. Under a relay that is not honest that is asked of those who are in at the end: who left
 * before, or waits for the room, could not be told.
 */
function alike(a: Member, b: Member): readonly string[] {
  if (differs(a) || differs(b)) return [];
  const [left, right] = [placed(a), placed(b)];
  for (const [number, text] of left) {
    const other = right.get(number);
    if (other !== undefined && other !== text)
      return [`At ${String(number)} ${a.name} has "${text}" and ${b.name} "${other}".`];
  }
  return [];
}

/** It was told that the relay shows different rooms, or that the room may be split. */
function differs(member: Member): boolean {
  const end = lastOf(member, "end");
  const warned = member.heard.some(({ event }) => event.event === "notice" && event.notice === "split");
  return warned || end?.reason === "different" || end?.reason === "lost";
}

/** Under an honest relay: who is in at the end has the same roster, and the last words of all. */
function together({ said }: Judged, present: readonly Member[]): readonly string[] {
  const broken: string[] = [];
  const rosters = new Set(present.map(rosterOf));
  if (rosters.size > 1) broken.push(`Rosters differ: ${[...rosters].join(" | ")}.`);
  for (const member of present) {
    const missing = lastWords(said, present).find((text) => !has(member, text));
    if (missing !== undefined) broken.push(`${member.name} never had "${missing}".`);
  }
  return broken;
}

/** Under a relay that is not: whoever goes on without a word of it is together with all others who do. */
function split(story: Judged, present: readonly Member[]): readonly string[] {
  return together(
    story,
    present.filter((member) => !differs(member)),
  );
}

function lastWords(said: readonly Said[], present: readonly Member[]): readonly string[] {
  return present.flatMap(({ name }) => said.findLast(({ by, isLast }) => isLast && by === name)?.text ?? []);
}

const has = (member: Member, text: string): boolean =>
  member.heard.some(({ event }) => event.event === "message" && event.text === text);

function rosterOf(member: Member): string {
  const ids = lastOf(member, "members")?.members.map(({ id }) => id.slice(0, 5)) ?? [];
  return [...ids].sort().join(" ");
}
