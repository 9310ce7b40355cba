/*
 * The library that makes data channels, as far as it is used here. It is an optional package with a binary for each system: where there is
 * none, its types are missing too, so what is used of it is written down in this file.
 */

export interface NativeChannel {
  close(): void;
  sendMessageBinary(bytes: Uint8Array): boolean;
  isOpen(): boolean;
  bufferedAmount(): number;
  setBufferedAmountLowThreshold(bytes: number): void;
  onOpen(run: () => void): void;
  onClosed(run: () => void): void;
  onBufferedAmountLow(run: () => void): void;
  onMessage(run: (message: string | Uint8Array | ArrayBuffer) => void): void;
}

export interface NativeConnection {
  close(): void;
  setLocalDescription(): void;
  setRemoteDescription(sdp: string, type: "offer" | "answer"): void;
  addRemoteCandidate(candidate: string, mid: string): void;
  createDataChannel(
    label: string,
    options: { readonly negotiated: true; readonly id: number },
  ): NativeChannel;
  onLocalDescription(run: (sdp: string, type: string) => void): void;
  onLocalCandidate(run: (candidate: string, mid: string) => void): void;
  onGatheringStateChange(run: (state: string) => void): void;
  onStateChange(run: (state: string) => void): void;
}

export interface NativePeers {
  readonly PeerConnection: new (
    name: string,
    options: { readonly iceServers: readonly string[]; readonly disableAutoNegotiation: boolean },
  ) => NativeConnection;
  /** Ends its threads: afterwards nothing of it may be called. */
  cleanup(): void;
}

const NAME = "node-datachannel";

/** The library, or null where it is not installed or has no binary for this system: rooms then take the relay. */
export async function loadNativePeers(): Promise<NativePeers | null> {
  try {
    const loaded = (await import(NAME)) as { readonly default: NativePeers };
    return loaded.default;
  } catch {
    return null;
  }
}
