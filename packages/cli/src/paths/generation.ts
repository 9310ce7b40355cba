import type { PairRoom, PeerCommand, PeerEvent } from "@tacet/client";
import type { NativeChannel, NativeConnection, NativePeers } from "./native.ts";

/** The channel for files, as a room takes it over: its pieces pass by all that has nothing to add to them. */
export type PieceChannel = Extract<Parameters<PairRoom["sinkEvent"]>[0], { on: "carried" }>["channel"];

type SignalType = (PeerCommand & { do: "signal" })["type"];

/** One connection with its two channels, from its opening to its replacement. */
export interface Generation {
  readonly generation: number;
  signal(type: SignalType, text: string): void;
  send(bytes: Uint8Array): void;
  sendPiece(bytes: Uint8Array): void;
  /** No event comes any more; the connection closes when the channel's queue is empty, at the latest after `lingerMs`. */
  end(lingerMs: number, after: (ms: number, run: () => void) => void): void;
}

const MID = "0";
/** By then the first checks have gone from here to there, where they can arrive at all. */
const HOLD_MS = 150;
const DRAIN_REPORT_BYTES = 262_144;

/** Makes the connection of one generation (spec/direct.md 1 to 3): channels `tacet` (0) and `tacet-files` (1), negotiated, ordered, binary. */
export function openGeneration(
  peers: NativePeers,
  command: PeerCommand & { do: "open" },
  emitAny: (event: PeerEvent) => void,
  after: (ms: number, run: () => void) => void,
  lend?: (channel: PieceChannel) => void,
): Generation {
  const { generation, role } = command;
  let alive = true;
  const emit = (event: PeerEvent): void => {
    if (alive) emitAny(event);
  };
  const connection = new peers.PeerConnection("tacet", {
    iceServers: command.iceServers.map(({ urls }) => urls),
    disableAutoNegotiation: true,
  });
  const own = holdCandidates(role === "offer", (type, text) =>
    emit({ on: "signal", generation, type, text }),
  );
  listen(connection, generation, emit, own.found);
  const channel = connection.createDataChannel("tacet", { negotiated: true, id: 0 });
  channel.onClosed(() => emit({ on: "state", generation, state: "closed" }));
  const send = carry(channel, {
    opened: () => emit({ on: "opened", generation }),
    drained: (totalBytes) => emit({ on: "drained", generation, totalBytes }),
    received: (bytes) => emit({ on: "received", generation, bytes }),
  });
  const files = carryPieces(
    connection.createDataChannel("tacet-files", { negotiated: true, id: 1 }),
    () => alive,
  );
  if (lend !== undefined) lend(files);
  else
    files.listen({
      opened: () => emit({ on: "files", generation, did: "opened" }),
      drained: (totalBytes) => emit({ on: "files", generation, did: "drained", totalBytes }),
      received: (bytes) => emit({ on: "files", generation, did: "received", bytes }),
    });
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch {
      emit({ on: "state", generation, state: "failed" });
    }
  };
  if (role === "offer") attempt(() => connection.setLocalDescription());
  return {
    generation,
    signal: (type, text) => {
      if (type === "candidate") takeCandidate(connection, text);
      else if (type !== "end") attempt(() => take(connection, type, text));
      if (type === "answer") after(HOLD_MS, () => own.release());
    },
    send,
    sendPiece: (bytes) => files.send(bytes),
    end: (lingerMs, after) => {
      alive = false;
      const waits = channel.isOpen() && channel.bufferedAmount() > 0;
      if (waits) after(lingerMs, () => connection.close());
      else connection.close();
    },
  };
}

function take(connection: NativeConnection, type: "offer" | "answer", sdp: string): void {
  connection.setRemoteDescription(sdp, type);
  if (type === "offer") connection.setLocalDescription();
}

/** A candidate that this library cannot use (an unknown transport, a name it does not resolve) is not the end of the connection. */
function takeCandidate(connection: NativeConnection, candidate: string): void {
  try {
    connection.addRemoteCandidate(candidate, MID);
  } catch {
    return;
  }
}

type Candidate = (type: "candidate" | "end", text: string) => void;

/**
 * This library answers the other side's checks before it knows the answer, and then loses the first packet of DTLS, which comes again only after a
 * second; or refuses it, since it cannot compare the certificate yet. So whoever offers keeps the addresses at which it may be reached without a
 * hole in a wall until the answer is there and its own checks have gone first. What was found by asking a server goes at once: walls open by it.
 */
function holdCandidates(holds: boolean, tell: Candidate): { readonly found: Candidate; release(): void } {
  const held: Parameters<Candidate>[] = [];
  let holding = holds;
  return {
    found: (type, text) => {
      if (holding && (type === "end" || / typ host\b/.test(text))) held.push([type, text]);
      else tell(type, text);
    },
    release: () => {
      holding = false;
      for (const one of held.splice(0)) tell(...one);
    },
  };
}

const STATES: ReadonlySet<string> = new Set(["connected", "disconnected", "failed", "closed"]);

function listen(
  connection: NativeConnection,
  generation: number,
  emit: (event: PeerEvent) => void,
  found: Candidate,
): void {
  connection.onLocalDescription((sdp, type) => {
    if (type === "offer" || type === "answer") emit({ on: "signal", generation, type, text: sdp });
  });
  connection.onLocalCandidate((candidate) => {
    const text = candidate.replace(/^a=/, "");
    if (text !== "") found("candidate", text);
  });
  connection.onGatheringStateChange((state) => {
    if (state === "complete") found("end", "");
  });
  connection.onStateChange((state) => {
    if (STATES.has(state)) emit({ on: "state", generation, state: state as "connected" });
  });
}

type Listener = Parameters<PieceChannel["listen"]>[0];

/** The channel for files: whoever listens is told nothing once its connection is another's. */
function carryPieces(
  channel: NativeChannel,
  isAlive: () => boolean,
): PieceChannel & { send(bytes: Uint8Array): void } {
  let send: (bytes: Uint8Array) => void = () => undefined;
  return {
    send: (bytes) => send(bytes),
    listen: (listener) => {
      send = carry(channel, {
        opened: () => isAlive() && listener.opened(),
        drained: (totalBytes) => isAlive() && listener.drained(totalBytes),
        received: (bytes) => isAlive() && listener.received(bytes),
      });
      if (channel.isOpen() && isAlive()) listener.opened();
      return send;
    },
  };
}

/** The bytes where they are: the library has made them for this one message. */
function viewOf(message: Uint8Array | ArrayBuffer): Uint8Array {
  return message instanceof ArrayBuffer
    ? new Uint8Array(message)
    : new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
}

/** Listens to a channel and tells how its queue drains, as the page's does. @returns what sends a frame */
function carry(channel: NativeChannel, listener: Listener): (bytes: Uint8Array) => void {
  let acceptedBytes = 0;
  let reportedBytes = 0;
  const report = (): void => {
    reportedBytes = acceptedBytes - channel.bufferedAmount();
    listener.drained(reportedBytes);
  };
  channel.setBufferedAmountLowThreshold(DRAIN_REPORT_BYTES);
  channel.onOpen(() => listener.opened());
  channel.onBufferedAmountLow(report);
  channel.onMessage((message) => {
    // A text is no frame: the room counts zero bytes as such.
    listener.received(typeof message === "string" ? new Uint8Array(0) : viewOf(message));
  });
  return (bytes) => {
    if (!channel.isOpen()) return;
    try {
      channel.sendMessageBinary(bytes);
    } catch {
      // It closed this instant: the room sends again what is not acknowledged.
      return;
    }
    acceptedBytes += bytes.length;
    if (acceptedBytes - channel.bufferedAmount() - reportedBytes >= DRAIN_REPORT_BYTES) report();
  };
}
