/*
 * The first connection object, made while the handshake still runs (spec/direct.md 3, spec/pair.md 2). It exists only where the room and
 * this side ask for `direct`; what it gathers stays here until the session has fixed the path, and it is closed unused if that fails.
 *
 *     none ──I: m1 goes to a present seat; R: m2 is made──> ahead ──established, direct──> opening (direct.ts)
 *      ^                                                      │
 *      └───the other seat left, the attempt or the object failed
 */
import { LIMITS } from "../limits.ts";
import type { PathPeerEvent, PeerSignalType } from "../ports.ts";
import { makeConnection } from "./connection.ts";
import { pathOf, relayRoute } from "./paths.ts";
import type { Direct, Room } from "./state.ts";
import { turn } from "./turn.ts";
import type { Step } from "./turn.ts";

export interface Held {
  readonly type: PeerSignalType;
  readonly text: string;
}

/** So many of each are held: the end has room however many candidates there are. */
const HELD_MAX: Record<PeerSignalType, number> = {
  offer: 1,
  answer: 1,
  candidate: LIMITS.candidatesOfGeneration,
  end: 1,
};

/** Once in each attempt, so that presence which comes and goes makes no more than three. */
export const openAhead: Step = (room) => {
  const { direct, handshake, role, session } = room;
  const due = session === null && handshake.state === "trying" && direct.aheadOf < handshake.attempt;
  if (!due || pathOf(room) !== "direct" || direct.state !== "none" || relayRoute(room) === null)
    return turn(room);
  // I counts on, so that nothing of a closed object is taken for the next one's; R's end says nothing before the offer.
  const generation = role === "initiator" ? direct.generation + 1 : 1;
  const ahead = { state: "ahead", generation, aheadOf: handshake.attempt, held: [] } as const;
  return makeConnection(generation)(withDirect(room, ahead));
};

/** I's m1 is on its way; what the object is made for has not failed meanwhile. */
export const settleAhead: Step = (room) => {
  const { direct, handshake, role } = room;
  if (direct.state === "ahead") {
    const awaited = handshake.state === "trying" && direct.aheadOf === handshake.attempt;
    return awaited && relayRoute(room) !== null ? turn(room) : closeAhead(room);
  }
  return role === "initiator" && handshake.block !== null ? openAhead(room) : turn(room);
};

/** Closed unused: whoever is gone, or cannot answer, learns nothing of it. */
const closeAhead: Step = (room) => {
  const { direct, role } = room;
  const generation = role === "initiator" ? direct.generation : 0;
  return turn(withDirect(room, { state: "none", generation, held: [] }), {
    to: "peer",
    command: { do: "close", generation: direct.generation },
  });
};

/** What the object says before the session is kept; one that fails is given up until there is a session. */
export function onAhead(event: PathPeerEvent): Step {
  return (room) => {
    const { held } = room.direct;
    if (event.on === "state") return event.state === "connected" ? turn(room) : closeAhead(room);
    if (event.on !== "signal") return turn(room);
    const alike = held.filter(({ type }) => type === event.type).length;
    if (alike >= HELD_MAX[event.type]) return turn(room);
    return turn(withDirect(room, { held: [...held, { type: event.type, text: event.text }] }));
  };
}

/**
 * What is held, as few signals: candidates that are there already stand in the description, as SDP has it (RFC 8839 section 5.1; one
 * media section, so at its end). What finds no room in it follows by itself.
 */
export function inOne(held: readonly Held[]): readonly Held[] {
  const [first, ...rest] = held;
  if (first?.type !== "offer" || !first.text.endsWith("\r\n")) return held;
  let { text } = first;
  let taken = 0;
  for (const one of rest) {
    const line = lineOf(one);
    if (line === null || text.length + line.length > LIMITS.descriptionBytes) break;
    text += line;
    taken += 1;
  }
  return [{ type: "offer", text }, ...rest.slice(taken)];
}

function lineOf({ type, text }: Held): string | null {
  if (type === "candidate") return `a=${text}\r\n`;
  return type === "end" ? "a=end-of-candidates\r\n" : null;
}

function withDirect(room: Room, change: Partial<Direct>): Room {
  return { ...room, direct: { ...room.direct, ...change } };
}
