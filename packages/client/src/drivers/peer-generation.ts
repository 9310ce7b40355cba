import type { PeerCommand, PeerEvent, PeerSignalType } from "../ports.ts";
import { listenToChannel, listenToPieces } from "./data-channel.ts";

/** Hands a channel for files over to the thread that seals and opens pieces, at once after its making; false where that cannot be. */
export type LendChannel = (generation: number, channel: RTCDataChannel) => boolean;

/** One connection object with its channel, from its opening to its replacement. */
export interface PeerGeneration {
  readonly generation: number;
  readonly connection: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  signal(type: PeerSignalType, text: string): void;
  send(bytes: Uint8Array): void;
  /** On the channel for files. */
  sendPiece(bytes: Uint8Array): void;
  /** Stops every event of this generation. */
  end(): void;
}

/**
 * Makes the channel and, in the role `offer`, the first description. Descriptions and candidates are taken strictly one after the
 * other, so that a candidate never meets a connection without its description.
 */
export function openGeneration(
  connection: RTCPeerConnection,
  command: PeerCommand & { do: "open" },
  emitAny: (event: PeerEvent) => void,
  lend: LendChannel,
): PeerGeneration {
  const { generation } = command;
  let alive = true;
  const emit = (event: PeerEvent): void => {
    if (alive) emitAny(event);
  };
  const fail = (): void => {
    emit({ on: "state", generation, state: "failed" });
  };
  const channel = connection.createDataChannel("tacet", { negotiated: true, id: 0, ordered: true });
  const send = listenToMessages(channel, generation, emit);
  const sendPiece = openPieceChannel(connection, generation, emit, lend);
  listenToConnection(connection, generation, emit);

  let work = Promise.resolve();
  const then = (step: () => Promise<void>): void => {
    work = work.then(step).catch(fail);
  };
  const describe = async (): Promise<void> => {
    await connection.setLocalDescription();
    const description = connection.localDescription;
    if (description === null || (description.type !== "offer" && description.type !== "answer")) fail();
    else emit({ on: "signal", generation, type: description.type, text: description.sdp });
  };
  if (command.role === "offer") then(describe);

  return {
    generation,
    connection,
    channel,
    signal: (type, text) => {
      then(async () => {
        if (type === "offer" || type === "answer") {
          await connection.setRemoteDescription({ type, sdp: text });
          if (type === "offer") await describe();
        } else await takeCandidate(connection, type === "end" ? "" : text);
      });
    },
    send,
    sendPiece,
    end: () => {
      alive = false;
    },
  };
}

/** A candidate this engine cannot use (an unknown transport, a name it does not resolve) is not the end of the connection. */
async function takeCandidate(connection: RTCPeerConnection, candidate: string): Promise<void> {
  try {
    await connection.addIceCandidate({ candidate, sdpMid: "0", sdpMLineIndex: 0 });
  } catch {
    return;
  }
}

function listenToMessages(
  channel: RTCDataChannel,
  generation: number,
  emit: (event: PeerEvent) => void,
): (bytes: Uint8Array) => void {
  channel.onclose = () => {
    emit({ on: "state", generation, state: "closed" });
  };
  return listenToChannel(channel, {
    opened: () => {
      emit({ on: "opened", generation });
    },
    drained: (totalBytes) => {
      emit({ on: "drained", generation, totalBytes });
    },
    received: (bytes) => {
      emit({ on: "received", generation, bytes });
    },
  });
}

/** The channel for files (spec/files.md 5): label `tacet-files`, id 1, negotiated, ordered, binary. It is lent before anything listens to it. */
function openPieceChannel(
  connection: RTCPeerConnection,
  generation: number,
  emit: (event: PeerEvent) => void,
  lend: LendChannel,
): (bytes: Uint8Array) => void {
  const channel = connection.createDataChannel("tacet-files", { negotiated: true, id: 1, ordered: true });
  return lend(generation, channel) ? () => undefined : listenToPieces(channel, generation, emit);
}

function listenToConnection(
  connection: RTCPeerConnection,
  generation: number,
  emit: (event: PeerEvent) => void,
): void {
  connection.onicecandidate = ({ candidate }) => {
    // Engines say the end of one component as an empty candidate, and the end of all as null.
    if (candidate === null) emit({ on: "signal", generation, type: "end", text: "" });
    else if (candidate.candidate !== "") {
      emit({ on: "signal", generation, type: "candidate", text: candidate.candidate });
    }
  };
  connection.onconnectionstatechange = () => {
    const state = connection.connectionState;
    if (state !== "new" && state !== "connecting") emit({ on: "state", generation, state });
  };
}
