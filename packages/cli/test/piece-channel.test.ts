import { expect, it } from "vitest";
import { openGeneration } from "../src/paths/generation.ts";
import type { PieceChannel } from "../src/paths/generation.ts";
import type { NativeChannel, NativeConnection, NativePeers } from "../src/paths/native.ts";

/** A channel of the library that is told by hand what happens to it. */
class PlayedChannel implements NativeChannel {
  readonly sent: Uint8Array[] = [];
  isItOpen = false;
  queuedBytes = 0;
  opened: () => void = () => undefined;
  low: () => void = () => undefined;
  message: (message: string | Uint8Array | ArrayBuffer) => void = () => undefined;
  close(): void {}
  sendMessageBinary(bytes: Uint8Array): boolean {
    this.sent.push(bytes.slice());
    return true;
  }
  isOpen(): boolean {
    return this.isItOpen;
  }
  bufferedAmount(): number {
    return this.queuedBytes;
  }
  setBufferedAmountLowThreshold(): void {}
  onOpen(run: () => void): void {
    this.opened = run;
  }
  onClosed(): void {}
  onBufferedAmountLow(run: () => void): void {
    this.low = run;
  }
  onMessage(run: PlayedChannel["message"]): void {
    this.message = run;
  }
}

function play() {
  const channels = new Map<string, PlayedChannel>();
  class PeerConnection implements NativeConnection {
    close(): void {}
    setLocalDescription(): void {}
    setRemoteDescription(): void {}
    addRemoteCandidate(): void {}
    createDataChannel(label: string): NativeChannel {
      const channel = new PlayedChannel();
      channels.set(label, channel);
      return channel;
    }
    onLocalDescription(): void {}
    onLocalCandidate(): void {}
    onGatheringStateChange(): void {}
    onStateChange(): void {}
  }
  const peers: NativePeers = { PeerConnection, cleanup: () => undefined };
  const told: string[] = [];
  const lent: PieceChannel[] = [];
  const generation = openGeneration(
    peers,
    { do: "open", generation: 1, role: "answer", iceServers: [] },
    (event) => told.push(event.on),
    () => undefined,
    (channel) => lent.push(channel),
  );
  const [channel, files] = [lent[0], channels.get("tacet-files")];
  if (channel === undefined || files === undefined) throw new Error("nothing was lent");
  const heard: unknown[] = [];
  const listen = () =>
    channel.listen({
      opened: () => heard.push("opened"),
      drained: (totalBytes) => heard.push(totalBytes),
      received: (bytes) => heard.push([...bytes]),
    });
  return { generation, files, told, heard, listen };
}

/** spec/files.md 5: a room takes over the channel for files, and its pieces pass by the room's own machine. */
it("is heard by whoever took it over, and by nobody else", () => {
  const { files, told, heard, listen } = play();
  const send = listen();
  expect(heard).toEqual([]);
  files.isItOpen = true;
  files.opened();
  files.message(Uint8Array.of(1, 2));
  files.message(Uint8Array.of(0, 3).subarray(1).slice().buffer);
  files.message("a text");
  send(Uint8Array.of(5));
  files.low();
  expect(heard).toEqual(["opened", [1, 2], [3], [], 1]);
  expect(files.sent).toEqual([Uint8Array.of(5)]);
  expect(told).toEqual([]);
});

it("that is open before anybody listens says so at once", () => {
  const { files, heard, listen } = play();
  files.isItOpen = true;
  listen();
  expect(heard).toEqual(["opened"]);
});

it("says nothing once its connection is another's", () => {
  const { generation, files, heard, listen } = play();
  listen();
  files.isItOpen = true;
  generation.end(0, () => undefined);
  files.opened();
  files.message(Uint8Array.of(1));
  files.low();
  listen();
  expect(heard).toEqual([]);
});

it("sends what the room gives to the path itself, once somebody listens", () => {
  const { generation, files, listen } = play();
  files.isItOpen = true;
  generation.sendPiece(Uint8Array.of(7));
  expect(files.sent).toEqual([]);
  listen();
  generation.sendPiece(Uint8Array.of(8));
  expect(files.sent).toEqual([Uint8Array.of(8)]);
});
