import type { PeerEvent, PeerPort } from "@tacet/client";
import { openGeneration } from "./generation.ts";
import type { Generation, PieceChannel } from "./generation.ts";
import { loadNativePeers } from "./native.ts";
import type { NativePeers } from "./native.ts";

/** The direct path of one room. */
export interface Peers extends PeerPort {
  /** Ends the library's threads, so that the program can end. */
  close(): void;
}

const LINGER_MS = 500;

/**
 * Carries out peer commands with a library of data channels, which is loaded when the first connection is wanted. Where there is none every
 * connection fails at once, and the room says what it says of a network without a direct path. Nothing here throws.
 * @param missing is called once where there is none
 * @param lend takes over the channel for files of each connection
 */
export function createPeers(
  emit: (event: PeerEvent) => void,
  after: (ms: number, run: () => void) => void,
  missing: () => void,
  lend?: (generation: number, channel: PieceChannel) => void,
  load: () => Promise<NativePeers | null> = loadNativePeers,
): Peers {
  let present: Generation | null = null;
  let library: Promise<NativePeers | null> | null = null;
  let waiting: (() => void)[] | null = null;
  const end = (): void => {
    present?.end(LINGER_MS, after);
    present = null;
  };
  const loaded = (): Promise<NativePeers | null> => {
    library ??= load().then((found) => {
      if (found === null) missing();
      return found;
    });
    return library;
  };
  const open = async (command: Parameters<PeerPort["post"]>[0] & { do: "open" }): Promise<void> => {
    end();
    const mine: (() => void)[] = [];
    waiting = mine;
    const peers = await loaded();
    if (waiting !== mine) return;
    waiting = null;
    const { generation } = command;
    const lendPieces =
      lend === undefined ? undefined : (channel: PieceChannel): void => lend(generation, channel);
    try {
      if (peers === null) throw new Error("no library");
      present = openGeneration(peers, command, emit, after, lendPieces);
    } catch {
      emit({ on: "state", generation, state: "failed" });
      return;
    }
    for (const run of mine) run();
  };
  const post = (command: Parameters<PeerPort["post"]>[0]): void => {
    if (command.do === "prepare") void loaded();
    else if (command.do === "open") void open(command); // It catches what it meets.
    else if (waiting !== null && command.do === "close") waiting = null;
    else if (waiting !== null) waiting.push(() => post(command));
    else if (command.generation !== present?.generation) return;
    else if (command.do === "signal") present.signal(command.type, command.text);
    else if (command.do === "send") present.send(command.bytes);
    else if (command.do === "send-piece") present.sendPiece(command.bytes);
    else end();
  };
  return {
    post,
    close: () => {
      waiting = null;
      present?.end(0, (_ms, run) => run());
      present = null;
      // The loading is over by now, or its threads were never begun.
      void library?.then((peers) => peers?.cleanup());
    },
  };
}
