/*
 * From content to frames on a path. Acknowledgements ride on every frame (spec/content.md 4), so whatever is sealed settles what is due.
 */
import type { Content } from "@tacet/core";
import { FRAME_CLASSES, encodePass, encodeWord } from "@tacet/wire";
import { LIMITS } from "../limits.ts";
import { hand, inFlight, markSent, nextToHand, rewind, rewindWhenDue } from "./delivery.ts";
import type { Stream } from "./delivery.ts";
import { namesAddress } from "./hidden.ts";
import type { JobResult, Route, StreamName, Tag } from "./messages.ts";
import { sentOn } from "./patience.ts";
import { contentRoute, isPresent, pathOf } from "./paths.ts";
import type { Direct, Room } from "./state.ts";
import { tellReceipts } from "./talk-events.ts";
import { chain, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** Frame byte, block header, tag and plaintext header (spec/content.md 2). */
const OVERHEAD_BYTES = 57;

const noId = new Uint8Array(16);

/** Seals content for one path, with the acknowledgements of this moment. */
export function seal(
  route: Route,
  content: Content,
  options: { readonly tag?: Tag; readonly previousEpoch?: boolean } = {},
): Step {
  return (room) => {
    const acks = { signal: room.signal.received, talk: room.talk.received };
    const handedBytes =
      room.direct.handedBytes + (route.path === "direct" ? frameBytes(content.body.length) : 0);
    return turn(
      { ...room, ackDueMs: null, direct: { ...room.direct, handedBytes } },
      {
        to: "crypto",
        job: {
          job: "seal",
          route,
          frame: { acks, content },
          tag: options.tag ?? null,
          previousEpoch: options.previousEpoch ?? false,
        },
      },
    );
  };
}

/** Seals content of no stream: sent once, may be lost (spec/content.md 3). */
export function say(route: Route, kind: number, body: Uint8Array = new Uint8Array(0)): Step {
  return seal(route, { kind, order: 0, id: noId, body });
}

/**
 * Gives a sealed block to a path, if that path is still the one it was sealed for.
 * @param tag what it carries that is to be acknowledged
 */
export function sendBlock(route: Route, block: Uint8Array, tag: Tag | null = null): Step {
  return (room) => {
    if (!isPresent(room, route)) return turn(room);
    const bytes = encodePass(block);
    return route.path === "relay"
      ? turn(
          { ...room, link: sentOn(room, tag) },
          { to: "socket", command: { do: "send", connection: route.number, bytes } },
        )
      : turn(
          { ...room, direct: { ...room.direct, sentMs: room.nowMs } },
          { to: "peer", command: { do: "send", generation: route.number, bytes } },
        );
  };
}

/** A block that was sealed before its path was open. */
export function sendHeld(route: Route, block: Uint8Array): Step {
  return (room) => {
    const bytes = route.path === "direct" ? block.length + 1 : 0;
    const handedBytes = room.direct.handedBytes + bytes;
    return sendBlock(route, block)({ ...room, direct: { ...room.direct, handedBytes } });
  };
}

/** A frame is sealed: it goes out if its path is still there, and content says `sent` the first time. */
export function onSealed(result: JobResult & { did: "seal" }): Step {
  return (before) => {
    const room = { ...before, session: result.view };
    if (result.block === null) return turn(freeQueue(room));
    const sent = sendBlock(result.route, result.block, result.tag);
    const { tag } = result;
    if (tag?.names === true) return onNaming(result.route, result.block, tag)(room);
    if (tag === null || !isPresent(room, result.route)) return sent(room);
    const { stream, first } = markSent(room[tag.stream], tag.order);
    return chain(
      { ...room, [tag.stream]: stream },
      sent,
      tellReceipts(first === null ? [] : [first], "sent"),
    );
  };
}

/** A frame that names an address: none leaves once the path is `relayed`, though it was sealed before. */
function onNaming(route: Route, block: Uint8Array, tag: Tag): Step {
  return (room) => {
    if (pathOf(room) === "relayed" || !isPresent(room, route)) return turn(room);
    const { stream } = markSent(room[tag.stream], tag.order);
    return sendBlock(
      route,
      block,
      tag,
    )({ ...room, [tag.stream]: stream, policy: { ...room.policy, seen: true } });
  };
}

/** The epoch has no frame left: what was counted for the channel's queue never reaches it. */
function freeQueue(room: Room): Room {
  return { ...room, direct: { ...room.direct, handedBytes: room.direct.drainedBytes } };
}

/** A bare word to the relay, if it listens. */
export function tellRelay(kind: "leave" | "burn" | "beat"): Step {
  return (room) =>
    room.link.state === "admitted"
      ? turn(room, {
          to: "socket",
          command: { do: "send", connection: room.link.connection, bytes: encodeWord(kind) },
        })
      : turn(room);
}

/** Everything in flight of this stream goes again, on whatever path it may. */
export function rewindStream(name: StreamName): Step {
  return (room) => turn({ ...room, [name]: rewind(room[name]) });
}

/** Hands to the paths whatever they may have now. */
export const flush: Step = (room) => chain(room, flushStream("signal"), flushStream("talk"));

function flushStream(name: StreamName): Step {
  return (before) => {
    const room = { ...before, [name]: rewindWhenDue(before[name], before.nowMs) };
    const route = contentRoute(room, name);
    const content = nextToHand(room[name]);
    if (route === null || content === null || !hasRoom(room, route, name, content)) return turn(room);
    const rekey = name === "talk" ? { ...room.rekey, talked: true } : room.rekey;
    return chain(
      { ...room, rekey, [name]: hand(room[name], room.nowMs) },
      seal(route, content, { tag: tagOf(name, content) }),
      flushStream(name),
    );
  };
}

function tagOf(stream: StreamName, content: Content): Tag {
  const tag = { stream, order: content.order };
  return namesAddress(content) ? { ...tag, names: true } : tag;
}

/** Frames of this epoch, bytes of the channel's queue and what crosses the relay are bounded; what finds no room waits in its stream. */
function hasRoom(room: Room, route: Route, stream: StreamName, content: Content): boolean {
  if (room.session === null || room.session.framesSent >= LIMITS.contentFramesOfEpoch) return false;
  const bytes = frameBytes(content.body.length);
  return route.path === "relay" ? fitsRelay(room[stream], bytes) : fitsQueue(room.direct, bytes);
}

/** The relay and the other side's line take so much at once (spec/direct.md 5); one content always finds room. */
function fitsRelay(stream: Stream, bytes: number): boolean {
  const under = inFlight(stream);
  const sum = under.reduce((all, { body }) => all + frameBytes(body.length), bytes);
  const { contents, bytes: bytesMax } = LIMITS.relayInFlight;
  return under.length === 0 || (under.length < contents && sum <= bytesMax);
}

function fitsQueue(direct: Direct, bytes: number): boolean {
  return direct.handedBytes - direct.drainedBytes + bytes <= LIMITS.directQueueBytes;
}

function frameBytes(bodyBytes: number): number {
  return FRAME_CLASSES.find((size) => size - OVERHEAD_BYTES >= bodyBytes) ?? LIMITS.directFrameBytes;
}
