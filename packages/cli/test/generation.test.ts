import type { PeerEvent } from "@tacet/client";
import { expect, it } from "vitest";
import { openGeneration } from "../src/paths/generation.ts";
import type { NativeChannel, NativeConnection, NativePeers } from "../src/paths/native.ts";

const HOST = "candidate:1 1 UDP 2114977791 192.168.1.7 50000 typ host";
const MAPPED = "candidate:2 1 UDP 1678769919 203.0.113.9 50000 typ srflx raddr 0.0.0.0 rport 0";
const SDP = "v=0";

/** A connection that is told by hand what it finds. */
interface Played {
  readonly peers: NativePeers;
  finds(candidate: string): void;
  gathered(): void;
}

const CHANNEL: NativeChannel = {
  close: () => undefined,
  sendMessageBinary: () => true,
  isOpen: () => false,
  bufferedAmount: () => 0,
  setBufferedAmountLowThreshold: () => undefined,
  onOpen: () => undefined,
  onClosed: () => undefined,
  onBufferedAmountLow: () => undefined,
  onMessage: () => undefined,
};

function play(): Played {
  let candidate: (text: string, mid: string) => void = () => undefined;
  let gathering: (state: string) => void = () => undefined;
  class PeerConnection implements NativeConnection {
    close(): void {}
    setLocalDescription(): void {}
    setRemoteDescription(): void {}
    addRemoteCandidate(): void {}
    createDataChannel(): NativeChannel {
      return CHANNEL;
    }
    onLocalDescription(): void {}
    onLocalCandidate(run: (text: string, mid: string) => void): void {
      candidate = run;
    }
    onGatheringStateChange(run: (state: string) => void): void {
      gathering = run;
    }
    onStateChange(): void {}
  }
  return {
    peers: { PeerConnection, cleanup: () => undefined },
    finds: (text) => candidate(text, "0"),
    gathered: () => gathering("complete"),
  };
}

it("whoever offers says where it can be reached at once only after the answer, and after its own checks have gone", () => {
  const played = play();
  const told: PeerEvent[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const generation = openGeneration(
    played.peers,
    { do: "open", generation: 1, role: "offer", iceServers: [] },
    (event) => told.push(event),
    (ms, run) => timers.push({ ms, run }),
  );
  const texts = (): string[] => told.map((event) => (event.on === "signal" ? event.text || event.type : ""));
  played.finds(HOST);
  played.finds(MAPPED);
  played.gathered();
  expect(texts()).toEqual([MAPPED]);
  generation.signal("answer", SDP);
  generation.signal("candidate", HOST);
  expect(texts()).toEqual([MAPPED]);
  expect(timers.map(({ ms }) => ms)).toEqual([150]);
  timers[0]?.run();
  expect(texts()).toEqual([MAPPED, HOST, "end"]);
});

it("whoever answers says it at once", () => {
  const played = play();
  const told: PeerEvent[] = [];
  const command = { do: "open", generation: 1, role: "answer", iceServers: [] } as const;
  openGeneration(
    played.peers,
    command,
    (event) => told.push(event),
    () => undefined,
  );
  played.finds(HOST);
  played.gathered();
  expect(told).toMatchObject([{ text: HOST }, { type: "end" }]);
});
