/*
 * What must hold in every history, however the network behaved. Each rule returns the sentence that says what was broken.
 */
import type { TestClient } from "./client.ts";
import { NAMES, endOf, heardBy, linkOf, receiptsOf, statusOf } from "./pair.ts";
import type { TestPair } from "./pair.ts";
import { screenOf } from "./screen.ts";
import type { Seen } from "./screen.ts";

export function brokenRules(pair: TestPair): string[] {
  return [
    ...order("joiner", heardBy(pair.joiner), hearable(pair, "creator")),
    ...order("creator", heardBy(pair.creator), hearable(pair, "joiner")),
    ...screens(pair),
    ...forgotten(pair.creator),
    ...forgotten(pair.joiner),
    ...secrecy(pair),
    ...agreement(pair),
    ...endings(pair),
    ...hiding(pair),
  ];
}

/** After the weather has cleared: everything arrived and is known to have arrived, or the room ended. */
export function unfinished(pair: TestPair): string[] {
  if (endOf(pair.creator) !== null || endOf(pair.joiner) !== null) return [];
  return [
    ...complete("joiner", heardBy(pair.joiner), hearable(pair, "creator")),
    ...complete("creator", heardBy(pair.creator), hearable(pair, "joiner")),
    ...mirrored(pair),
    ...delivered("creator", pair.creator),
    ...delivered("joiner", pair.joiner),
    ...[pair.creator, pair.joiner].flatMap((client) =>
      statusOf(client) === "secure" ? [] : [`a side is ${statusOf(client)} in fair weather`],
    ),
  ];
}

/** What was said by a side and must be heard: a text that was deleted on its way may not come at all. */
function hearable(pair: TestPair, by: "creator" | "joiner"): readonly string[] {
  const heard = new Set(heardBy(pair[by === "creator" ? "joiner" : "creator"]));
  const own = [...screenOf(pair[by]).messages.values()].filter(({ from }) => from === "self");
  const deleted = new Set(own.filter((seen) => seen.deleted).map(({ first }) => first));
  return pair.said[by].filter((text) => heard.has(text) || !deleted.has(text));
}

/** Nobody changes what is not theirs, and no reaction is heard more often than it was given. */
function screens(pair: TestPair): string[] {
  const [creator, joiner] = [screenOf(pair.creator), screenOf(pair.joiner)];
  const tooMany =
    creator.reacted.other > joiner.reacted.self || joiner.reacted.other > creator.reacted.self
      ? ["a reaction was counted twice"]
      : [];
  return [...creator.faults, ...joiner.faults, ...tooMany];
}

/** Words that were deleted here are nowhere in what a room keeps to send. */
function forgotten(client: TestClient): string[] {
  const { pending } = client.room().talk;
  const kept = Buffer.concat(pending.map(({ content }) => content.body)).toString();
  const deleted = [...screenOf(client).messages.values()].filter((seen) => seen.deleted);
  return deleted.some(({ first, text }) => kept.includes(first) || kept.includes(text))
    ? ["deleted words are kept"]
    : [];
}

/** Both see the same: the same words, deletions and reactions. */
function mirrored(pair: TestPair): string[] {
  const [creator, joiner] = [screenOf(pair.creator).messages, screenOf(pair.joiner).messages];
  const differ = (one: Seen, other: Seen | undefined): boolean => {
    // One that was deleted on its way may never have come.
    if (other === undefined || one.deleted) return one.deleted !== (other?.deleted ?? true);
    const { reactions } = other;
    const same = one.reactions.self === reactions.other && one.reactions.other === reactions.self;
    return other.deleted || !same || one.text !== other.text || one.from === other.from;
  };
  const wrong =
    [...creator.values()].some((seen) => differ(seen, joiner.get(seen.id))) ||
    [...joiner.values()].some((seen) => differ(seen, creator.get(seen.id)));
  return wrong ? ["the two screens differ"] : [];
}

/** What was heard is the beginning of what was said: nothing lost, doubled, reordered or made up. */
function order(who: string, heard: readonly string[], said: readonly string[]): string[] {
  const at = heard.findIndex((text, index) => text !== said[index]);
  return at < 0 ? [] : [`the ${who} heard ${String(heard[at])} where ${String(said[at])} was said`];
}

function complete(who: string, heard: readonly string[], said: readonly string[]): string[] {
  return heard.length === said.length ? [] : [`the ${who} heard ${heard.length} of ${said.length} texts`];
}

function delivered(who: string, client: TestClient): string[] {
  return receiptsOf(client).every((state) => state === "delivered")
    ? []
    : [`a text of the ${who} is not delivered`];
}

/** Nothing that crossed the relay holds a text, a name, a description or the key of the invitation. */
function secrecy(pair: TestPair): string[] {
  const created = pair.creator.events.some((event) => event.event === "room");
  const key = created ? (linkOf(pair.creator).split("#")[1] ?? "") : "";
  const words = [
    ...pair.said.creator,
    ...pair.said.joiner,
    NAMES.creator,
    NAMES.joiner,
    ...pair.peers.descriptions,
  ];
  const needles = [...words, ...(key === "" ? [] : [key])].map((word) => Buffer.from(word));
  if (key !== "") needles.push(Buffer.from(key.slice(1), "base64url"));
  const crossed = Buffer.concat(pair.relay.crossed);
  const leaks = needles.some((needle) => crossed.includes(needle));
  return leaks ? ["something readable crossed the relay"] : [];
}

/** Two sides that were ever secure share one safety value (spec/pair.md 5). */
function agreement(pair: TestPair): string[] {
  const wasSecure = [pair.creator, pair.joiner].some((client) =>
    client.events.some((event) => event.event === "status" && event.value === "secure"),
  );
  const equal = pair.creator.safety() === pair.joiner.safety() && pair.creator.safety() !== null;
  return wasSecure && !equal ? ["secure with different safety values"] : [];
}

/** What the other side may call it: `gone` if no last word could reach it. */
const THERE: Record<string, readonly string[]> = {
  // Both lost the direct path while one was asked whether it lives: the asker left, and the other came back to nothing (spec/pair.md 8).
  "left-there": ["forgotten"],
  "left-here": ["left-there", "left-here", "burned-here", "gone"],
  "burned-here": ["burned-there", "burned-here", "left-here", "gone"],
  mismatch: ["burned-there", "mismatch", "burned-here", "left-here", "gone"],
};

/** Whoever hides its address makes no connection object, and both agree on what holds. */
function hiding(pair: TestPair): string[] {
  const { creator, joiner } = pair;
  const shown = [creator, joiner].some(({ made }) => made.hidden > 0);
  return shown ? ["a connection object was made by a side that hides"] : [];
}

/** Both sides end, and name the same end. */
function endings(pair: TestPair): string[] {
  const [a, b] = [endOf(pair.creator), endOf(pair.joiner)];
  if (a === null && b === null) return [];
  if (a === null || b === null) return [`one side ended (${String(a ?? b)}) and the other did not`];
  const fits = (one: string, other: string): boolean => THERE[one]?.includes(other) ?? false;
  const bothSpent =
    [a, b].includes("handshake-failed") &&
    ["handshake-failed", "left-there"].includes(a) &&
    ["handshake-failed", "left-there"].includes(b);
  return fits(a, b) || fits(b, a) || a === b || bothSpent ? [] : [`one side ended ${a}, the other ${b}`];
}
