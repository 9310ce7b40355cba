import { LIMITS } from "../limits.ts";
import type { PeerCommand, PeerEvent } from "../ports.ts";
import { openGeneration } from "./peer-generation.ts";
import type { LendChannel, PeerGeneration } from "./peer-generation.ts";

export type PeerConnectionConstructor = typeof RTCPeerConnection;

const ECDSA_P256: EcKeyAlgorithm = { name: "ECDSA", namedCurve: "P-256" };

/** Takes a room's peer commands, and can speak last. */
export interface PeerDriver {
  post(command: PeerCommand): void;
  /** Sends frames at once if the channel is open, else does nothing: for a farewell at `pagehide`. */
  sendLast(frames: readonly Uint8Array[]): void;
}

/**
 * Carries out peer commands (spec/direct.md 1 to 3) with the platform's RTCPeerConnection, and tells what happens through
 * `emit`. One generation lives at a time; a new one replaces it. The channels `tacet` (id 0) and `tacet-files` (id 1), both ordered and
 * binary, are negotiated out of band. `after` calls back later: a closing generation lingers for 500 ms, so that last words leave the queue. A channel for files that `lend` takes is not heard here any more. Nothing here throws.
 */
export function createPeerDriver(
  PeerConnectionCtor: PeerConnectionConstructor,
  emit: (event: PeerEvent) => void,
  after: (ms: number, run: () => void) => void,
  lend: LendChannel = () => false,
): PeerDriver {
  let present: PeerGeneration | null = null;
  let certificate: RTCCertificate | null = null;

  const prepare = async (): Promise<void> => {
    try {
      const made = await PeerConnectionCtor.generateCertificate(ECDSA_P256);
      certificate = made;
    } catch {
      // An engine that makes its certificates only by itself does so when the connection is opened.
      certificate = null;
    }
  };

  const end = (): void => {
    if (present === null) return;
    const { connection, channel } = present;
    present.end();
    present = null;
    // A connection closed at once would drop what the channel still holds (the farewell among it).
    if (channel.readyState === "open" && channel.bufferedAmount > 0) {
      channel.close();
      after(LIMITS.closeLingerMs, () => {
        connection.close();
      });
    } else connection.close();
  };

  const open = (command: PeerCommand & { do: "open" }): void => {
    end();
    try {
      const configuration: RTCConfiguration = {
        iceServers: command.iceServers.map((server) => ({ urls: server.urls })),
        ...(certificate === null ? {} : { certificates: [certificate] }),
      };
      present = openGeneration(new PeerConnectionCtor(configuration), command, emit, lend);
    } catch {
      emit({ on: "state", generation: command.generation, state: "failed" });
    }
  };

  return {
    post: (command) => {
      if (command.do === "prepare") void prepare(); // It catches all it can meet.
      else if (command.do === "open") open(command);
      else if (command.generation !== present?.generation) return;
      else if (command.do === "signal") present.signal(command.type, command.text);
      else if (command.do === "send") present.send(command.bytes);
      else if (command.do === "send-piece") present.sendPiece(command.bytes);
      else end();
    },
    sendLast: (frames) => {
      for (const frame of frames) present?.send(frame);
    },
  };
}
