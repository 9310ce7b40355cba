/*
 * The channels for files that were handed over to this thread (spec/files.md 5 and 11): the direct path's, and lanes. Their pieces need not pass
 * through the room, which has nothing to add. Where a browser keeps channels on the page's thread, what they say comes by letters instead.
 */
import { pieces } from "@tacet/core/files";
import { decodePass, encodePass } from "@tacet/wire";
import { listenToPieces } from "../drivers/data-channel.ts";
import type { FilesPeerEvent, LaneCommand, LaneEvent, LaneName, LanePort, PieceChannel } from "../ports.ts";
import { LIMITS } from "../limits.ts";
import { LANE_LOW_BYTES, listenToLane } from "./lane-channel.ts";
import { FILE_LIMITS } from "./limits.ts";
import type { FilesInput, FilesSay } from "./state.ts";

const NOTHING = new Uint8Array(0);

type Send = (bytes: Uint8Array) => void;

/** The direct path's own channel. */
interface Lent {
  readonly generation: number;
  readonly channel: RTCDataChannel | PieceChannel;
  readonly send: Send;
}

interface ChannelsPorts {
  readonly lanes?: LanePort;
  take(input: { readonly from: "peer"; readonly event: FilesPeerEvent }): void;
}

export interface Channels {
  /** Whether this was a piece, and was sent from here. */
  sends(says: FilesSay): boolean;
  command(command: LaneCommand): void;
  /** A piece on one of them was nothing: the room counts it as it counts what is none. */
  count(): void;
  event(event: LaneEvent): void;
}

export function createChannels(ports: ChannelsPorts, take: (input: FilesInput) => void): Channels {
  let lent: Lent | null = null;
  const lanes = new Map<string, Send>();
  const quicken = asksSooner(() => lent?.channel);
  /** A channel takes its copy at once: one frame serves for all pieces. */
  const frame = encodePass(new Uint8Array(FILE_LIMITS.frameBytes - 1));
  /** Of the direct path that a channel was heard of last. */
  let generation = 0;
  const count = (): void => {
    ports.take({ from: "peer", event: { on: "files", generation, did: "received", bytes: NOTHING } });
  };
  const onEvent = (event: LaneEvent): void => {
    ({ generation } = event);
    if (event.on === "lent" && event.number > 0)
      lanes.set(keyOf(event), listenToLane(event.channel, event, onEvent));
    else if (event.on === "lent" || event.on === "carried") borrow(event.channel);
    else if (event.on === "received") hearLane(event);
    else {
      if (event.on === "closed") lanes.delete(keyOf(event));
      take({ on: "lane", event });
    }
  };
  /** A lane carries its opener's pieces and nothing else: one with anything else on it is closed. */
  const hearLane = (event: LaneEvent & { on: "received" }): void => {
    const block = event.own ? null : pieceIn(event.bytes);
    if (block !== null) {
      take({ on: "channel-piece", block });
      return;
    }
    count();
    const { number, own } = event;
    take({ on: "lane", event: { generation: event.generation, number, own, on: "closed" } });
  };
  const hear = (event: FilesPeerEvent): void => {
    const { generation } = event;
    if (event.did === "opened" || generation !== lent?.generation) ports.take({ from: "peer", event });
    else if (event.did === "drained") take({ on: "drained", generation, totalBytes: event.totalBytes });
    else {
      const block = pieceIn(event.bytes);
      // What is no piece is the room's to drop and count.
      if (block === null) ports.take({ from: "peer", event });
      else take({ on: "channel-piece", block });
    }
  };
  const borrow = (channel: Lent["channel"]): void => {
    lent = { generation, channel, send: listenToPieces(channel, generation, hear) };
  };
  return {
    sends: (says) => {
      if (says.do !== "piece" || says.route.path !== "direct") return false;
      const { lane: number, route, block } = says;
      const name = { generation: route.number, number, own: true };
      const send =
        number > 0 ? lanes.get(keyOf(name)) : lent?.generation === route.number ? lent.send : undefined;
      if (send !== undefined) {
        frame.set(block, 1);
        send(frame);
      } else if (number > 0) ports.lanes?.post({ ...name, do: "send", bytes: encodePass(block) });
      return send !== undefined || number > 0;
    },
    command: (command) => {
      if (command.do === "close") lanes.delete(keyOf(command));
      quicken(command);
      ports.lanes?.post(command);
    },
    count,
    event: onEvent,
  };
}

/** Beside own lanes the path's channel has no more than two pieces, and asks for the next with one left, as they do. */
function asksSooner(channel: () => Lent["channel"] | undefined): (command: LaneCommand) => void {
  const open = new Set<number>();
  return ({ own, number, do: does }) => {
    if (!own) return;
    if (does === "open") open.add(number);
    if (does === "close") open.delete(number);
    const lent = channel();
    if (lent !== undefined && "bufferedAmountLowThreshold" in lent)
      lent.bufferedAmountLowThreshold = open.size > 0 ? LANE_LOW_BYTES : LIMITS.drainReportBytes;
  };
}

function keyOf({ generation, number, own }: LaneName): string {
  return `${String(generation)}/${String(number)}/${String(own)}`;
}

function pieceIn(bytes: Uint8Array): Uint8Array | null {
  const block = decodePass(bytes);
  return block === null || pieces.header(block) === null ? null : block;
}
